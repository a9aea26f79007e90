import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { findOwnSku } from './internal/own-sku.server.ts'
import type { MovementPage, MovementView } from './stock-views.ts'

interface MovementRow {
  id: number
  kind: string
  delta_on_hand: number
  delta_reserved: number
  delta_allocated: number
  at: Date
  cause_type: string
  reference: string | null
  reason: string | null
  note: string | null
  person: string | null
}

/**
 * What moved the stock of one of the cooperative's SKUs, newest first, before the
 * movement `before`. People are named who act for the cooperative; a buyer is
 * nobody here. Undefined when the SKU is not the cooperative's.
 */
export async function listMovements(
  db: Db,
  cooperativeId: CooperativeId,
  { skuId: wished, before, limit }: { skuId: string; before: number | undefined; limit: number },
): Promise<MovementPage | undefined> {
  const skuId = await findOwnSku(db, cooperativeId, wished)
  if (!skuId) return undefined
  const { rows } = await sql<MovementRow>`
    select move.id, move.kind, move.delta_on_hand, move.delta_reserved, move.delta_allocated, move.at, move.cause_type,
      coalesce(o.order_no, handed_order.order_no, lost_order.order_no, paid_order.order_no, batch.lot_code) as reference,
      coalesce(change.reason, lost.reason) as reason, coalesce(change.note, '') as note, actor.name as person
    from (
      select *, case when cause_id ~ '^[0-9a-f-]{36}$' then cause_id::uuid end as cause_key from stock_movement where sku_id = ${skuId} and id < ${before ?? Number.MAX_SAFE_INTEGER}
      order by id desc limit ${limit + 1}
    ) move
    left join "order" o on move.cause_type = 'order' and o.id = move.cause_key
    left join hand_over handed on move.cause_type = 'hand_over' and handed.id = move.cause_key
    left join supplier_order handed_part on handed_part.id = handed.supplier_order_id
    left join "order" handed_order on handed_order.id = handed_part.order_id
    left join line_cancellation lost on move.cause_type = 'line_cancellation' and lost.id = move.cause_key
    left join order_line lost_line on lost_line.id = lost.order_line_id
    left join "order" lost_order on lost_order.id = lost_line.order_id
    left join payment on move.cause_type = 'payment' and payment.id = move.cause_key
    left join "order" paid_order on paid_order.id = payment.order_id
    left join batch on move.cause_type = 'batch' and batch.id = move.cause_key
    left join stock_adjustment change on move.cause_type = 'adjustment' and change.id = move.cause_key
    left join person actor on actor.id = move.actor_id and exists (
      select from role_grant where person_id = actor.id and role_grant.cooperative_id = ${cooperativeId})
    order by move.id desc
  `.execute(db)
  const shown = rows.slice(0, limit).map(readMovement)
  return { movements: shown, next: rows.length > limit ? shown.at(-1)?.movementId : undefined }
}

function readMovement(row: MovementRow): MovementView {
  return {
    movementId: row.id,
    kind: row.kind,
    deltaOnHand: row.delta_on_hand,
    deltaReserved: row.delta_reserved,
    deltaAllocated: row.delta_allocated,
    at: row.at,
    causeType: row.cause_type,
    reference: row.reference ?? undefined,
    reason: row.reason ?? undefined,
    note: row.note ?? '',
    person: row.person ?? undefined,
  }
}
