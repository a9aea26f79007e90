import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { SheetFileId } from '#app/shared/ids.ts'
import type { NearDuplicate } from '../near-duplicate.ts'

/**
 * Which line of its order each row of a file is, by the rows' order: for files that do
 * not number them. Numbers of orders are compared as they are read.
 */
export async function readLinePlaces(
  tx: Tx,
  { sheetId, column, externalNos }: { sheetId: SheetFileId; column: number; externalNos: readonly string[] },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; place: number }>`
    select id, row_number() over (partition by number order by row_number)::int as place from (
      select id, row_number, regexp_replace(replace(normalize(payload[${column + 1}::int], NFKC), '−', '-'), '\\s+', '', 'g') as number
      from sheet_row where sheet_file_id = ${sheetId}) as numbered
    where number = any(${externalNos}::text[])`.execute(tx)
  return new Map(rows.map(({ id, place }) => [id, place]))
}

/** How far amounts may lie apart, in fen, and days. */
const NEAR_FEN = 100
const NEAR_DAYS = 7

/**
 * Purchases and own orders that may be the same as given ones: nearly the same amount, from
 * the same county, within a week, under another number. By the place of the given one.
 */
export async function findNear(
  db: Db,
  given: readonly { channel: string; externalNo: string; countyId: string; amount: number; orderedOn: string }[],
): Promise<Map<number, NearDuplicate[]>> {
  if (given.length === 0) return new Map()
  const asked = given.map((one, place) => ({ ...one, place }))
  const { rows } = await sql<NearDuplicate & { place: number }>`
    select given.place, near.kind, near.channel, near.no, near.day::text as day, near.amount as "amountFen"
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as given (place int, channel text, "externalNo" text, "countyId" text,
        amount bigint, "orderedOn" date)
      cross join lateral (
        (select 'purchase' as kind, channel, external_no as no, ordered_on as day, amount_fen as amount from external_purchase
          where county_id = given."countyId" and state <> 'reversed'
            and amount_fen between given.amount - ${NEAR_FEN} and given.amount + ${NEAR_FEN}
            and ordered_on between given."orderedOn" - ${NEAR_DAYS}::int and given."orderedOn" + ${NEAR_DAYS}::int
            and (channel, external_no) <> (given.channel, given."externalNo")
          order by abs(amount_fen - given.amount), abs(ordered_on - given."orderedOn"), id limit 1)
        union all
        (select 'order', null, order_no, (placed_at at time zone 'Asia/Shanghai')::date, total_fen from "order" o
          where total_fen between given.amount - ${NEAR_FEN} and given.amount + ${NEAR_FEN} and status in ('paid', 'completed')
            and placed_at >= (given."orderedOn" - ${NEAR_DAYS}::int)::timestamp at time zone 'Asia/Shanghai'
            and placed_at < (given."orderedOn" + ${NEAR_DAYS + 1}::int)::timestamp at time zone 'Asia/Shanghai'
            and exists (select from order_line where order_id = o.id and county_id = given."countyId")
            and not exists (select from external_link where order_id = o.id and unlinked_at is null)
          order by abs(total_fen - given.amount), o.id limit 1)
      ) near`.execute(db)
  const byPlace = new Map<number, NearDuplicate[]>()
  for (const { place, ...near } of rows) byPlace.set(place, [...(byPlace.get(place) ?? []), near])
  return byPlace
}
