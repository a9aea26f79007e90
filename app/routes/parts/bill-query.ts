import { BILL_STATES, type BillState } from '#app/modules/reconciliation/decide-bill.ts'
import { isUuid } from '#app/shared/ids.ts'

/** Which rows of bills an address asks for; undefined for what no link of ours sends. */
export function parseBillQuery(
  params: URLSearchParams,
  firstState: BillState,
): { state: BillState; after: string | undefined } | undefined {
  const state = BILL_STATES.find((known) => known === (params.get('show') || firstState))
  const after = params.get('after') || undefined
  return !state || (after && !isUuid(after)) ? undefined : { state, after }
}
