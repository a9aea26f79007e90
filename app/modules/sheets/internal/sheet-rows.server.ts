import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { PersonId, SheetFileId } from '#app/shared/ids.ts'
import type { StoredSheetRow } from '../read-sheet-row.ts'
import type { OddCellNote, SheetState, SheetVerdict } from '../sheet-file.ts'
import type { SheetKindName } from '../sheet-kind.ts'

export interface LockedSheet {
  sheetId: SheetFileId
  state: SheetState
  header: string[]
  mapping: string[]
  options: Record<string, string>
  documentId: string
  appliedBy: PersonId | null
}

/** A file of the kind with its row locked; undefined for one of another kind. */
export async function lockSheet(tx: Tx, kind: SheetKindName, sheetId: SheetFileId): Promise<LockedSheet | undefined> {
  const row = await tx
    .selectFrom('sheet_file')
    .selectAll()
    .where('id', '=', sheetId)
    .where('kind', '=', kind)
    .forUpdate()
    .executeTakeFirst()
  return row && readLocked(row)
}

/** The longest waiting file of the kind that is to be applied and that no other process applies. */
export async function claimSheet(tx: Tx, kind: SheetKindName): Promise<LockedSheet | undefined> {
  const row = await tx
    .selectFrom('sheet_file')
    .selectAll()
    .where('kind', '=', kind)
    .where('state', '=', 'applying')
    .orderBy('applying_at')
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row && readLocked(row)
}

function readLocked(row: {
  id: string
  state: string
  header: string[]
  mapping: string[]
  options: unknown
  document_id: string
  applied_by: string | null
}): LockedSheet {
  return {
    sheetId: row.id as SheetFileId,
    state: row.state as SheetState,
    header: row.header,
    mapping: row.mapping,
    options: row.options as Record<string, string>,
    documentId: row.document_id,
    appliedBy: row.applied_by as PersonId | null,
  }
}

interface RowRecord {
  id: string
  row_number: number
  payload: string[]
  odd_cells: OddCellNote[]
}

export async function readAllRows(tx: Tx, sheetId: SheetFileId): Promise<StoredSheetRow[]> {
  const { rows } = await sql<RowRecord>`
    select id, row_number, payload, odd_cells from sheet_row where sheet_file_id = ${sheetId} order by row_number
  `.execute(tx)
  return rows.map(readStored)
}

/** The next rows that have something to apply. */
export async function readDueRows(tx: Tx, sheetId: SheetFileId, limit: number): Promise<StoredSheetRow[]> {
  const { rows } = await sql<RowRecord>`
    select id, row_number, payload, odd_cells from sheet_row
    where sheet_file_id = ${sheetId} and state in ('new', 'changed') order by row_number limit ${limit}
  `.execute(tx)
  return rows.map(readStored)
}

function readStored(row: RowRecord): StoredSheetRow {
  return { id: row.id, rowNumber: row.row_number, payload: row.payload, oddCells: row.odd_cells }
}

export interface RowOutcome extends Omit<SheetVerdict, 'state'> {
  id: string
  state: SheetVerdict['state'] | 'applied'
}

/** Writes down what was found out about rows, in one statement whatever their number. */
export async function storeOutcomes(tx: Tx, outcomes: readonly RowOutcome[], now: Date): Promise<void> {
  if (outcomes.length === 0) return
  const rows = outcomes.map(({ id, state, targetId, diff, errors, warnings }) => ({
    id,
    state,
    target_id: targetId ?? null,
    diff: diff ?? null,
    errors: errors ?? [],
    warnings: warnings ?? null,
  }))
  await sql`
    update sheet_row set state = found.state, target_id = coalesce(found.target_id, case when found.state = 'applied' then sheet_row.target_id end),
      diff = coalesce(found.diff, case when found.state = 'applied' then sheet_row.diff else '[]' end), errors = found.errors,
      warnings = coalesce(found.warnings, case when found.state = 'applied' then sheet_row.warnings else '[]' end),
      applied_at = case when found.state = 'applied' then ${now}::timestamptz else sheet_row.applied_at end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as found (id uuid, state text, target_id text, diff jsonb, errors jsonb, warnings jsonb)
    where sheet_row.id = found.id
  `.execute(tx)
}
