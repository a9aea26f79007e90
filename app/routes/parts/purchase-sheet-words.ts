import { progressMessages } from '#app/messages/progress.ts'
import { purchaseImportMessages } from '#app/messages/purchase-import.ts'
import { purchasesMessages } from '#app/messages/purchases.ts'
import type { ExternalChannel } from '#app/modules/external/purchase.ts'
import { LANGUAGES, type Language } from '#app/shared/language.ts'
import type { SheetWords } from './sheet-words.ts'

/** The words of sheets of purchases. */
export const PURCHASE_SHEET_WORDS = Object.fromEntries(
  LANGUAGES.map((language) => [language, wordsIn(language)]),
) as Record<Language, SheetWords>

function wordsIn(language: Language): SheetWords {
  const { hints } = purchaseImportMessages[language]
  const channels = progressMessages[language].channels.names
  const nearPurchase: SheetWords['hints'][string] = (detail) =>
    hints.nearPurchase?.({ ...detail, channel: channels[detail.channel as ExternalChannel] ?? '' }) ?? ''
  return { fields: purchasesMessages[language].fields, hints: { ...hints, nearPurchase } }
}
