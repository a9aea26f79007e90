import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { clearTokenCookie, readTokenHash } from '#app/http/cookies.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { revokeSession } from '#app/modules/identity/sessions.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'

/** A link must not sign anybody out. */
export function loader() {
  return redirect(paths.home())
}

export async function action({ request }: ActionFunctionArgs) {
  const tokenHash = readTokenHash(request, 'session')
  if (tokenHash) await revokeSession(getRuntime().db, tokenHash, clock.now())
  return redirectWithNotice(paths.home(), 'signedOut', [clearTokenCookie('session')])
}
