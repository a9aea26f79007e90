import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type {
  CooperativeId,
  CountyId,
  OrderId,
  OrderLineId,
  PaymentId,
  PersonId,
  ProductId,
  RefundDecisionId,
  RefundId,
} from '#app/shared/ids.ts'
import { type Fen, fen, subtractFen } from '#app/shared/money.ts'
import type { BookedPart } from '../payment-entries.ts'
import type { RefundState } from '../refund-state.ts'
import type { RefundablePayment } from '../split-refund.ts'

export interface RefundRow {
  refundId: RefundId
  paymentId: PaymentId
  orderId: OrderId
  amount: Fen
  state: RefundState
  /** The provider's name for it; null until it answered. */
  providerRef: string | null
}

/** What a refund takes back of one line, as it is booked and as it counts. */
export interface RefundedPart extends BookedPart {
  refundLineId: string
  orderLineId: OrderLineId
  countyId: CountyId
  productId: ProductId
}

export async function findRefund(db: Db, refundId: string): Promise<RefundRow | undefined> {
  const row = await selectRefunds(db).where('id', '=', refundId).executeTakeFirst()
  return row && toRefund(row)
}

export async function findRefundByRef(db: Db, providerRef: string): Promise<RefundRow | undefined> {
  const row = await selectRefunds(db).where('provider_ref', '=', providerRef).executeTakeFirst()
  return row && toRefund(row)
}

/** The oldest refund of a payment that was decided with this amount and of which the provider knows nothing yet. */
export async function findUnsentRefund(
  db: Db,
  { paymentId, amount }: { paymentId: PaymentId; amount: Fen },
): Promise<RefundRow | undefined> {
  const row = await selectRefunds(db)
    .where('payment_id', '=', paymentId)
    .where('amount_fen', '=', amount)
    .where('state', '=', 'decided')
    .where('provider_ref', 'is', null)
    .orderBy('decided_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row && toRefund(row)
}

/** The oldest refund made in the provider's dashboard out of an order's money, of this amount, of which nobody said what it was for. */
export async function findUnexplainedRefund(
  db: Db,
  { orderId, amount }: { orderId: OrderId; amount: Fen },
): Promise<RefundRow | undefined> {
  const row = await selectRefunds(db)
    .where('order_id', '=', orderId)
    .where('amount_fen', '=', amount)
    .where('reason', '=', 'provider_dashboard')
    .where('refund_decision_id', 'is', null)
    .where('state', '<>', 'failed')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('payment')
          .select('id')
          .whereRef('payment.id', '=', 'refund.payment_id')
          .where('disposition', '=', 'order'),
      ),
    )
    .orderBy('decided_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row && toRefund(row)
}

function selectRefunds(db: Db) {
  return db.selectFrom('refund').select(['id', 'payment_id', 'order_id', 'amount_fen', 'state', 'provider_ref'])
}

function toRefund(row: {
  id: string
  payment_id: string
  order_id: string
  amount_fen: number
  state: string
  provider_ref: string | null
}): RefundRow {
  return {
    refundId: row.id as RefundId,
    paymentId: row.payment_id as PaymentId,
    orderId: row.order_id as OrderId,
    amount: fen(row.amount_fen),
    state: row.state as RefundState,
    providerRef: row.provider_ref,
  }
}

/** What a refund is for, line by line; nothing when its money belonged to no order. */
export async function readRefundedParts(db: Db, refundId: RefundId): Promise<RefundedPart[]> {
  const rows = await db
    .selectFrom('refund_line as part')
    .innerJoin('order_line as line', 'line.id', 'part.order_line_id')
    .select(['part.id', 'part.order_line_id', 'part.amount_fen', 'part.bearer', 'part.fee_fen'])
    .select(['line.cooperative_id', 'line.county_id', 'line.product_id'])
    .where('part.refund_id', '=', refundId)
    .orderBy('line.line_no')
    .orderBy('part.id')
    .execute()
  return rows.map((row) => ({
    refundLineId: row.id,
    orderLineId: row.order_line_id as OrderLineId,
    amount: fen(row.amount_fen),
    bearer: row.bearer as RefundedPart['bearer'],
    fee: fen(row.fee_fen),
    cooperativeId: row.cooperative_id as CooperativeId,
    countyId: row.county_id as CountyId,
    productId: row.product_id as ProductId,
  }))
}

/** The payments an order was paid with, newest first, each with what it has left. */
export async function listRefundablePayments(db: Db, orderId: OrderId): Promise<RefundablePayment[]> {
  const rows = await db
    .selectFrom('payment')
    .select(['id', 'amount_fen', 'refunded_fen'])
    .where('order_id', '=', orderId)
    .where('disposition', '=', 'order')
    .orderBy('captured_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({
    paymentId: row.id as PaymentId,
    left: subtractFen(fen(row.amount_fen), fen(row.refunded_fen)),
  }))
}

export interface RefundDraft {
  refundId: RefundId
  paymentId: PaymentId
  orderId: OrderId
  amount: Fen
  reason: string
  refundDecisionId?: RefundDecisionId
  decidedBy?: PersonId
  /** Set when the provider made it already. */
  providerRef?: string
  now: Date
}

/** Writes a refund down and counts it against its payment from this moment. Throws when the payment has not that much left. */
export async function insertRefund(tx: Tx, refund: RefundDraft): Promise<void> {
  await addToPayment(tx, refund.paymentId, refund.amount)
  await tx
    .insertInto('refund')
    .values({
      id: refund.refundId,
      payment_id: refund.paymentId,
      order_id: refund.orderId,
      amount_fen: refund.amount,
      reason: refund.reason,
      refund_decision_id: refund.refundDecisionId ?? null,
      decided_by: refund.decidedBy ?? null,
      idempotency_key: refund.providerRef ? `dashboard:${refund.providerRef}` : `refund:${refund.refundId}`,
      state: 'decided',
      provider_ref: refund.providerRef ?? null,
      next_try_at: refund.now,
      decided_at: refund.now,
    })
    .execute()
}

/** What goes back of a payment, and what does not after all (negative). */
export async function addToPayment(tx: Tx, paymentId: PaymentId, amount: Fen): Promise<void> {
  await tx
    .updateTable('payment')
    .set({ refunded_fen: sql`refunded_fen + ${amount}::bigint` })
    .where('id', '=', paymentId)
    .execute()
}

export async function insertRefundedParts(tx: Tx, refundId: RefundId, parts: readonly RefundedPart[]): Promise<void> {
  const values = parts.map((part) => ({
    id: part.refundLineId,
    refund_id: refundId,
    order_line_id: part.orderLineId,
    amount_fen: part.amount,
    bearer: part.bearer,
    fee_fen: part.fee,
  }))
  if (values.length > 0) await tx.insertInto('refund_line').values(values).execute()
}
