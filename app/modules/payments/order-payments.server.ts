import type { Db } from '#app/platform/db.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { RefundState } from './refund-state.ts'
import type { AttemptState } from './settlement.ts'

export interface OrderPayments {
  /** How the newest try to pay stands; undefined before the first. */
  lastAttempt: { state: AttemptState; expiresAt: Date } | undefined
  /** Money that was taken, oldest first. `unallocated` goes back, or waits for a person. */
  payments: { amount: Fen; method: string; disposition: 'order' | 'unallocated'; capturedAt: Date }[]
  refunds: { amount: Fen; reason: string; state: RefundState; decidedAt: Date; settledAt: Date | null }[]
}

/** What an order's page says about its money. The caller has found the order by its buyer. */
export async function readOrderPayments(db: Db, orderId: OrderId): Promise<OrderPayments> {
  const [attempt, payments, refunds] = await Promise.all([
    db
      .selectFrom('payment_attempt')
      .select(['state', 'expires_at'])
      .where('order_id', '=', orderId)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('payment')
      .select(['amount_fen', 'method', 'disposition', 'captured_at'])
      .where('order_id', '=', orderId)
      .orderBy('captured_at')
      .execute(),
    db
      .selectFrom('refund')
      .innerJoin('payment', 'payment.id', 'refund.payment_id')
      .select(['refund.amount_fen', 'refund.reason', 'refund.state', 'refund.decided_at', 'refund.settled_at'])
      .where('payment.order_id', '=', orderId)
      .orderBy('refund.decided_at')
      .execute(),
  ])
  return {
    lastAttempt: attempt && { state: attempt.state as AttemptState, expiresAt: attempt.expires_at },
    payments: payments.map((row) => ({
      amount: fen(row.amount_fen),
      method: row.method,
      disposition: row.disposition === 'order' ? 'order' : 'unallocated',
      capturedAt: row.captured_at,
    })),
    refunds: refunds.map((row) => ({
      amount: fen(row.amount_fen),
      reason: row.reason,
      state: row.state as RefundState,
      decidedAt: row.decided_at,
      settledAt: row.settled_at,
    })),
  }
}
