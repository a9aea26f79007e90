import { sql } from 'kysely'
import { headingKey } from '#app/modules/sheets/headings.ts'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { type ColumnMapping, guessMapping, type ImportField, isImportField } from '../import-fields.ts'

/** What the cooperative said last time that these headings mean. */
export async function readHeadings(
  db: Db,
  cooperativeId: CooperativeId,
  header: readonly string[],
): Promise<Map<string, ImportField>> {
  const keys = header.map(headingKey)
  const rows = await db
    .selectFrom('import_heading')
    .select(['heading', 'field'])
    .where('cooperative_id', '=', cooperativeId)
    .where('heading', 'in', keys)
    .execute()
  return new Map(rows.flatMap(({ heading, field }) => (isImportField(field) ? [[heading, field] as const] : [])))
}

/**
 * Keeps what the cooperative says of its headings where nobody would have guessed
 * it, and forgets what it once said otherwise.
 */
export async function rememberHeadings(
  tx: Tx,
  cooperativeId: CooperativeId,
  { header, mapping }: { header: readonly string[]; mapping: ColumnMapping },
): Promise<void> {
  const guessed = guessMapping(header, new Map())
  const said = header.map((heading, column) => ({
    key: headingKey(heading),
    field: mapping[column] ?? '',
    isGuess: mapping[column] === guessed[column],
  }))
  await sql`
    delete from import_heading kept
    using unnest(${said.map(({ key }) => key)}::text[], ${said.map(({ field }) => field)}::text[]) as said (heading, field)
    where kept.cooperative_id = ${cooperativeId} and kept.heading = said.heading and kept.field <> said.field
  `.execute(tx)
  const told = new Map(
    said.flatMap(({ key, field, isGuess }) => (isGuess || field === '' || key === '' ? [] : [[key, field]])),
  )
  await sql`
    insert into import_heading (cooperative_id, heading, field)
    select ${cooperativeId}, told.heading, told.field
    from unnest(${[...told.keys()]}::text[], ${[...told.values()]}::text[]) as told (heading, field)
    order by told.heading
    on conflict (cooperative_id, heading) do update set field = excluded.field
  `.execute(tx)
}
