import { sql } from 'kysely'
import type { HandOverKind } from '#app/modules/ordering/accept-lines.server.ts'
import type { OrderStatus } from '#app/modules/ordering/order-state.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { OrderId, OrderLineId } from '#app/shared/ids.ts'
import { maskName, maskPhone } from './pickup-code.ts'
import { piecesHere, piecesToCome, shelfPlace } from './pieces.ts'

export interface VisitLine {
  orderLineId: OrderLineId
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  pictureKind: string
  productSlug: string
  quantity: number
  accepted: number
  canceled: number
  here: number
  toCome: number
}

export interface PastVisit {
  visitId: string
  kind: HandOverKind
  at: Date
  /** Null: nobody handed it over; it happened by itself. */
  by: string | null
  proxyName: string | null
  note: string
  pieces: number
}

export interface VisitView {
  orderId: OrderId
  orderNo: string
  status: OrderStatus
  maskedName: string
  maskedPhone: string
  buyerNote: string
  shelf: { shelf: string; place: string }
  pointZh: string
  pointEn: string
  startsAt: Date
  endsAt: Date
  lines: VisitLine[]
  visits: PastVisit[]
}

/** A paid order that is fetched, as the counter sees it; undefined when there is none of that number. */
export async function readVisit(db: Db, orderNo: string): Promise<VisitView | undefined> {
  const order = await db
    .selectFrom('order')
    .innerJoin('pickup_slot', 'pickup_slot.id', 'order.pickup_slot_id')
    .innerJoin('pickup_point', 'pickup_point.id', 'pickup_slot.pickup_point_id')
    .select(['order.id', 'order.status', 'order.contact_name', 'order.contact_phone', 'order.note'])
    .select(['pickup_point.name_zh', 'pickup_point.name_en', 'pickup_slot.starts_at', 'pickup_slot.ends_at'])
    .where('order.order_no', '=', orderNo)
    .where('order.status', 'in', ['paid', 'completed'])
    .executeTakeFirst()
  if (!order) return undefined
  const orderId = order.id as OrderId
  const [lines, visits] = await Promise.all([selectLines(db, orderId), selectVisits(db, orderId)])
  return {
    orderId,
    orderNo,
    status: order.status as OrderStatus,
    maskedName: maskName(order.contact_name ?? ''),
    maskedPhone: maskPhone(order.contact_phone ?? ''),
    buyerNote: order.note,
    shelf: shelfPlace(orderNo),
    pointZh: order.name_zh,
    pointEn: order.name_en,
    startsAt: order.starts_at,
    endsAt: order.ends_at,
    lines,
    visits,
  }
}

async function selectLines(db: Db, orderId: OrderId): Promise<VisitLine[]> {
  const rows = await db
    .selectFrom('order_line')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('line_no')
    .execute()
  return rows.map((row) => {
    const counters = {
      quantity: row.quantity,
      shipped: row.shipped_quantity,
      received: row.received_quantity,
      accepted: row.accepted_quantity,
      canceled: row.canceled_quantity,
    }
    return {
      orderLineId: row.id as OrderLineId,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      specZh: row.spec_zh,
      specEn: row.spec_en,
      pictureKind: row.picture_kind,
      productSlug: row.product_slug,
      quantity: row.quantity,
      accepted: row.accepted_quantity,
      canceled: row.canceled_quantity,
      here: piecesHere(counters),
      toCome: piecesToCome(counters),
    }
  })
}

async function selectVisits(db: Db, orderId: OrderId): Promise<PastVisit[]> {
  const { rows } = await sql<PastVisit>`
    select given.visit_id as "visitId", given.kind, given.at, person.name as by, given.proxy_name as "proxyName", given.note,
      sum(piece.quantity)::int as pieces
    from hand_over given
      join supplier_order part on part.id = given.supplier_order_id
      join hand_over_line piece on piece.hand_over_id = given.id
      left join person on person.id = given.actor_id
    where part.order_id = ${orderId}
    group by given.visit_id, given.kind, given.at, person.name, given.proxy_name, given.note
    order by given.at desc
  `.execute(db)
  return rows
}
