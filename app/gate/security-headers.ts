import { createHash } from 'node:crypto'

export interface HeaderRules {
  shopOrigin: string
  /** Where forms may lead besides ourselves: the payment page. */
  paymentOrigin: string
}

/** Headers that every answer carries, whatever its status. */
export function commonHeaders({ shopOrigin }: HeaderRules): Record<string, string> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    // no-referrer would make browsers send `Origin: null` with forms, and every form would be refused.
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(self), geolocation=(), microphone=(), payment=()',
    ...(shopOrigin.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000' }),
  }
}

/** The policy of one answer; `scriptSources` are its nonce or the hashes of its inline scripts. */
export function contentSecurityPolicy(rules: HeaderRules, scriptSources: readonly string[]): string {
  return [
    "default-src 'self'",
    `script-src 'self' ${scriptSources.join(' ')}`.trim(),
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // Browsers hold the redirect after a form against this list too.
    `form-action 'self' ${rules.paymentOrigin}`,
  ].join('; ')
}

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g

/**
 * Sources that allow exactly the inline scripts of a finished page. A shared page
 * is sent many times, so a nonce in it would be no secret; hashes stay strict.
 */
export function inlineScriptHashes(html: string): string[] {
  const hashes = new Set<string>()
  for (const match of html.matchAll(INLINE_SCRIPT)) {
    hashes.add(
      `'sha256-${createHash('sha256')
        .update(match[1] ?? '')
        .digest('base64')}'`,
    )
  }
  return [...hashes]
}
