import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, PersonId, StatementId } from '#app/shared/ids.ts'
import { addFen, type Fen, fen } from '#app/shared/money.ts'
import { readStatement } from './internal/statement-rows.server.ts'
import type { LineKind, Statement, StatementEventKind } from './statement.ts'
import type { PaymentMethod } from './statement-forms.ts'
import { STATEMENT_PAGE } from './statement-views.ts'

export interface StatementStepView {
  eventId: number
  round: number
  kind: StatementEventKind
  /** Nobody when a match was made by rule. */
  person: string | null
  personId: PersonId | null
  at: Date
  note: string
  /** Of a dispute: the lines it is about. */
  entryIds: number[]
}

export interface StatementPaymentView {
  amount: Fen
  method: PaymentMethod
  bankReference: string
  paidBy: string
  paidOn: BusinessDate
  /** Of its entry in the ledger. */
  entryId: number
  returnedAt: Date | undefined
  returnReason: string | undefined
}

export interface StatementCase extends Statement {
  nameZh: string
  nameEn: string
  creditCode: string
  termDays: number
  sums: Record<'gross' | 'fee' | 'net', Fen>
  steps: StatementStepView[]
  payments: StatementPaymentView[]
}

/** One statement with its parties, sums, history and payments; with `cooperativeId` only its own, once it was sent. */
export async function findStatementCase(
  db: Db,
  statementId: StatementId,
  cooperativeId?: CooperativeId,
): Promise<StatementCase | undefined> {
  let query = db
    .selectFrom('settlement_statement as statement')
    .innerJoin('cooperative', 'cooperative.id', 'statement.cooperative_id')
    .selectAll('statement')
    .select(['name_zh', 'name_en', 'credit_code', 'payment_term_days'])
    .where('statement.id', '=', statementId)
  if (cooperativeId) query = query.where('cooperative_id', '=', cooperativeId).where('sent_at', 'is not', null)
  const row = await query.executeTakeFirst()
  if (!row) return undefined
  const [steps, payments] = await Promise.all([listSteps(db, statementId), listPayments(db, statementId)])
  const [net, fee] = [fen(row.total_fen), fen(row.fee_fen)]
  return {
    ...readStatement(row),
    nameZh: row.name_zh,
    nameEn: row.name_en,
    creditCode: row.credit_code,
    termDays: row.payment_term_days,
    sums: { gross: addFen(net, fee), fee, net },
    steps,
    payments,
  }
}

/** Whether there is such a statement. */
export async function isStatement(db: Db, statementId: StatementId): Promise<boolean> {
  const row = await db.selectFrom('settlement_statement').select('id').where('id', '=', statementId).executeTakeFirst()
  return row !== undefined
}

async function listSteps(db: Db, statementId: StatementId): Promise<StatementStepView[]> {
  const { rows } = await sql<{
    id: number
    round: number
    kind: StatementEventKind
    person: string | null
    person_id: PersonId | null
    at: Date
    note: string
    entry_ids: string[]
  }>`
    select event.id, event.round, event.kind, person.name as person, event.person_id, event.at, event.note,
      array(select entry_id::text from statement_disputed_line where event_id = event.id order by entry_id) as entry_ids
    from statement_event event left join person on person.id = event.person_id
    where event.statement_id = ${statementId} order by event.id`.execute(db)
  return rows.map((row) => ({
    eventId: row.id,
    round: row.round,
    kind: row.kind,
    person: row.person,
    personId: row.person_id,
    at: row.at,
    note: row.note,
    entryIds: row.entry_ids.map(Number),
  }))
}

async function listPayments(db: Db, statementId: StatementId): Promise<StatementPaymentView[]> {
  const rows = await db
    .selectFrom('statement_payment as payment')
    .innerJoin('person', 'person.id', 'payment.paid_by')
    .innerJoin('journal_entry as entry', (join) =>
      join
        .on('entry.book', '=', 'money')
        .on('entry.source_type', '=', 'statement_payment')
        .on('entry.source_id', '=', sql<string>`payment.id::text`),
    )
    .select(['amount_fen', 'method', 'bank_reference', 'person.name', 'paid_on', 'returned_at', 'return_reason'])
    .select('entry.id as entry_id')
    .where('payment.statement_id', '=', statementId)
    .orderBy('payment.recorded_at')
    .execute()
  return rows.map((row) => ({
    amount: fen(row.amount_fen),
    method: row.method as PaymentMethod,
    bankReference: row.bank_reference,
    paidBy: row.name,
    paidOn: row.paid_on,
    entryId: row.entry_id,
    returnedAt: row.returned_at ?? undefined,
    returnReason: row.return_reason ?? undefined,
  }))
}

export interface StatementLineView {
  lineId: number
  entryId: number
  /** Of a correction there is none. */
  orderNo: string | undefined
  kind: LineKind
  gross: Fen
  fee: Fen
  net: Fen
  businessDate: BusinessDate
  /** Why, of a correction. */
  reason: string | undefined
}

/** Lines of a statement in the order of their days: one page, or all of them for print. */
export async function listStatementLines(
  db: Db,
  statementId: StatementId,
  page: number | 'all',
): Promise<StatementLineView[]> {
  const window =
    page === 'all' ? sql`` : sql`limit ${sql.lit(STATEMENT_PAGE)} offset ${sql.lit((page - 1) * STATEMENT_PAGE)}`
  const { rows } = await sql<{
    id: number
    entry_id: number
    order_no: string | null
    kind: LineKind
    gross_fen: number
    fee_fen: number
    net_fen: number
    business_date: BusinessDate
    reason: string | null
  }>`
    select line.id, line.entry_id, o.order_no, line.kind, gross_fen, fee_fen, net_fen, line.business_date, correction.reason
    from (select * from statement_line where statement_id = ${statementId} order by business_date, id ${window}) line
      left join "order" o on o.id = line.order_id
      left join journal_entry entry on line.kind = 'correction' and entry.id = line.entry_id
      left join statement_correction correction on entry.source_type = 'settlement_correction' and correction.id::text = entry.source_id
    order by line.business_date, line.id`.execute(db)
  return rows.map((row) => ({
    lineId: row.id,
    entryId: row.entry_id,
    orderNo: row.order_no ?? undefined,
    kind: row.kind,
    gross: fen(row.gross_fen),
    fee: fen(row.fee_fen),
    net: fen(row.net_fen),
    businessDate: row.business_date,
    reason: row.reason ?? undefined,
  }))
}
