import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { fen } from '#app/shared/money.ts'
import type { ReportColumn, ReportRow, RowLink, TieCheck } from '../report.ts'
import type { Grouping, ReportQuery } from '../report-query.ts'
import { all, sumBooked, withinPeriod } from './booked.server.ts'
import { type Column, cellsOf, columnsOf, type Report } from './report-shape.server.ts'

interface SaleRow {
  key: string
  zh: string | null
  en: string | null
  supplier_zh: string | null
  supplier_en: string | null
  pieces: number
  amount_fen: number
  fee_fen: number
}

type SalesGrouping = Extract<Grouping, 'day' | 'product' | 'cooperative'>

const FIGURES: readonly Column<SaleRow>[] = [
  [{ key: 'pieces', kind: 'count' }, (row) => row.pieces],
  [{ key: 'sold', kind: 'money', isLink: true }, (row) => row.amount_fen],
  [{ key: 'fee', kind: 'money' }, (row) => row.fee_fen],
  [{ key: 'toCooperative', kind: 'money' }, (row) => row.amount_fen - row.fee_fen],
]

const named = (row: SaleRow) => (row.zh ? { zh: row.zh, en: row.en ?? row.zh } : null)
const supplied = (row: SaleRow) => (row.supplier_zh ? { zh: row.supplier_zh, en: row.supplier_en ?? '' } : null)

const COLUMNS: Record<SalesGrouping, readonly Column<SaleRow>[]> = {
  day: [[{ key: 'day', kind: 'date', isLink: true }, (row) => row.key], ...FIGURES],
  product: [
    [{ key: 'product', kind: 'name', isLink: true }, named],
    [{ key: 'supplier', kind: 'name' }, supplied],
    ...FIGURES,
  ],
  cooperative: [[{ key: 'supplier', kind: 'name', isLink: true }, named], ...FIGURES],
}

/** What was handed over, by day, product or cooperative: the day is that of the entry which moved the money. */
export const salesReport: Report = {
  columns: (query): readonly ReportColumn[] => columnsOf(COLUMNS[groupingOf(query)]),
  async readPage(db, query) {
    const by = groupingOf(query)
    const rows = await readSales(db, query)
    return { rows: rows.map((row) => rowOf(row, by, query)), next: undefined }
  },
  async readControls(db, query) {
    const { rows } = await sql<{ pieces: number; amount: number; fee: number }>`
      select coalesce(sum(pieces), 0)::bigint as pieces, coalesce(sum(amount_fen), 0)::bigint as amount,
        coalesce(sum(fee_fen), 0)::bigint as fee from sale_day day where ${conditionOf(query)}`.execute(db)
    const { pieces = 0, amount = 0, fee = 0 } = rows[0] ?? {}
    const bars = groupingOf(query) === 'day' ? (await readSales(db, query)).map(barOf) : undefined
    return {
      totals: [
        { key: 'pieces', kind: 'count', amount: pieces },
        { key: 'sold', kind: 'money', amount },
        { key: 'fee', kind: 'money', amount: fee },
        { key: 'toCooperative', kind: 'money', amount: amount - fee },
      ],
      checks: query.product ? [] : await checkSales(db, query, { amount, fee }),
      ...(bars && { bars }),
    }
  },
}

function groupingOf({ by }: ReportQuery): SalesGrouping {
  return by === 'product' || by === 'cooperative' ? by : 'day'
}

function conditionOf(query: ReportQuery): RawBuilder<unknown> {
  return all([
    withinPeriod(query),
    ...(query.cooperative ? [sql`day.cooperative_id = ${query.cooperative}`] : []),
    ...(query.product ? [sql`day.product_id = ${query.product}`] : []),
  ])
}

async function readSales(db: Db, query: ReportQuery): Promise<SaleRow[]> {
  const sums = sql`sum(pieces)::bigint as pieces, sum(amount_fen)::bigint as amount_fen, sum(fee_fen)::bigint as fee_fen`
  const selections: Record<SalesGrouping, RawBuilder<SaleRow>> = {
    day: sql<SaleRow>`select business_date::text as key, ${sums} from sale_day day where ${conditionOf(query)}
      group by business_date order by business_date`,
    product: sql<SaleRow>`
      select product.id as key, version.name_zh as zh, version.name_en as en, supplier.name_zh as supplier_zh,
        supplier.name_en as supplier_en, part.pieces, part.amount_fen, part.fee_fen
      from (select product_id, ${sums} from sale_day day where ${conditionOf(query)} group by product_id) part
        join product on product.id = part.product_id
        join cooperative supplier on supplier.id = product.cooperative_id
        left join product_version version on version.id = product.published_version_id
      order by part.amount_fen desc, product.id`,
    cooperative: sql<SaleRow>`
      select supplier.id as key, supplier.name_zh as zh, supplier.name_en as en, part.pieces, part.amount_fen, part.fee_fen
      from (select cooperative_id, ${sums} from sale_day day where ${conditionOf(query)} group by cooperative_id) part
        join cooperative supplier on supplier.id = part.cooperative_id
      order by part.amount_fen desc, supplier.id`,
  }
  return (await selections[groupingOf(query)].execute(db)).rows
}

function rowOf(row: SaleRow, by: SalesGrouping, { from, to, cooperative }: ReportQuery): ReportRow {
  const links: Record<SalesGrouping, RowLink> = {
    day: { to: 'report', report: 'sales', query: { from: row.key, to: row.key, by: 'product', cooperative } },
    product: { to: 'report', report: 'register', query: { from, to, product: row.key } },
    cooperative: { to: 'report', report: 'sales', query: { from, to, by: 'product', cooperative: row.key } },
  }
  return { key: row.key, cells: cellsOf(COLUMNS[by], row), link: links[by] }
}

function barOf(row: SaleRow) {
  return { key: row.key, amount: fen(row.amount_fen) }
}

/** Advances that became the cooperatives' by acceptance, and the fee taken with it. Advances know no cooperative. */
async function checkSales(
  db: Db,
  query: ReportQuery,
  { amount, fee }: { amount: number; fee: number },
): Promise<TieCheck[]> {
  const accepted = sql`${withinPeriod(query)} and day.source_type = 'acceptance'`
  const of = query.cooperative ? sql`and account.cooperative_id = ${query.cooperative}` : sql``
  const payables = await sumBooked(db, sql`${accepted} and account.code like 'payable:cooperative:%' ${of}`)
  const toCooperatives: TieCheck = { key: 'payables', reported: fen(amount - fee), booked: payables.credit }
  if (query.cooperative) return [toCooperatives]
  const advances = await sumBooked(db, sql`${accepted} and account.code = 'advances:buyers'`)
  const income = await sumBooked(db, sql`${accepted} and account.code = 'income:service-fee'`)
  return [
    { key: 'advances', reported: fen(amount), booked: advances.debit },
    toCooperatives,
    { key: 'feeIncome', reported: fen(fee), booked: income.credit },
  ]
}
