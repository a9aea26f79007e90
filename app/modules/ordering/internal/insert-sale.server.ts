import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { CounterShiftId, OrderId, PersonId } from '#app/shared/ids.ts'
import type { FundType, OrderDraft } from '../place-order.ts'
import { contentParts, orderNoPrefix, paymentDueAt } from './insert-order.server.ts'

export interface SaleRow {
  orderId: OrderId
  draft: OrderDraft
  fundType: FundType
  requestId: string
  requestHash: string
  clerkId: PersonId
  shiftId: CounterShiftId
  /** Only when somebody was named. */
  buyerId: PersonId | undefined
  now: Date
}

/** Writes a sale over the counter as an order awaiting payment, with everything in it, in one statement; gives its number. */
export async function insertSale(tx: Tx, row: SaleRow): Promise<string> {
  const { orderId, draft, now } = row
  const { rows } = await sql<{ order_no: string }>`
    with placed as (
      insert into "order" (id, order_no, buyer_id, request_id, request_hash, status, channel, fund_type, total_fen,
        fulfillment_kind, counter_shift_id, return_rule_accepted_at, placed_at, payment_due_at)
      values (${orderId}, ${orderNoPrefix(now)} || nextval('order_number'), ${row.buyerId ?? null},
        ${row.requestId}, ${row.requestHash}, 'awaiting_payment', 'counter', ${row.fundType}, ${draft.total}, 'counter',
        ${row.shiftId}, ${now}, ${now}, ${paymentDueAt(now)})
      returning id, order_no
    ), ${contentParts(draft, { actorId: row.clerkId, now })}
    select order_no from placed
  `.execute(tx)
  const [inserted] = rows
  if (!inserted) throw new Error('the sale was not written')
  return inserted.order_no
}
