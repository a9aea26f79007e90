import { clearTokenCookie, hashOf, readTokenHash, tokenCookie } from '#app/http/cookies.server.ts'
import type { Notice } from '#app/http/notices.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice, safeReturnTo } from '#app/http/redirects.server.ts'
import { mergeCarts } from '#app/modules/cart/merge-carts.server.ts'
import { openSession, revokeSession } from '#app/modules/identity/sessions.server.ts'
import { createToken } from '#app/modules/identity/tokens.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { PersonId } from '#app/shared/ids.ts'

/**
 * What follows once somebody has shown who they are: a session under a new
 * token, the end of the one this browser had, the guest's cart become theirs,
 * and the way back to where they were going.
 */
export async function enterShop(
  request: Request,
  { personId, returnTo, notice }: { personId: PersonId; returnTo: string | undefined; notice: Notice },
): Promise<Response> {
  const now = clock.now()
  const token = createToken()
  const previousHash = readTokenHash(request, 'session')
  const guestHash = readTokenHash(request, 'cart')
  await inTransaction(getRuntime().db, async (tx) => {
    if (previousHash) await revokeSession(tx, previousHash, now)
    await openSession(tx, { tokenHash: hashOf(token, 'session'), personId, now })
    if (guestHash) await mergeCarts(tx, { tokenHash: guestHash, personId, now })
  })
  const cookies = [tokenCookie(token, 'session'), ...(guestHash ? [clearTokenCookie('cart')] : [])]
  return redirectWithNotice(safeReturnTo(returnTo, paths.home()), notice, cookies)
}
