import { type LockedOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { OrderId, PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { deriveCode, findCode, hashCode, isSameHash, issueCode } from './internal/code-rows.server.ts'

/** `blocked`: too many wrong codes were tried; the counter gives out another. `collected`: nothing is left to fetch. */
export type PickupCodeView = { state: 'waiting'; code: string } | { state: 'blocked' } | { state: 'collected' }

export interface ShowPickupCodeCommand {
  buyerId: PersonId
  orderNo: string
  secret: string
  now: Date
}

/**
 * The code against which a buyer's paid order is handed over; made when it is first
 * asked for, and the same ever after. Only for the buyer, only for what is fetched
 * at a counter.
 */
export async function showPickupCode(
  db: Db,
  { buyerId, orderNo, secret, now }: ShowPickupCodeCommand,
): Promise<Result<PickupCodeView, { kind: 'notFound' }>> {
  const found = await db
    .selectFrom('order')
    .select('id')
    .where('order_no', '=', orderNo)
    .where('buyer_id', '=', buyerId)
    .where('fulfillment_kind', '=', 'pickup')
    .where('status', 'in', ['paid', 'completed'])
    .executeTakeFirst()
  if (!found) return refuse({ kind: 'notFound' })
  const orderId = found.id as OrderId
  const known = await findCode(db, orderId)
  if (known?.isBlocked) return ok({ state: 'blocked' })
  const code = known && deriveCode(secret, orderId, known.round)
  // After the secret was changed the kept hash is of another code, and a new round begins.
  const isCurrent = code !== undefined && isSameHash(hashCode(secret, code), known?.codeHash ?? Buffer.alloc(0))
  return inTransaction(db, async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (order.status !== 'paid') return ok({ state: 'collected' } as const)
    return ok({ state: 'waiting', code: isCurrent ? code : await codeOf(tx, order, { secret, now }) } as const)
  })
}

/** Somebody else may have asked at the same time: looks again under the order's lock. */
async function codeOf(tx: Tx, { orderId }: LockedOrder, made: { secret: string; now: Date }): Promise<string> {
  const known = await findCode(tx, orderId)
  const code = known && deriveCode(made.secret, orderId, known.round)
  if (code && isSameHash(hashCode(made.secret, code), known.codeHash)) return code
  return deriveCode(made.secret, orderId, await issueCode(tx, { orderId, ...made }))
}
