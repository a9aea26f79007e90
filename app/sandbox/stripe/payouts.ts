import { recordBalance } from './balance.ts'
import { arrange, newStripeId, recordEvent, type Work } from './machine-state.ts'
import type { BalanceTransaction, Payout } from './stripe-objects.ts'
import { invalid, missing } from './stripe-replies.ts'

const DAY_S = 24 * 60 * 60
/** The account's day begins in Shanghai. */
const ZONE_S = 8 * 60 * 60
const ARRIVES_AFTER_S = DAY_S

/** Once a day, what was available when the day began is paid out. Called before every command: the first of a day does it. */
export function makeDuePayouts(work: Work): void {
  const day = Math.floor((work.now + ZONE_S) / DAY_S)
  const before = work.state.payoutDay
  if (before !== undefined && day <= before) return
  work.state.payoutDay = day
  if (before !== undefined) payOut(work, { upTo: day * DAY_S - ZONE_S })
}

/**
 * One payout of all lines available by `upTo`, itemised by them. Undefined when there
 * is nothing above zero to pay out; the lines wait for the next.
 */
export function payOut(work: Work, { upTo }: { upTo: number }): Payout | undefined {
  const lines = work.state.notPaidOut.filter((line) => line.available_on <= upTo)
  const amount = lines.reduce((sum, line) => sum + line.net, 0)
  if (amount <= 0) return undefined
  return withOwnDice(work, () => {
    const payout = addPayout(work, amount)
    const taken = new Set(lines)
    work.state.notPaidOut = work.state.notPaidOut.filter((line) => !taken.has(line))
    work.state.linesOfPayout.set(payout.id, idsOf(lines, payout))
    arrange(work.state, payout.arrival_date, { kind: 'settle_payout', id: payout.id })
    recordEvent(work, 'payout.created', payout)
    recordEvent(work, 'payout.reconciliation_completed', payout)
    return payout
  })
}

/** The bank took a payout, or sent it back, which it may also do after having taken it. */
export function settlePayout(work: Work, id: string, outcome: 'succeed' | 'fail'): Payout {
  const payout = work.state.payouts.find(id)
  if (!payout) throw missing('payout', id)
  if (payout.status === 'failed' || (outcome === 'succeed' && payout.status === 'paid')) {
    throw invalid(`This payout is ${payout.status}.`)
  }
  work.hasChanged = true
  return withOwnDice(work, () => {
    if (outcome === 'succeed') {
      payout.status = 'paid'
      payout.arrival_date = Math.min(payout.arrival_date, work.now)
      recordEvent(work, 'payout.paid', payout)
      return payout
    }
    const back = recordBalance(work, { amount: payout.amount, fee: 0, source: payout.id, type: 'payout_failure' })
    payout.status = 'failed'
    payout.failure_code = 'account_closed'
    payout.failure_message = 'The bank account has been closed.'
    payout.failure_balance_transaction = back.id
    recordEvent(work, 'payout.failed', payout)
    return payout
  })
}

function addPayout(work: Work, amount: number): Payout {
  const id = newStripeId(work, 'po')
  work.hasChanged = true
  return work.state.payouts.add({
    id,
    object: 'payout',
    amount,
    arrival_date: work.now + ARRIVES_AFTER_S,
    automatic: true,
    balance_transaction: recordBalance(work, { amount: -amount, fee: 0, source: id, type: 'payout' }).id,
    created: work.now,
    currency: 'cny',
    description: 'STRIPE PAYOUT',
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: 'standard',
    reconciliation_status: 'completed',
    source_type: 'card',
    statement_descriptor: null,
    status: 'pending',
    type: 'bank_account',
  })
}

function idsOf(lines: readonly BalanceTransaction[], payout: Payout): string[] {
  return [...lines.map((line) => line.id), payout.balance_transaction]
}

function withOwnDice<Value>(work: Work, act: () => Value): Value {
  const { random } = work
  work.random = work.state.payoutRandom
  try {
    return act()
  } finally {
    work.random = random
  }
}
