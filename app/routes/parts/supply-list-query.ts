import { SUPPLY_STATES, type SupplyState } from '#app/modules/fulfillment/supply-terms.ts'

/** The part of the list that an address asks for; what is to confirm when it asks for none. Undefined for one that is none of ours. */
export function parseSupplyList(search: URLSearchParams): { state: SupplyState; page: number } | undefined {
  const state = SUPPLY_STATES.find((one) => one === (search.get('state') ?? 'to_confirm'))
  const page = search.get('page') ?? '1'
  if (!state || !/^[1-9][0-9]{0,4}$/.test(page)) return undefined
  return { state, page: Number(page) }
}
