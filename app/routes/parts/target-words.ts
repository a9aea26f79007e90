import { progressMessages } from '#app/messages/progress.ts'
import { rulesMessages } from '#app/messages/rules.ts'
import { targetsMessages } from '#app/messages/targets.ts'
import type { Choice } from '#app/modules/assistance/office-choices.server.ts'
import type { SetTargetRefusal } from '#app/modules/assistance/set-target.ts'
import type { TargetBasis } from '#app/modules/assistance/target-basis.ts'
import { partKey, readPartKey } from '#app/modules/assistance/target-entries.ts'
import { FUND_TYPES, type TargetScope } from '#app/modules/ledger/accounts.ts'
import type { CountyId, OrgUnitId } from '#app/shared/ids.ts'
import type { Language } from '#app/shared/language.ts'
import { formatBasisPoints, formatMoney } from '#app/shared/money.ts'
import { nameOf } from './rule-words.ts'

export interface PartNames {
  counties: readonly Choice[]
  units: readonly Choice[]
}

/** What a part of the task is called: '县 · 旬邑'. */
export function partName(part: TargetScope, { names, language }: { names: PartNames; language: Language }): string {
  const { scopes } = targetsMessages[language]
  switch (part.scope) {
    case 'college':
      return scopes.college
    case 'county':
      return `${scopes.county} · ${nameOf(names.counties, part.countyId, language)}`
    case 'fund':
      return `${scopes.fund} · ${progressMessages[language].funds.names[part.fundType]}`
    case 'org_unit':
      return `${scopes.org_unit} · ${nameOf(names.units, part.orgUnitId, language)}`
  }
}

/** Every part there can be a target for, to choose from. */
export function partOptions(
  names: { counties: readonly Choice[]; units: readonly (Choice & { isActive: boolean })[] },
  language: Language,
): { value: string; words: string }[] {
  const parts: TargetScope[] = [
    { scope: 'college' },
    ...names.counties.map(({ id }) => ({ scope: 'county', countyId: id as CountyId }) as const),
    ...FUND_TYPES.map((fundType) => ({ scope: 'fund', fundType }) as const),
    ...names.units
      .filter((unit) => unit.isActive)
      .map(({ id }) => ({ scope: 'org_unit', orgUnitId: id as OrgUnitId }) as const),
  ]
  return parts.map((part) => ({ value: partKey(part), words: partName(part, { names, language }) }))
}

/** What an amount is computed from. */
export function basisWords(basis: TargetBasis | undefined, language: Language): string {
  const t = targetsMessages[language]
  switch (basis?.basis) {
    case 'budget_share':
      return t.shareOf(formatMoney(basis.budget), formatBasisPoints(basis.shareBasisPoints))
    case 'per_head':
      return t.heads(basis.heads, formatMoney(basis.perHead))
    case 'last_year':
      return t.lastYear(formatMoney(basis.lastYear))
    default:
      return t.direct
  }
}

export function explainTarget(
  refusal: SetTargetRefusal,
  { names, language }: { names: PartNames; language: Language },
): string {
  const t = targetsMessages[language].refusals
  const part = 'part' in refusal ? nameOfKey(refusal.part, { names, language }) : ''
  switch (refusal.kind) {
    case 'partNamedTwice':
    case 'amountNotAboveZero':
    case 'unknownPart':
      return t[refusal.kind](part)
    case 'notAfterDecisionInForce':
      return t.notAfterDecisionInForce(refusal.decidedOn)
    case 'shareBelowRule':
      return t.shareBelowRule(part, formatBasisPoints(refusal.leastBasisPoints))
    case 'perHeadOutsideRule': {
      const limit = (amount: typeof refusal.least) => (amount === undefined ? undefined : formatMoney(amount))
      return t.perHeadOutsideRule(part, rulesMessages[language].perHeadIs(limit(refusal.least), limit(refusal.most)))
    }
    default:
      return t[refusal.kind]
  }
}

function nameOfKey(key: string, words: { names: PartNames; language: Language }): string {
  const part = readPartKey(key)
  return part ? partName(part, words) : key
}
