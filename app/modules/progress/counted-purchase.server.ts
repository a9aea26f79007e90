import { sql } from 'kysely'
import type { EvidenceItem } from '#app/modules/documents/document.ts'
import { listEvidence } from '#app/modules/documents/document-queries.server.ts'
import type { Book, FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, fen } from '#app/shared/money.ts'

/** What counts, with everything it rests on. */
export interface CountedPurchase {
  recognizedId: string
  sourceType: string
  /** The name by which an outside document is known: channel and number. */
  reference: string | undefined
  amount: Fen
  businessDate: BusinessDate
  recordedAt: Date
  countyZh: string
  countyEn: string
  channel: PurchaseChannel
  fundType: FundType
  unitZh: string | undefined
  unitEn: string | undefined
  cooperativeZh: string | undefined
  cooperativeEn: string | undefined
  entryId: number
  /** Of our own orders. */
  line: CountedOrderLine | undefined
  /** What its evidence is attached to: the order, or the outside document. */
  evidenceOf: { subject: 'order' | 'external_purchase'; subjectId: string }
  evidence: EvidenceItem[]
}

interface CountedOrderLine {
  orderNo: string
  lineNo: number
  productZh: string
  productEn: string
  specZh: string
  specEn: string
  quantity: number
  unitPrice: Fen
  amount: Fen
  placedAt: Date
  paidAt: Date | undefined
  /** What has counted of the line so far, net of refunds. */
  counted: { recognizedId: string; sourceType: string; businessDate: BusinessDate; amount: Fen; entryId: number }[]
  handOvers: { kind: string; at: Date; quantity: number; amount: Fen; entryId: number | undefined }[]
  payments: { method: string; reference: string; capturedAt: Date; amount: Fen; entryId: number | undefined }[]
  refunds: {
    refundLineId: string
    refundDecisionId: string | undefined
    amount: Fen
    bearer: string | undefined
    state: string
    decidedAt: Date
    entryId: number | undefined
  }[]
}

/** A recognized purchase and the documents behind it; undefined when there is none. */
export async function findCountedPurchase(db: Db, recognizedId: string): Promise<CountedPurchase | undefined> {
  const { rows } = await sql<CountedRow>`
    select counted.*, county.name_zh as county_zh, county.name_en as county_en, unit.name_zh as unit_zh, unit.name_en as unit_en,
      cooperative.name_zh as cooperative_zh, cooperative.name_en as cooperative_en, line.order_id, outside.id as purchase_id
    from recognized_purchase counted join partner_county county on county.id = counted.county_id
      left join org_unit unit on unit.id = counted.org_unit_id left join cooperative on cooperative.id = counted.cooperative_id
      left join order_line line on line.id = counted.order_line_id
      left join external_purchase outside on counted.source_type = 'external' and outside.counted_source_id = counted.source_id
    where counted.id = ${recognizedId}
  `.execute(db)
  const row = rows[0]
  if (!row) return undefined
  const subject = row.order_id
    ? ({ subject: 'order', subjectId: row.order_id } as const)
    : ({ subject: 'external_purchase', subjectId: row.purchase_id ?? row.source_id } as const)
  const [line, evidence] = await Promise.all([
    row.order_line_id ? readLine(db, row.order_line_id) : undefined,
    listEvidence(db, subject),
  ])
  return {
    recognizedId,
    sourceType: row.source_type,
    reference: row.order_line_id ? undefined : row.source_id,
    amount: fen(row.amount_fen),
    businessDate: row.business_date,
    recordedAt: row.recorded_at,
    countyZh: row.county_zh,
    countyEn: row.county_en,
    channel: row.channel,
    fundType: row.fund_type,
    unitZh: row.unit_zh ?? undefined,
    unitEn: row.unit_en ?? undefined,
    cooperativeZh: row.cooperative_zh ?? undefined,
    cooperativeEn: row.cooperative_en ?? undefined,
    entryId: row.journal_entry_id,
    line,
    evidenceOf: subject,
    evidence,
  }
}

interface CountedRow {
  source_type: string
  source_id: string
  order_line_id: string | null
  order_id: string | null
  purchase_id: string | null
  amount_fen: number
  business_date: string
  recorded_at: Date
  county_zh: string
  county_en: string
  channel: PurchaseChannel
  fund_type: FundType
  unit_zh: string | null
  unit_en: string | null
  cooperative_zh: string | null
  cooperative_en: string | null
  journal_entry_id: number
}

async function readLine(db: Db, orderLineId: string): Promise<CountedOrderLine> {
  const line = await db
    .selectFrom('order_line as line')
    .innerJoin('order', 'order.id', 'line.order_id')
    .select(['line.line_no', 'line.name_zh', 'line.name_en', 'line.spec_zh', 'line.spec_en', 'line.quantity'])
    .select(['line.unit_price_fen', 'line.line_fen', 'order.id', 'order.order_no', 'order.placed_at', 'order.paid_at'])
    .where('line.id', '=', orderLineId)
    .executeTakeFirstOrThrow()
  const [counted, handOvers, payments, refunds] = await Promise.all([
    readCounted(db, orderLineId),
    readHandOvers(db, orderLineId),
    readPayments(db, line.id),
    readRefunds(db, orderLineId),
  ])
  return {
    orderNo: line.order_no,
    lineNo: line.line_no,
    productZh: line.name_zh,
    productEn: line.name_en,
    specZh: line.spec_zh,
    specEn: line.spec_en,
    quantity: line.quantity,
    unitPrice: fen(line.unit_price_fen),
    amount: fen(line.line_fen),
    placedAt: line.placed_at,
    paidAt: line.paid_at ?? undefined,
    counted,
    handOvers,
    payments,
    refunds,
  }
}

async function readCounted(db: Db, orderLineId: string): Promise<CountedOrderLine['counted']> {
  const rows = await db
    .selectFrom('recognized_purchase')
    .select(['id', 'source_type', 'business_date', 'amount_fen', 'journal_entry_id'])
    .where('order_line_id', '=', orderLineId)
    .orderBy('journal_entry_id')
    .execute()
  return rows.map((row) => ({
    recognizedId: row.id,
    sourceType: row.source_type,
    businessDate: row.business_date,
    amount: fen(row.amount_fen),
    entryId: row.journal_entry_id,
  }))
}

/** The entry of book money that a document caused. */
function entryOf(book: Book, sourceTypes: readonly string[], sourceId: ReturnType<typeof sql>) {
  return sql<number | null>`(select entry.id from journal_entry entry where entry.book = ${book}
    and entry.source_type = any(${sourceTypes}::text[]) and entry.source_id = ${sourceId} order by entry.id limit 1)`
}

async function readHandOvers(db: Db, orderLineId: string): Promise<CountedOrderLine['handOvers']> {
  const { rows } = await sql<{ kind: string; at: Date; quantity: number; amount: number; entry_id: number | null }>`
    select given.kind, given.at, piece.quantity, piece.amount_fen as amount,
      ${entryOf('money', ['acceptance'], sql`given.id::text`)} as entry_id
    from hand_over_line piece join hand_over given on given.id = piece.hand_over_id
    where piece.order_line_id = ${orderLineId} order by given.at, given.id
  `.execute(db)
  return rows.map(({ entry_id, amount, ...row }) => ({ ...row, amount: fen(amount), entryId: entry_id ?? undefined }))
}

async function readPayments(db: Db, orderId: string): Promise<CountedOrderLine['payments']> {
  const { rows } = await sql<{ method: string; reference: string; at: Date; amount: number; entry_id: number | null }>`
    select method, provider_ref as reference, captured_at as at, amount_fen as amount,
      ${entryOf('money', ['capture', 'late_payment', 'cash_receipt'], sql`payment.id::text`)} as entry_id
    from payment where order_id = ${orderId} order by captured_at, id
  `.execute(db)
  return rows.map(({ entry_id, amount, at, ...row }) => ({
    ...row,
    capturedAt: at,
    amount: fen(amount),
    entryId: entry_id ?? undefined,
  }))
}

interface RefundRow {
  id: string
  refund_decision_id: string | null
  amount: number
  bearer: string | null
  state: string
  at: Date
  entry_id: number | null
}

async function readRefunds(db: Db, orderLineId: string): Promise<CountedOrderLine['refunds']> {
  const { rows } = await sql<RefundRow>`
    select part.id, refund.refund_decision_id, part.amount_fen as amount, part.bearer, refund.state, refund.decided_at as at,
      ${entryOf('money', ['refund_decided'], sql`refund.id::text`)} as entry_id
    from refund_line part join refund on refund.id = part.refund_id
    where part.order_line_id = ${orderLineId} order by refund.decided_at, part.id
  `.execute(db)
  return rows.map((row) => ({
    refundLineId: row.id,
    refundDecisionId: row.refund_decision_id ?? undefined,
    amount: fen(row.amount),
    bearer: row.bearer ?? undefined,
    state: row.state,
    decidedAt: row.at,
    entryId: row.entry_id ?? undefined,
  }))
}
