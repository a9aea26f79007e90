import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { StoreDocumentRefusal } from '#app/modules/documents/document.ts'
import { storeDocument } from '#app/modules/documents/store-document.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { readSpreadsheet, type Sheet } from '#app/platform/spreadsheet.server.ts'
import type { SheetProblem } from '#app/platform/spreadsheet-problems.ts'
import type { DocumentId, PersonId, SheetFileId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { findHeaderRow, guessFields, headingKey, knownHeadings } from './headings.ts'
import { readHeadings } from './internal/sheet-heading-rows.server.ts'
import type { OddCellNote } from './sheet-file.ts'
import {
  MAX_CELL_LENGTH,
  MAX_PREAMBLE_ROWS,
  MAX_SHEET_COLUMNS,
  MAX_SHEET_ROWS,
  type SheetKind,
  type SheetKindName,
} from './sheet-kind.ts'

export interface UploadSheetCommand {
  actorId: PersonId
  requestId: string
  /** As the sender's machine calls the file; shown, never trusted. */
  fileName: string
  bytes: Buffer
  /** What is said about the whole file. */
  options?: Record<string, string>
  now: Date
}

export type UploadSheetRefusal =
  | { kind: 'fileMissing' }
  | { kind: 'unreadable'; problem: SheetProblem }
  | { kind: 'noHeader' }
  | { kind: 'noRows' }
  | { kind: 'requestReused' }
  | { kind: 'notKept'; reason: StoreDocumentRefusal['kind'] }

const LIMITS = {
  maxRows: MAX_SHEET_ROWS + MAX_PREAMBLE_ROWS,
  maxColumns: MAX_SHEET_COLUMNS,
  maxCellLength: MAX_CELL_LENGTH,
}

/**
 * Takes in a file of rows: it is kept as it came, and its cells as they stand; nothing
 * else is touched. The headings are looked for below whatever a program writes above
 * them. The same request twice is one file.
 */
export async function uploadSheet<Values extends object>(
  db: Db,
  kind: SheetKind<Values>,
  command: UploadSheetCommand,
): Promise<Result<SheetFileId, UploadSheetRefusal>> {
  const { bytes, requestId } = command
  if (bytes.length === 0) return refuse({ kind: 'fileMissing' })
  const sha256 = createHash('sha256').update(bytes).digest()
  const before = await findUpload(db, kind.name, requestId)
  if (before) return answerAgain(before, sha256)
  const known = knownHeadings(kind.synonyms)
  const isKnown = (heading: string) => known.has(headingKey(heading))
  const read = await readSpreadsheet(bytes, { limits: LIMITS, isLikely: (row) => row.some(isKnown) })
  if (!read.ok) return refuse({ kind: 'unreadable', problem: read.refusal.problem })
  const headerIndex = findHeaderRow(read.value.rows, (key) => known.has(key), MAX_PREAMBLE_ROWS)
  const header = read.value.rows[headerIndex] ?? []
  if (header.every((heading) => heading === '')) return refuse({ kind: 'noHeader' })
  const rows = rowsOf(kind, read.value, headerIndex)
  if (rows.length === 0) return refuse({ kind: 'noRows' })
  const { fileName, actorId: uploadedBy, now } = command
  const kept = await storeDocument(db, { bytes, fileName, uploadedBy, now })
  if (!kept.ok) return refuse({ kind: 'notKept', reason: kept.refusal.kind })
  const sheetId = newId<SheetFileId>()
  const isFirst = await inTransaction(db, async (tx) => {
    const mapping = guessFields(header, { known, remembered: await readHeadings(tx, kind.name, header) })
    const file = { ...command, sheetId, documentId: kept.value, sha256, header, headerRow: headerIndex + 1 }
    const inserted = await insertFile(tx, kind.name, { ...file, mapping, rowCount: rows.length, sheet: read.value })
    if (inserted) await insertRows(tx, sheetId, rows)
    return inserted
  })
  if (isFirst) return ok(sheetId)
  const other = await findUpload(db, kind.name, requestId)
  if (!other) throw new Error(`request ${requestId} was refused without a file`)
  return answerAgain(other, sha256)
}

function findUpload(db: Db, kind: SheetKindName, requestId: string) {
  return db
    .selectFrom('sheet_file')
    .select(['id', 'sha256'])
    .where('kind', '=', kind)
    .where('request_id', '=', requestId)
    .executeTakeFirst()
}

function answerAgain(known: { id: string; sha256: Buffer }, sha256: Buffer): Result<SheetFileId, UploadSheetRefusal> {
  return known.sha256.equals(sha256) ? ok(known.id as SheetFileId) : refuse({ kind: 'requestReused' })
}

interface ReadRow {
  rowNumber: number
  payload: string[]
  oddCells: OddCellNote[]
}

function rowsOf<Values extends object>(kind: SheetKind<Values>, sheet: Sheet, headerIndex: number): ReadRow[] {
  const oddByRow = new Map<number, OddCellNote[]>()
  for (const { row, column, kind: odd } of sheet.oddCells) {
    const notes = oddByRow.get(row) ?? []
    notes.push({ column: column - 1, kind: odd })
    oddByRow.set(row, notes)
  }
  const body = sheet.rows.slice(headerIndex + 1)
  const end = kind.isEnd ? body.findIndex(kind.isEnd) : -1
  return (end < 0 ? body : body.slice(0, end))
    .map((payload, index): ReadRow => {
      const rowNumber = headerIndex + index + 2
      return { rowNumber, payload, oddCells: oddByRow.get(rowNumber) ?? [] }
    })
    .filter(({ payload, oddCells }) => oddCells.length > 0 || payload.some((cell) => cell !== ''))
}

interface FileRow extends UploadSheetCommand {
  sheetId: SheetFileId
  documentId: DocumentId
  sha256: Buffer
  header: string[]
  headerRow: number
  mapping: string[]
  rowCount: number
  sheet: Sheet
}

async function insertFile(tx: Tx, kind: SheetKindName, file: FileRow): Promise<boolean> {
  const inserted = await tx
    .insertInto('sheet_file')
    .values({
      id: file.sheetId,
      kind,
      request_id: file.requestId,
      document_id: file.documentId,
      file_name: shownName(file.fileName, file.sheet.format),
      file_format: file.sheet.format,
      encoding: file.sheet.encoding ?? null,
      sha256: file.sha256,
      options: JSON.stringify(file.options ?? {}),
      header_row: file.headerRow,
      header: file.header,
      mapping: file.mapping,
      state: 'uploaded',
      row_count: file.rowCount,
      created_by: file.actorId,
      created_at: file.now,
    })
    .onConflict((conflict) => conflict.columns(['kind', 'request_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** A name without folders and control characters, never empty. */
function shownName(name: string, format: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replaceAll(/[\p{Cc}\p{Cf}\ud800-\udfff]/gu, '').trim()
  return [...plain].slice(0, 100).join('') || `sheet.${format}`
}

async function insertRows(tx: Tx, sheetId: SheetFileId, rows: readonly ReadRow[]): Promise<void> {
  const records = rows.map(({ rowNumber, payload, oddCells }) => ({
    id: newId(),
    row_number: rowNumber,
    payload,
    odd_cells: oddCells,
    payload_hash: createHash('sha256').update(JSON.stringify(payload)).digest('hex'),
  }))
  await sql`
    insert into sheet_row (id, sheet_file_id, row_number, payload, payload_hash, odd_cells, state)
    select id, ${sheetId}::uuid, row_number, array(select jsonb_array_elements_text(payload)), decode(payload_hash, 'hex'),
      odd_cells, 'read'
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
      as given (id uuid, row_number int, payload jsonb, payload_hash text, odd_cells jsonb)
  `.execute(tx)
}
