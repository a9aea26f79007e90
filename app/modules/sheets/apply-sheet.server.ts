import { sql } from 'kysely'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import type { PersonId, SheetFileId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { claimSheet, type LockedSheet, lockSheet, readDueRows, storeOutcomes } from './internal/sheet-rows.server.ts'
import { readSheetRow } from './read-sheet-row.ts'
import type { SheetNote, SheetRow, SheetStepRefusal, StartSheetRefusal } from './sheet-file.ts'
import type { SheetKind, SheetMapping } from './sheet-kind.ts'

/** Rows of one transaction: few enough that buyers do not wait for the books. */
const ROWS_AT_ONCE = 200

/** What applying a row came to: done, or why it could not be done any more. */
export type AppliedRow = { targetId: string } | { errors: readonly SheetNote[] }

/** Does what rows say, in their order, in the transaction that marks them as applied. */
export type ApplyRows<Values extends object> = (
  tx: Tx,
  rows: readonly SheetRow<Values>[],
  file: { options: Record<string, string>; sheetId: SheetFileId; actorId: PersonId; documentId: string; now: Date },
) => Promise<AppliedRow[]>

/**
 * Releases a checked file to be applied by the job. Refuses one with errors: a file is
 * put right and brought again, or nothing of it is applied.
 */
export async function startSheet<Values extends object>(
  db: Db,
  kind: SheetKind<Values>,
  { sheetId, actorId, now }: { sheetId: SheetFileId; actorId: PersonId; now: Date },
): Promise<Result<void, StartSheetRefusal>> {
  return inTransaction(db, async (tx) => {
    const file = await lockSheet(tx, kind.name, sheetId)
    if (!file) return refuse({ kind: 'notFound' })
    if (file.state !== 'checked') return refuse({ kind: 'wrongState', state: file.state })
    const { rows } = await sql<{ errors: number; due: number }>`
      select count(*) filter (where state = 'error')::int as errors, count(*) filter (where state in ('new', 'changed'))::int as due
      from sheet_row where sheet_file_id = ${sheetId}`.execute(tx)
    const [counts = { errors: 0, due: 0 }] = rows
    if (counts.errors > 0) return refuse({ kind: 'hasErrors', count: counts.errors })
    if (counts.due === 0) return refuse({ kind: 'nothingToApply' })
    await tx
      .updateTable('sheet_file')
      .set({ state: 'applying', applying_at: now, applied_by: actorId })
      .where('id', '=', sheetId)
      .execute()
    return ok(undefined)
  })
}

/**
 * Applies released files of a kind to the end, some rows a transaction; says how many
 * rows it went through. Each row is applied with its mark in one commit, so a process
 * that dies half-way leaves nothing to be done twice.
 */
export async function applySheets<Values extends object>(
  db: Db,
  kind: SheetKind<Values>,
  { apply, now }: { apply: ApplyRows<Values>; now: Date },
): Promise<number> {
  let applied = 0
  for (;;) {
    const step = await inTransaction(db, (tx) => applyNextRows(tx, kind, { apply, now }))
    if (step === undefined) return applied
    await faultPoint('sheet:after-commit')
    applied += step
  }
}

/** How many rows; undefined when there is no file to go on with. */
async function applyNextRows<Values extends object>(
  tx: Tx,
  kind: SheetKind<Values>,
  { apply, now }: { apply: ApplyRows<Values>; now: Date },
): Promise<number | undefined> {
  const file = await claimSheet(tx, kind.name)
  if (!file) return undefined
  const due = await readDueRows(tx, file.sheetId, ROWS_AT_ONCE)
  if (due.length === 0) await finishSheet(tx, file.sheetId, now)
  else {
    const rows = due.map((row) => readSheetRow(kind, file.mapping as SheetMapping<Values>, row))
    const done = await apply(tx, rows, { ...file, actorId: actorOf(file), now })
    if (done.length !== rows.length) throw new Error(`${done.length} answers about ${rows.length} rows`)
    const outcomes = rows.map(({ id }, index) => outcomeOf(id, done[index] as AppliedRow))
    await storeOutcomes(tx, outcomes, now)
    await sql`update sheet_file set heartbeat_at = clock_timestamp() where id = ${file.sheetId}`.execute(tx)
  }
  await faultPoint('sheet:before-commit')
  return due.length
}

function actorOf(file: LockedSheet): PersonId {
  if (file.appliedBy === null) throw new Error(`nobody released ${file.sheetId}`)
  return file.appliedBy
}

function outcomeOf(id: string, answer: AppliedRow) {
  return 'errors' in answer
    ? { id, state: 'error' as const, errors: answer.errors }
    : { id, state: 'applied' as const, targetId: answer.targetId }
}

async function finishSheet(tx: Tx, sheetId: SheetFileId, now: Date): Promise<void> {
  await sql`
    update sheet_file set finished_at = ${now}, state = case when exists (
      select from sheet_row where sheet_file_id = ${sheetId} and state = 'error') then 'done_with_errors' else 'done' end
    where id = ${sheetId}
  `.execute(tx)
}

/** Lays a file aside that was not released. */
export async function discardSheet<Values extends object>(
  db: Db,
  kind: SheetKind<Values>,
  { sheetId, now }: { sheetId: SheetFileId; now: Date },
): Promise<Result<void, SheetStepRefusal>> {
  return inTransaction(db, async (tx) => {
    const file = await lockSheet(tx, kind.name, sheetId)
    if (!file) return refuse({ kind: 'notFound' })
    if (file.state !== 'uploaded' && file.state !== 'checked') return refuse({ kind: 'wrongState', state: file.state })
    await tx.updateTable('sheet_file').set({ state: 'rejected', finished_at: now }).where('id', '=', sheetId).execute()
    return ok(undefined)
  })
}
