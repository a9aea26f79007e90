import type { Actor } from '#app/modules/identity/permissions.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountingRuleId, DocumentId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { DOCUMENT_NO } from './form-values.ts'
import { computeTarget } from './target-basis.ts'
import { partKey, type TargetLine } from './target-entries.ts'

/** Who may say what the task is: a person who holds the permission, or the reference data a database starts with. */
export type TargetAuthority = Actor<'target:set'> | 'reference_data'

/** A dated decision of the college on a year's task. */
export interface TargetDecision {
  year: number
  /** Number of the document that records the decision; unique for ever. */
  documentNo: string
  decidedOn: BusinessDate
  /** The whole task of the year, and whichever counties, funds and units have a part of their own. */
  lines: readonly TargetLine[]
  /** The rule the targets are taken from; absent for the one in force on the day of the decision. */
  countingRuleId?: CountingRuleId
  /** The decision as a file; people hand it in, reference data have none. */
  documentId?: DocumentId
}

export type SetTargetRefusal =
  | { kind: 'noCollegeTarget' }
  | { kind: 'partNamedTwice'; part: string }
  | { kind: 'amountNotAboveZero'; part: string }
  | { kind: 'yearOutOfRange' }
  | { kind: 'documentNoInvalid' }
  | { kind: 'documentMissing' }
  | { kind: 'decidedInFuture' }
  | { kind: 'notAfterDecisionInForce'; decidedOn: BusinessDate }
  | { kind: 'documentKnown' }
  | { kind: 'unknownRule' }
  | { kind: 'unknownPart'; part: string }
  | { kind: 'shareBelowRule'; part: string; leastBasisPoints: number }
  | { kind: 'perHeadOutsideRule'; part: string; least: Fen | undefined; most: Fen | undefined }

/** What a rule demands of targets that rest on a share or on heads. */
export interface TargetRule {
  reservedShareBasisPoints: number
  perHeadMin: Fen | undefined
  perHeadCap: Fen | undefined
}

/**
 * Whether the decision can take force after the one in force. Parts need not add
 * up to the whole: a county's part and a fund's part divide the same money in two
 * ways, and some of it may be left open.
 */
export function decideTarget(
  decision: TargetDecision,
  known: { inForceSince?: BusinessDate | undefined; today: BusinessDate; rule?: TargetRule | undefined },
): Result<void, SetTargetRefusal> {
  if (!Number.isInteger(decision.year) || decision.year < 2015 || decision.year > 2100)
    return refuse({ kind: 'yearOutOfRange' })
  if (!DOCUMENT_NO.test(decision.documentNo)) return refuse({ kind: 'documentNoInvalid' })
  if (decision.decidedOn > known.today) return refuse({ kind: 'decidedInFuture' })
  if (known.inForceSince !== undefined && decision.decidedOn <= known.inForceSince)
    return refuse({ kind: 'notAfterDecisionInForce', decidedOn: known.inForceSince })
  return checkTargetLines(decision.lines, known.rule)
}

/** Whether lines can be a year's task: the whole is named, each part once, and none against the rule. */
export function checkTargetLines(
  lines: readonly TargetLine[],
  rule: TargetRule | undefined,
): Result<void, SetTargetRefusal> {
  const seen = new Set<string>()
  for (const line of lines) {
    const key = partKey(line.part)
    if (seen.has(key)) return refuse({ kind: 'partNamedTwice', part: key })
    if (line.amount <= 0) return refuse({ kind: 'amountNotAboveZero', part: key })
    if (line.basis && computeTarget(line.basis) !== line.amount)
      throw new Error(`the target of ${key} is not what its basis comes to`)
    const refusal = rule && checkAgainstRule(line, rule)
    if (refusal) return refuse(refusal)
    seen.add(key)
  }
  return seen.has('college') ? ok(undefined) : refuse({ kind: 'noCollegeTarget' })
}

/** The reserved share is about the canteen's food; the sum a head is about the union's members. */
function checkAgainstRule({ part, basis }: TargetLine, rule: TargetRule): SetTargetRefusal | undefined {
  if (part.scope !== 'fund' || !basis) return undefined
  if (part.fundType === 'canteen' && basis.basis === 'budget_share') {
    const leastBasisPoints = rule.reservedShareBasisPoints
    if (basis.shareBasisPoints < leastBasisPoints)
      return { kind: 'shareBelowRule', part: partKey(part), leastBasisPoints }
  }
  if (part.fundType === 'union' && basis.basis === 'per_head') {
    const { perHeadMin: least, perHeadCap: most } = rule
    if (basis.perHead < (least ?? 0) || (most !== undefined && basis.perHead > most))
      return { kind: 'perHeadOutsideRule', part: partKey(part), least, most }
  }
  return undefined
}
