import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { OrderId, OrderLineId, PickupSlotId } from '#app/shared/ids.ts'
import { maskName } from './pickup-code.ts'
import { piecesHere } from './pieces.ts'
import { KEY_ALPHABET, KEY_LENGTH } from './sheet.ts'

interface SheetLine {
  orderLineId: OrderLineId
  key: string
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  /** Still to be handed over, and how many of them are here. */
  open: number
  here: number
}

export interface SheetOrder {
  orderNo: string
  maskedName: string
  phoneTail: string
  lines: SheetLine[]
}

export interface Sheet {
  pointZh: string
  pointEn: string
  startsAt: Date
  endsAt: Date
  orders: SheetOrder[]
}

interface Row {
  order_id: OrderId
  order_no: string
  contact_name: string
  contact_phone: string
  line_id: OrderLineId
  name_zh: string
  name_en: string
  spec_zh: string
  spec_en: string
  quantity: number
  shipped: number
  received: number
  accepted: number
  canceled: number
}

/**
 * What a slot still has to hand over, for paper: no codes, and of the phone the last
 * four digits. Every line gets the key under which it is keyed in afterwards. A line
 * has the same key however often it is printed, until pieces of it are handed over.
 * Undefined when there is no such slot.
 */
export async function printSheet(
  db: Db,
  { clerk, slotId, secret, now }: { clerk: Clerk; slotId: PickupSlotId; secret: string; now: Date },
): Promise<Sheet | undefined> {
  const slot = await db
    .selectFrom('pickup_slot')
    .innerJoin('pickup_point', 'pickup_point.id', 'pickup_slot.pickup_point_id')
    .select(['name_zh', 'name_en', 'starts_at', 'ends_at'])
    .where('pickup_slot.id', '=', slotId)
    .executeTakeFirst()
  if (!slot) return undefined
  const rows = await selectOpen(db, slotId)
  const keyed = rows.map((row) => ({ row, key: keyOf(secret, row) }))
  await keepKeys(db, keyed, { clerk, now })
  const orders = new Map<OrderId, SheetOrder>()
  for (const { row, key } of keyed) {
    const order = orders.get(row.order_id) ?? {
      orderNo: row.order_no,
      maskedName: maskName(row.contact_name),
      phoneTail: row.contact_phone.slice(-4),
      lines: [],
    }
    orders.set(row.order_id, order)
    order.lines.push({
      orderLineId: row.line_id,
      key,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      specZh: row.spec_zh,
      specEn: row.spec_en,
      open: openOf(row),
      here: piecesHere(row),
    })
  }
  return {
    pointZh: slot.name_zh,
    pointEn: slot.name_en,
    startsAt: slot.starts_at,
    endsAt: slot.ends_at,
    orders: [...orders.values()],
  }
}

async function selectOpen(db: Db, slotId: PickupSlotId): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select o.id as order_id, o.order_no, o.contact_name, o.contact_phone, line.id as line_id, line.name_zh, line.name_en,
      line.spec_zh, line.spec_en, line.quantity, line.shipped_quantity as shipped, line.received_quantity as received,
      line.accepted_quantity as accepted, line.canceled_quantity as canceled
    from "order" o join order_line line on line.order_id = o.id
    where o.pickup_slot_id = ${slotId} and o.status = 'paid' and o.fulfillment_kind = 'pickup'
      and line.accepted_quantity + line.canceled_quantity < line.quantity
    order by right(o.contact_phone, 4), o.order_no, line.line_no
  `.execute(db)
  return rows
}

function openOf({ quantity, accepted, canceled }: Row): number {
  return quantity - accepted - canceled
}

/** Depends on how many were handed over before, so that paper of an earlier visit is not taken for this one. */
function keyOf(secret: string, row: Row): string {
  const digest = createHmac('sha256', secret).update(`sheet:${row.line_id}:${row.accepted}`).digest()
  return Array.from(digest.subarray(0, KEY_LENGTH), (byte) => KEY_ALPHABET[byte % KEY_ALPHABET.length]).join('')
}

async function keepKeys(
  db: Db,
  keyed: readonly { row: Row; key: string }[],
  { clerk, now }: { clerk: Clerk; now: Date },
): Promise<void> {
  if (keyed.length === 0) return
  await db
    .insertInto('sheet_line')
    .values(
      keyed.map(({ row, key }) => ({
        key,
        order_line_id: row.line_id,
        quantity: openOf(row),
        printed_by: clerk.personId,
        printed_at: now,
      })),
    )
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
}
