import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { OrderLineId, ProductId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { countingYear, type Recognition } from '../recognition-entries.ts'

/** Writes what counts, beside the entry that books it. */
export async function insertRecognizedPurchase(
  tx: Tx,
  of: Recognition & { orderLineId?: OrderLineId; productId?: ProductId },
  { entryId, now }: { entryId: number; now: Date },
): Promise<void> {
  await tx
    .insertInto('recognized_purchase')
    .values({
      id: newId(),
      source_type: of.sourceType,
      source_id: of.sourceId,
      order_line_id: of.orderLineId ?? null,
      amount_fen: of.amount,
      year: countingYear(of.businessDate),
      business_date: of.businessDate,
      county_id: of.countyId,
      cooperative_id: of.cooperativeId ?? null,
      product_id: of.productId ?? null,
      channel: of.channel,
      fund_type: of.fundType,
      org_unit_id: of.orgUnitId ?? null,
      journal_entry_id: entryId,
      recorded_at: now,
    })
    .execute()
}

/** Lets one writer at a time say something about an external document; to the end of the transaction. */
export async function lockExternalDocument(tx: Tx, sourceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`external purchase ${sourceId}`}, 0))`.execute(tx)
}

/** Day and amount under which an external document counts already. */
export async function findExternalPurchase(
  db: Db,
  sourceId: string,
): Promise<{ acceptedOn: BusinessDate; amount: Fen } | undefined> {
  const row = await db
    .selectFrom('recognized_purchase')
    .select(['business_date', 'amount_fen'])
    .where('source_type', '=', 'external')
    .where('source_id', '=', sourceId)
    .executeTakeFirst()
  return row && { acceptedOn: row.business_date, amount: fen(row.amount_fen) }
}
