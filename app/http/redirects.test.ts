import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safeReturnTo } from './redirects.server.ts'

const SHOP = 'https://shop.example'

const HOSTILE = [
  'https://evil.example',
  'http:evil.example',
  'https:/evil.example',
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/a/..//evil.example',
  '/./\\evil.example',
  '/%2e//evil.example',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'evil.example',
  '@evil.example',
  '.evil.example',
  '?//evil.example',
  `/${'a'.repeat(600)}`,
  'http://shop.invalid/cart',
]

describe('the way back', () => {
  test.each(HOSTILE)('%j does not lead off the site', (target) => {
    expect(safeReturnTo(target, '/fallback')).toBe('/fallback')
  })

  test.each([null, undefined, ''])('%j is the fallback', (target) => {
    expect(safeReturnTo(target, '/')).toBe('/')
  })

  test.each(['/sign-in', '/sign-in?returnTo=/x', '/sign-up/', '/sign-out', '/preferences', '/visitor#x'])(
    '%s would lead round in circles',
    (target) => {
      expect(safeReturnTo(target, '/')).toBe('/')
    },
  )

  test.each([
    '/',
    '/cart',
    '/search?q=%E8%8A%B1%E6%A4%92&page=2',
    '/products/da-hong-pao#certificates',
    '/sign-in-help',
  ])('%s is kept', (target) => {
    expect(safeReturnTo(target, '/fallback')).toBe(target)
  })

  test('whatever is asked, a browser stays on the site', () => {
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '%2f',
      '\t',
      '\n',
      '@',
      ':',
      '?',
      '#',
      'evil.example',
      'http',
      ' ',
      '\u3002',
      '\uff0f',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((parts) => `/${parts.join('')}`),
        ),
        (target) => {
          const path = safeReturnTo(target, '/')
          expect(path.startsWith('/')).toBe(true)
          expect(new URL(path, SHOP).origin).toBe(SHOP)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
