import type { Buyer, BuyerKind } from '#app/modules/identity/permissions.ts'
import type { StockShort } from '#app/modules/stock/stock.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type {
  CartId,
  CooperativeId,
  CountyId,
  OrderId,
  OrderLineId,
  PickupSlotId,
  ProductId,
  ProductVersionId,
  SkuId,
  SupplierOrderId,
} from '#app/shared/ids.ts'
import { type Fen, fen, multiplyFen, sumFen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

/** Wallets refuse single payments above 50,000 yuan; a larger wish is a department purchase. */
export const MAX_ORDER_TOTAL = fen(5_000_000)

/** How long an unpaid order keeps its stock: Stripe's shortest session, begun a little later, and a margin. */
export const HOLD_MINUTES = 33

type Fulfillment = { kind: 'pickup'; slotId: PickupSlotId } | { kind: 'building'; buildingId: string; room: string }

export type FundType = 'staff' | 'student' | 'assisted_sale'

export interface PlaceOrderCommand {
  buyer: Buyer
  cartId: CartId
  /** Made when the form was rendered: the same one orders once. UUID. */
  requestId: string
  /** The total the buyer saw. */
  expectedTotal: Fen
  fulfillment: Fulfillment
  contactName: string
  contactPhone: string
  note: string
  returnRuleAccepted: boolean
  now: Date
}

export interface PlacedOrder {
  orderId: OrderId
  orderNo: string
}

interface NamedSku {
  skuId: SkuId
  nameZh: string
  nameEn: string
}

export type PlaceOrderRefusal =
  | { kind: 'cartEmpty' }
  | { kind: 'totalChanged'; seen: Fen; now: Fen }
  | { kind: 'soldOut'; lines: (NamedSku & { left: number })[] }
  | { kind: 'tooMany'; lines: (NamedSku & { max: number })[] }
  | { kind: 'notOnSale'; lines: NamedSku[] }
  | { kind: 'slotFull' }
  | { kind: 'slotGone' }
  | { kind: 'buildingClosed' }
  | { kind: 'returnRuleNotAccepted' }
  | { kind: 'requestReused' }
  | { kind: 'amountTooLarge'; max: Fen }

/** What goods and total alone may be refused for, wherever they are bought. */
export type DraftRefusal = Extract<
  PlaceOrderRefusal,
  { kind: 'cartEmpty' | 'totalChanged' | 'tooMany' | 'notOnSale' | 'amountTooLarge' }
>

/** What a sale over the counter may be refused for besides. */
export type PlaceCounterOrderRefusal = DraftRefusal | Extract<PlaceOrderRefusal, { kind: 'soldOut' }>

/** A cart line with everything an order line freezes, as it was when the cart was claimed. */
export interface ClaimedLine {
  skuId: SkuId
  quantity: number
  maxPerOrder: number
  isForSale: boolean
  unitPrice: Fen
  productId: ProductId
  productVersionId: ProductVersionId
  productSlug: string
  cooperativeId: CooperativeId
  countyId: CountyId
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  pictureKind: string
  netWeightGrams: number | null
  returnRule: string
  taxClass: string
  serviceFeeBasisPoints: number
  /** The day promised while the SKU is sold before it is there. */
  presaleReadyOn: BusinessDate | null
}

interface SupplierOrderDraft {
  id: SupplierOrderId
  cooperativeId: CooperativeId
  total: Fen
}

interface OrderLineDraft extends ClaimedLine {
  id: OrderLineId
  supplierOrderId: SupplierOrderId
  lineNo: number
  lineTotal: Fen
}

export interface OrderDraft {
  total: Fen
  supplierOrders: SupplierOrderDraft[]
  lines: OrderLineDraft[]
}

/** Whose fund a purchase counts toward: alumni and people from outside are helped sales of the college. */
export function fundTypeOf(kind: BuyerKind): FundType {
  return kind === 'staff' || kind === 'student' ? kind : 'assisted_sale'
}

/**
 * Decides whether these cart lines become an order at the total the buyer saw,
 * and splits it by cooperative in the order in which each first appears.
 * `newId` makes a key. Stock, slot and building are asked elsewhere, under lock.
 */
export function decideOrder(
  claimed: readonly ClaimedLine[],
  expectedTotal: Fen,
  newId: () => string,
): Result<OrderDraft, DraftRefusal> {
  if (claimed.length === 0) return refuse({ kind: 'cartEmpty' })
  const gone = claimed.filter((line) => !line.isForSale)
  if (gone.length > 0) return refuse({ kind: 'notOnSale', lines: gone.map(nameOf) })
  const tooMany = claimed.filter((line) => line.quantity > line.maxPerOrder)
  if (tooMany.length > 0) {
    return refuse({ kind: 'tooMany', lines: tooMany.map((line) => ({ ...nameOf(line), max: line.maxPerOrder })) })
  }
  const total = sumFen(claimed.map((line) => multiplyFen(line.unitPrice, line.quantity)))
  if (total !== expectedTotal) return refuse({ kind: 'totalChanged', seen: expectedTotal, now: total })
  if (total > MAX_ORDER_TOTAL) return refuse({ kind: 'amountTooLarge', max: MAX_ORDER_TOTAL })
  return ok({ total, ...splitByCooperative(claimed, newId) })
}

function splitByCooperative(claimed: readonly ClaimedLine[], newId: () => string) {
  const byCooperative = new Map<CooperativeId, { id: SupplierOrderId; totals: Fen[] }>()
  const lines = claimed.map((line, index): OrderLineDraft => {
    const lineTotal = multiplyFen(line.unitPrice, line.quantity)
    const supplier = byCooperative.get(line.cooperativeId) ?? { id: newId() as SupplierOrderId, totals: [] }
    supplier.totals.push(lineTotal)
    byCooperative.set(line.cooperativeId, supplier)
    return { ...line, id: newId() as OrderLineId, supplierOrderId: supplier.id, lineNo: index + 1, lineTotal }
  })
  const supplierOrders = [...byCooperative].map(([cooperativeId, { id, totals }]) => ({
    id,
    cooperativeId,
    total: sumFen(totals),
  }))
  return { supplierOrders, lines }
}

function nameOf({ skuId, nameZh, nameEn }: NamedSku): NamedSku {
  return { skuId, nameZh, nameEn }
}

/** Names what is short of a drafted order, with how much could be had. */
export function soldOut(draft: OrderDraft, short: StockShort): Extract<PlaceOrderRefusal, { kind: 'soldOut' }> {
  const leftBySku = new Map(short.lines.map((line) => [line.skuId, line.left]))
  const lines = draft.lines.flatMap((line) => {
    const left = leftBySku.get(line.skuId)
    return left === undefined ? [] : [{ ...nameOf(line), left }]
  })
  return { kind: 'soldOut', lines }
}
