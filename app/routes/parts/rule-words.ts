import { progressMessages } from '#app/messages/progress.ts'
import { type RulesMessages, rulesMessages } from '#app/messages/rules.ts'
import type { CountingRule, RecordRuleRefusal, RuleFacts } from '#app/modules/assistance/counting-rule.ts'
import type { Choice } from '#app/modules/assistance/office-choices.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { Language } from '#app/shared/language.ts'
import { type Fen, formatBasisPoints, formatMoney } from '#app/shared/money.ts'

export interface RuleNames {
  counties: readonly Choice[]
  categories: readonly Choice[]
}

export function nameOf(choices: readonly Choice[], id: string, language: Language): string {
  return choices.find((choice) => choice.id === id)?.[language] ?? id
}

/** What a rule says about one of its facts, in words. */
export function ruleFact(
  facts: Omit<RuleFacts, 'counties'> & { counties: readonly { countyId: string; on832List: boolean }[] },
  name: keyof RuleFacts,
  { names, language }: { names: RuleNames; language: Language },
): string {
  const t = rulesMessages[language]
  const join = (parts: string[]) => parts.join(language === 'zh' ? '、' : ', ')
  switch (name) {
    case 'reservedShareBasisPoints':
      return t.reservedShareIs(formatBasisPoints(facts.reservedShareBasisPoints))
    case 'perHeadMin':
    case 'perHeadCap':
      return t.perHeadIs(money(facts.perHeadMin), money(facts.perHeadCap))
    case 'counties':
      if (facts.counties.length === 0) return t.allCounties
      return join(
        facts.counties.map(({ countyId, on832List }) => {
          const county = nameOf(names.counties, countyId, language)
          return on832List ? `${county}${language === 'zh' ? '（832）' : ' (832)'}` : county
        }),
      )
    case 'categories':
      if (facts.categories.length === 0) return t.allCategories
      return join(facts.categories.map((id) => nameOf(names.categories, id, language)))
    case 'measure832Channels':
      return join(facts.measure832Channels.map((channel) => progressMessages[language].channels.names[channel]))
    case 'notes':
      return facts.notes || t.noNotes
    default:
      return facts[name]
  }
}

function money(amount: Fen | undefined): string | undefined {
  return amount === undefined ? undefined : formatMoney(amount)
}

/** What a fact is called. */
export function factName(name: keyof RuleFacts, t: RulesMessages): string {
  switch (name) {
    case 'reservedShareBasisPoints':
      return t.reservedShare
    case 'perHeadMin':
    case 'perHeadCap':
      return t.perHead
    case 'counties':
      return t.counties
    case 'categories':
      return t.categories
    case 'measure832Channels':
      return t.channels
    case 'notes':
      return t.notesName
    default:
      return t[name]
  }
}

export type RuleState = 'inForce' | 'upcoming' | 'superseded'

export function ruleState(rule: Pick<CountingRule, 'validFrom' | 'supersededOn'>, today: BusinessDate): RuleState {
  if (rule.validFrom > today) return 'upcoming'
  return rule.supersededOn !== undefined && rule.supersededOn <= today ? 'superseded' : 'inForce'
}

export function ruleTerm(rule: Pick<CountingRule, 'validFrom' | 'supersededOn'>, t: RulesMessages): string {
  return rule.supersededOn === undefined ? t.from(rule.validFrom) : t.between(rule.validFrom, rule.supersededOn)
}

export function explainRule(refusal: RecordRuleRefusal, t: RulesMessages): string {
  return refusal.kind === 'notAfterLatest' ? t.refusals.notAfterLatest(refusal.validFrom) : t.refusals[refusal.kind]
}
