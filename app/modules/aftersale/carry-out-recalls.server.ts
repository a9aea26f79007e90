import { sql } from 'kysely'
import { enqueueNotice } from '#app/modules/notices/enqueue-notice.server.ts'
import { type LockedOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import type { BatchRecallId, OrderId, OrderLineId } from '#app/shared/ids.ts'
import { cancelAndRefund } from './cancel-and-refund.server.ts'
import { piecesToHold } from './recall-batch.ts'

/** Orders in one round: each is a transaction of its own, and the other jobs want their turn. */
const BATCH = 50

interface WaitingLine {
  batch_recall_id: BatchRecallId
  order_line_id: OrderLineId
  quantity: number
  open: number
  reason: string
  lot_code: string
  name_zh: string
  name_en: string
}

/**
 * What a recall asks of each order that got pieces of the lot: those not handed over
 * never will be and their price goes back, borne by the cooperative; the buyer is told,
 * once a recall however many orders they have. Order by order, each whole; what a crash
 * leaves is done in the next round. Gives how many orders it saw to.
 */
export async function carryOutRecalls(db: Db, now: Date): Promise<number> {
  const { rows } = await sql<{ order_id: OrderId }>`
    select distinct line.order_id from batch_recall_line waiting join order_line line on line.id = waiting.order_line_id
    where waiting.told_at is null order by line.order_id limit ${sql.lit(BATCH)}
  `.execute(db)
  let done = 0
  for (const { order_id: orderId } of rows) {
    try {
      await inTransaction(db, (tx) => carryOutOne(tx, { orderId, now }))
      done += 1
    } catch (error) {
      // The next order has its turn; the audit names what nobody has seen to.
      logger.error({ orderId, error: error instanceof Error ? error.message : String(error) }, 'recall not carried out')
    }
  }
  return done
}

async function carryOutOne(tx: Tx, { orderId, now }: { orderId: OrderId; now: Date }): Promise<void> {
  const order = await lockOrder(tx, orderId)
  const waiting = await readWaiting(tx, orderId)
  const held = holdPieces(waiting)
  await tellBuyer(tx, order, { waiting, now })
  for (const line of waiting) {
    await tx
      .updateTable('batch_recall_line')
      .set({ canceled_quantity: held.get(line) ?? 0, told_at: now })
      .where('batch_recall_id', '=', line.batch_recall_id)
      .where('order_line_id', '=', line.order_line_id)
      .execute()
  }
  const lines = perLine(held)
  if (lines.length === 0) return
  const canceled = await cancelAndRefund(tx, order, {
    lines,
    reason: 'recalled',
    isRestocked: false,
    bearer: 'cooperative',
    now,
  })
  if (!canceled.ok)
    throw new Error(`order ${order.orderNo} refuses to cancel recalled pieces: ${canceled.refusal.kind}`)
}

async function readWaiting(tx: Tx, orderId: OrderId): Promise<WaitingLine[]> {
  const { rows } = await sql<WaitingLine>`
    select waiting.batch_recall_id, waiting.order_line_id, waiting.quantity, recall.reason, batch.lot_code, line.name_zh, line.name_en,
      line.quantity - line.accepted_quantity - line.canceled_quantity as open
    from batch_recall_line waiting join batch_recall recall on recall.id = waiting.batch_recall_id
      join batch on batch.id = recall.batch_id join order_line line on line.id = waiting.order_line_id
    where line.order_id = ${orderId} and waiting.told_at is null
    order by recall.at, line.line_no for update of waiting
  `.execute(tx)
  return rows
}

/** Two lots in one line share its open pieces. */
function holdPieces(waiting: readonly WaitingLine[]): Map<WaitingLine, number> {
  const taken = new Map<OrderLineId, number>()
  const held = new Map<WaitingLine, number>()
  for (const line of waiting) {
    const open = line.open - (taken.get(line.order_line_id) ?? 0)
    const pieces = piecesToHold({ fromLot: line.quantity, open })
    taken.set(line.order_line_id, (taken.get(line.order_line_id) ?? 0) + pieces)
    held.set(line, pieces)
  }
  return held
}

function perLine(held: ReadonlyMap<WaitingLine, number>): { orderLineId: OrderLineId; quantity: number }[] {
  const sums = new Map<OrderLineId, number>()
  for (const [line, pieces] of held)
    if (pieces > 0) sums.set(line.order_line_id, (sums.get(line.order_line_id) ?? 0) + pieces)
  return [...sums].map(([orderLineId, quantity]) => ({ orderLineId, quantity }))
}

async function tellBuyer(
  tx: Tx,
  { orderNo, buyerId }: LockedOrder,
  { waiting, now }: { waiting: readonly WaitingLine[]; now: Date },
): Promise<void> {
  if (!buyerId) return
  for (const line of waiting) {
    await enqueueNotice(tx, {
      personId: buyerId,
      kind: 'batch_recalled',
      data: { nameZh: line.name_zh, nameEn: line.name_en, lotNo: line.lot_code, orderNo, reason: line.reason },
      dedupeKey: `batch_recalled:${line.batch_recall_id}`,
      now,
    })
  }
}
