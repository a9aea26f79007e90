import { decidedAccount, type TargetScope, taskAccount } from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft, nonZero } from '#app/modules/ledger/entry.ts'
import { type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import { type Fen, subtractFen, ZERO_FEN } from '#app/shared/money.ts'

/** What one part of a year's task is set to. */
export interface TargetLine {
  part: TargetScope
  amount: Fen
}

/** Names a part of the task: 'college', 'county:xunyi', 'fund:staff', 'org_unit:union'. */
export function partKey(part: TargetScope): string {
  return part.scope === 'college' ? 'college' : `${part.scope}:${partId(part)}`
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
