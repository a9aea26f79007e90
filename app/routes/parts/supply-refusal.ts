import type { CooperativeMessages } from '#app/messages/cooperative.ts'
import type { ConfirmSupplierOrderRefusal } from '#app/modules/fulfillment/confirm-supplier-order.ts'
import type { RecordShortageRefusal } from '#app/modules/fulfillment/record-shortage.server.ts'
import type { ShipLinesRefusal } from '#app/modules/fulfillment/ship-lines.ts'
import type { SupplierOrderView } from '#app/modules/fulfillment/supply-views.ts'
import type { OrderLineId } from '#app/shared/ids.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'

/** Why a step about a supplier order was not taken; that there is no such order is an answer of its own. */
export type SupplyRefusal = Exclude<
  ConfirmSupplierOrderRefusal | ShipLinesRefusal | RecordShortageRefusal,
  { kind: 'notFound' }
>

interface Reader {
  order: Pick<SupplierOrderView, 'lines'>
  t: CooperativeMessages
  language: Language
}

export function explainSupply(refusal: SupplyRefusal, { order, t, language }: Reader): string {
  const nameOf = (id: OrderLineId) => {
    const line = order.lines.find(({ orderLineId }) => orderLineId === id)
    return line ? inLanguage(line.nameZh, line.nameEn, language) : ''
  }
  switch (refusal.kind) {
    case 'closed':
      return t.refusals.closed()
    case 'readyInPast':
      return t.refusals.readyInPast()
    case 'nothing':
      return t.refusals.nothing()
    case 'lineUnknown':
      return t.refusals.lineUnknown()
    case 'tooMany':
      return t.refusals.tooMany(nameOf(refusal.orderLineId), refusal.toShip)
    case 'lotUnknown':
      return t.refusals.lotUnknown(nameOf(refusal.orderLineId))
    case 'lotExpired':
      return t.refusals.lotExpired(refusal.lotCode, refusal.bestBefore)
    case 'lotRecalled':
      return t.refusals.lotRecalled(refusal.lotCode)
    case 'requestReused':
      return t.refusals.requestReused()
  }
}

/** What is wrong with a field, from the key its schema gave; undefined when nothing is. */
export function explainField(errors: readonly string[] | undefined, t: CooperativeMessages): string | undefined {
  const key = errors?.[0]
  if (key === undefined) return undefined
  return key in t.fieldErrors ? t.fieldErrors[key as keyof CooperativeMessages['fieldErrors']] : t.unreadable
}
