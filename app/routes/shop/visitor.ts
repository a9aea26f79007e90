import type { LoaderFunctionArgs } from '@remix-run/node'
import { readTokenHash } from '#app/http/cookies.server.ts'
import { findVisitor } from '#app/http/require-actor.server.ts'
import { countCartPieces } from '#app/modules/cart/cart-queries.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { shortName } from '#app/modules/identity/short-name.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { Visitor } from '#app/routes/parts/chrome-visitor.ts'

/** What the frame of a shared page fills in once it is there: who reads, and what is in their bag. */
export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await findVisitor(request)
  const guestHash = readTokenHash(request, 'cart')
  const owner = visitor ? { personId: visitor.personId } : guestHash && { tokenHash: guestHash }
  const answer: Visitor = {
    signedIn: visitor !== undefined,
    name: visitor ? shortName(visitor.name) : null,
    cartCount: owner ? await countCartPieces(getRuntime().db, owner) : 0,
    mayReadLedger: visitor !== undefined && asActor(visitor, 'ledger:read') !== undefined,
  }
  return Response.json(answer, { headers: { 'Cache-Control': 'no-store' } })
}
