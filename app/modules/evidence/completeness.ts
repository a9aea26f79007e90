import type { PurchaseChannel } from '#app/modules/ledger/accounts.ts'

/** What an auditor asks of a purchase, in the order in which it comes into being. */
export const PROOFS = ['agreement', 'order', 'shipment', 'acceptance', 'invoice', 'payment', 'certificate'] as const
export type Proof = (typeof PROOFS)[number]

/**
 * What a purchase made this way must have. Over the counter nothing is shipped; what
 * was bought elsewhere has its certificate with the seller, and an agreement only when
 * it was made under one.
 */
function neededProofs(channel: PurchaseChannel, isOwn: boolean): Proof[] {
  if (!isOwn)
    return channel === 'agreement'
      ? ['agreement', 'order', 'acceptance', 'invoice', 'payment']
      : ['order', 'acceptance', 'invoice', 'payment']
  return channel === 'counter'
    ? ['order', 'acceptance', 'invoice', 'payment', 'certificate']
    : ['order', 'shipment', 'acceptance', 'invoice', 'payment', 'certificate']
}

export interface Completeness {
  needed: Proof[]
  missing: Proof[]
}

/** What of the needed is there, and what is not. An amount that is taken back, or takes one back, needs nothing more. */
export function completenessOf(
  line: { channel: PurchaseChannel; isOwn: boolean; isStanding: boolean },
  present: ReadonlySet<Proof>,
): Completeness {
  const needed = line.isStanding ? neededProofs(line.channel, line.isOwn) : []
  return { needed, missing: needed.filter((proof) => !present.has(proof)) }
}
