import { paths } from '#app/http/paths.ts'
import type { CounterMessages } from '#app/messages/counter.ts'
import { formatSaleItems, type SaleItem } from '#app/modules/counter/sale-items.ts'
import type { SellRefusal } from '#app/modules/counter/sell-at-counter.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'

/** Address of the page with these goods on the counter. */
export function saleAddress(items: readonly SaleItem[]): string {
  const query = formatSaleItems(items)
  return paths.counter.sale(query && new URLSearchParams({ items: query }).toString())
}

/** Why a sale was not made; of several goods the first that is in the way. */
export function explainSale(refusal: SellRefusal, t: CounterMessages, language: Language): string {
  const words = t.sale.refusals
  switch (refusal.kind) {
    case 'noShift':
    case 'buyerUnknown':
    case 'otherFund':
    case 'cartEmpty':
      return words[refusal.kind]
    case 'requestReused':
      return t.requestReused
    case 'totalChanged':
      return words.totalChanged(formatMoney(refusal.seen), formatMoney(refusal.now))
    case 'amountTooLarge':
      return words.amountTooLarge(formatMoney(refusal.max))
    case 'soldOut':
      return refusal.lines.map((line) => words.soldOut(nameOf(line, language), line.left)).join(' ')
    case 'tooMany':
      return refusal.lines.map((line) => words.tooMany(nameOf(line, language), line.max)).join(' ')
    case 'notOnSale':
      return refusal.lines.map((line) => words.notOnSale(nameOf(line, language))).join(' ')
  }
}

function nameOf({ nameZh, nameEn }: { nameZh: string; nameEn: string }, language: Language): string {
  return inLanguage(nameZh, nameEn, language)
}
