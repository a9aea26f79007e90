import { matchRoutes } from '@remix-run/router'
import { describe, expect, it } from 'vitest'
import { listRoutes } from '#tests/support/route-table.ts'
import { firstSegmentOf, selectSegmentRoutes } from './segment-routes.ts'

const FLAT = {
  root: { id: 'root', path: '' },
  layout: { id: 'layout', parentId: 'root' },
  home: { id: 'home', parentId: 'layout' },
  products: { id: 'products', parentId: 'layout', path: 'products' },
  product: { id: 'product', parentId: 'layout', path: 'products/:slug' },
  ledger: { id: 'ledger', parentId: 'root', path: 'finance/ledger' },
  rest: { id: 'rest', parentId: 'layout', path: '*' },
}

describe('the routes of a segment', () => {
  it('are those that can match, with what they stand in', () => {
    expect(Object.keys(selectSegmentRoutes(FLAT, 'products')).sort()).toEqual([
      'layout',
      'product',
      'products',
      'rest',
      'root',
    ])
    expect(Object.keys(selectSegmentRoutes(FLAT, '')).sort()).toEqual(['home', 'layout', 'rest', 'root'])
    expect(Object.keys(selectSegmentRoutes(FLAT, 'nowhere')).sort()).toEqual(['layout', 'rest', 'root'])
  })

  it.each([
    ['/', ''],
    ['/products', 'products'],
    ['/products.data', 'products'],
    ['/products/x.data', 'products'],
    ['/finance/ledger', 'finance'],
  ])('of %s is %s', (pathname, segment) => {
    expect(firstSegmentOf(pathname)).toBe(segment)
  })

  it('match every address as the whole table does', () => {
    const table = listRoutes()
    const entries = Object.fromEntries(table.map(({ file, url }) => [file, { id: file, path: url.slice(1) }]))
    for (const { url } of [...table, { url: '/nowhere/at/all' }]) {
      const path = url.replaceAll(/:\w+/g, 'x').replace('*', 'nowhere')
      const chosen = selectSegmentRoutes(entries, firstSegmentOf(path))
      const winner = (routes: Record<string, { id: string; path: string }>) =>
        matchRoutes(
          Object.values(routes).map((route) => ({ ...route, path: `/${route.path}` })),
          path,
        )?.at(-1)?.route.id
      expect(winner(chosen), path).toBe(winner(entries))
    }
  })
})
