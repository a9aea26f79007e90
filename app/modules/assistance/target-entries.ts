import { decidedAccount, FUND_TYPES, type TargetScope, taskAccount } from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft, nonZero } from '#app/modules/ledger/entry.ts'
import { type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { CountyId, OrgUnitId } from '#app/shared/ids.ts'
import { type Fen, subtractFen, ZERO_FEN } from '#app/shared/money.ts'
import type { TargetBasis } from './target-basis.ts'

/** What one part of a year's task is set to. */
export interface TargetLine {
  part: TargetScope
  amount: Fen
  /** How the amount comes about; absent when it is named as such. */
  basis?: TargetBasis
}

/** Names a part of the task: 'college', 'county:xunyi', 'fund:staff', 'org_unit:union'. */
export function partKey(part: TargetScope): string {
  return part.scope === 'college' ? 'college' : `${part.scope}:${partId(part)}`
}

/** The part a key names; undefined for a key of none. Whether there is such a county or unit is another question. */
export function readPartKey(key: string): TargetScope | undefined {
  const [scope, id] = key.split(':', 2)
  if (scope === 'college' && id === undefined) return { scope }
  if (!id || !/^[a-z][a-z0-9_-]{1,31}$/.test(id)) return undefined
  if (scope === 'county') return { scope, countyId: id as CountyId }
  if (scope === 'org_unit') return { scope, orgUnitId: id as OrgUnitId }
  const fundType = FUND_TYPES.find((fund) => fund === id)
  return scope === 'fund' && fundType ? { scope, fundType } : undefined
}

/** What a part is of within its scope: 'college', 'xunyi', 'staff', 'union'. */
export function partId(part: TargetScope): string {
  switch (part.scope) {
    case 'college':
      return 'college'
    case 'county':
      return part.countyId
    case 'fund':
      return part.fundType
    case 'org_unit':
      return part.orgUnitId
  }
}

/**
 * The entry that moves the task from the lines in force to the lines decided: the
 * difference of each part, so that every decision stays in the book as it was
 * taken. A part that is no longer named falls to zero. Undefined when the
 * decision changes no amount.
 */
export function targetEntry(
  decision: { decisionId: string; year: number; decidedOn: BusinessDate; lines: readonly TargetLine[] },
  inForce: readonly TargetLine[],
  recordedAt: Date,
): EntryDraft | undefined {
  const { year } = decision
  const postings = nonZero(
    differences(decision.lines, inForce).flatMap(({ part, amount }) => [
      debit(taskAccount(year, part), amount),
      credit(decidedAccount(year, part), amount),
    ]),
  )
  if (postings.length === 0) return undefined
  return {
    book: 'assistance',
    sourceType: 'target_decision',
    sourceId: decision.decisionId,
    occurredAt: startOfBusinessDate(decision.decidedOn),
    recordedAt,
    postings,
  }
}

function differences(decided: readonly TargetLine[], inForce: readonly TargetLine[]): TargetLine[] {
  const before = new Map(inForce.map((line) => [partKey(line.part), line.amount]))
  const named = new Set(decided.map((line) => partKey(line.part)))
  const dropped = inForce
    .filter((line) => !named.has(partKey(line.part)))
    .map(({ part }) => ({ part, amount: ZERO_FEN }))
  return [...decided, ...dropped].map(({ part, amount }) => ({
    part,
    amount: subtractFen(amount, before.get(partKey(part)) ?? ZERO_FEN),
  }))
}

/** A part of the task before and after a decision. */
export interface TargetChange {
  part: TargetScope
  before: TargetLine | undefined
  after: TargetLine | undefined
  /** After less before. */
  difference: Fen
}

/** What a decision changes, part by part: those decided in their order, then those it drops. */
export function targetChanges(decided: readonly TargetLine[], inForce: readonly TargetLine[]): TargetChange[] {
  const lineOf = (lines: readonly TargetLine[], part: TargetScope) =>
    lines.find((line) => partKey(line.part) === partKey(part))
  return differences(decided, inForce).map(({ part, amount }) => ({
    part,
    before: lineOf(inForce, part),
    after: lineOf(decided, part),
    difference: amount,
  }))
}
