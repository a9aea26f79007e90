import { redirect, type TypedResponse } from '@remix-run/node'
import { readCookie, setCookie } from './cookies.server.ts'
import { NOTICES, type Notice } from './notices.ts'

const MAX_LENGTH = 512
const NOTICE_COOKIE = 'notice'
const NOTICE_SECONDS = 60
/** Any origin will do: a path that keeps it stays on our site. */
const BASE = 'http://shop.invalid'
/** Leading back to these would go round in circles or end in a form's address. */
const NOT_A_DESTINATION = /^\/(?:sign-in|sign-up|sign-out|preferences|visitor)(?:[/?#]|$)/

/**
 * `target` when it is a path on this site, else `fallback`. The browser's own
 * parser decides and the parsed form is what is returned, so nothing that a
 * browser reads as another host (`/\evil`, a tab, `/.//evil`) gets through.
 */
export function safeReturnTo(target: string | null | undefined, fallback: string): string {
  if (!target?.startsWith('/') || target.length > MAX_LENGTH) return fallback
  let url: URL
  try {
    url = new URL(target, BASE)
  } catch {
    return fallback
  }
  const path = `${url.pathname}${url.search}${url.hash}`
  if (url.origin !== BASE || path.startsWith('//') || NOT_A_DESTINATION.test(path)) return fallback
  return path
}

/** Redirects after a successful form, to a page that shows `notice` once. `cookies` are further Set-Cookie lines. */
export function redirectWithNotice(
  path: string,
  notice: Notice,
  cookies: readonly string[] = [],
): TypedResponse<never> {
  const headers = new Headers()
  for (const line of [setCookie(NOTICE_COOKIE, notice, NOTICE_SECONDS), ...cookies]) headers.append('Set-Cookie', line)
  return redirect(path, { status: 303, headers })
}

/** The notice a request brings from the redirect before it, with the headers that make it the last time. */
export function takeNotice(request: Request): { notice: Notice | undefined; headers: Record<string, string> } {
  const value = readCookie(request, NOTICE_COOKIE)
  if (value === undefined) return { notice: undefined, headers: {} }
  return {
    notice: NOTICES.find((notice) => notice === value),
    headers: { 'Set-Cookie': setCookie(NOTICE_COOKIE, '', 0) },
  }
}
