import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { PersonId, SkuId } from '#app/shared/ids.ts'
import type { AdjustmentReason } from './adjustment-reasons.ts'

export interface DecidedAdjustment {
  skuId: SkuId
  /** Names what asked for it; the same SKU is adjusted once for it. */
  requestId: string
  reason: AdjustmentReason
  /** What was found by counting; only for a count. */
  counted?: number
  delta: number
  note?: string
}

/**
 * Writes down adjustments that were decided on shelves whose rows the caller holds,
 * each with its movement; a count that changes nothing moves nothing. One statement
 * whatever their number.
 */
export async function recordAdjustments(
  tx: Tx,
  { adjustments, actorId, now }: { adjustments: readonly DecidedAdjustment[]; actorId: PersonId; now: Date },
): Promise<void> {
  if (adjustments.length === 0) return
  const rows = adjustments.map(({ skuId, requestId, reason, counted, delta, note }) => ({
    id: newId(),
    sku_id: skuId,
    request_id: requestId,
    reason,
    counted: counted ?? null,
    delta,
    note: note ?? '',
  }))
  await sql`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as wanted (id uuid, sku_id uuid, request_id uuid, reason text, counted int, delta int, note text)
    ), written as (
      insert into stock_adjustment (id, sku_id, request_id, reason, counted, delta, note, actor_id, at)
      select id, sku_id, request_id, reason, counted, delta, note, ${actorId}::uuid, ${now}::timestamptz from wanted
    ), noted as (
      insert into stock_movement (sku_id, kind, delta_on_hand, cause_type, cause_id, actor_id, at)
      select sku_id, case when reason in ('count', 'found') then 'adjusted' else 'written_off' end, delta, 'adjustment', id::text,
        ${actorId}::uuid, ${now}::timestamptz
      from wanted where delta <> 0
    )
    update stock_level set on_hand = stock_level.on_hand + change.delta
    from (select sku_id, sum(delta)::int as delta from wanted group by sku_id) change
    where stock_level.sku_id = change.sku_id and change.delta <> 0
  `.execute(tx)
}
