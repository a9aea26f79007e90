import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { SheetFileId } from '#app/shared/ids.ts'
import {
  SHEET_ROW_STATES,
  type SheetChange,
  type SheetFile,
  type SheetNote,
  type SheetRowState,
  type SheetRowView,
  type SheetState,
  type SheetSummary,
} from './sheet-file.ts'
import type { SheetKindName } from './sheet-kind.ts'

interface SummaryRow {
  id: SheetFileId
  file_name: string
  document_id: string
  encoding: string | null
  options: Record<string, string>
  state: SheetState
  row_count: number
  created_at: Date
  person: string
}

const summaryColumns = sql`file.id, file.file_name, file.document_id, file.encoding, file.options, file.state, file.row_count,
  file.created_at, person.name as person`

/** The newest files of a kind. */
export async function listSheets(db: Db, kind: SheetKindName, limit: number): Promise<SheetSummary[]> {
  const { rows } = await sql<SummaryRow>`
    select ${summaryColumns} from sheet_file file join person on person.id = file.created_by
    where file.kind = ${kind} order by file.created_at desc, file.id desc limit ${limit}
  `.execute(db)
  return rows.map(readSummary)
}

function readSummary(row: SummaryRow): SheetSummary {
  return {
    sheetId: row.id,
    fileName: row.file_name,
    documentId: row.document_id,
    encoding: row.encoding ?? undefined,
    options: row.options,
    state: row.state,
    rowCount: row.row_count,
    createdAt: row.created_at,
    person: row.person,
  }
}

interface FileRow extends SummaryRow {
  header: string[]
  header_row: number
  mapping: string[]
  heartbeat_at: Date | null
  finished_at: Date | null
}

/** One file of a kind with how far it is; undefined when there is none. */
export async function findSheet(db: Db, kind: SheetKindName, sheetId: SheetFileId): Promise<SheetFile | undefined> {
  const { rows } = await sql<FileRow>`
    select ${summaryColumns}, file.header, file.header_row, file.mapping, file.heartbeat_at, file.finished_at
    from sheet_file file join person on person.id = file.created_by where file.id = ${sheetId} and file.kind = ${kind}
  `.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { rows: counted } = await sql<{ state: SheetRowState; count: number }>`
    select state, count(*)::int as count from sheet_row where sheet_file_id = ${sheetId} group by state
  `.execute(db)
  const countOf = (state: SheetRowState) => counted.find((one) => one.state === state)?.count ?? 0
  return {
    ...readSummary(row),
    header: row.header,
    headerRow: row.header_row,
    mapping: row.mapping,
    counts: Object.fromEntries(SHEET_ROW_STATES.map((state) => [state, countOf(state)])) as Record<
      SheetRowState,
      number
    >,
    heartbeatAt: row.heartbeat_at ?? undefined,
    finishedAt: row.finished_at ?? undefined,
  }
}

/** Rows of one state, after the row `after`. */
export async function listSheetRows(
  db: Db,
  { sheetId, state, after, limit }: { sheetId: SheetFileId; state: SheetRowState; after: number; limit: number },
): Promise<SheetRowView[]> {
  const { rows } = await sql<{
    row_number: number
    payload: string[]
    target_id: string | null
    diff: SheetChange[]
    errors: SheetNote[]
    warnings: SheetNote[]
  }>`
    select row_number, payload, target_id, diff, errors, warnings from sheet_row
    where sheet_file_id = ${sheetId} and state = ${state} and row_number > ${after} order by row_number limit ${limit}
  `.execute(db)
  return rows.map((row) => ({
    rowNumber: row.row_number,
    payload: row.payload,
    targetId: row.target_id ?? undefined,
    diff: row.diff,
    errors: row.errors,
    warnings: row.warnings,
  }))
}
