import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { addDays } from '#app/shared/business-date.ts'
import { type Fen, fen, negateFen } from '#app/shared/money.ts'
import type { Cell, ReportRow, TieCheck } from '../report.ts'
import { isWholeMonths, monthsOf, periodOfMonths, type ReportQuery } from '../report-query.ts'
import { all, sumBooked, withinPeriod } from './booked.server.ts'
import { type RegisterRow, readRegisterRows, registerCondition } from './register-rows.server.ts'
import { type Column, cellsOf, columnsOf, type Report } from './report-shape.server.ts'

/** The yearly register of the task as superiors ask for it; a column is empty where nothing is kept. */
const COLUMNS: readonly Column<RegisterRow>[] = [
  [{ key: 'serial', kind: 'serial', isFileOnly: true }, () => null],
  [{ key: 'year', kind: 'count', isFileOnly: true }, (row) => row.year],
  [{ key: 'month', kind: 'count', isFileOnly: true }, (row) => Number(row.business_date.slice(5, 7))],
  [{ key: 'countedOn', kind: 'date', isLink: true }, (row) => row.business_date],
  [{ key: 'unit', kind: 'name' }, (row) => name(row.unit_zh, row.unit_en)],
  [{ key: 'fund', kind: 'term', terms: 'funds' }, (row) => row.fund_type],
  [{ key: 'channel', kind: 'term', terms: 'channels' }, (row) => row.channel],
  [{ key: 'county', kind: 'name' }, (row) => name(row.county_zh, row.county_en)],
  [{ key: 'township', kind: 'name', isFileOnly: true }, (row) => name(row.township_zh, row.township_en)],
  [{ key: 'village', kind: 'name', isFileOnly: true }, (row) => name(row.village_zh, row.village_en)],
  [{ key: 'supplier', kind: 'name' }, (row) => name(row.supplier_zh, row.supplier_en)],
  [{ key: 'supplierKind', kind: 'term', terms: 'suppliers', isFileOnly: true }, (row) => row.supplier_kind],
  [{ key: 'creditCode', kind: 'text', isFileOnly: true }, (row) => row.credit_code],
  [{ key: 'product', kind: 'name' }, (row) => name(row.product_zh, row.product_en)],
  [{ key: 'category', kind: 'name', isFileOnly: true }, (row) => name(row.category_zh, row.category_en)],
  [{ key: 'spec', kind: 'name', isFileOnly: true }, (row) => name(row.spec_zh, row.spec_en)],
  [{ key: 'pieces', kind: 'count' }, (row) => row.pieces],
  [{ key: 'pieceUnit', kind: 'term', terms: 'units', isFileOnly: true }, (row) => (row.pieces ? 'piece' : null)],
  [{ key: 'unitPrice', kind: 'money', isFileOnly: true }, (row) => row.unit_price_fen],
  [{ key: 'amount', kind: 'money' }, (row) => (row.source_type === 'refund' ? null : row.amount_fen)],
  [{ key: 'refunded', kind: 'money' }, (row) => (row.source_type === 'refund' ? -row.amount_fen : null)],
  [{ key: 'net', kind: 'money', isLink: true }, (row) => row.amount_fen],
  [{ key: 'orderedOn', kind: 'date', isFileOnly: true }, (row) => row.ordered_on],
  [{ key: 'paidOn', kind: 'date', isFileOnly: true }, (row) => row.paid_on],
  [{ key: 'acceptedOn', kind: 'date', isFileOnly: true }, (row) => row.accepted_on],
  [{ key: 'completedOn', kind: 'date', isFileOnly: true }, (row) => row.completed_on],
  [{ key: 'orderNo', kind: 'text' }, (row) => row.order_no],
  [{ key: 'number832', kind: 'text' }, (row) => referenceOf(row, 'platform_832')],
  [{ key: 'agreementNo', kind: 'text', isFileOnly: true }, (row) => referenceOf(row, 'agreement')],
  [{ key: 'paymentRef', kind: 'text', isFileOnly: true }, (row) => row.payment_ref],
  [{ key: 'fapiaoNo', kind: 'text' }, (row) => row.fapiao_no],
  [{ key: 'acceptor', kind: 'text', isFileOnly: true }, (row) => row.acceptor],
  [{ key: 'evidence', kind: 'count' }, (row) => row.evidence_count],
  [{ key: 'in832', kind: 'term', terms: 'yesNo' }, (row) => (row.channel === 'platform_832' ? 'yes' : 'no')],
  [{ key: 'inAll', kind: 'term', terms: 'yesNo', isFileOnly: true }, () => 'yes'],
  [{ key: 'state', kind: 'term', terms: 'states' }, stateOf],
  [{ key: 'note', kind: 'text', isFileOnly: true }, noteOf],
  [{ key: 'entry', kind: 'count', isFileOnly: true }, (row) => row.journal_entry_id],
]

export const registerReport: Report = {
  columns: () => columnsOf(COLUMNS),
  async readPage(db, query, limit) {
    const rows = await readRegisterRows(db, query, limit + 1)
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      rows: shown.map(rowOf),
      next: rows.length > limit && last ? `${last.business_date}.${last.id}` : undefined,
    }
  },
  async readControls(db, query) {
    const { accepted, refunded } = await sumRegister(db, query)
    const net = fen(accepted + refunded)
    return {
      totals: [
        { key: 'amount', kind: 'money', amount: accepted },
        { key: 'refunded', kind: 'money', amount: negateFen(refunded) },
        { key: 'net', kind: 'money', amount: net },
      ],
      checks: [await checkRegister(db, query, net)],
    }
  },
  async countRows(db, query) {
    const { rows } = await sql<{ count: number }>`
      select count(*) from recognized_purchase counted where ${registerCondition(query)}`.execute(db)
    return rows[0]?.count ?? 0
  },
}

function rowOf(row: RegisterRow): ReportRow {
  return { key: row.id, cells: cellsOf(COLUMNS, row), link: { to: 'entry', entryId: row.journal_entry_id } }
}

function name(zh: string | null, en: string | null): Cell {
  return zh ? { zh, en: en ?? zh } : null
}

/** An external purchase is named '<channel>:<number of the other side>'. */
function referenceOf({ source_type, source_id, channel }: RegisterRow, of: string): string | null {
  return source_type === 'external' && channel === of ? source_id.slice(of.length + 1) : null
}

function noteOf(row: RegisterRow): string | null {
  const isNamed = row.channel === 'platform_832' || row.channel === 'agreement'
  return row.source_type === 'external' && !isNamed ? row.source_id : null
}

function stateOf(row: RegisterRow): string {
  if (row.is_reversed) return 'void'
  if (row.amount_fen < 0) return row.source_type === 'refund' ? 'returned' : 'void'
  return row.source_type === 'refund' ? 'restored' : 'normal'
}

/**
 * Sums by month where they are kept for what is asked, less what the books have on the
 * months' other days when those are fewer; else of the rows. Refunds are below zero.
 */
async function sumRegister(db: Db, query: ReportQuery): Promise<{ accepted: Fen; refunded: Fen }> {
  const source = isSummed(query) ? summedByMonth(query) : isMostOfMonths(query) ? summedBut(query) : summedRows(query)
  const { rows } = await sql<{ accepted: number; refunded: number }>`
    select coalesce(sum(amount_fen) filter (where not is_refund), 0)::bigint as accepted,
      coalesce(sum(amount_fen) filter (where is_refund), 0)::bigint as refunded
    from (${source}) part`.execute(db)
  return { accepted: fen(rows[0]?.accepted ?? 0), refunded: fen(rows[0]?.refunded ?? 0) }
}

function isSummed(query: ReportQuery): boolean {
  return isWholeMonths(query) && !query.cooperative && !query.product
}

/** Within a year, more days of its months are asked for than not, and for nothing that accounts do not know. */
function isMostOfMonths(query: ReportQuery): boolean {
  const { from, to, unit, cooperative, product } = query
  if (unit || cooperative || product || from.slice(0, 4) !== to.slice(0, 4)) return false
  const whole = periodOfMonths(monthsOf(query))
  return daysIn(query) * 2 > daysIn(whole)
}

function daysIn({ from, to }: Pick<ReportQuery, 'from' | 'to'>): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
}

function summedBut(query: ReportQuery) {
  const whole = periodOfMonths(monthsOf(query))
  const left = [
    { ...query, from: whole.from, to: addDays(query.from, -1) },
    { ...query, from: addDays(query.to, 1), to: whole.to },
  ]
  const parts = left.map(
    (part) => sql`select day.credit_fen - day.debit_fen, day.source_type = 'refund'
      from account_day day join account on account.code = day.account_code where ${recognizedAccounts(part)}`,
  )
  return sql.join([summedByMonth(query), ...parts], sql` union all `)
}

function summedByMonth(query: ReportQuery) {
  const { county, fund, channel, unit, measure } = query
  const { year, first, last } = monthsOf(query)
  return sql`select amount_fen, stage = 'refunded' as is_refund from stage_amount where ${all([
    sql`stage in ('accepted', 'refunded') and year = ${year} and month between ${first} and ${last}`,
    ...(county ? [sql`county_id = ${county}`] : []),
    ...(fund ? [sql`fund_type = ${fund}`] : []),
    ...(channel ? [sql`channel = ${channel}`] : []),
    ...(unit ? [sql`org_unit_id = ${unit}`] : []),
    ...(measure === 'platform832' ? [sql`channel = 'platform_832'`] : []),
  ])}`
}

function summedRows(query: ReportQuery) {
  return sql`select amount_fen, source_type = 'refund' as is_refund from recognized_purchase counted
    where ${registerCondition(query)}`
}

/** The same figure from the accounts of what counts; accounts know no unit and no product, so there the entries themselves are asked. */
async function checkRegister(db: Db, query: ReportQuery, reported: Fen): Promise<TieCheck> {
  if (query.unit || query.product) {
    const { rows } = await sql<{ booked: number }>`
      select coalesce(sum(posting.amount_fen), 0)::bigint as booked
      from recognized_purchase counted join posting on posting.entry_id = counted.journal_entry_id
      where posting.account_code like 'recognized:%' and ${registerCondition(query)}`.execute(db)
    return { key: 'recognized', reported, booked: fen(rows[0]?.booked ?? 0) }
  }
  const { debit, credit } = await sumBooked(db, recognizedAccounts(query))
  return { key: 'recognized', reported, booked: fen(debit - credit) }
}

/** Accounts of what counts, by what they know of a query. */
export function recognizedAccounts(query: ReportQuery) {
  const { county, fund, channel, cooperative, measure } = query
  return all([
    withinPeriod(query),
    sql`account.book = 'assistance' and account.code like 'recognized:%'`,
    ...(county ? [sql`account.county_id = ${county}`] : []),
    ...(fund ? [sql`account.fund_type = ${fund}`] : []),
    ...(channel ? [sql`account.channel = ${channel}`] : []),
    ...(cooperative ? [sql`account.cooperative_id = ${cooperative}`] : []),
    ...(measure === 'platform832' ? [sql`account.channel = 'platform_832'`] : []),
  ])
}
