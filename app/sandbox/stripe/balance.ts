import { newStripeId, type Work } from './machine-state.ts'
import type { BalanceTransaction } from './stripe-objects.ts'

const FUNDS_AVAILABLE_AFTER_S = 7 * 24 * 60 * 60

interface BalanceChange {
  amount: number
  fee: number
  source: string
  type: BalanceTransaction['type']
}

/** One line of the balance: what came or went, in fen, and what Stripe kept of it. */
export function recordBalance(work: Work, change: BalanceChange): BalanceTransaction {
  const { amount, fee, source, type } = change
  const line = work.state.balanceTransactions.add({
    id: newStripeId(work, 'txn'),
    object: 'balance_transaction',
    amount,
    available_on: isOfPayout(type) ? work.now : work.now + FUNDS_AVAILABLE_AFTER_S,
    balance_type: 'payments',
    created: work.now,
    currency: 'cny',
    description: null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: 'cny',
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: amount - fee,
    reporting_category: reportingCategory(type),
    source,
    status: 'pending',
    type,
  })
  if (type !== 'payout') work.state.notPaidOut.push(line)
  return line
}

/** A line as it stands now: its money is there to be paid out, or not yet. */
export function lineAsOf(line: BalanceTransaction, now: number): BalanceTransaction {
  return { ...line, status: line.available_on <= now ? 'available' : 'pending' }
}

function isOfPayout(type: BalanceTransaction['type']): boolean {
  return type === 'payout' || type === 'payout_failure'
}

function reportingCategory(type: BalanceTransaction['type']): string {
  if (type === 'charge' || type === 'payment') return 'charge'
  if (type === 'refund' || type === 'payment_refund') return 'refund'
  if (type === 'payout') return 'payout'
  if (type === 'payout_failure') return 'payout_reversal'
  return type === 'adjustment' ? 'dispute' : 'refund_failure'
}
