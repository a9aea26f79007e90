import { sql } from 'kysely'
import { cancelAndRefund } from '#app/modules/aftersale/cancel-and-refund.server.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { enqueueNotice } from '#app/modules/notices/enqueue-notice.server.ts'
import { type LockedOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { isPaidStatus } from '#app/modules/ordering/order-state.ts'
import { countReceived } from '#app/modules/ordering/receive-progress.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId, ReceiptId, SupplierOrderId } from '#app/shared/ids.ts'
import { fen, multiplyFen, sumFen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { readCounterLines } from './internal/counter-lines.server.ts'
import { noteReady } from './note-ready.server.ts'
import { decideReceipt, type ReceiptPlan, type ReceivedLine, type ReceiveGoodsRefusal } from './receive-goods.ts'

export interface ReceiveGoodsCommand {
  clerk: Clerk
  supplierOrderId: SupplierOrderId
  requestId: string
  lines: readonly ReceivedLine[]
  note: string
  now: Date
}

type Receipt = Result<{ isNew: boolean }, ReceiveGoodsRefusal>

/**
 * Goods of one cooperative's part of a paid order have arrived. Damaged pieces and
 * pieces that will not come are canceled, and what was paid for them goes back at
 * the cooperative's cost; the buyer is told. When all that is outstanding is here,
 * the buyer is asked to come. The same request twice is one receipt.
 */
export function receiveGoods(db: Db, command: ReceiveGoodsCommand): Promise<Receipt> {
  return inTransaction(db, async (tx): Promise<Receipt> => {
    const { supplierOrderId, requestId } = command
    const part = await tx
      .selectFrom('supplier_order')
      .select('order_id')
      .where('id', '=', supplierOrderId)
      .executeTakeFirst()
    if (!part) return refuse({ kind: 'notFound' })
    const order = await lockOrder(tx, part.order_id as OrderId)
    const before = await tx
      .selectFrom('receipt')
      .select('id')
      .where('supplier_order_id', '=', supplierOrderId)
      .where('request_id', '=', requestId)
      .executeTakeFirst()
    if (before) return ok({ isNew: false })
    if (!isPaidStatus(order.status) || order.fulfillmentKind === 'counter') return refuse({ kind: 'notPaid' })
    const lines = await readCounterLines(tx, order.orderId)
    const ownIds = new Set(
      lines.filter((line) => line.supplierOrderId === supplierOrderId).map((one) => one.orderLineId),
    )
    if (command.lines.some((line) => !ownIds.has(line.orderLineId))) return refuse({ kind: 'lineUnknown' })
    const plan = decideReceipt(lines, command.lines)
    if (!plan.ok) return plan
    await recordReceipt(tx, plan.value, command)
    await carryOut(tx, order, { plan: plan.value, command })
    return ok({ isNew: true })
  })
}

async function recordReceipt(tx: Tx, plan: ReceiptPlan, command: ReceiveGoodsCommand): Promise<void> {
  const receiptId = newId<ReceiptId>()
  await tx
    .insertInto('receipt')
    .values({
      id: receiptId,
      supplier_order_id: command.supplierOrderId,
      request_id: command.requestId,
      received_by: command.clerk.personId,
      at: command.now,
      note: command.note,
    })
    .execute()
  await tx
    .insertInto('receipt_line')
    .values(
      plan.lines.map((line) => ({
        id: newId(),
        receipt_id: receiptId,
        order_line_id: line.orderLineId,
        quantity: line.quantity,
        weight_grams: line.weightGrams ?? null,
        defect_quantity: line.defectQuantity,
        missing_quantity: line.missingQuantity,
        defect_note: line.defectNote,
        defect_photo_key: line.defectPhotoKey ?? null,
      })),
    )
    .execute()
}

/** Counters and notices first; the refund, which posts, last. */
async function carryOut(
  tx: Tx,
  order: LockedOrder,
  { plan, command }: { plan: ReceiptPlan; command: ReceiveGoodsCommand },
): Promise<void> {
  const { supplierOrderId, clerk, now } = command
  const actorId = clerk.personId
  if (plan.arrived.length > 0) await countReceived(tx, order, { supplierOrderId, actorId, pieces: plan.arrived, now })
  if (plan.isAllHere) await noteReady(tx, order, now)
  if (plan.canceled.length === 0) return
  await tellShort(tx, order, { plan, command })
  const refunded = await cancelAndRefund(tx, order, {
    lines: plan.canceled,
    reason: plan.reason,
    isRestocked: false,
    bearer: 'cooperative',
    note: command.note,
    actorId,
    now,
  })
  if (!refunded.ok) throw new Error(`pieces that did not arrive could not be canceled: ${refunded.refusal.kind}`)
}

async function tellShort(
  tx: Tx,
  order: LockedOrder,
  { plan, command }: { plan: ReceiptPlan; command: ReceiveGoodsCommand },
): Promise<void> {
  const { rows } = await sql<{ name_zh: string; name_en: string; unit_price_fen: number; quantity: number }>`
    select line.name_zh, line.name_en, line.unit_price_fen, gone.quantity
    from unnest(${plan.canceled.map((one) => one.orderLineId)}::uuid[], ${plan.canceled.map((one) => one.quantity)}::int[])
      as gone (id, quantity) join order_line line on line.id = gone.id
    order by line.line_no
  `.execute(tx)
  await enqueueNotice(tx, {
    personId: order.buyerId,
    kind: 'lines_shorted',
    data: {
      orderNo: order.orderNo,
      lines: rows.map((row) => ({ nameZh: row.name_zh, nameEn: row.name_en, quantity: row.quantity })),
      refundFen: sumFen(rows.map((row) => multiplyFen(fen(row.unit_price_fen), row.quantity))),
      note: command.note,
    },
    dedupeKey: `lines_shorted:${command.requestId}`,
    now: command.now,
  })
}
