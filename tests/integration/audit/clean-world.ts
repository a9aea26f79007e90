import { setTarget } from '#app/modules/assistance/set-target.server.ts'
import type { TargetLine } from '#app/modules/assistance/target-entries.ts'
import { recordExternalPurchase } from '#app/modules/external/record-external-purchase.server.ts'
import { ADVANCES_OF_BUYERS, REFUNDS_DUE } from '#app/modules/ledger/accounts.ts'
import { credit, debit } from '#app/modules/ledger/entry.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { reverseEntry } from '#app/modules/ledger/reverse-entry.server.ts'
import { acceptLines } from '#app/modules/ordering/accept-lines.server.ts'
import { endUnpaidOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { settleSession } from '#app/modules/payments/settle-attempt.server.ts'
import { receiveStock } from '#app/modules/stock/receive-stock.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { assistanceYear, businessDate } from '#app/shared/business-date.ts'
import type { CountyId, OrderId, OrderLineId, SkuId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { insertSku } from '#tests/integration/cart/goods.ts'
import { openOrder, type Shop, startSession } from '#tests/integration/payments/shop.ts'
import { createOrder } from '#tests/support/factories/orders.ts'
import { closeMonth, createClosers, reopenMonth } from '#tests/support/factories/periods.ts'
import { makeAfterSale } from './after-sale-world.ts'
import { makeBankDay } from './bank-world.ts'
import { makeCounterDay } from './counter-world.ts'
import { makeReconciledDays } from './reconciled-world.ts'
import { makeRuleYear } from './rule-world.ts'
import { makeSettlement } from './settlement-world.ts'
import { makeSupplyDay } from './supply-world.ts'

const COUNTY = 'fufeng' as CountyId

/**
 * One of everything an audit looks at, made by the shop's own use cases: a target
 * decided twice, a purchase elsewhere, an order completed, one accepted in part,
 * one awaiting payment, one paid twice with its refund, one expired and paid late,
 * what happens after a sale, a day at a counter and one at a cooperative, statements of both, an entry and its
 * reversal, a month closed, opened again and closed once more, and what the provider tells of all that.
 */
export async function makeCleanWorld(shop: Shop): Promise<void> {
  await setTargets(shop)
  const [north, south, scarce] = [
    await stockedSku(shop, 'north', 50),
    await stockedSku(shop, 'south', 50),
    await stockedSku(shop, 'north', 2),
  ]
  await recordElsewhere(shop)
  await openOrder(shop, { skuId: north })
  await acceptParts(shop, await buyFromBoth(shop, north, south), 2)
  await acceptParts(shop, await buyFromBoth(shop, north, south), 1)
  await payTwice(shop, north)
  await payTooLate(shop, scarce)
  await makeAfterSale(shop)
  await makeCounterDay(shop)
  await makeSupplyDay(shop)
  await makeRuleYear(shop)
  await makeSettlement(shop)
  await makeBankDay(shop)
  await reverseOne(shop)
  await closeFirstMonth(shop)
  await makeReconciledDays(shop, north)
}

async function setTargets(shop: Shop): Promise<void> {
  const year = assistanceYear(shop.clock.now)
  const decide = async (decidedOn: string, documentNo: string, lines: TargetLine[]) => {
    const decision = { year, documentNo, decidedOn, lines }
    const set = await setTarget(shop.db, { decision, authority: 'reference_data', now: shop.clock.now })
    if (!set.ok) throw new Error(set.refusal.kind)
  }
  const county = { scope: 'county', countyId: COUNTY } as const
  await decide(`${year - 1}-12-20`, '院办〔1〕号', [
    { part: { scope: 'college' }, amount: fen(1_000_000) },
    { part: county, amount: fen(300_000) },
  ])
  await decide(`${year - 1}-12-30`, '院办〔2〕号', [
    { part: { scope: 'college' }, amount: fen(1_200_000) },
    { part: { scope: 'fund', fundType: 'staff' }, amount: fen(500_000) },
  ])
}

async function stockedSku(shop: Shop, cooperative: 'north' | 'south', quantity: number): Promise<SkuId> {
  const skuId = await insertSku(shop.store.ownerDb, { cooperative, stock: 0 })
  const received = { skuId, quantity, causeType: 'batch', causeId: skuId, now: shop.clock.now }
  await inTransaction(shop.db, (tx) => receiveStock(tx, received))
  return skuId
}

async function recordElsewhere(shop: Shop): Promise<void> {
  const recorded = await recordExternalPurchase(shop.db, {
    reference: '832-2026-000123',
    channel: 'platform_832',
    amount: fen(88_800),
    acceptedOn: businessDate(shop.clock.now),
    countyId: COUNTY,
    fundType: 'canteen',
    now: shop.clock.now,
  })
  if (!recorded.ok) throw new Error(recorded.refusal.kind)
}

async function buyFromBoth(shop: Shop, north: SkuId, south: SkuId): Promise<string> {
  const lines = [
    { skuId: north, quantity: 2 },
    { skuId: south, quantity: 3 },
  ]
  const { orderId, orderNo } = await createOrder(shop.db, {
    buyer: shop.buyer,
    lines,
    slotId: shop.slotId,
    now: shop.clock.now,
  })
  const sessionId = await startSession(shop, orderId)
  shop.stripeMsw.pay(sessionId)
  await settleSession(shop.runtime, sessionId, shop.clock.now)
  return orderNo
}

async function acceptParts(shop: Shop, orderNo: string, count: number): Promise<void> {
  const parts = await shop.db
    .selectFrom('supplier_order')
    .innerJoin('order', 'order.id', 'supplier_order.order_id')
    .select('supplier_order.id')
    .where('order_no', '=', orderNo)
    .orderBy('supplier_order.id')
    .limit(count)
    .execute()
  for (const { id } of parts) await handOverPart(shop, id)
}

async function handOverPart(shop: Shop, supplierOrderId: string): Promise<void> {
  const lines = await shop.db
    .selectFrom('order_line')
    .select(['id', 'order_id', 'quantity'])
    .where('supplier_order_id', '=', supplierOrderId)
    .execute()
  const orderId = lines[0]?.order_id as OrderId
  const accepted = await inTransaction(shop.db, async (tx) =>
    acceptLines(tx, await lockOrder(tx, orderId), {
      lines: lines.map((line) => ({ orderLineId: line.id as OrderLineId, quantity: line.quantity })),
      kind: 'automatic',
      now: shop.clock.now,
    }),
  )
  if (!accepted.ok) throw new Error(accepted.refusal.kind)
}

async function payTwice(shop: Shop, skuId: SkuId): Promise<void> {
  const { orderId, sessionId } = await openOrder(shop, { skuId })
  await shop.db.updateTable('payment_attempt').set({ state: 'failed' }).where('order_id', '=', orderId).execute()
  const second = await startSession(shop, orderId)
  for (const id of [sessionId, second]) {
    shop.stripeMsw.pay(id)
    await settleSession(shop.runtime, id, shop.clock.now)
  }
  await executeRefunds(shop.runtime, shop.clock.now)
}

/** Expired, its goods sold to another, then paid: the refund is decided and not sent yet. */
async function payTooLate(shop: Shop, skuId: SkuId): Promise<void> {
  const { orderId, sessionId } = await openOrder(shop, { skuId })
  await inTransaction(shop.db, async (tx) => {
    const order = await lockOrder(tx, orderId)
    await endUnpaidOrder(tx, order, { change: 'expire', now: shop.clock.now })
  })
  await openOrder(shop, { skuId })
  shop.stripeMsw.pay(sessionId)
  await settleSession(shop.runtime, sessionId, shop.clock.now)
}

async function reverseOne(shop: Shop): Promise<void> {
  const { now } = shop.clock
  const postings = [debit(ADVANCES_OF_BUYERS, fen(7)), credit(REFUNDS_DUE, fen(7))]
  const mistake = {
    book: 'money',
    sourceType: 'correction',
    sourceId: 'mistake',
    occurredAt: now,
    recordedAt: now,
  } as const
  await inTransaction(shop.db, async (tx) => {
    const { entryId } = await postEntry(tx, { ...mistake, postings })
    await reverseEntry(tx, { entryId, occurredAt: now, now })
  })
}

async function closeFirstMonth(shop: Shop): Promise<void> {
  const { db, clock } = shop
  const december = `${assistanceYear(clock.now) - 1}-12`
  const closers = await createClosers(db)
  await closeMonth(db, december, { closers, now: clock.now })
  await reopenMonth(db, december, { closers, now: clock.now })
  await closeMonth(db, december, { closers, now: clock.now })
}
