import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { OrderId, OrderLineId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { ClaimableLine, ReturnRule } from '../ask-refund.ts'

export interface NamedClaimableLine extends ClaimableLine {
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
}

interface Row {
  id: OrderLineId
  line_no: number
  name_zh: string
  name_en: string
  spec_zh: string
  spec_en: string
  unit_price_fen: number
  quantity: number
  accepted_quantity: number
  canceled_quantity: number
  returned_fen: number
  return_rule: ReturnRule
  given: { quantity: number; at: string }[]
  is_recalled: boolean
  is_asked: boolean
}

/** The lines of an order with when their pieces were given; exact while the caller holds the order's row. */
export async function readClaimableLines(db: Db, orderId: OrderId): Promise<NamedClaimableLine[]> {
  const { rows } = await sql<Row>`
    select line.id, line_no, name_zh, name_en, spec_zh, spec_en, unit_price_fen, quantity, accepted_quantity,
      canceled_quantity, returned_fen, return_rule,
      (select coalesce(jsonb_agg(jsonb_build_object('quantity', piece.quantity, 'at', given.at) order by given.at), '[]')
        from hand_over_line piece join hand_over given on given.id = piece.hand_over_id
        where piece.order_line_id = line.id) as given,
      exists (select from batch_recall_line where order_line_id = line.id) as is_recalled,
      exists (select from refund_request where order_line_id = line.id and state = 'asked') as is_asked
    from order_line line where order_id = ${orderId} order by line_no
  `.execute(db)
  return rows.map((row) => ({
    orderLineId: row.id,
    lineNo: row.line_no,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    specZh: row.spec_zh,
    specEn: row.spec_en,
    unitPrice: fen(row.unit_price_fen),
    quantity: row.quantity,
    accepted: row.accepted_quantity,
    canceled: row.canceled_quantity,
    returned: fen(row.returned_fen),
    returnRule: row.return_rule,
    given: row.given.map(({ quantity, at }) => ({ quantity, at: new Date(at) })),
    isRecalled: row.is_recalled,
    isAsked: row.is_asked,
  }))
}
