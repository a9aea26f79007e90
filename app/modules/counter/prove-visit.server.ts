import type { Clerk } from '#app/modules/identity/permissions.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import {
  type CodeRow,
  countWrongCode,
  findCode,
  findOrderOfCode,
  hashCode,
  isSameHash,
  issueCode,
  noteClerkTry,
  takeClerkTries,
} from './internal/code-rows.server.ts'
import type { ProveVisitRefusal } from './prove-visit.ts'
import { createVisitPass, type VisitProof } from './visit-pass.server.ts'

interface Asking {
  clerk: Clerk
  secret: string
  now: Date
}

type Proven = Result<{ orderNo: string; pass: string }, ProveVisitRefusal>

/**
 * Finds the order a code is of. Wrong codes are counted for the clerk, who waits
 * longer with each beyond the first few; a right one forgets them.
 */
export function findByCode(db: Db, { code, ...asking }: Asking & { code: string }): Promise<Proven> {
  return asClerk(db, asking, async (tx) => {
    const orderId = await findOrderOfCode(tx, hashCode(asking.secret, code))
    return orderId ? pass(tx, { orderId, proof: 'code' }, asking) : refuse({ kind: 'unknown' })
  })
}

/** Checks a code against one order that was found by its number. Wrong ones count for order and clerk. */
export function proveByCode(
  db: Db,
  { orderNo, code, ...asking }: Asking & { orderNo: string; code: string },
): Promise<Proven> {
  return asClerk(db, asking, async (tx) => {
    const orderId = await lockByNumber(tx, orderNo)
    if (!orderId) return refuse({ kind: 'unknown' })
    const known = await findCode(tx, orderId)
    const refusal = judgeHold(known, asking.now)
    if (refusal) return refuse(refusal)
    if (known && isSameHash(known.codeHash, hashCode(asking.secret, code)))
      return pass(tx, { orderId, proof: 'code' }, asking)
    if (known) await countWrongCode(tx, { orderId, code: known, now: asking.now })
    return refuse({ kind: 'wrong' })
  })
}

/**
 * Whoever has no code shows whose order it is by its number and the last four digits
 * of the phone. A blocked code is replaced, so the buyer's page has one again.
 */
export function proveByPhone(
  db: Db,
  { orderNo, phoneTail, ...asking }: Asking & { orderNo: string; phoneTail: string },
): Promise<Proven> {
  return asClerk(db, asking, async (tx) => {
    const orderId = await lockByNumber(tx, orderNo)
    if (!orderId) return refuse({ kind: 'unknown' })
    const row = await tx.selectFrom('order').select('contact_phone').where('id', '=', orderId).executeTakeFirstOrThrow()
    if (row.contact_phone?.slice(-4) !== phoneTail) return refuse({ kind: 'wrong' })
    const known = await findCode(tx, orderId)
    if (known?.isBlocked) await issueCode(tx, { orderId, ...asking })
    return pass(tx, { orderId, proof: 'phone' }, asking)
  })
}

/** One try of a clerk at a time; a refusal for what was typed is remembered, one for waiting is not. */
async function asClerk(db: Db, { clerk, now }: Asking, look: (tx: Tx) => Promise<Proven>): Promise<Proven> {
  const clerkId = clerk.personId
  return inTransaction(db, async (tx): Promise<Proven> => {
    const { wrong, waitSeconds } = await takeClerkTries(tx, clerkId, now)
    if (waitSeconds > 0) return refuse({ kind: 'throttled', waitSeconds })
    const proven = await look(tx)
    if (proven.ok) await noteClerkTry(tx, { clerkId, wrong: 0, now })
    else if (proven.refusal.kind === 'unknown' || proven.refusal.kind === 'wrong')
      await noteClerkTry(tx, { clerkId, wrong: wrong + 1, now })
    return proven
  })
}

function judgeHold(code: CodeRow | undefined, now: Date): ProveVisitRefusal | undefined {
  if (code?.isBlocked) return { kind: 'blocked' }
  const waitMs = (code?.heldUntil?.getTime() ?? 0) - now.getTime()
  return waitMs > 0 ? { kind: 'throttled', waitSeconds: Math.ceil(waitMs / 1000) } : undefined
}

/** Orders to be fetched only; the row stays locked, clerk's tries before order. */
async function lockByNumber(tx: Tx, orderNo: string): Promise<OrderId | undefined> {
  const row = await tx
    .selectFrom('order')
    .select('id')
    .where('order_no', '=', orderNo)
    .where('fulfillment_kind', '=', 'pickup')
    .where('status', 'in', ['paid', 'completed'])
    .executeTakeFirst()
  if (!row) return undefined
  return (await lockOrder(tx, row.id as OrderId)).orderId
}

async function pass(
  tx: Tx,
  { orderId, proof }: { orderId: OrderId; proof: VisitProof },
  { clerk, secret, now }: Asking,
): Promise<Proven> {
  const row = await tx.selectFrom('order').select('order_no').where('id', '=', orderId).executeTakeFirstOrThrow()
  const made = createVisitPass({ orderId, clerkId: clerk.personId, proof }, secret, now)
  return ok({ orderNo: row.order_no, pass: made })
}
