import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Expression, type SqlBool, sql } from 'kysely'
import { delaySeconds } from '#app/modules/identity/throttle.ts'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { OrderId, PersonId } from '#app/shared/ids.ts'
import { CODE_THROTTLE, TRIES_BEFORE_BLOCKED } from '../pickup-code.ts'

/** Rounds looked through for a code nobody else has; with thousands of live ones one in a hundred is taken. */
const MAX_ROUNDS = 50

export interface CodeRow {
  round: number
  codeHash: Buffer
  tries: number
  heldUntil: Date | null
  isBlocked: boolean
}

/** The six digits of an order and round. Whoever has the secret can tell them; the database alone cannot. */
export function deriveCode(secret: string, orderId: OrderId, round: number): string {
  const digest = createHmac('sha256', secret).update(`pickup:${orderId}:${round}`).digest()
  return String(digest.readUInt32BE(0) % 1_000_000).padStart(6, '0')
}

/** The 32 bytes under which a code is kept. */
export function hashCode(secret: string, code: string): Buffer {
  return createHmac('sha256', secret).update(`pickup-code:${code}`).digest()
}

/** Compares in a time that tells nothing. */
export function isSameHash(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}

/** The code of an order that is neither used up nor replaced; it may be blocked. */
export async function findCode(db: Db, orderId: OrderId): Promise<CodeRow | undefined> {
  const row = await db
    .selectFrom('pickup_code')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('used_at', 'is', null)
    .where('replaced_at', 'is', null)
    .orderBy('round', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (
    row && {
      round: row.round,
      codeHash: row.code_hash,
      tries: row.tries,
      heldUntil: row.held_until,
      isBlocked: row.blocked_at !== null,
    }
  )
}

const isLive = sql<SqlBool>`used_at is null and blocked_at is null and replaced_at is null`

/** The order a live code leads to. */
export async function findOrderOfCode(db: Db, codeHash: Buffer): Promise<OrderId | undefined> {
  const row = await db
    .selectFrom('pickup_code')
    .select('order_id')
    .where('code_hash', '=', codeHash)
    .where(isLive as Expression<SqlBool>)
    .executeTakeFirst()
  return row && (row.order_id as OrderId)
}

/**
 * Gives an order a code nobody else's is like, and ends the one before; gives its
 * round. The caller holds the order's row.
 */
export async function issueCode(
  tx: Tx,
  { orderId, secret, now }: { orderId: OrderId; secret: string; now: Date },
): Promise<number> {
  await tx
    .updateTable('pickup_code')
    .set({ replaced_at: now })
    .where('order_id', '=', orderId)
    .where('replaced_at', 'is', null)
    .where('used_at', 'is', null)
    .execute()
  const last = await tx
    .selectFrom('pickup_code')
    .select((eb) => eb.fn.coalesce(eb.fn.max('round'), eb.lit(0)).as('round'))
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow()
  for (let round = last.round + 1; round <= last.round + MAX_ROUNDS; round += 1) {
    const codeHash = hashCode(secret, deriveCode(secret, orderId, round))
    const issued = await tx
      .insertInto('pickup_code')
      .values({ order_id: orderId, round, code_hash: codeHash, issued_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .returning('round')
      .executeTakeFirst()
    if (issued) return issued.round
  }
  throw new Error(`no free pickup code in ${MAX_ROUNDS} rounds`)
}

/** Everything of the order is handed over: its code opens nothing any more. */
export async function spendCode(tx: Tx, orderId: OrderId, now: Date): Promise<void> {
  await tx
    .updateTable('pickup_code')
    .set({ used_at: now })
    .where('order_id', '=', orderId)
    .where('used_at', 'is', null)
    .where('replaced_at', 'is', null)
    .execute()
}

/** Counts a wrong code for an order. The caller holds the order's row. */
export async function countWrongCode(
  tx: Tx,
  { orderId, code, now }: { orderId: OrderId; code: CodeRow; now: Date },
): Promise<void> {
  const tries = code.tries + 1
  const delay = delaySeconds(CODE_THROTTLE.order, tries)
  await tx
    .updateTable('pickup_code')
    .set({
      tries,
      held_until: delay > 0 ? new Date(now.getTime() + delay * 1000) : null,
      blocked_at: tries >= TRIES_BEFORE_BLOCKED ? now : null,
    })
    .where('order_id', '=', orderId)
    .where('round', '=', code.round)
    .execute()
}

/**
 * Lets one look-up of a clerk after the other: takes the clerk's row until the
 * transaction ends, so that a thousand tries at once are counted one by one. Gives
 * the seconds this clerk has to wait, and how often they were wrong.
 */
export async function takeClerkTries(
  tx: Tx,
  clerkId: PersonId,
  now: Date,
): Promise<{ wrong: number; waitSeconds: number }> {
  await tx
    .insertInto('code_tries')
    .values({ clerk_id: clerkId, wrong: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await tx
    .selectFrom('code_tries')
    .selectAll()
    .where('clerk_id', '=', clerkId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const waitMs = (row.held_until?.getTime() ?? 0) - now.getTime()
  const agoMs = now.getTime() - (row.last_wrong_at?.getTime() ?? 0)
  const wrong = agoMs < CODE_THROTTLE.clerk.memorySeconds * 1000 ? row.wrong : 0
  return { wrong, waitSeconds: Math.max(0, Math.ceil(waitMs / 1000)) }
}

/** What the look-up came to: a right code forgets the wrong ones before it. */
export async function noteClerkTry(
  tx: Tx,
  { clerkId, wrong, now }: { clerkId: PersonId; wrong: number; now: Date },
): Promise<void> {
  const delay = delaySeconds(CODE_THROTTLE.clerk, wrong)
  await tx
    .updateTable('code_tries')
    .set({
      wrong,
      last_wrong_at: wrong > 0 ? now : null,
      held_until: delay > 0 ? new Date(now.getTime() + delay * 1000) : null,
    })
    .where('clerk_id', '=', clerkId)
    .execute()
}
