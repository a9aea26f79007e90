import { EXTERNAL_CHANNELS, PURCHASE_STATES } from '#app/modules/external/purchase.ts'
import type { PurchaseFilter, PurchasePlace } from '#app/modules/external/purchase-list.server.ts'
import { FUND_TYPES } from '#app/modules/ledger/accounts.ts'
import { isRealDate } from '#app/shared/business-date.ts'
import { type CountyId, type ExternalPurchaseId, isUuid } from '#app/shared/ids.ts'

export interface PurchaseQuery extends PurchaseFilter {
  after?: PurchasePlace | undefined
}

const MONTH = /^20\d\d-(?:0[1-9]|1[0-2])$/
const COUNTY = /^[a-z]{2,32}$/
const NUMBER = /^[\p{L}\p{N}〔〕()（）[\]/_.#-]{1,80}$/u

/** Reads the address of the list; undefined for one we never made. An empty choice of the form is none. */
export function parsePurchaseQuery(params: URLSearchParams): PurchaseQuery | undefined {
  const said = (name: string) => params.get(name) || undefined
  const [channel, state, fund] = [said('channel'), said('state'), said('fund')]
  const [county, month, no] = [said('county'), said('month'), said('no')?.trim()]
  const query: PurchaseQuery = {
    channel: EXTERNAL_CHANNELS.find((one) => one === channel),
    state: PURCHASE_STATES.find((one) => one === state),
    fundType: FUND_TYPES.find((one) => one === fund),
    countyId: county && COUNTY.test(county) ? (county as CountyId) : undefined,
    month: month && MONTH.test(month) ? month : undefined,
    externalNo: no && NUMBER.test(no) ? no : undefined,
    after: readPlace(said('after')),
  }
  const pairs: [unknown, unknown][] = [
    [channel, query.channel],
    [state, query.state],
    [fund, query.fundType],
    [county, query.countyId],
    [month, query.month],
    [said('after'), query.after],
  ]
  return pairs.some(([asked, read]) => asked !== undefined && read === undefined) ? undefined : query
}

function readPlace(text: string | undefined): PurchasePlace | undefined {
  const [orderedOn = '', purchaseId = ''] = text?.split('.') ?? []
  if (!isRealDate(orderedOn) || !isUuid(purchaseId)) return undefined
  return { orderedOn, purchaseId: purchaseId as ExternalPurchaseId }
}

export function formatPurchaseQuery({ after, ...filter }: PurchaseQuery): string {
  const params = new URLSearchParams()
  const set = (name: string, value: string | undefined) => {
    if (value) params.set(name, value)
  }
  set('channel', filter.channel)
  set('county', filter.countyId)
  set('fund', filter.fundType)
  set('state', filter.state)
  set('month', filter.month)
  set('no', filter.externalNo)
  if (after) params.set('after', `${after.orderedOn}.${after.purchaseId}`)
  return params.toString()
}
