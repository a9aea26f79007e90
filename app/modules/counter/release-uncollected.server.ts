import { cancelAndRefund } from '#app/modules/aftersale/cancel-and-refund.server.ts'
import { enqueueNotice } from '#app/modules/notices/enqueue-notice.server.ts'
import { acceptLines } from '#app/modules/ordering/accept-lines.server.ts'
import { type LockedOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import type { LinePieces } from '#app/modules/ordering/line-counters.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { type Fen, fen, multiplyFen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import { claimOrder } from './internal/claim-order.server.ts'
import { spendCode } from './internal/code-rows.server.ts'
import { findChoice, listWaiting, readCollectionPolicy } from './internal/collection-rows.server.ts'
import { readCounterLines } from './internal/counter-lines.server.ts'
import { hasOpenRequest } from './internal/open-request.server.ts'
import { type CollectionPolicy, planRelease, type ReleasePlan } from './uncollected.ts'

/**
 * Gives up goods that were kept as long as the policy says: what a clerk chose for
 * the order happens, else what the policy says. Gives how many orders were due.
 */
export async function releaseUncollected({ db }: Runtime, now: Date): Promise<number> {
  const policy = await readCollectionPolicy(db, now)
  const due = (await listWaiting(db, policy, now)).filter((one) => one.keptUntil <= now)
  for (const { orderId } of due) await releaseOrder(db, orderId, { policy, now })
  return due.length
}

/**
 * One order, in up to three transactions: goods that go back on sale, goods that do
 * not, goods that are given away. Each posts last, and a crash between them leaves
 * the rest for the next round.
 */
export async function releaseOrder(
  db: Db,
  orderId: OrderId,
  { policy, now }: { policy: CollectionPolicy; now: Date },
): Promise<void> {
  for (let left = true; left; ) {
    left = await inTransaction(db, async (tx) => {
      if (!(await claimOrder(tx, orderId))) return false
      return releaseNext(tx, await lockOrder(tx, orderId), { policy, now })
    })
  }
}

/** Releases the first group there is; false when there was none. */
async function releaseNext(
  tx: Tx,
  order: LockedOrder,
  { policy, now }: { policy: CollectionPolicy; now: Date },
): Promise<boolean> {
  const { orderId } = order
  if (order.status !== 'paid' || (await hasOpenRequest(tx, orderId))) return false
  const plan = planRelease(await readCounterLines(tx, orderId), policy, await findChoice(tx, orderId))
  if (plan.refundAndRestock.length > 0)
    await refund(tx, order, { lines: plan.refundAndRestock, isRestocked: true, now })
  else if (plan.refundOnly.length > 0) await refund(tx, order, { lines: plan.refundOnly, isRestocked: false, now })
  else if (plan.donate.length > 0) await donate(tx, order, { plan, now })
  else return false
  return true
}

async function refund(
  tx: Tx,
  order: LockedOrder,
  { lines, isRestocked, now }: { lines: LinePieces[]; isRestocked: boolean; now: Date },
): Promise<void> {
  const rows = await tx
    .selectFrom('order_line')
    .select(['id', 'unit_price_fen'])
    .where('order_id', '=', order.orderId)
    .execute()
  const priceOf = new Map(rows.map((row) => [row.id, fen(row.unit_price_fen)]))
  const amount = sumFen(lines.map((line) => multiplyFen(priceOf.get(line.orderLineId) ?? ZERO_FEN, line.quantity)))
  await tell(tx, order, { outcome: 'refunded', amount, part: isRestocked ? 'durable' : 'fresh', now })
  await spendCodeOnLast(tx, order, { lines, now })
  const done = await cancelAndRefund(tx, order, {
    lines,
    reason: 'not_collected',
    isRestocked,
    bearer: 'cooperative',
    now,
  })
  if (!done.ok) throw new Error(`goods nobody fetched could not be refunded: ${done.refusal.kind}`)
}

/** The cooperatives are paid as if they had been fetched; whoever gets them is named on the hand-over. */
async function donate(tx: Tx, order: LockedOrder, { plan, now }: { plan: ReleasePlan; now: Date }): Promise<void> {
  await tell(tx, order, { outcome: 'donated', amount: ZERO_FEN, part: 'donated', now })
  await spendCodeOnLast(tx, order, { lines: plan.donate, now })
  const done = await acceptLines(tx, order, {
    lines: plan.donate,
    kind: 'donated',
    proxyName: plan.donateTo,
    note: '逾期未取',
    now,
  })
  if (!done.ok) throw new Error(`goods nobody fetched could not be given away: ${done.refusal.kind}`)
}

/** The code opens nothing any more when these are the last pieces. Before the entries, which come last. */
async function spendCodeOnLast(
  tx: Tx,
  { orderId }: LockedOrder,
  { lines, now }: { lines: readonly LinePieces[]; now: Date },
): Promise<void> {
  const open = (await readCounterLines(tx, orderId)).reduce(
    (sum, line) => sum + line.quantity - line.accepted - line.canceled,
    0,
  )
  if (open === lines.reduce((sum, line) => sum + line.quantity, 0)) await spendCode(tx, orderId, now)
}

async function tell(
  tx: Tx,
  { orderId, orderNo, buyerId }: LockedOrder,
  said: { outcome: 'refunded' | 'donated'; amount: Fen; part: string; now: Date },
): Promise<void> {
  await enqueueNotice(tx, {
    personId: buyerId,
    kind: 'not_collected',
    data: { orderNo, outcome: said.outcome, refundFen: said.amount },
    dedupeKey: `not_collected:${orderId}:${said.part}`,
    now: said.now,
  })
}
