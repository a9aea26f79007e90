import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { commonHeaders, contentSecurityPolicy, inlineScriptHashes } from './security-headers.ts'

const RULES = { shopOrigin: 'https://shop.example', paymentOrigin: 'https://checkout.stripe.com' }

describe('the policy of a shared page', () => {
  it('allows exactly the scripts that stand in it', () => {
    const html = '<script>a()</script><script type="module" async="">b()</script><script src="/x.js"></script>'
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(inlineScriptHashes(html)).toEqual([hash('a()'), hash('b()')])
  })

  it('lets forms lead to us and to the payment page, and nobody frame us', () => {
    const policy = contentSecurityPolicy(RULES, [])
    expect(policy).toContain("form-action 'self' https://checkout.stripe.com")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-eval')
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/)
  })
})

describe('common headers', () => {
  it('ask for https only where the shop is served by it', () => {
    expect(commonHeaders(RULES)['Strict-Transport-Security']).toBeDefined()
    expect(
      commonHeaders({ ...RULES, shopOrigin: 'http://localhost:3000' })['Strict-Transport-Security'],
    ).toBeUndefined()
  })

  it('never ask for no-referrer, which would turn every form away', () => {
    expect(commonHeaders(RULES)['Referrer-Policy']).toBe('strict-origin-when-cross-origin')
  })
})
