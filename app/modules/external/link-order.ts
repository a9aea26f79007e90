import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

/** What an own order counts for, and what the lines of the platform's order count for. */
export interface LinkFacts {
  /** Lines of the number that stand; how many of them count. */
  lines: number
  countingLines: number
  platform: Fen
  /** Net of refunds, by everything that counts of the order. */
  own: Fen
  /** Handed over and not returned: what the order will come to. */
  isWhole: boolean
}

export type LinkRefusal =
  | { kind: 'noSuchOrder' }
  | { kind: 'noSuchNumber' }
  | { kind: 'orderLinked' }
  | { kind: 'numberLinked' }
  | { kind: 'notCounting' }
  | { kind: 'orderNotAccepted' }
  | { kind: 'amountsDiffer'; platform: Fen; own: Fen }

/**
 * Whether an order of the platform and one of the shop can be the same purchase: both
 * count in full, and for the same amount, so that nothing is lost and nothing doubled.
 */
export function decideLink(facts: LinkFacts): Result<void, LinkRefusal> {
  if (facts.lines === 0) return refuse({ kind: 'noSuchNumber' })
  if (facts.countingLines < facts.lines) return refuse({ kind: 'notCounting' })
  if (!facts.isWhole) return refuse({ kind: 'orderNotAccepted' })
  if (facts.platform !== facts.own) return refuse({ kind: 'amountsDiffer', platform: facts.platform, own: facts.own })
  return ok(undefined)
}

export type UnlinkRefusal = { kind: 'notLinked' }
