import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { chooseEncoding, PageCache, sharePage } from './page-cache.ts'
import { isSharedUrl } from './shared-urls.ts'

const page = (text: string) => sharePage(Buffer.from(text), { 'Content-Type': 'text/html' })

function listening(maxPages = 10): PageCache {
  const cache = new PageCache(maxPages)
  cache.setListening(true)
  return cache
}

describe('the cache of shared pages', () => {
  it('renders once for all who ask at the same time', async () => {
    const cache = listening()
    let renderings = 0
    const render = async () => {
      renderings += 1
      return page('x')
    }
    await Promise.all(Array.from({ length: 20 }, () => cache.fill('k', render)))
    expect(renderings).toBe(1)
    expect(cache.get('k')).toBeDefined()
  })

  it('does not keep a page whose rendering began before the catalogue changed', async () => {
    const cache = listening()
    let finish = () => {}
    const started = cache.fill('k', async () => {
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return page('old price')
    })
    cache.forget()
    finish()
    await started
    expect(cache.get('k')).toBeUndefined()
  })

  it('gives those who ask after a change a rendering of their own', async () => {
    const cache = listening()
    let finish = () => {}
    const old = cache.fill('k', async () => {
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return page('old')
    })
    cache.forget()
    const fresh = await cache.fill('k', () => page('new'))
    finish()
    await old
    expect(fresh?.bodies.identity.body.toString()).toBe('new')
    expect(cache.get('k')?.bodies.identity.body.toString()).toBe('new')
  })

  it('keeps nothing while changes cannot be heard', async () => {
    const cache = new PageCache(10)
    await cache.fill('k', () => page('x'))
    expect(cache.get('k')).toBeUndefined()
    cache.setListening(true)
    await cache.fill('k', () => page('x'))
    cache.setListening(false)
    expect(cache.get('k')).toBeUndefined()
  })

  it('throws out the page that was asked for longest ago', async () => {
    const cache = listening(2)
    await cache.fill('a', () => page('a'))
    await cache.fill('b', () => page('b'))
    cache.get('a')
    await cache.fill('c', () => page('c'))
    expect([cache.get('a'), cache.get('b'), cache.get('c')].map(Boolean)).toEqual([true, false, true])
  })

  it('does not keep what must not be shared', async () => {
    const cache = listening()
    expect(await cache.fill('k', async () => undefined)).toBeUndefined()
    expect(cache.get('k')).toBeUndefined()
  })
})

describe('a shared page', () => {
  it('says the same in every encoding', async () => {
    const { bodies } = await page('花椒'.repeat(500))
    expect(brotliDecompressSync(bodies.br.body).equals(bodies.identity.body)).toBe(true)
    expect(gunzipSync(bodies.gzip.body).equals(bodies.identity.body)).toBe(true)
    expect(bodies.br.headers['Content-Length']).toBe(String(bodies.br.body.length))
  })

  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.5', 'br'],
    [undefined, 'identity'],
    ['', 'identity'],
  ] as const)('for %j is sent as %s', (accepted, encoding) => {
    expect(chooseEncoding(accepted)).toBe(encoding)
  })
})

describe('a URL', () => {
  it.each([
    '/',
    '/products',
    '/products?county=fufeng',
    '/products/fufeng-huajiao',
    '/products.data?page=2',
    '/_root.data',
    '/counties/xunyi',
    '/search?q=hj',
    '/privacy',
  ])('%s is shared', (url) => {
    expect(isSharedUrl(url)).toBe(true)
  })

  it.each([
    '/cart',
    '/checkout',
    '/orders',
    '/orders/20261124-1001',
    '/account',
    '/sign-in',
    '/progress',
    '/visitor',
    '/productsx',
    '/products/a/b',
    '/finance/ledger',
    `/search?q=${'x'.repeat(600)}`,
  ])('%s is personal', (url) => {
    expect(isSharedUrl(url)).toBe(false)
  })
})
