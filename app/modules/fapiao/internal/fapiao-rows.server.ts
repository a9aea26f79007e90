import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, FapiaoId, SupplierOrderId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { FapiaoFacts, FapiaoState } from '../fapiao.ts'

/** Accepted less given back, of a part of an order under the name `part`. */
export const owedOfPart = sql`(select coalesce(sum(line.unit_price_fen * line.accepted_quantity - line.returned_fen), 0)::bigint
  from order_line line where line.supplier_order_id = part.id)`

/** A fapiao with its row locked; undefined for none, and for one of another cooperative than the one asked for. */
export async function lockFapiao(
  tx: Tx,
  fapiaoId: FapiaoId,
  cooperativeId: CooperativeId | undefined,
): Promise<FapiaoFacts | undefined> {
  const own = cooperativeId ? sql`and fapiao.cooperative_id = ${cooperativeId}` : sql``
  const { rows } = await sql<{
    id: FapiaoId
    supplier_order_id: SupplierOrderId
    state: FapiaoState
    number: string | null
    issued_on: BusinessDate | null
    owed: number
  }>`
    select fapiao.id, fapiao.supplier_order_id, fapiao.state, fapiao.number, fapiao.issued_on, ${owedOfPart} as owed
    from fapiao join supplier_order part on part.id = fapiao.supplier_order_id
    where fapiao.id = ${fapiaoId} ${own} for update of fapiao`.execute(tx)
  const [row] = rows
  return (
    row && {
      fapiaoId: row.id,
      supplierOrderId: row.supplier_order_id,
      state: row.state,
      number: row.number ?? undefined,
      issuedOn: row.issued_on ?? undefined,
      owed: fen(row.owed),
    }
  )
}

/** Whether a number stands on an invoice already, black or red. */
export async function isNumberKnown(db: Db, number: string): Promise<boolean> {
  const row = await db
    .selectFrom('fapiao')
    .select('id')
    .where((eb) => eb.or([eb('number', '=', number), eb('red_number', '=', number)]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** One number is written down at a time, whichever invoice it is for. */
export async function lockNumber(tx: Tx, number: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`fapiao ${number}`}, 0))`.execute(tx)
}
