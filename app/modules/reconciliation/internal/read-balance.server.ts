import type Stripe from 'stripe'
import { businessDate } from '#app/shared/business-date.ts'
import { fen } from '#app/shared/money.ts'
import { type BalanceLine, PAYOUT_STATES, type PayoutFacts } from '../balance.ts'

/** What must be asked for along with lines, so that each says which payment it is about. */
export const LINE_EXPANSIONS = ['data.source']

/** Reads a line fetched with LINE_EXPANSIONS; undefined for money of another currency, which has no place in books of fen. */
export function readLine(line: Stripe.BalanceTransaction): BalanceLine | undefined {
  if (line.currency !== 'cny') return undefined
  const source = typeof line.source === 'string' ? { id: line.source } : line.source
  return {
    lineId: line.id,
    type: line.type,
    amount: fen(line.amount),
    fee: fen(line.fee),
    createdAt: new Date(line.created * 1000),
    availableOn: businessDate(new Date(line.available_on * 1000)),
    sourceRef: source?.id,
    paymentRef: paymentRefOf(source),
    // The source itself may name the buyer: only its reference is kept.
    raw: JSON.stringify({ ...line, source: source?.id ?? null }),
  }
}

export function readPayout(payout: Stripe.Payout): PayoutFacts {
  return {
    payoutId: payout.id,
    amount: fen(payout.amount),
    state: PAYOUT_STATES.find((state) => state === payout.status) ?? 'pending',
    createdAt: new Date(payout.created * 1000),
    arrivesAt: new Date(payout.arrival_date * 1000),
    failureCode: payout.failure_code ?? undefined,
    isItemizable: payout.reconciliation_status === 'completed',
    raw: JSON.stringify(payout),
  }
}

function paymentRefOf(source: object | null | undefined): string | undefined {
  const intent = (source as { payment_intent?: unknown } | null | undefined)?.payment_intent
  if (typeof intent === 'string') return intent
  const id = (intent as { id?: unknown } | null | undefined)?.id
  return typeof id === 'string' ? id : undefined
}
