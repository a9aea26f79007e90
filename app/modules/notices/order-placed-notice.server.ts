import { type RawBuilder, sql } from 'kysely'
import { newId } from '#app/platform/ids.server.ts'
import type { NoticeId, OrderId, PersonId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { noticeParts } from './internal/notice-rows.server.ts'
import type { NoticeDataOf } from './notice.ts'

export interface PlacedOrderFacts {
  orderId: OrderId
  buyerId: PersonId
  total: Fen
  payBefore: Date
  now: Date
}

/**
 * The notice of a placed order as parts of the statement that writes the order,
 * so that it costs no round trip of its own. `placed` names the part of that
 * statement which gives the order's `order_no`: one row.
 */
export function orderPlacedParts(placed: string, facts: PlacedOrderFacts): RawBuilder<unknown> {
  const data: Omit<NoticeDataOf['order_placed'], 'orderNo'> = {
    totalFen: facts.total,
    payBefore: facts.payBefore.toISOString(),
  }
  return noticeParts(sql`
    select ${newId<NoticeId>()}::uuid as id, ${facts.buyerId}::uuid as person_id, 'order_placed' as kind,
      ${JSON.stringify(data)}::jsonb || jsonb_build_object('orderNo', order_no) as data,
      ${`order_placed:${facts.orderId}`} as dedupe_key, ${facts.now}::timestamptz as created_at
    from ${sql.ref(placed)}
  `)
}
