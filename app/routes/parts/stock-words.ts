import type { StockMessages } from '#app/messages/stock.ts'
import type { AdjustStockRefusal } from '#app/modules/stock/adjust-stock.ts'
import type { TakeInBatchRefusal } from '#app/modules/stock/batch.ts'
import type { CloseCooperativeRefusal, ReopenCooperativeRefusal } from '#app/modules/stock/closure.ts'
import type { EndPresaleRefusal, SetPresaleRefusal } from '#app/modules/stock/presale.ts'

/** Why a step about stock was not taken; that there is no such thing is an answer of its own. */
export type StockRefusal = Exclude<
  | AdjustStockRefusal
  | TakeInBatchRefusal
  | SetPresaleRefusal
  | EndPresaleRefusal
  | CloseCooperativeRefusal
  | ReopenCooperativeRefusal,
  { kind: 'notFound' }
>

export function explainStock(refusal: StockRefusal, { refusals: words }: StockMessages): string {
  switch (refusal.kind) {
    case 'levelChanged':
      return words.levelChanged(refusal.seen, refusal.now)
    case 'belowSold':
      return words.belowSold(refusal.least)
    case 'notThatMany':
      return words.notThatMany(refusal.onHand)
    case 'tooMany':
      return words.tooMany(refusal.max)
    case 'lotKnown':
      return words.lotKnown(refusal.lotCode)
    case 'tooFarAhead':
      return words.tooFarAhead(refusal.days)
    case 'capBelowSold':
      return words.capBelowSold(refusal.sold)
    case 'soldBeyondShelf':
      return words.soldBeyondShelf(refusal.sold)
    // The rest has no numbers; the compiler knows that each has words.
    default:
      return words[refusal.kind]()
  }
}

/** What is wrong with a field, from the key its schema gave; undefined when nothing is. */
export function explainStockField(errors: readonly string[] | undefined, t: StockMessages): string | undefined {
  const key = errors?.[0]
  if (key === undefined) return undefined
  return key in t.fieldErrors ? t.fieldErrors[key as keyof StockMessages['fieldErrors']] : t.unreadable
}
