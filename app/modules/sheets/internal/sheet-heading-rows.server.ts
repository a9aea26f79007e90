import type { Tx } from '#app/platform/db.server.ts'
import { headingKey } from '../headings.ts'
import type { SheetKindName } from '../sheet-kind.ts'

/** What people said the headings mean, by their keys. */
export async function readHeadings<Field extends string>(
  tx: Tx,
  kind: SheetKindName,
  header: readonly string[],
): Promise<Map<string, Field>> {
  const keys = header.map(headingKey).filter((key) => key !== '')
  if (keys.length === 0) return new Map()
  const rows = await tx
    .selectFrom('sheet_heading')
    .select(['heading', 'field'])
    .where('kind', '=', kind)
    .where('heading', 'in', keys)
    .execute()
  return new Map(rows.map((row) => [row.heading, row.field as Field]))
}

/** Remembers what the headings of a file mean, and forgets what is said to mean nothing. */
export async function rememberHeadings(
  tx: Tx,
  kind: SheetKindName,
  { header, mapping }: { header: readonly string[]; mapping: readonly string[] },
): Promise<void> {
  const said = new Map(header.map((heading, column) => [headingKey(heading), mapping[column] ?? '']))
  said.delete('')
  const keys = [...said.keys()]
  if (keys.length === 0) return
  await tx.deleteFrom('sheet_heading').where('kind', '=', kind).where('heading', 'in', keys).execute()
  const named = [...said].filter(([, field]) => field !== '')
  if (named.length === 0) return
  const rows = named.map(([heading, field]) => ({ kind, heading, field }))
  await tx
    .insertInto('sheet_heading')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
