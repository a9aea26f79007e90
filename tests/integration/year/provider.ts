import type { BalanceLine } from '#app/modules/reconciliation/balance.ts'
import { fetchBalance } from '#app/modules/reconciliation/fetch-balance.server.ts'
import { closeItems, recordItems, recordPayout } from '#app/modules/reconciliation/fetch-payouts.server.ts'
import { matchBalance } from '#app/modules/reconciliation/match-balance.server.ts'
import { recordLines } from '#app/modules/reconciliation/record-lines.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import { fen } from '#app/shared/money.ts'
import type { PlannedOrder } from '#db/seed/history/plan.ts'
import { at, type Desk } from './desk.ts'

const AT_ONCE = 500
/** 0.6 %, rounded up by the provider. */
const feeOf = (amount: number) => Math.ceil((amount * 6) / 1000)

/** What the provider did and tells of: lines nobody was paid out for yet, and payouts. */
export interface Provider {
  /** Lines it has not told of yet. */
  held: BalanceLine[]
  /** Told, and in no payout. */
  waiting: BalanceLine[]
  payouts: number
}

/** A payout that reached the bank, or came back from it. */
export interface Arrived {
  payoutId: string
  amount: number
  day: BusinessDate
}

export const newProvider = (): Provider => ({ held: [], waiting: [], payouts: 0 })

/** What the provider writes about the money of these orders. */
export function linesOf(orders: readonly PlannedOrder[]): BalanceLine[] {
  return orders.flatMap((order): BalanceLine[] => {
    const { payment, refunds } = order
    if (!payment || payment.method === 'cash') return []
    const { providerRef, capturedAt } = payment
    const charge = line(`txn_${providerRef}`, {
      type: 'charge',
      amount: order.total,
      fee: feeOf(order.total),
      createdAt: capturedAt,
      sourceRef: `ch_${providerRef}`,
      paymentRef: providerRef,
    })
    const back = refunds.flatMap((refund) => {
      const { executedAt: createdAt, amount, providerRef: sourceRef } = refund
      if (!createdAt || !sourceRef) return []
      return [refundLine({ refundRef: sourceRef, paymentRef: providerRef, amount, createdAt })]
    })
    return [charge, ...back]
  })
}

/** Money that went back. */
export function refundLine(of: {
  refundRef: string
  paymentRef: string
  amount: number
  createdAt: Date
}): BalanceLine {
  const { refundRef: sourceRef, paymentRef, amount, createdAt } = of
  return line(`txn_${sourceRef}`, { type: 'refund', amount: -amount, fee: 0, createdAt, sourceRef, paymentRef })
}

function line(
  lineId: string,
  of: Pick<BalanceLine, 'type' | 'createdAt' | 'sourceRef' | 'paymentRef'> & { amount: number; fee: number },
): BalanceLine {
  return { lineId, ...of, amount: fen(of.amount), fee: fen(of.fee), availableOn: businessDate(of.createdAt), raw: '{}' }
}

/** On `day` the provider's lines are fetched and matched, and all that is there is paid out. */
export async function fetchProvider(desk: Desk, provider: Provider, day: BusinessDate): Promise<Arrived[]> {
  const { random, notebook } = desk
  const told = provider.held.splice(0)
  const fee = line(`txn_fee_${day}`, {
    type: 'stripe_fee',
    amount: -random.between(1, 5_000),
    fee: 0,
    createdAt: at(day, 1),
    sourceRef: undefined,
    paymentRef: undefined,
  })
  const lines = [...told, fee]
  await tell(desk, lines, day)
  for (const { fee: kept, amount, type, createdAt } of lines) {
    const cost = type === 'stripe_fee' ? -amount : kept
    if (cost !== 0) notebook.push({ kind: 'providerFee', fen: cost, day: businessDate(createdAt), recordedOn: day })
  }
  provider.waiting.push(...lines)
  const arrived = await payOut(desk, provider, day)
  await fetchBalance(getRuntime(), at(day, 9, 45))
  return arrived
}

async function tell({ db }: Desk, lines: readonly BalanceLine[], day: BusinessDate): Promise<void> {
  const now = at(day, 9)
  for (let from = 0; from < lines.length; from += AT_ONCE)
    await inTransaction(db, (tx) => recordLines(tx, lines.slice(from, from + AT_ONCE), now))
  await matchBalance(db, now)
}

/** One payout of everything; every fifth comes back from the bank and is part of the next. */
async function payOut(desk: Desk, provider: Provider, day: BusinessDate): Promise<Arrived[]> {
  const { db, notebook } = desk
  const items = provider.waiting
  const amount = items.reduce((sum, one) => sum + one.amount - one.fee, 0)
  if (amount <= 0) return []
  provider.payouts += 1
  const payoutId = `po_${provider.payouts}`
  const now = at(day, 9, 30)
  const facts = { payoutId, amount: fen(amount), createdAt: now, arrivesAt: now, isItemizable: true, raw: '{}' }
  await recordPayout(db, { ...facts, state: 'paid', failureCode: undefined }, now)
  for (let from = 0; from < items.length; from += AT_ONCE)
    await inTransaction(db, (tx) => recordItems(tx, { payoutId, lines: items.slice(from, from + AT_ONCE), now }))
  await inTransaction(db, (tx) => closeItems(tx, { payoutId, now }))
  const paid = line(`txn_${payoutId}`, payoutLine('payout', { amount: -amount, createdAt: now, sourceRef: payoutId }))
  await tell(desk, [paid], day)
  notebook.push({ kind: 'payout', fen: amount, day })
  provider.waiting = []
  if (provider.payouts % 5 !== 2) return [{ payoutId, amount, day }]
  await recordPayout(db, { ...facts, state: 'failed', failureCode: 'account_closed' }, now)
  const of = payoutLine('payout_failure', { amount, createdAt: now, sourceRef: payoutId })
  const back = line(`txn_back_${payoutId}`, of)
  await tell(desk, [back], day)
  notebook.push({ kind: 'payoutBack', fen: amount, day })
  provider.waiting = [back]
  return []
}

function payoutLine(type: string, of: { amount: number; createdAt: Date; sourceRef: string }) {
  return { type, ...of, fee: 0, paymentRef: undefined }
}
