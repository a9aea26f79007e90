import { progressMessages } from '#app/messages/progress.ts'
import type { PurchasesMessages } from '#app/messages/purchases.ts'
import type { LinkRefusal, UnlinkRefusal } from '#app/modules/external/link-order.ts'
import type { Parties } from '#app/modules/external/parties.ts'
import {
  type ExternalChannel,
  type FactField,
  PURCHASE_STATES,
  type PurchaseFacts,
} from '#app/modules/external/purchase.ts'
import type { FundType } from '#app/modules/ledger/accounts.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { type Fen, formatMoney } from '#app/shared/money.ts'
import { formatOrderNo } from './order-url.ts'

export function channelName(channel: ExternalChannel, language: Language): string {
  return progressMessages[language].channels.names[channel]
}

export function fundName(fundType: FundType, language: Language): string {
  return progressMessages[language].funds.names[fundType]
}

/** What is needed to put facts into words. */
export interface FactWords {
  t: PurchasesMessages
  language: Language
  parties: Parties
}

/** A fact as people read it; '' for what nobody said. */
export function factText(field: FactField, value: PurchaseFacts[FactField], words: FactWords): string {
  if (value === null || value === '') return ''
  if (field === 'amount' || field === 'refund') return formatMoney(value as Fen)
  return nameOf(field, String(value), words)
}

/** The name behind a key of a field: county, cooperative, unit, fund, channel, state; the text itself for all others. */
export function nameOf(field: string, key: string, { t, language, parties }: FactWords): string {
  const named = (one: { nameZh: string; nameEn: string } | undefined) =>
    one ? inLanguage(one.nameZh, one.nameEn, language) : key
  switch (field) {
    case 'channel':
      return progressMessages[language].channels.names[key as ExternalChannel] ?? key
    case 'fundType':
      return progressMessages[language].funds.names[key as FundType] ?? key
    case 'countyId':
      return named(parties.counties.find((one) => one.countyId === key))
    case 'cooperativeId':
      return named(parties.cooperatives.find((one) => one.cooperativeId === key))
    case 'orgUnitId':
      return named(parties.units.find((one) => one.orgUnitId === key))
    case 'state':
      return PURCHASE_STATES.some((state) => state === key) ? t.states[key as keyof typeof t.states] : key
    default:
      return key
  }
}

/** Why two orders cannot be one, in words. */
export function explainLink(refusal: LinkRefusal | UnlinkRefusal, t: PurchasesMessages): string {
  if (refusal.kind === 'amountsDiffer')
    return t.refusals.amountsDiffer(formatMoney(refusal.platform), formatMoney(refusal.own))
  return t.refusals[refusal.kind]
}

export function nearText(
  near: { kind: 'purchase' | 'order'; channel: string | null; no: string; day: string },
  { t, language }: Pick<FactWords, 't' | 'language'>,
): string {
  if (near.kind === 'order') return t.detail.nearOrder(formatOrderNo(near.no), near.day)
  return t.detail.near(channelName(near.channel as ExternalChannel, language), near.no, near.day)
}
