import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { PersonId, SkuId } from '#app/shared/ids.ts'
import type { BatchFacts } from './batch.ts'

export interface IncomingBatch extends BatchFacts {
  skuId: SkuId
  /** Pieces, above zero. */
  quantity: number
  /** Names the form or the row that brought it; the same SKU receives once for it. */
  requestId?: string
}

/**
 * Writes down lots that came in and puts their pieces on the shelf, with a movement
 * each, in one statement. Throws for a lot code that is known.
 */
export async function recordBatches(
  tx: Tx,
  { batches, actorId, now }: { batches: readonly IncomingBatch[]; actorId: PersonId | undefined; now: Date },
): Promise<void> {
  if (batches.length === 0) return
  const rows = batches.map((batch) => ({
    id: newId(),
    sku_id: batch.skuId,
    request_id: batch.requestId ?? null,
    lot_code: batch.lotCode,
    harvested_on: batch.harvestedOn,
    best_before_on: batch.bestBeforeOn,
    quantity: batch.quantity,
    certificate_number: batch.certificateNumber ?? null,
    certificate_url: batch.certificateUrl ?? null,
  }))
  const actor = actorId ?? null
  await sql`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as wanted (id uuid, sku_id uuid, request_id uuid,
        lot_code text, harvested_on date, best_before_on date, quantity int, certificate_number text, certificate_url text)
    ), written as (
      insert into batch (id, sku_id, request_id, lot_code, harvested_on, best_before_on, quantity, certificate_number,
        certificate_url, received_by, created_at)
      select id, sku_id, request_id, lot_code, harvested_on, best_before_on, quantity, certificate_number,
        certificate_url, ${actor}::uuid, ${now}::timestamptz
      from wanted
    ), noted as (
      insert into stock_movement (sku_id, kind, delta_on_hand, cause_type, cause_id, actor_id, at)
      select sku_id, 'received', quantity, 'batch', id::text, ${actor}::uuid, ${now}::timestamptz from wanted
    )
    insert into stock_level (sku_id, on_hand) select sku_id, sum(quantity)::int from wanted group by sku_id order by sku_id
    on conflict (sku_id) do update set on_hand = stock_level.on_hand + excluded.on_hand
  `.execute(tx)
}
