import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { RefundDecisionId, RefundRequestId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { Bearer, Complaint, DecisionState, RefundReason } from './refund-decision.ts'
import { REFUND_PAGE, type RefundView } from './refund-views.ts'

export interface AskedRow {
  refundRequestId: RefundRequestId
  orderNo: string
  nameZh: string
  nameEn: string
  quantity: number
  reason: Complaint
  photos: number
  askedAt: Date
}

/** Questions nobody has answered, the oldest first. One that a proposal answers waits for its approval, not here. */
export async function listAsked(db: Db): Promise<AskedRow[]> {
  const { rows } = await sql<{
    id: RefundRequestId
    order_no: string
    name_zh: string
    name_en: string
    quantity: number
    reason: Complaint
    photos: number
    asked_at: Date
  }>`
    select asked.id, o.order_no, line.name_zh, line.name_en, asked.quantity, asked.reason,
      cardinality(asked.photo_keys) as photos, asked.asked_at
    from (select * from asked_refund order by asked_at, refund_request_id limit ${sql.lit(REFUND_PAGE)}) page
      join refund_request asked on asked.id = page.refund_request_id
      join "order" o on o.id = asked.order_id join order_line line on line.id = asked.order_line_id
    order by asked.asked_at, asked.id
  `.execute(db)
  return rows.map((row) => ({
    refundRequestId: row.id,
    orderNo: row.order_no,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    quantity: row.quantity,
    reason: row.reason,
    photos: row.photos,
    askedAt: row.asked_at,
  }))
}

export interface DecisionSummary {
  refundDecisionId: RefundDecisionId
  orderNo: string
  amount: Fen
  reason: RefundReason
  bearer: Bearer
  state: DecisionState
  /** Nobody when the goods themselves gave the right to it. */
  requestedBy: string | null
  requestedAt: Date
  /** Of an approved one, what neither went nor is on its way. */
  owed: Fen
}

/** Proposals and what is owed with the oldest first; settled ones with the newest first. */
export async function listDecisions(db: Db, view: Exclude<RefundView, 'asked'>): Promise<DecisionSummary[]> {
  const condition = {
    proposed: sql`decision.state = 'proposed'`,
    owed: sql`decision.state = 'approved' and decision.amount_fen > sent.amount`,
    settled: sql`decision.state = 'refused' or (decision.state = 'approved' and decision.amount_fen = sent.amount)`,
  }[view]
  const order = sql.raw(view === 'settled' ? 'desc' : 'asc')
  const { rows } = await sql<{
    id: RefundDecisionId
    order_no: string
    amount_fen: number
    reason: RefundReason
    bearer: Bearer
    state: DecisionState
    requested_by: string | null
    requested_at: Date
    owed: number
  }>`
    select decision.id, o.order_no, decision.amount_fen, decision.reason, decision.bearer, decision.state,
      person.name as requested_by, decision.requested_at, decision.amount_fen - sent.amount as owed
    from refund_decision decision join "order" o on o.id = decision.order_id
      left join person on person.id = decision.requested_by
      cross join lateral (select coalesce(sum(amount_fen), 0)::bigint as amount from refund
        where refund_decision_id = decision.id and state <> 'failed') sent
    where ${condition}
    order by decision.requested_at ${order}, decision.id ${order} limit ${sql.lit(REFUND_PAGE)}
  `.execute(db)
  return rows.map((row) => ({
    refundDecisionId: row.id,
    orderNo: row.order_no,
    amount: fen(row.amount_fen),
    reason: row.reason,
    bearer: row.bearer,
    state: row.state,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    owed: row.state === 'approved' ? fen(row.owed) : fen(0),
  }))
}

/** How much work there is of each kind. */
export async function countRefundWork(db: Db): Promise<Record<'asked' | 'proposed' | 'owed', number>> {
  const { rows } = await sql<{ asked: number; proposed: number; owed: number }>`
    select
      (select count(*) from asked_refund) as asked,
      (select count(*) from refund_decision where state = 'proposed') as proposed,
      (select count(*) from owed_refund) as owed
  `.execute(db)
  return rows[0] ?? { asked: 0, proposed: 0, owed: 0 }
}
