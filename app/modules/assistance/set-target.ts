import type { Actor } from '#app/modules/identity/permissions.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { partKey, type TargetLine } from './target-entries.ts'

/** Who may say what the task is: a person who holds the permission, or the reference data a database starts with. */
export type TargetAuthority = Actor<'target:set'> | 'reference_data'

/** A dated decision of the college on a year's task. */
export interface TargetDecision {
  year: number
  /** Number of the document that records the decision; unique for ever. */
  documentNo: string
  decidedOn: BusinessDate
  /** The whole task of the year, and whichever counties and funds have a part of their own. */
  lines: readonly TargetLine[]
}

export type SetTargetRefusal =
  | { kind: 'noCollegeTarget' }
  | { kind: 'partNamedTwice'; part: string }
  | { kind: 'amountNotAboveZero'; part: string }
  | { kind: 'yearOutOfRange' }
  | { kind: 'documentNoInvalid' }
  | { kind: 'decidedInFuture' }
  | { kind: 'notAfterDecisionInForce'; decidedOn: BusinessDate }
  | { kind: 'documentKnown' }

const DOCUMENT_NO = /^[\p{L}\p{N}〔〕[\]()（）/_ -]{1,60}$/u

/**
 * Whether the decision can take force after the one in force. Parts need not add
 * up to the whole: a county's part and a fund's part divide the same money in two
 * ways, and some of it may be left open.
 */
export function decideTarget(
  decision: TargetDecision,
  known: { inForceSince?: BusinessDate | undefined; today: BusinessDate },
): Result<void, SetTargetRefusal> {
  if (!Number.isInteger(decision.year) || decision.year < 2015 || decision.year > 2100)
    return refuse({ kind: 'yearOutOfRange' })
  if (!DOCUMENT_NO.test(decision.documentNo)) return refuse({ kind: 'documentNoInvalid' })
  if (decision.decidedOn > known.today) return refuse({ kind: 'decidedInFuture' })
  if (known.inForceSince !== undefined && decision.decidedOn <= known.inForceSince)
    return refuse({ kind: 'notAfterDecisionInForce', decidedOn: known.inForceSince })
  return checkLines(decision.lines)
}

function checkLines(lines: readonly TargetLine[]): Result<void, SetTargetRefusal> {
  const seen = new Set<string>()
  for (const { part, amount } of lines) {
    const key = partKey(part)
    if (seen.has(key)) return refuse({ kind: 'partNamedTwice', part: key })
    if (amount <= 0) return refuse({ kind: 'amountNotAboveZero', part: key })
    seen.add(key)
  }
  return seen.has('college') ? ok(undefined) : refuse({ kind: 'noCollegeTarget' })
}
