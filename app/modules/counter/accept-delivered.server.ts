import { sql } from 'kysely'
import { readPolicy } from '#app/modules/aftersale/aftersale-policy.server.ts'
import { acceptLines } from '#app/modules/ordering/accept-lines.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { piecesDelivered } from './deliver-to-building.ts'
import { claimOrder } from './internal/claim-order.server.ts'
import { readCounterLines } from './internal/counter-lines.server.ts'
import { readDelivered } from './internal/delivery-rows.server.ts'
import { hasOpenRequest } from './internal/open-request.server.ts'

const BATCH = 50
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * What was left in a building as many days ago as the policy says, and was neither
 * confirmed nor complained of, counts as accepted. An order about which the buyer
 * has asked something that is not answered yet is left alone. Gives how many orders
 * it looked at.
 */
export async function acceptDelivered({ db }: Runtime, now: Date): Promise<number> {
  const { autoAcceptDays } = await readPolicy(db, now)
  const until = new Date(now.getTime() - autoAcceptDays * DAY_MS)
  const due = await listDelivered(db, until)
  for (const orderId of due) {
    await inTransaction(db, async (tx) => {
      if (await claimOrder(tx, orderId)) await acceptOne(tx, orderId, { until, now })
    })
  }
  return due.length
}

async function acceptOne(tx: Tx, orderId: OrderId, { until, now }: { until: Date; now: Date }): Promise<void> {
  const order = await lockOrder(tx, orderId)
  if (order.status !== 'paid' || (await hasOpenRequest(tx, orderId))) return
  const delivered = await readDelivered(tx, orderId, until)
  const lines = (await readCounterLines(tx, orderId)).flatMap((line) => {
    const quantity = piecesDelivered({ ...line, delivered: delivered.get(line.orderLineId) ?? 0 })
    return quantity > 0 ? [{ orderLineId: line.orderLineId, quantity }] : []
  })
  if (lines.length === 0) return
  const accepted = await acceptLines(tx, order, { lines, kind: 'automatic', now })
  if (!accepted.ok) throw new Error(`delivered pieces could not be accepted: ${accepted.refusal.kind}`)
}

/** In SQL what `piecesDelivered` says, as a net for what to look at. */
async function listDelivered(db: Db, until: Date): Promise<OrderId[]> {
  const { rows } = await sql<{ id: OrderId }>`
    select o.id from "order" o
    where o.status = 'paid' and o.fulfillment_kind = 'building'
      and not exists (select from refund_request where order_id = o.id and state = 'asked')
      and exists (
        select from order_line line
          join building_delivery_line part on part.order_line_id = line.id
          join building_delivery delivery on delivery.id = part.building_delivery_id and delivery.at <= ${until}
        where line.order_id = o.id and line.accepted_quantity + line.canceled_quantity < line.quantity
        group by line.id having sum(part.quantity) > line.accepted_quantity
      )
    order by o.id limit ${sql.lit(BATCH)}
  `.execute(db)
  return rows.map((row) => row.id)
}
