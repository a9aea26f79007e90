import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { ExternalPurchaseId, PersonId, SheetFileId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { reversePurchase } from './record-purchase.server.ts'

/** A purchase that an earlier file brought and that is not in this one. */
export interface MissingPurchase {
  purchaseId: ExternalPurchaseId
  externalNo: string
  lineNo: number
  orderedOn: BusinessDate
  product: string
  supplierName: string
  amount: Fen
  refund: Fen
  isLinked: boolean
}

/**
 * What earlier files of the channel say of the days that a file covers, and this file
 * does not: a corrected file left it out, or it was never meant to be whole. Nothing
 * for a file whose rows are not all known yet.
 */
export async function listMissing(db: Db, sheetId: SheetFileId, limit: number): Promise<MissingPurchase[]> {
  const { rows } = await sql<{
    id: ExternalPurchaseId
    external_no: string
    line_no: number
    ordered_on: BusinessDate
    product: string
    supplier_name: string
    amount_fen: number
    refund_fen: number
    linked_order_id: string | null
  }>`
    with file as (
      select id, options ->> 'channel' as channel from sheet_file
      where id = ${sheetId} and kind = 'external_purchase' and state in ('checked', 'done', 'done_with_errors')
        and not exists (select from sheet_row where sheet_file_id = ${sheetId} and state in ('new', 'changed', 'error', 'read'))
    ), named as (
      select purchase.id, purchase.ordered_on from sheet_row row join external_purchase purchase on purchase.id::text = row.target_id
      where row.sheet_file_id = ${sheetId}
    ), days as (
      select min(ordered_on) as first, max(ordered_on) as last from named
    )
    select purchase.* from file, days, external_purchase purchase
      join sheet_row came on came.id = purchase.sheet_row_id
    where purchase.channel = file.channel and purchase.state <> 'reversed' and came.sheet_file_id <> file.id
      and purchase.ordered_on between days.first and days.last and purchase.id not in (select id from named)
    order by purchase.ordered_on, purchase.external_no, purchase.line_no limit ${limit}`.execute(db)
  return rows.map((row) => ({
    purchaseId: row.id,
    externalNo: row.external_no,
    lineNo: row.line_no,
    orderedOn: row.ordered_on,
    product: row.product,
    supplierName: row.supplier_name,
    amount: fen(row.amount_fen),
    refund: fen(row.refund_fen),
    isLinked: row.linked_order_id !== null,
  }))
}

/** What is listed at once, and so what can be ticked at once. */
export const MISSING_AT_ONCE = 200

/**
 * Takes back purchases that somebody ticked as gone from a corrected file. Only what the
 * file really lacks is taken back, each in a transaction of its own; linked ones stay.
 * Says how many were.
 */
export async function reverseMissing(
  db: Db,
  of: { sheetId: SheetFileId; purchaseIds: readonly string[]; reason: string; actorId: PersonId; now: Date },
): Promise<number> {
  const { sheetId, purchaseIds, reason, actorId, now } = of
  const missing = await listMissing(db, sheetId, MISSING_AT_ONCE)
  const ticked = missing.filter(({ purchaseId, isLinked }) => !isLinked && purchaseIds.includes(purchaseId))
  let count = 0
  for (const { purchaseId } of ticked) {
    const reversed = await reversePurchase(db, { purchaseId, reason, recordedBy: actorId, now })
    if (reversed.ok) count += 1
  }
  return count
}
