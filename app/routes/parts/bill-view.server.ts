import { badRequest, notFound } from '#app/http/responses.server.ts'
import { countBills, findBill, listBills } from '#app/modules/reconciliation/bill-queries.server.ts'
import { BILL_STATES } from '#app/modules/reconciliation/decide-bill.ts'
import { WALLETS } from '#app/modules/reconciliation/wallet-bill.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { businessDate, isRealDate } from '#app/shared/business-date.ts'
import { isUuid } from '#app/shared/ids.ts'
import { parseBillQuery } from './bill-query.ts'
import { readSheetList } from './sheet-page.server.ts'

export const BILLS_ON_PAGE = 50

/** The files that were brought in and the rows of them that stand in a state. Throws 400 for an address of nobody. */
export async function readBillsPage(request: Request) {
  const { db } = getRuntime()
  const counts = await countBills(db)
  const firstState = BILL_STATES.find((state) => counts[state] > 0) ?? 'matched'
  const query = parseBillQuery(new URL(request.url).searchParams, firstState)
  if (!query) throw badRequest()
  const [found, sheets] = await Promise.all([
    listBills(db, { ...query, limit: BILLS_ON_PAGE + 1 }),
    readSheetList('wallet_bill'),
  ])
  const rows = found.slice(0, BILLS_ON_PAGE)
  const isCut = found.length > BILLS_ON_PAGE
  const next = isCut && query.state !== 'order_only' ? rows.at(-1)?.billLineId : undefined
  return { query, counts, rows, next, isCut, sheets, requestId: newId(), today: businessDate(clock.now()) }
}

/** The row of a bill that an address names. Throws 404 when there is none. */
export async function readBillOf(params: { billLineId?: string | undefined }) {
  const id = params.billLineId ?? ''
  const bill = isUuid(id) ? await findBill(getRuntime().db, id) : undefined
  if (!bill) throw notFound()
  return { ...bill, billLineId: id }
}

/** What the upload form says of the whole file: whose bill, and of which days. Throws 400 for what it cannot send. */
export function readBillOptions(fields: FormData): Record<string, string> {
  const wallet = WALLETS.find((known) => known === fields.get('wallet'))
  const [fromOn, toOn] = [String(fields.get('fromOn') ?? ''), String(fields.get('toOn') ?? '')]
  if (!wallet || !isRealDate(fromOn) || !isRealDate(toOn)) throw badRequest()
  // Whoever swaps the days means the same days.
  return fromOn <= toOn ? { wallet, fromOn, toOn } : { wallet, fromOn: toOn, toOn: fromOn }
}
