import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CooperativeId, CountyId, OrderId, OrderLineId, ProductId } from '#app/shared/ids.ts'
import { type Fen, fen, subtractFen, ZERO_FEN } from '#app/shared/money.ts'
import { feeGivenBack, type RefundPart } from '../split-refund.ts'
import type { RefundedPart } from './refund-rows.server.ts'

/** What the cooperative keeps of a line's accepted pieces, and what the college took of that as its fee. */
interface LineEarnings {
  order_line_id: OrderLineId
  cooperative_id: CooperativeId
  county_id: CountyId
  product_id: ProductId
  basis_points: number
  staying: Fen
  fee_kept: Fen
}

/** Completes the parts of refunds with the fee each gives back, one after the other: what one takes, the next finds gone. */
export async function reckonFees(
  tx: Tx,
  orderId: OrderId,
  shares: readonly (readonly RefundPart[])[],
): Promise<RefundedPart[][]> {
  const earnings = new Map((await readEarnings(tx, orderId)).map((line) => [line.order_line_id, line]))
  return shares.map((parts) =>
    parts.map((part) => {
      const line = earnings.get(part.orderLineId)
      if (!line) throw new Error(`order ${orderId} has no line ${part.orderLineId}`)
      return {
        ...part,
        refundLineId: newId(),
        fee: part.bearer === 'cooperative' ? takeFee(line, part.amount) : ZERO_FEN,
        cooperativeId: line.cooperative_id,
        countyId: line.county_id,
        productId: line.product_id,
      }
    }),
  )
}

function takeFee(line: LineEarnings, amount: Fen): Fen {
  line.staying = subtractFen(line.staying, amount)
  const fee = feeGivenBack({ feeKept: line.fee_kept, staying: line.staying, basisPoints: line.basis_points })
  line.fee_kept = subtractFen(line.fee_kept, fee)
  return fee
}

/** The caller holds the order's row. */
async function readEarnings(tx: Tx, orderId: OrderId): Promise<LineEarnings[]> {
  const { rows } = await sql<Omit<LineEarnings, 'staying' | 'fee_kept'> & { staying: number; fee_kept: number }>`
    select line.id as order_line_id, line.cooperative_id, line.county_id, line.product_id,
      line.service_fee_basis_points as basis_points,
      given.amount - back.amount as staying, given.fee - back.fee as fee_kept
    from order_line line
      cross join lateral (
        select coalesce(sum(amount_fen), 0)::bigint as amount,
          coalesce(sum(amount_fen * line.service_fee_basis_points / 10000), 0)::bigint as fee
        from hand_over_line where order_line_id = line.id
      ) given
      cross join lateral (
        select coalesce(sum(part.amount_fen), 0)::bigint as amount, coalesce(sum(part.fee_fen), 0)::bigint as fee
        from refund_line part join refund on refund.id = part.refund_id
        where part.order_line_id = line.id and part.bearer = 'cooperative' and refund.state <> 'failed'
      ) back
    where line.order_id = ${orderId}
  `.execute(tx)
  return rows.map((row) => ({ ...row, staying: fen(row.staying), fee_kept: fen(row.fee_kept) }))
}
