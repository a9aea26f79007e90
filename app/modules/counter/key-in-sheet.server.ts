import type { Clerk } from '#app/modules/identity/permissions.ts'
import { acceptLines } from '#app/modules/ordering/accept-lines.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { OrderId, OrderLineId } from '#app/shared/ids.ts'
import { spendCode } from './internal/code-rows.server.ts'
import type { KeyedLine, KeyedOutcome } from './sheet.ts'

/** Words of the record, not of the page: the clerk's own are not known for paper. */
const NOTE = '按纸单补录'

/**
 * Keys in what was handed over by paper while the network was down. Each key counts
 * once, whoever keys it in and however often: every line is a transaction of its
 * own, and says what became of it.
 */
export async function keyInSheet(
  db: Db,
  { clerk, lines, now }: { clerk: Clerk; lines: readonly KeyedLine[]; now: Date },
): Promise<(KeyedLine & { outcome: KeyedOutcome })[]> {
  const done: (KeyedLine & { outcome: KeyedOutcome })[] = []
  for (const line of lines) {
    const outcome = await inTransaction(db, (tx) => keyInLine(tx, line, { clerk, now }))
    done.push({ ...line, outcome })
  }
  return done
}

async function keyInLine(
  tx: Tx,
  { key, quantity }: KeyedLine,
  { clerk, now }: { clerk: Clerk; now: Date },
): Promise<KeyedOutcome> {
  const printed = key && (await findPrinted(tx, key))
  if (!printed) return { kind: 'unknown' }
  const { orderId, orderLineId, supplierOrderId } = printed
  const order = await lockOrder(tx, orderId)
  if (await isKeyedIn(tx, `${key}/${supplierOrderId}`)) return { kind: 'already' }
  const pieces = quantity ?? printed.quantity
  const accepted = await acceptLines(tx, order, {
    lines: [{ orderLineId, quantity: pieces }],
    kind: 'pickup',
    actorId: clerk.personId,
    note: NOTE,
    sheetKey: key,
    now,
  })
  if (!accepted.ok) return { kind: 'tooMany', open: accepted.refusal.kind === 'tooMany' ? accepted.refusal.open : 0 }
  if (accepted.value.isOrderCompleted) await spendCode(tx, orderId, now)
  return { kind: 'handedOver', quantity: pieces }
}

async function findPrinted(tx: Tx, key: string) {
  const row = await tx
    .selectFrom('sheet_line')
    .innerJoin('order_line', 'order_line.id', 'sheet_line.order_line_id')
    .select(['order_line.id', 'order_line.order_id', 'order_line.supplier_order_id', 'sheet_line.quantity'])
    .where('sheet_line.key', '=', key)
    .executeTakeFirst()
  return (
    row && {
      orderId: row.order_id as OrderId,
      orderLineId: row.id as OrderLineId,
      supplierOrderId: row.supplier_order_id,
      quantity: row.quantity,
    }
  )
}

/** Under the name `acceptLines` gives it. */
async function isKeyedIn(tx: Tx, sheetKey: string): Promise<boolean> {
  const row = await tx.selectFrom('hand_over').select('id').where('sheet_key', '=', sheetKey).executeTakeFirst()
  return row !== undefined
}
