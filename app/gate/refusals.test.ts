import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { type GateRules, refuseRequest } from './refusals.ts'

const RULES: GateRules = {
  shopOrigin: 'https://shop.example',
  bodies: { maxBytes: 1000, maxMs: 1000 },
  uploads: [{ path: /^\/photos-in$/, maxBytes: 5000, maxMs: 1000 }],
  machinePaths: new Set(['/webhooks/stripe']),
}
const LOCAL: GateRules = { ...RULES, shopOrigin: 'http://localhost:3000' }

function ask(parts: { method?: string; url?: string; headers?: IncomingHttpHeaders }, rules = RULES) {
  const request = {
    method: 'GET',
    url: '/',
    ...parts,
    headers: { host: new URL(rules.shopOrigin).host, ...parts.headers },
  }
  return refuseRequest(request as IncomingMessage, rules)?.reason
}

const post = (headers: IncomingHttpHeaders, rules = RULES) => ask({ method: 'POST', url: '/cart', headers }, rules)

describe('a form sent to the shop', () => {
  it.each([
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'same-origin', origin: 'https://shop.example' }],
    [{ origin: 'https://shop.example' }],
  ])('from itself passes: %j', (headers) => {
    expect(post(headers)).toBeUndefined()
  })

  it.each([
    [{}],
    [{ origin: 'null' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'https://shop.example:8443' }],
    [{ origin: 'http://shop.example' }],
    [{ origin: 'https://sub.shop.example' }],
    [{ origin: 'https://shop.example.evil.example' }],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://shop.example' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'none' }],
  ])('from elsewhere is refused: %j', (headers) => {
    expect(post(headers)).toBe('origin')
  })

  it('on this machine passes under each of its loopback names, with the same port', () => {
    expect(post({ host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' }, LOCAL)).toBeUndefined()
    expect(post({ host: '127.0.0.1:3000', origin: 'http://localhost:4000' }, LOCAL)).toBe('origin')
  })

  it('too large is refused by its declared length', () => {
    expect(post({ 'sec-fetch-site': 'same-origin', 'content-length': '1001' })).toBe('body-too-large')
  })

  it.each([
    ['/photos-in', '5000', undefined],
    ['/photos-in?x=1', '5000', undefined],
    ['/photos-in', '5001', 'body-too-large'],
    ['/photos-in/', '1001', 'body-too-large'],
    ['/a/photos-in', '1001', 'body-too-large'],
    ['/cart?to=/photos-in', '1001', 'body-too-large'],
  ])('to %s with %s bytes: %s', (url, length, reason) => {
    const headers = { 'sec-fetch-site': 'same-origin', 'content-length': length }
    expect(ask({ method: 'POST', url, headers })).toBe(reason)
  })
})

describe('a request', () => {
  it.each([
    [{ headers: { host: 'evil.example' } }, 'host'],
    [{ headers: { host: 'shop.example:1' } }, 'host'],
    [{ url: '/%ff' }, 'url'],
    [{ url: '/a%00b' }, 'url'],
    [{ url: '//evil.example/' }, 'url'],
    [{ url: 'http://evil.example/' }, 'url'],
    [{ url: `/${'a'.repeat(5000)}` }, 'url'],
    [{ url: '/..%5cetc' }, 'url'],
    [{ url: '/cart?_data=routes/cart' }, 'data-parameter'],
    [{ method: 'PUT' }, 'method'],
    [{ method: 'TRACE' }, 'method'],
    [{ headers: { 'content-encoding': 'br' } }, 'content-encoding'],
  ] as const)('%j is refused for its %s', (parts, reason) => {
    expect(ask(parts)).toBe(reason)
  })

  it('of a machine is free of the origin check on its exact path only', () => {
    expect(ask({ method: 'POST', url: '/webhooks/stripe' })).toBeUndefined()
    expect(ask({ method: 'POST', url: '/webhooks/stripe/' })).toBe('origin')
    expect(ask({ method: 'POST', url: '/webhooks/stripe.data' })).toBe('origin')
  })
})
