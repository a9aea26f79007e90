import { type CookieUse, hashToken, isToken, type TokenUse } from '#app/modules/identity/tokens.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'

const DAY_SECONDS = 24 * 60 * 60
const LIFETIME_SECONDS: Record<CookieUse, number> = { session: 14 * DAY_SECONDS, cart: 60 * DAY_SECONDS }
const PLAIN_NAME: Record<CookieUse, string> = { session: 'sid', cart: 'cart' }

/** Prefixed where the shop is served over https, so that neither a sub-domain nor plain http can plant one. */
function cookieName(use: CookieUse): string {
  return isSecure() ? `__Host-${PLAIN_NAME[use]}` : PLAIN_NAME[use]
}

function isSecure(): boolean {
  return getRuntime().env.shopOrigin.startsWith('https:')
}

/** Value of the cookie `name` a request carries. With two of one name none counts: somebody planted one of them. */
export function readCookie(request: Request, name: string): string | undefined {
  const values = (request.headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
  return values.length === 1 ? values[0]?.slice(name.length + 1) : undefined
}

/** Hash of the token a request carries for `use`, or undefined when it carries none of our form. */
export function readTokenHash(request: Request, use: CookieUse): Buffer | undefined {
  const token = readCookie(request, cookieName(use))
  return token !== undefined && isToken(token) ? hashOf(token, use) : undefined
}

export function hashOf(token: string, use: TokenUse): Buffer {
  return hashToken(token, use, getRuntime().env.sessionSecret)
}

/** The Set-Cookie line that hands `token` to the browser. */
export function tokenCookie(token: string, use: CookieUse): string {
  return setCookie(cookieName(use), token, LIFETIME_SECONDS[use])
}

/** The Set-Cookie line that takes the token of `use` back. */
export function clearTokenCookie(use: CookieUse): string {
  return setCookie(cookieName(use), '', 0)
}

/** A cookie that scripts cannot read; Lax, or the session would be lost on the way back from the payment page. */
export function setCookie(name: string, value: string, maxAgeSeconds: number): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${isSecure() ? '; Secure' : ''}`
}
