import type { OrderLineId, PaymentId } from '#app/shared/ids.ts'
import { addFen, type Fen, feeOf, fen, subtractFen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

/** Who pays for goods that were accepted and are refunded. */
export const BEARERS = ['cooperative', 'college', 'carrier'] as const
export type Bearer = (typeof BEARERS)[number]

/** What goes back of one order line. Nobody bears what was never accepted: the money was the buyer's still. */
export interface RefundPart {
  orderLineId: OrderLineId
  amount: Fen
  bearer: Bearer | null
}

/** Money an order was paid with, and how much of it may still go back. */
export interface RefundablePayment {
  paymentId: PaymentId
  left: Fen
}

export interface PaymentShare<Part extends RefundPart> {
  paymentId: PaymentId
  amount: Fen
  parts: Part[]
}

/**
 * Spreads a refund over the payments it goes back to, in the order they are given:
 * the newest first. No fen is lost or made, no payment gives back more than it has
 * left, and no share is empty. Refused when together they have too little.
 */
export function splitRefund<Part extends RefundPart>(
  parts: readonly Part[],
  payments: readonly RefundablePayment[],
): Result<PaymentShare<Part>[], { kind: 'exceedsPayments'; left: Fen }> {
  const left = sumFen(payments.map((payment) => payment.left))
  if (sumFen(parts.map((part) => part.amount)) > left) return refuse({ kind: 'exceedsPayments', left })
  const waiting = parts.filter((part) => part.amount > 0)
  const shares: PaymentShare<Part>[] = []
  for (const payment of payments) {
    const share: PaymentShare<Part> = { paymentId: payment.paymentId, amount: ZERO_FEN, parts: [] }
    for (let part = waiting[0]; part && share.amount < payment.left; part = waiting[0]) {
      const amount = fen(Math.min(part.amount, payment.left - share.amount))
      share.parts.push({ ...part, amount })
      share.amount = addFen(share.amount, amount)
      if (amount === part.amount) waiting.shift()
      else waiting[0] = { ...part, amount: subtractFen(part.amount, amount) }
    }
    if (share.amount > 0) shares.push(share)
  }
  return ok(shares)
}

/** The parts that fit into `most`, and what does not: together what was given, fen for fen. */
export function takeUpTo<Part extends RefundPart>(parts: readonly Part[], most: Fen): [going: Part[], rest: Part[]] {
  const going: Part[] = []
  const rest: Part[] = []
  let left = most
  for (const part of parts) {
    const amount = fen(Math.min(part.amount, left))
    if (amount > 0) going.push({ ...part, amount })
    if (amount < part.amount) rest.push({ ...part, amount: subtractFen(part.amount, amount) })
    left = subtractFen(left, amount)
  }
  return [going, rest]
}

/**
 * The college's fee that goes back with an amount the cooperative bears. The fee is
 * reckoned anew on what stays, rounded down: the college keeps no more than that.
 * Of a line handed over at once it keeps exactly that; of one handed over in several
 * visits, whose fees were rounded one by one, it may be a fen less.
 */
export function feeGivenBack(of: { feeKept: Fen; staying: Fen; basisPoints: number }): Fen {
  return fen(Math.max(0, of.feeKept - feeOf(of.staying, of.basisPoints)))
}
