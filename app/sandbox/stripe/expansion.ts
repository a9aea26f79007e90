import type { MachineState } from './machine-state.ts'
import { malformed } from './stripe-replies.ts'

type Fields = Record<string, unknown>

/** Replaces references by their objects along `expand[]` paths. The objects of the state stay untouched: copies are answered. */
export function expandObject(state: MachineState, object: object, paths: readonly string[]): object {
  let expanded = object as Fields
  for (const path of paths) expanded = expandPath(state, expanded, path.split('.'))
  return expanded
}

/** The same for a list, whose paths begin with `data.`. */
export function expandList(state: MachineState, data: readonly object[], paths: readonly string[]): object[] {
  const inner = paths.map((path) => {
    if (!path.startsWith('data.')) throw notExpandable(path)
    return path.slice('data.'.length)
  })
  return data.map((object) => expandObject(state, object, inner))
}

function expandPath(state: MachineState, object: Fields, [field = '', ...rest]: string[]): Fields {
  const value = object[field]
  if (value === null) return object
  const referred =
    typeof value === 'object' && value !== null ? (value as Fields) : referredObject(state, object, field)
  if (!referred) throw notExpandable(field)
  return { ...object, [field]: rest.length > 0 ? expandPath(state, referred, rest) : referred }
}

type Finder = (state: MachineState, id: string) => object | undefined

const REFERENCES: Record<string, Finder> = {
  latest_charge: (state, id) => state.charges.find(id),
  charge: (state, id) => state.charges.find(id),
  payment_intent: (state, id) => state.paymentIntents.find(id),
  balance_transaction: (state, id) => state.balanceTransactions.find(id),
  failure_balance_transaction: (state, id) => state.balanceTransactions.find(id),
  source: (state, id) =>
    state.charges.find(id) ?? state.refunds.find(id) ?? state.disputes.find(id) ?? state.payouts.find(id),
}

/** The object behind a field: by its id, or one of the two lists an object includes on request only. */
function referredObject(state: MachineState, object: Fields, field: string): Fields | undefined {
  const ownId = String(object.id)
  if (field === 'line_items' && object.object === 'checkout.session') return lineItemsOf(state, ownId)
  if (field === 'refunds' && object.object === 'charge') return refundsOf(state, ownId)
  const id = object[field]
  if (typeof id !== 'string' || !Object.hasOwn(REFERENCES, field)) return undefined
  return REFERENCES[field]?.(state, id) as Fields | undefined
}

function lineItemsOf(state: MachineState, sessionId: string): Fields {
  const items = state.backgrounds.get(sessionId)?.lineItems ?? []
  const data = items.map((item, index) => ({
    id: `li_${sessionId.slice('cs_test_'.length)}${index}`,
    object: 'item',
    amount_discount: 0,
    amount_subtotal: item.amountTotal,
    amount_tax: 0,
    amount_total: item.amountTotal,
    currency: 'cny',
    description: item.name,
    quantity: item.quantity,
  }))
  return { object: 'list', url: `/v1/checkout/sessions/${sessionId}/line_items`, has_more: false, data }
}

function refundsOf(state: MachineState, chargeId: string): Fields {
  const ids = state.refundsOfCharge.get(chargeId) ?? []
  const data = ids.map((id) => state.refunds.find(id)).reverse()
  return { object: 'list', url: `/v1/charges/${chargeId}/refunds`, has_more: false, data }
}

function notExpandable(field: string) {
  return malformed(`This property cannot be expanded (${field}).`, { param: 'expand' })
}
