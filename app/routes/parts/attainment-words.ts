import type { AttainmentMessages } from '#app/messages/attainment.ts'
import type { ProgressMessages } from '#app/messages/progress.ts'
import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import { type Dimension, NO_UNIT, type Slice } from '#app/modules/progress/attainment.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { filterFields, NO_UNIT_FIELD } from './attainment-query.ts'

interface Named {
  key: string
  nameZh: string
  nameEn: string
}

/** Everything that turns keys of the yearly figure into words. */
export interface AttainmentWords {
  t: AttainmentMessages
  progress: ProgressMessages
  language: Language
  names: { counties: readonly Named[]; units: readonly Named[] }
}

/** The name of one county, channel, fund, month or unit. */
export function wordOfKey(dimension: Dimension, key: string, words: AttainmentWords): string {
  const { t, progress, language, names } = words
  switch (dimension) {
    case 'county':
      return nameOf(names.counties, key, language)
    case 'channel':
      return progress.channels.names[key as PurchaseChannel] ?? key
    case 'fund':
      return key === 'direct' ? t.controls.direct : (progress.funds.names[key as FundType] ?? key)
    case 'month':
      return progress.months.names[Number(key) - 1] ?? key
    case 'unit':
      return key === NO_UNIT || key === NO_UNIT_FIELD ? t.controls.noUnit : nameOf(names.units, key, language)
  }
}

/** What a slice is restricted to, one after the other; empty for the whole. */
export function wordsOfFilter({ filter }: Slice, words: AttainmentWords): string[] {
  return filterFields(filter).map(([name, value]) => wordOfKey(name as Dimension, value, words))
}

function nameOf(named: readonly Named[], key: string, language: Language): string {
  const found = named.find((one) => one.key === key)
  return found ? inLanguage(found.nameZh, found.nameEn, language) : key
}
