import { createHmac, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32
const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/

/** What a token in a browser's cookie opens. */
export type CookieUse = 'session' | 'cart'

/** What a token opens; the same token never opens two kinds of thing. */
export type TokenUse = CookieUse | 'invitation'

/** 256 random bits as 43 characters that are safe in a cookie. */
export function createToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

/**
 * The 32 bytes under which a token is kept. Keyed by the process's secret, so a
 * copy of the database alone lets nobody make or recognize a token.
 */
export function hashToken(token: string, use: TokenUse, secret: string): Buffer {
  return createHmac('sha256', secret).update(`${use}:${token}`).digest()
}

/** Whether `text` could be one of our tokens at all; anything else is not worth a query. */
export function isToken(text: string): boolean {
  return TOKEN_FORM.test(text)
}
