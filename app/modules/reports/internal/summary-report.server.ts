import { sql } from 'kysely'
import { FUND_TYPES, type FundType, PURCHASE_CHANNELS, type PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { CountyId } from '#app/shared/ids.ts'
import { type Fen, fen, negateFen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import type { ChartBar, ReportRow, RowLink, TieCheck } from '../report.ts'
import { monthsOf, periodOfMonths, type ReportQuery } from '../report-query.ts'
import { sumBooked, withinPeriod } from './booked.server.ts'
import { recognizedAccounts } from './register-report.server.ts'
import { type Column, cellsOf, columnsOf, type Report } from './report-shape.server.ts'
import { type SummaryCell, type SummaryFacts, type SummaryLine, summaryLines } from './summary-rows.ts'

const COLUMNS: readonly Column<SummaryLine>[] = [
  [{ key: 'level', kind: 'term', terms: 'levels', printed: 7, isLink: true }, (line) => line.level],
  [{ key: 'county', kind: 'name', printed: 7 }, ({ county }) => (county ? { zh: county.zh, en: county.en } : null)],
  [{ key: 'fund', kind: 'term', terms: 'funds', printed: 11 }, (line) => line.fundType ?? null],
  [{ key: 'channel', kind: 'term', terms: 'channels', printed: 11 }, (line) => line.channel ?? null],
  [{ key: 'target', kind: 'money', printed: 14 }, (line) => line.target ?? null],
  [{ key: 'ordered', kind: 'money' }, (line) => line.ordered],
  [{ key: 'paid', kind: 'money' }, (line) => line.paid],
  [{ key: 'accepted', kind: 'money', printed: 13 }, (line) => line.accepted],
  [{ key: 'refunded', kind: 'money', printed: 11 }, (line) => negateFen(line.refunded)],
  [{ key: 'net', kind: 'money', printed: 13, isLink: true }, (line) => line.net],
  [{ key: 'rate', kind: 'rate', printed: 9 }, (line) => line.rate ?? null],
  [{ key: 'gap', kind: 'money', printed: 13 }, (line) => line.gap ?? null],
]

/** County × fund × channel against the target, over whole months of one year. */
export const summaryReport: Report = {
  columns: () => columnsOf(COLUMNS),
  async readPage(db, query) {
    const period = periodOfMonths(monthsOf(query))
    const lines = summaryLines(await readFacts(db, query))
    return { rows: lines.map((line) => rowOf(line, period)), next: undefined }
  },
  async readControls(db, query) {
    const months = await readMonths(db, query)
    const lines = summaryLines(await readFacts(db, query))
    const [whole] = lines
    if (!whole) throw new Error('a summary has at least its whole')
    return {
      totals: [
        { key: 'target', kind: 'money', amount: whole.target ?? 0 },
        { key: 'accepted', kind: 'money', amount: whole.accepted },
        { key: 'refunded', kind: 'money', amount: negateFen(whole.refunded) },
        { key: 'net', kind: 'money', amount: whole.net },
      ],
      checks: await checkSummary(db, { query, lines, whole }),
      bars: months,
    }
  },
}

function rowOf(line: SummaryLine, period: { from: string; to: string }): ReportRow {
  const { level, county, fundType, channel } = line
  const link: RowLink = {
    to: 'report',
    report: 'register',
    query: {
      ...period,
      county: county?.countyId,
      fund: fundType as FundType | undefined,
      channel: channel as PurchaseChannel | undefined,
    },
  }
  const key = [level, county?.countyId, fundType, channel].join(' ')
  return { key, cells: cellsOf(COLUMNS, line), link, isSum: level === 'whole' || level === 'county' }
}

interface CellRow {
  county_id: CountyId
  fund_type: string
  channel: string
  ordered: number
  paid: number
  accepted: number
  refunded: number
}

async function readFacts(db: Db, query: ReportQuery): Promise<SummaryFacts> {
  const { year, first, last } = monthsOf(query)
  const { rows } = await sql<CellRow>`
    select county_id, fund_type, channel,
      coalesce(sum(amount_fen) filter (where stage = 'ordered'), 0)::bigint as ordered,
      coalesce(sum(amount_fen) filter (where stage = 'paid'), 0)::bigint as paid,
      coalesce(sum(amount_fen) filter (where stage = 'accepted'), 0)::bigint as accepted,
      coalesce(sum(amount_fen) filter (where stage = 'refunded'), 0)::bigint as refunded
    from stage_amount where year = ${year} and month between ${first} and ${last}
    group by county_id, fund_type, channel order by county_id, fund_type, channel`.execute(db)
  const counties = await db
    .selectFrom('partner_county')
    .select(['id', 'name_zh', 'name_en'])
    .orderBy('sort_order')
    .execute()
  return {
    cells: rows.map(cellOf),
    targets: await readTargets(db, year),
    counties: counties.map((county) => ({ countyId: county.id as CountyId, zh: county.name_zh, en: county.name_en })),
    funds: FUND_TYPES,
    channels: PURCHASE_CHANNELS,
  }
}

function cellOf(row: CellRow): SummaryCell {
  return {
    countyId: row.county_id,
    fundType: row.fund_type,
    channel: row.channel,
    ordered: fen(row.ordered),
    paid: fen(row.paid),
    accepted: fen(row.accepted),
    refunded: fen(row.refunded),
  }
}

/** Of the latest decision on the year. */
async function readTargets(db: Db, year: number): Promise<Map<string, Fen>> {
  const rows = await db
    .selectFrom('assistance_target')
    .select(['scope', 'scope_id', 'amount_fen'])
    .where('decision_id', '=', (eb) =>
      eb.selectFrom('target_decision').select('id').where('year', '=', year).orderBy('decided_on', 'desc').limit(1),
    )
    .execute()
  return new Map(
    rows.map((row) => [row.scope === 'college' ? 'college' : `${row.scope}:${row.scope_id}`, fen(row.amount_fen)]),
  )
}

async function readMonths(db: Db, query: ReportQuery): Promise<ChartBar[]> {
  const { year, first, last } = monthsOf(query)
  const { rows } = await sql<{ month: number; net: number }>`
    select month, coalesce(sum(amount_fen), 0)::bigint as net from stage_amount
    where year = ${year} and month between ${first} and ${last} and stage in ('accepted', 'refunded')
    group by month`.execute(db)
  const nets = new Map(rows.map((row) => [row.month, fen(row.net)]))
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const month = first + index
    return { key: `${year}-${String(month).padStart(2, '0')}`, amount: nets.get(month) ?? ZERO_FEN }
  })
}

/** The whole by the accounts of what counts, the counties by their own accounts, and the target by what decisions booked. */
async function checkSummary(
  db: Db,
  { query, lines, whole }: { query: ReportQuery; lines: readonly SummaryLine[]; whole: SummaryLine },
): Promise<TieCheck[]> {
  const period = periodOfMonths(monthsOf(query))
  const { year } = monthsOf(query)
  const everything = {
    ...query,
    ...period,
    county: undefined,
    fund: undefined,
    channel: undefined,
    cooperative: undefined,
  }
  const recognized = await sumBooked(db, recognizedAccounts({ ...everything, measure: 'all' }))
  const counties = await sumBooked(
    db,
    sql`${withinPeriod(period)} and account.code like ${`attained:${year}:county:%`}`,
  )
  const decided = await sumBooked(db, sql`account.code = ${`decided:${year}:college`}`)
  const countyNets = lines.filter((line) => line.level === 'county').map((line) => line.net)
  return [
    { key: 'recognized', reported: whole.net, booked: fen(recognized.debit - recognized.credit) },
    { key: 'attainedCounties', reported: sumFen(countyNets), booked: fen(counties.debit - counties.credit) },
    { key: 'decided', reported: whole.target ?? ZERO_FEN, booked: fen(decided.credit - decided.debit) },
  ]
}
