import { paths } from '#app/http/paths.ts'

/** With what somebody comes to the page of an order: from the payment page, or because there is none yet. */
const HINTS = ['returned', 'canceled', 'unavailable'] as const
export type OrderHint = (typeof HINTS)[number]

export function orderPage(orderNo: string, hint?: OrderHint): string {
  return hint ? `${paths.order(orderNo)}?payment=${hint}` : paths.order(orderNo)
}

export function readOrderHint(request: Request): OrderHint | undefined {
  const value = new URL(request.url).searchParams.get('payment')
  return HINTS.find((hint) => hint === value)
}

/** '20261124-1001' for '202611241001': the day and the running number, as people read it out. */
export function formatOrderNo(orderNo: string): string {
  return `${orderNo.slice(0, 8)}-${orderNo.slice(8)}`
}

/** The number an address names, typed as it is stored or as it is shown; undefined for what can be none. */
export function parseOrderNo(text: string | undefined): string | undefined {
  const match = /^(\d{8})-?(\d{4,15})$/.exec(text ?? '')
  return match ? `${match[1]}${match[2]}` : undefined
}
