import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { OrderLineId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'

export interface RefundedPart {
  orderLineId: OrderLineId
  /** Negative when a refund failed and the money is the order's again. */
  amount: Fen
  /** Whether it is for pieces that had been handed over. */
  isAccepted: boolean
}

/**
 * Counts on the lines of an order what goes back to the buyer. The caller holds the
 * order's row. Throws when more would go back than was paid for the line, than its
 * accepted pieces cost, or than its canceled ones did.
 */
export async function noteRefunded(tx: Tx, parts: readonly RefundedPart[]): Promise<void> {
  const rows = parts.map((part) => ({ id: part.orderLineId, amount: part.amount, accepted: part.isAccepted }))
  await sql`
    update order_line line set refunded_fen = line.refunded_fen + part.amount, returned_fen = line.returned_fen + part.accepted
    from (
      select id, sum(amount)::bigint as amount, coalesce(sum(amount) filter (where accepted), 0)::bigint as accepted
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (id uuid, amount bigint, accepted boolean) group by id
    ) as part
    where line.id = part.id
  `.execute(tx)
}
