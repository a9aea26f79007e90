import { checkoutMessages } from '#app/messages/checkout.ts'
import type { PlaceOrderRefusal } from '#app/modules/ordering/place-order.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'

/** Why no order was placed, and what to do about it. */
export function explainRefusal(refusal: PlaceOrderRefusal, language: Language): string {
  const t = checkoutMessages[language].refusals
  const nameOf = (line: { nameZh: string; nameEn: string }) => inLanguage(line.nameZh, line.nameEn, language)
  switch (refusal.kind) {
    case 'cartEmpty':
      return t.cartEmpty
    case 'totalChanged':
      return t.totalChanged(formatMoney(refusal.seen), formatMoney(refusal.now))
    case 'soldOut':
      return t.soldOut(refusal.lines.map((line) => t.itemLeft(nameOf(line), line.left)).join(t.between))
    case 'tooMany':
      return t.changeBag(refusal.lines.map((line) => t.tooMany(nameOf(line), line.max)).join(t.between))
    case 'notOnSale':
      return t.changeBag(refusal.lines.map((line) => t.notOnSale(nameOf(line))).join(t.between))
    case 'slotFull':
      return t.slotFull
    case 'slotGone':
      return t.slotGone
    case 'buildingClosed':
      return t.buildingClosed
    case 'returnRuleNotAccepted':
      return t.returnRuleNotAccepted
    case 'requestReused':
      return t.requestReused
    case 'amountTooLarge':
      return t.amountTooLarge
  }
}

/** Whether the way on leads through the bag. */
export function isAboutTheBag({ kind }: PlaceOrderRefusal): boolean {
  return kind === 'soldOut' || kind === 'tooMany' || kind === 'notOnSale' || kind === 'amountTooLarge'
}
