import { startSheet } from '#app/modules/sheets/apply-sheet.server.ts'
import { checkSheet, type DecideRows } from '#app/modules/sheets/check-sheet.server.ts'
import type { SheetKind } from '#app/modules/sheets/sheet-kind.ts'
import { uploadSheet } from '#app/modules/sheets/upload-sheet.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { PersonId, SheetFileId } from '#app/shared/ids.ts'
import { seededRandom } from '../history/random.ts'
import { taken } from './desk.ts'

/** What the officer exported elsewhere, as rows of cells. */
export interface ExportedFile {
  fileName: string
  rows: readonly (readonly string[])[]
  options: Record<string, string>
}

/** Brings in a file under a name of its own: uploads, checks, releases and applies it. One that is in already is left alone. */
export async function bringSheet<Values extends object>(
  db: Db,
  kind: SheetKind<Values>,
  of: {
    name: string
    actorId: PersonId
    now: Date
    /** Asked only when the file is not there yet. */
    exportFile: () => Promise<ExportedFile>
    decide: DecideRows<Values>
    apply: (db: Db, now: Date) => Promise<number>
  },
): Promise<SheetFileId> {
  const { name, actorId, now } = of
  const requestId = seededRandom(name).id(now)
  const known = await findSheet(db, kind.name, requestId)
  if (known?.state === 'done') return known.id
  const sheetId = known?.id ?? (await upload(db, kind, { ...of, requestId }))
  if (known === undefined || known.state === 'uploaded') {
    const { mapping } = await db
      .selectFrom('sheet_file')
      .select('mapping')
      .where('id', '=', sheetId)
      .executeTakeFirstOrThrow()
    taken(await checkSheet(db, kind, { command: { sheetId, mapping, now }, decide: of.decide }), name)
  }
  if (known?.state !== 'applying') taken(await startSheet(db, kind, { sheetId, actorId, now }), name)
  await of.apply(db, now)
  return sheetId
}

async function upload<Values extends object>(
  db: Db,
  kind: SheetKind<Values>,
  of: { name: string; requestId: string; actorId: PersonId; now: Date; exportFile: () => Promise<ExportedFile> },
): Promise<SheetFileId> {
  const { requestId, actorId, now } = of
  const { fileName, rows, options } = await of.exportFile()
  const text = `\ufeff${rows.map((row) => row.join(',')).join('\r\n')}\r\n`
  const bytes = Buffer.from(text)
  return taken(await uploadSheet(db, kind, { actorId, requestId, fileName, bytes, options, now }), of.name)
}

async function findSheet(
  db: Db,
  kind: string,
  requestId: string,
): Promise<{ id: SheetFileId; state: string } | undefined> {
  const row = await db
    .selectFrom('sheet_file')
    .select(['id', 'state'])
    .where('kind', '=', kind)
    .where('request_id', '=', requestId)
    .executeTakeFirst()
  return row && { id: row.id as SheetFileId, state: row.state }
}
