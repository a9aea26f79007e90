import { sql } from 'kysely'
import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountyId } from '#app/shared/ids.ts'
import { addFen, type Fen, fen, sumFen } from '#app/shared/money.ts'
import { type YearCell, type YearFigure, yearFigures } from './year-figures.ts'

/** An amount that counts in a later year and belongs to this one. */
interface YearChange {
  entryId: number
  because: 'booked_late' | 'refund'
  belongsOn: BusinessDate
  bookedOn: BusinessDate
  countyId: CountyId
  channel: PurchaseChannel
  fundType: FundType
  amount: Fen
}

/**
 * A year's two figures. *As closed* is what was counted when December was closed, and
 * never changes; *as of today* adds what was booked later and belongs to the year:
 * facts that came late, and refunds of what was accepted in it.
 */
export interface YearReport {
  year: number
  closed:
    | {
        at: Date
        round: number
        target: Fen
        attained: Fen
        /** Whether December was opened again since. */
        isReopened: boolean
      }
    | undefined
  target: Fen
  attained: Fen
  figures: YearFigure[]
  /** Counted in this year's books and belonging to an earlier year: it is in both figures here. */
  fromEarlier: Fen
  changeCount: number
  /** The latest of what changed since. */
  changes: YearChange[]
  counties: Record<string, { nameZh: string; nameEn: string }>
}

interface CellRow {
  county_id: CountyId
  channel: PurchaseChannel
  fund_type: FundType
  amount: number
}

const cellOf = (row: CellRow): YearCell => ({
  countyId: row.county_id,
  channel: row.channel,
  fundType: row.fund_type,
  amount: fen(row.amount),
})

/** Both figures of one year, and the latest `limit` amounts that make the difference. */
export async function readYear(db: Db, { year, limit }: { year: number; limit: number }): Promise<YearReport> {
  const [closed, today, late, target, counties] = await Promise.all([
    readClosedYear(db, year),
    readLiveCells(db, year),
    readLate(db, { year, limit }),
    readTarget(db, year),
    readCountyNames(db),
  ])
  const belonging = [...today, ...late.cells]
  return {
    year,
    closed: closed && { ...closed.facts, attained: sumFen(closed.cells.map((cell) => cell.amount)) },
    target,
    attained: sumFen(belonging.map((cell) => cell.amount)),
    figures: yearFigures(closed?.cells, belonging),
    fromEarlier: late.fromEarlier,
    changeCount: late.count,
    changes: late.changes,
    counties,
  }
}

/** The years that have figures, the newest first, with what the list of them says. */
export async function listYears(
  db: Db,
): Promise<{ year: number; attained: Fen; closedAt: Date | undefined; asClosed: Fen | undefined }[]> {
  const { rows } = await sql<{ year: number; amount: number; closed_at: Date | null; closed: number | null }>`
    with live as (
      select account.year, sum(debit_fen - credit_fen) as amount from account
        join account_day on account_day.account_code = account.code where account.code like 'recognized:%' group by 1
    ), late as (
      select belongs_year as year, sum(counted.amount_fen) as amount from late_recognition
        join recognized_purchase counted on counted.id = recognized_purchase_id group by 1
    ), made as (
      select distinct on (year) year, round, closed_at from year_close order by year, round desc
    )
    select live.year, (live.amount + coalesce(late.amount, 0))::bigint as amount, made.closed_at,
      (select sum(amount_fen)::bigint from year_close_figure figure where (figure.year, figure.round) = (made.year, made.round)) as closed
    from live left join late using (year) left join made using (year) order by live.year desc`.execute(db)
  return rows.map((row) => ({
    year: row.year,
    attained: fen(row.amount),
    closedAt: row.closed_at ?? undefined,
    asClosed: row.closed_at ? fen(row.closed ?? 0) : undefined,
  }))
}

async function readClosedYear(db: Db, year: number) {
  const made = await db
    .selectFrom('year_close')
    .leftJoin('period', (join) =>
      join.on('period.month', '=', sql<string>`make_date(year_close.year, 12, 1)`).on('period.state', '=', 'closed'),
    )
    .select(['round', 'year_close.closed_at', 'target_fen', 'period.month'])
    .where('year_close.year', '=', year)
    .orderBy('round', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!made) return undefined
  const rows = await db
    .selectFrom('year_close_figure')
    .select(['county_id', 'channel', 'fund_type', 'amount_fen as amount'])
    .where('year', '=', year)
    .where('round', '=', made.round)
    .execute()
  const facts = {
    at: made.closed_at,
    round: made.round,
    target: fen(made.target_fen),
    isReopened: made.month === null,
  }
  return { facts, cells: rows.map((row) => cellOf(row as CellRow)) }
}

async function readLiveCells(db: Db, year: number): Promise<YearCell[]> {
  const { rows } = await sql<CellRow>`
    select account.county_id, account.channel, account.fund_type, sum(debit_fen - credit_fen)::bigint as amount
    from account join account_day on account_day.account_code = account.code
    where account.code like ${`recognized:${year}:%`} group by 1, 2, 3`.execute(db)
  return rows.map(cellOf)
}

async function readTarget(db: Db, year: number): Promise<Fen> {
  const { rows } = await sql<{ amount: number }>`
    select coalesce(-sum(debit_fen - credit_fen), 0)::bigint as amount from account_day
    where account_code = ${`decided:${year}:college`}`.execute(db)
  return fen(rows[0]?.amount ?? 0)
}

async function readLate(
  db: Db,
  { year, limit }: { year: number; limit: number },
): Promise<{ cells: YearCell[]; count: number; changes: YearChange[]; fromEarlier: Fen }> {
  const [cells, changes, earlier] = await Promise.all([
    sql<CellRow & { lines: number }>`
      select county_id, channel, fund_type, sum(amount_fen)::bigint as amount, count(*) as lines
      from late_recognition join recognized_purchase counted on counted.id = recognized_purchase_id
      where belongs_year = ${year} group by 1, 2, 3`.execute(db),
    db
      .selectFrom('late_recognition')
      .innerJoin('recognized_purchase', 'recognized_purchase.id', 'late_recognition.recognized_purchase_id')
      .select(['journal_entry_id', 'because', 'belongs_on', 'business_date', 'county_id', 'channel', 'fund_type'])
      .select('amount_fen')
      .where('belongs_year', '=', year)
      .orderBy('journal_entry_id', 'desc')
      .limit(limit)
      .execute(),
    sql<{ amount: number }>`
      select coalesce(sum(amount_fen), 0)::bigint as amount
      from late_recognition join recognized_purchase counted on counted.id = recognized_purchase_id
      where belongs_year < ${year} and counted.year = ${year}`.execute(db),
  ])
  return {
    cells: cells.rows.map(cellOf),
    count: cells.rows.reduce((sum, row) => sum + row.lines, 0),
    changes: changes.map((row) => ({
      entryId: row.journal_entry_id,
      because: row.because === 'refund' ? 'refund' : 'booked_late',
      belongsOn: row.belongs_on,
      bookedOn: row.business_date,
      countyId: row.county_id as CountyId,
      channel: row.channel as PurchaseChannel,
      fundType: row.fund_type as FundType,
      amount: fen(row.amount_fen),
    })),
    fromEarlier: fen(earlier.rows[0]?.amount ?? 0),
  }
}

async function readCountyNames(db: Db): Promise<YearReport['counties']> {
  const rows = await db.selectFrom('partner_county').select(['id', 'name_zh', 'name_en']).execute()
  return Object.fromEntries(rows.map((row) => [row.id, { nameZh: row.name_zh, nameEn: row.name_en }]))
}

/**
 * The two figures of a year for whoever shows its progress: what it had attained when
 * it was closed, and with everything that came later. Undefined while it is open.
 */
export async function findClosedYear(
  db: Db,
  year: number,
): Promise<{ closedAt: Date; asClosed: Fen; asOfToday: Fen } | undefined> {
  const closed = await readClosedYear(db, year)
  if (!closed || closed.facts.isReopened) return undefined
  const [live, late] = await Promise.all([readLiveCells(db, year), readLate(db, { year, limit: 1 })])
  const sumOf = (cells: readonly YearCell[]) => sumFen(cells.map((cell) => cell.amount))
  return {
    closedAt: closed.facts.at,
    asClosed: sumOf(closed.cells),
    asOfToday: addFen(sumOf(live), sumOf(late.cells)),
  }
}
