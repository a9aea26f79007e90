import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { DB } from '#db/schema.ts'

type Row = Record<string, unknown>

/** Rows by table, to be written with one statement a table. */
export class RowBag {
  readonly #rows = new Map<keyof DB, Row[]>()

  add(table: keyof DB, row: Row): void {
    const known = this.#rows.get(table)
    if (known) known.push(row)
    else this.#rows.set(table, [row])
  }

  rowsOf(table: keyof DB): readonly Row[] {
    return this.#rows.get(table) ?? []
  }

  /** Writes the rows of these tables, in their order; of tables that have some. */
  async write(tx: Tx, tables: readonly (keyof DB)[]): Promise<void> {
    for (const table of tables) await insertRows(tx, table, this.rowsOf(table))
  }
}

/** As the columns' own types read them. Every row has the columns of the first. */
async function insertRows(tx: Tx, table: keyof DB, rows: readonly Row[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)))
  await sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)
  `.execute(tx)
}
