import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { readSpreadsheet, type Sheet } from '#app/platform/spreadsheet.server.ts'
import type { ImportJobId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { guessMapping, hasKnownHeading } from './import-fields.ts'
import { type ImportRow, MAX_CELL_LENGTH, MAX_IMPORT_COLUMNS, MAX_IMPORT_ROWS, type OddCellNote } from './import-job.ts'
import { readHeadings } from './internal/remembered-headings.server.ts'
import { isEmptyRow } from './read-row.ts'
import type { UploadImportRefusal } from './upload-import.ts'

export interface UploadImportCommand {
  manager: Manager
  requestId: string
  /** As the sender's machine calls the file; shown, never trusted. */
  fileName: string
  bytes: Buffer
  now: Date
}

const LIMITS = { maxRows: MAX_IMPORT_ROWS + 1, maxColumns: MAX_IMPORT_COLUMNS, maxCellLength: MAX_CELL_LENGTH }

/**
 * Takes in a spreadsheet of goods: its cells as they stand, nothing of the shop is
 * touched. The same request twice is one import.
 */
export async function uploadImport(
  db: Db,
  command: UploadImportCommand,
): Promise<Result<ImportJobId, UploadImportRefusal>> {
  const { manager, requestId, bytes } = command
  if (bytes.length === 0) return refuse({ kind: 'fileMissing' })
  const sha256 = createHash('sha256').update(bytes).digest()
  const known = await findUpload(db, command)
  if (known) return answerAgain(known, sha256)
  const read = await readSpreadsheet(bytes, { limits: LIMITS, isLikely: hasKnownHeading })
  if (!read.ok) return refuse({ kind: 'unreadable', problem: read.refusal.problem })
  const [header = [], ...body] = read.value.rows
  if (header.every((heading) => heading === '')) return refuse({ kind: 'noHeader' })
  const rows = rowsOf(body, read.value)
  if (rows.length === 0) return refuse({ kind: 'noRows' })
  const jobId = newId<ImportJobId>()
  const isFirst = await inTransaction(db, async (tx) => {
    const mapping = guessMapping(header, await readHeadings(tx, manager.cooperativeId, header))
    const inserted = await insertJob(tx, {
      ...command,
      jobId,
      sha256,
      header,
      mapping,
      rowCount: rows.length,
      sheet: read.value,
    })
    if (inserted) await insertRows(tx, jobId, rows)
    return inserted
  })
  if (isFirst) return ok(jobId)
  const before = await findUpload(db, command)
  if (!before) throw new Error(`request ${requestId} was refused without an import`)
  return answerAgain(before, sha256)
}

function findUpload(db: Db, { manager, requestId }: UploadImportCommand) {
  return db
    .selectFrom('import_job')
    .select(['id', 'sha256'])
    .where('cooperative_id', '=', manager.cooperativeId)
    .where('request_id', '=', requestId)
    .executeTakeFirst()
}

function answerAgain(known: { id: string; sha256: Buffer }, sha256: Buffer): Result<ImportJobId, UploadImportRefusal> {
  return known.sha256.equals(sha256) ? ok(known.id as ImportJobId) : refuse({ kind: 'requestReused' })
}

function rowsOf(body: readonly string[][], { oddCells }: Sheet): ImportRow[] {
  const oddByRow = new Map<number, OddCellNote[]>()
  for (const { row, column, kind } of oddCells) {
    const notes = oddByRow.get(row) ?? []
    notes.push({ column: column - 1, kind })
    oddByRow.set(row, notes)
  }
  return body
    .map((payload, index): ImportRow => {
      const rowNumber = index + 2
      return { rowNumber, payload, oddCells: oddByRow.get(rowNumber) ?? [] }
    })
    .filter((row) => !isEmptyRow(row))
}

interface JobRow extends UploadImportCommand {
  jobId: ImportJobId
  sha256: Buffer
  header: string[]
  mapping: string[]
  rowCount: number
  sheet: Sheet
}

async function insertJob(tx: Tx, job: JobRow): Promise<boolean> {
  const { manager, sheet } = job
  const inserted = await tx
    .insertInto('import_job')
    .values({
      id: job.jobId,
      cooperative_id: manager.cooperativeId,
      request_id: job.requestId,
      kind: 'goods',
      file_name: shownName(job.fileName, sheet.format),
      file_format: sheet.format,
      encoding: sheet.encoding ?? null,
      sha256: job.sha256,
      header: job.header,
      mapping: job.mapping,
      state: 'uploaded',
      row_count: job.rowCount,
      created_by: manager.personId,
      created_at: job.now,
    })
    .onConflict((conflict) => conflict.columns(['cooperative_id', 'request_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** A name without folders and control characters, never empty. */
function shownName(name: string, format: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replaceAll(/[\p{Cc}\p{Cf}\ud800-\udfff]/gu, '').trim()
  return [...plain].slice(0, 100).join('') || `goods.${format}`
}

async function insertRows(tx: Tx, jobId: ImportJobId, rows: readonly ImportRow[]): Promise<void> {
  const records = rows.map(({ rowNumber, payload, oddCells }) => ({
    id: newId(),
    row_number: rowNumber,
    payload,
    odd_cells: oddCells,
    payload_hash: createHash('sha256').update(JSON.stringify(payload)).digest('hex'),
  }))
  await sql`
    insert into import_row (id, import_job_id, row_number, payload, payload_hash, odd_cells, state)
    select id, ${jobId}::uuid, row_number, array(select jsonb_array_elements_text(payload)), decode(payload_hash, 'hex'), odd_cells, 'read'
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
      as given (id uuid, row_number int, payload jsonb, payload_hash text, odd_cells jsonb)
  `.execute(tx)
}
