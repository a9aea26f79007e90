import { sql } from 'kysely'
import type { RefundState } from '#app/modules/payments/refund-state.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { PersonId, RefundDecisionId, RefundRequestId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { Bearer, Complaint, DecisionState, RefundReason } from './refund-decision.ts'

export interface CaseLine {
  lineNo: number
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  quantity: number
  amount: Fen
  isAccepted: boolean
  isRestocked: boolean
}

export interface CaseExecution {
  refundId: string
  amount: Fen
  method: string
  state: RefundState
  /** It was made in the provider's dashboard and explained by the decision. */
  isByHand: boolean
  decidedAt: Date
  settledAt: Date | null
  /** The entries of both books behind it, oldest first. */
  entries: { entryId: number; sourceType: string }[]
}

/** Everything about one decision. */
export interface RefundCase {
  refundDecisionId: RefundDecisionId
  orderNo: string
  buyerId: PersonId | null
  reason: RefundReason
  bearer: Bearer
  amount: Fen
  note: string
  state: DecisionState
  isDue: boolean
  alone: Fen
  limit: Fen
  requestedBy: { personId: PersonId; name: string } | undefined
  requestedAt: Date
  settledBy: string | null
  settledAt: Date | null
  refusedBecause: string | null
  question: CaseQuestion | undefined
  lines: CaseLine[]
  executions: CaseExecution[]
  owed: Fen
}

export interface CaseQuestion {
  refundRequestId: RefundRequestId
  lineNo: number
  quantity: number
  reason: Complaint
  note: string
  photoKeys: string[]
  askedAt: Date
}

/** Undefined when there is no such decision. */
export async function findRefundCase(db: Db, refundDecisionId: string): Promise<RefundCase | undefined> {
  const row = await db
    .selectFrom('refund_decision as decision')
    .innerJoin('order', 'order.id', 'decision.order_id')
    .leftJoin('person as requester', 'requester.id', 'decision.requested_by')
    .leftJoin('person as settler', 'settler.id', 'decision.settled_by')
    .selectAll('decision')
    .select(['order.order_no', 'order.buyer_id', 'requester.name as requester_name', 'settler.name as settler_name'])
    .where('decision.id', '=', refundDecisionId)
    .executeTakeFirst()
  if (!row) return undefined
  const [lines, executions, question] = await Promise.all([
    listCaseLines(db, refundDecisionId),
    listExecutions(db, refundDecisionId),
    row.refund_request_id ? findQuestion(db, row.refund_request_id) : undefined,
  ])
  const sent = executions.filter(({ state }) => state !== 'failed').reduce((sum, { amount }) => sum + amount, 0)
  return {
    refundDecisionId: row.id as RefundDecisionId,
    orderNo: row.order_no,
    buyerId: row.buyer_id as PersonId | null,
    reason: row.reason as RefundReason,
    bearer: row.bearer as Bearer,
    amount: fen(row.amount_fen),
    note: row.note,
    state: row.state as DecisionState,
    isDue: row.is_due,
    alone: fen(row.alone_fen),
    limit: fen(row.limit_fen),
    requestedBy:
      row.requested_by && row.requester_name
        ? { personId: row.requested_by as PersonId, name: row.requester_name }
        : undefined,
    requestedAt: row.requested_at,
    settledBy: row.settler_name,
    settledAt: row.settled_at,
    refusedBecause: row.refused_because,
    question,
    lines,
    executions,
    owed: row.state === 'approved' ? fen(row.amount_fen - sent) : fen(0),
  }
}

/** What a buyer asked; undefined when there is no such question. */
export async function findQuestion(db: Db, refundRequestId: string): Promise<CaseQuestion | undefined> {
  const row = await db
    .selectFrom('refund_request as asked')
    .innerJoin('order_line as line', 'line.id', 'asked.order_line_id')
    .select([
      'asked.id',
      'line.line_no',
      'asked.quantity',
      'asked.reason',
      'asked.note',
      'asked.photo_keys',
      'asked.asked_at',
    ])
    .where('asked.id', '=', refundRequestId)
    .executeTakeFirst()
  return (
    row && {
      refundRequestId: row.id as RefundRequestId,
      lineNo: row.line_no,
      quantity: row.quantity,
      reason: row.reason as Complaint,
      note: row.note,
      photoKeys: row.photo_keys,
      askedAt: row.asked_at,
    }
  )
}

async function listCaseLines(db: Db, refundDecisionId: string): Promise<CaseLine[]> {
  const rows = await db
    .selectFrom('refund_decision_line as decided')
    .innerJoin('order_line as line', 'line.id', 'decided.order_line_id')
    .select(['line.line_no', 'line.name_zh', 'line.name_en', 'line.spec_zh', 'line.spec_en'])
    .select(['decided.quantity', 'decided.amount_fen', 'decided.is_accepted', 'decided.is_restocked'])
    .where('decided.refund_decision_id', '=', refundDecisionId)
    .orderBy('line.line_no')
    .orderBy('decided.is_accepted')
    .execute()
  return rows.map((row) => ({
    lineNo: row.line_no,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    specZh: row.spec_zh,
    specEn: row.spec_en,
    quantity: row.quantity,
    amount: fen(row.amount_fen),
    isAccepted: row.is_accepted,
    isRestocked: row.is_restocked,
  }))
}

async function listExecutions(db: Db, refundDecisionId: string): Promise<CaseExecution[]> {
  const { rows } = await sql<{
    id: string
    amount_fen: number
    method: string
    state: RefundState
    reason: string
    decided_at: Date
    settled_at: Date | null
    entries: { entryId: number; sourceType: string }[]
  }>`
    select refund.id, refund.amount_fen, payment.method, refund.state, refund.reason, refund.decided_at, refund.settled_at,
      (select coalesce(jsonb_agg(jsonb_build_object('entryId', entry.id, 'sourceType', entry.source_type) order by entry.id), '[]')
        from journal_entry entry where (entry.book = 'money' and entry.source_id = refund.id::text
            and entry.source_type in ('refund_decided', 'refund_attributed', 'refund_executed', 'refund_failed'))
          or (entry.book = 'assistance' and entry.source_type = 'refund' and entry.source_id in (
            select id::text from refund_line where refund_id = refund.id
            union all select id || '/failed' from refund_line where refund_id = refund.id))) as entries
    from refund join payment on payment.id = refund.payment_id
    where refund.refund_decision_id = ${refundDecisionId} order by refund.decided_at, refund.id
  `.execute(db)
  return rows.map((row) => ({
    refundId: row.id,
    amount: fen(row.amount_fen),
    method: row.method,
    state: row.state,
    isByHand: row.reason === 'provider_dashboard',
    decidedAt: row.decided_at,
    settledAt: row.settled_at,
    entries: row.entries,
  }))
}
