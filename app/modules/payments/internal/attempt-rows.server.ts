import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import { isUuid, type OrderId, type PaymentAttemptId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { CheckoutSessionBody } from '../payment-request.ts'
import { type AttemptState, LIVE_STATES } from '../settlement.ts'

export interface Attempt {
  attemptId: PaymentAttemptId
  orderId: OrderId
  number: number
  amount: Fen
  idempotencyKey: string
  requestBody: CheckoutSessionBody
  state: AttemptState
  sessionId: string | null
  checkoutUrl: string | null
  expiresAt: Date
  createdAt: Date
}

interface AttemptRow {
  id: string
  order_id: string
  number: number
  amount_fen: number
  idempotency_key: string
  request_body: unknown
  state: string
  checkout_session_id: string | null
  checkout_url: string | null
  expires_at: Date
  created_at: Date
}

/** `request_body` is what the database gives back, the same bytes at every call: jsonb has one order of keys. */
export function readAttempt(row: AttemptRow): Attempt {
  return {
    attemptId: row.id as PaymentAttemptId,
    orderId: row.order_id as OrderId,
    number: row.number,
    amount: fen(row.amount_fen),
    idempotencyKey: row.idempotency_key,
    requestBody: row.request_body as CheckoutSessionBody,
    state: row.state as AttemptState,
    sessionId: row.checkout_session_id,
    checkoutUrl: row.checkout_url,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
  }
}

/** The attempt of an order that is not decided yet; there is never more than one. */
export async function findLiveAttempt(db: Db, orderId: OrderId): Promise<Attempt | undefined> {
  const row = await db
    .selectFrom('payment_attempt')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('state', 'in', LIVE_STATES)
    .executeTakeFirst()
  return row && readAttempt(row)
}

/** The attempt a session belongs to: by its stored id, or by the mark we gave it when the answer got lost. */
export async function findAttemptOfSession(
  db: Db,
  session: { id: string; metadata: Record<string, string> | null },
): Promise<Attempt | undefined> {
  const mark = session.metadata?.attempt_id ?? ''
  const row = await db
    .selectFrom('payment_attempt')
    .selectAll()
    .where((eb) => eb.or([eb('checkout_session_id', '=', session.id), ...(isUuid(mark) ? [eb('id', '=', mark)] : [])]))
    .orderBy(sql`checkout_session_id is null`)
    .executeTakeFirst()
  return row && readAttempt(row)
}

/** Moves an attempt on; keeps the session id once it is known. */
export async function moveAttempt(
  tx: Tx,
  attemptId: PaymentAttemptId,
  { state, sessionId }: { state: AttemptState; sessionId: string | null },
): Promise<void> {
  await tx
    .updateTable('payment_attempt')
    .set({ state, checkout_session_id: sql`coalesce(checkout_session_id, ${sessionId})` })
    .where('id', '=', attemptId)
    .execute()
}
