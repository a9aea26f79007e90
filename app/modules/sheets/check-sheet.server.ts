import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { SheetFileId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { rememberHeadings } from './internal/sheet-heading-rows.server.ts'
import { lockSheet, readAllRows, storeOutcomes } from './internal/sheet-rows.server.ts'
import { findMappingProblem, readSheetRow } from './read-sheet-row.ts'
import type { CheckSheetRefusal, SheetRow, SheetVerdict } from './sheet-file.ts'
import type { SheetKind, SheetMapping } from './sheet-kind.ts'

/**
 * Says of each row that could be read what it would do, in their order. Changes
 * nothing but what the check itself keeps.
 */
export type DecideRows<Values extends object> = (
  tx: Tx,
  rows: readonly SheetRow<Values>[],
  file: { options: Record<string, string>; sheetId: SheetFileId; now: Date },
) => Promise<SheetVerdict[]>

export interface CheckSheetCommand {
  sheetId: SheetFileId
  /** Columns behind its last mean nothing. */
  mapping: readonly string[]
  now: Date
}

/**
 * Says what each column means and compares every row with what is known: a dry run
 * that changes nothing. It can be made again as long as nothing was applied. Rows with
 * a cell that cannot be read are errors and are not given to `decide`.
 */
export async function checkSheet<Values extends object>(
  db: Db,
  kind: SheetKind<Values>,
  { command, decide }: { command: CheckSheetCommand; decide: DecideRows<Values> },
): Promise<Result<void, CheckSheetRefusal>> {
  const { sheetId, mapping, now } = command
  const problem = findMappingProblem(kind, mapping)
  if (problem) return refuse({ kind: 'mapping', problem })
  return inTransaction(db, async (tx) => {
    const file = await lockSheet(tx, kind.name, sheetId)
    if (!file) return refuse({ kind: 'notFound' })
    if (file.state !== 'uploaded' && file.state !== 'checked') return refuse({ kind: 'wrongState', state: file.state })
    if (mapping.length > file.header.length) return refuse({ kind: 'columnCount' })
    const whole = file.header.map((_, column) => mapping[column] ?? '')
    await rememberHeadings(tx, kind.name, { header: file.header, mapping: whole })
    const rows = (await readAllRows(tx, sheetId)).map((row) => readSheetRow(kind, whole as SheetMapping<Values>, row))
    const readable = rows.filter((row) => row.errors.length === 0)
    const verdicts = await decide(tx, readable, { options: file.options, sheetId, now })
    if (verdicts.length !== readable.length)
      throw new Error(`${verdicts.length} verdicts about ${readable.length} rows`)
    const decided = readable.map(({ id }, index) => ({ id, ...(verdicts[index] as SheetVerdict) }))
    const broken = rows
      .filter((row) => row.errors.length > 0)
      .map(({ id, errors }) => ({ id, state: 'error' as const, errors }))
    await storeOutcomes(tx, [...decided, ...broken], now)
    await tx
      .updateTable('sheet_file')
      .set({ mapping: whole, state: 'checked', checked_at: now })
      .where('id', '=', sheetId)
      .execute()
    return ok(undefined)
  })
}
