import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { OrderId, PaymentAttemptId, PaymentId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'

/** Money the provider took. `order`: it pays the order. `unallocated`: nobody's yet. */
export interface PaymentDraft {
  paymentId: PaymentId
  attemptId: PaymentAttemptId
  orderId: OrderId
  providerRef: string
  method: string
  amount: Fen
  disposition: 'order' | 'unallocated'
  capturedAt: Date
  recordedAt: Date
}

export async function isPaymentRecorded(db: Db, providerRef: string): Promise<boolean> {
  const row = await db.selectFrom('payment').select('id').where('provider_ref', '=', providerRef).executeTakeFirst()
  return row !== undefined
}

/**
 * Writes money down, and that its attempt succeeded. The provider's reference is
 * unique: the same money is never written twice.
 */
export async function recordPayment(tx: Tx, payment: PaymentDraft, sessionId: string): Promise<void> {
  await sql`
    with succeeded as (
      update payment_attempt set state = 'succeeded', checkout_session_id = coalesce(checkout_session_id, ${sessionId})
      where id = ${payment.attemptId} returning id
    )
    insert into payment (id, payment_attempt_id, order_id, provider_ref, method, amount_fen, disposition, captured_at, recorded_at)
    select ${payment.paymentId}::uuid, id, ${payment.orderId}::uuid, ${payment.providerRef}, ${payment.method},
      ${payment.amount}::bigint, ${payment.disposition}, ${payment.capturedAt}::timestamptz, ${payment.recordedAt}::timestamptz
    from succeeded
  `.execute(tx)
}
