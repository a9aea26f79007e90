import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { ReportQuery } from '../report-query.ts'
import { sumBooked, withinPeriod } from './booked.server.ts'
import { type Column, cellsOf, columnsOf, type Report } from './report-shape.server.ts'

interface JournalRow {
  entry_id: number
  business_date: BusinessDate
  recorded_on: BusinessDate
  source_type: string
  source_id: string
  reverses_entry_id: number | null
  line_no: number
  account_code: string
  amount_fen: number
}

const COLUMNS: readonly Column<JournalRow>[] = [
  [{ key: 'day', kind: 'date' }, (row) => row.business_date],
  [{ key: 'entry', kind: 'count', isLink: true }, (row) => row.entry_id],
  [{ key: 'source', kind: 'term', terms: 'sources' }, (row) => row.source_type],
  [{ key: 'sourceId', kind: 'text', isFileOnly: true }, (row) => row.source_id],
  [{ key: 'recordedOn', kind: 'date', isFileOnly: true }, (row) => row.recorded_on],
  [{ key: 'reverses', kind: 'count', isFileOnly: true }, (row) => row.reverses_entry_id],
  [{ key: 'line', kind: 'count' }, (row) => row.line_no],
  [{ key: 'account', kind: 'account' }, (row) => row.account_code],
  [{ key: 'accountName', kind: 'accountName', isFileOnly: true }, (row) => row.account_code],
  [{ key: 'debit', kind: 'money' }, (row) => (row.amount_fen > 0 ? row.amount_fen : null)],
  [{ key: 'credit', kind: 'money' }, (row) => (row.amount_fen < 0 ? -row.amount_fen : null)],
]

/** Every line of a book in the order of its days. */
export const journalReport: Report = {
  columns: () => columnsOf(COLUMNS),
  async readPage(db, query, limit) {
    const rows = await readLines(db, query, limit + 1)
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      rows: shown.map((row) => ({
        key: `${row.entry_id} ${row.line_no}`,
        cells: cellsOf(COLUMNS, row),
        link: { to: 'entry', entryId: row.entry_id },
      })),
      next: rows.length > limit && last ? `${last.business_date}.${last.entry_id}.${last.line_no}` : undefined,
    }
  },
  async readControls(db, query) {
    const { debit, credit } = await sumBooked(db, conditionOf(query))
    return {
      totals: [
        { key: 'debit', kind: 'money', amount: debit },
        { key: 'credit', kind: 'money', amount: credit },
      ],
      checks: [{ key: 'movements', reported: debit, booked: credit }],
    }
  },
  async countRows(db, query) {
    return (await sumBooked(db, conditionOf(query))).lineCount
  },
}

function conditionOf(query: ReportQuery) {
  const source = query.source ? sql`and day.source_type = ${query.source}` : sql``
  return sql`${withinPeriod(query)} and account.book = ${query.book} ${source}`
}

async function readLines(db: Db, query: ReportQuery, limit: number): Promise<JournalRow[]> {
  const { rows } = await sql<JournalRow>`
    select entry.id as entry_id, entry.business_date, (entry.recorded_at at time zone 'Asia/Shanghai')::date as recorded_on,
      entry.source_type, entry.source_id, entry.reverses_entry_id, posting.line_no, posting.account_code, posting.amount_fen
    from journal_entry entry join posting on posting.entry_id = entry.id
    where entry.book = ${query.book} and entry.business_date between ${query.from}::date and ${query.to}::date
      ${query.source ? sql`and entry.source_type = ${query.source}` : sql``} ${afterPlace(query.after)}
    order by entry.business_date, entry.id, posting.line_no limit ${limit}`.execute(db)
  return rows
}

function afterPlace(after: string | undefined) {
  const [day, entryId, lineNo] = after?.split('.') ?? []
  if (!day || !isNumber(entryId) || !isNumber(lineNo)) return sql``
  return sql`and (entry.business_date, entry.id) >= (${day}::date, ${entryId}::bigint)
    and ((entry.business_date, entry.id) > (${day}::date, ${entryId}::bigint) or posting.line_no > ${lineNo}::int)`
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,9}$/.test(text)
}
