import type { BankPlace } from '#app/modules/bank/bank-queries.server.ts'
import { isRealDate } from '#app/shared/business-date.ts'
import { type BankLineId, isUuid } from '#app/shared/ids.ts'

export interface BankQuery {
  show: 'open' | 'all'
  after?: BankPlace | undefined
}

/** Reads the address of the list of bank lines; undefined for one we never made. */
export function parseBankQuery(params: URLSearchParams): BankQuery | undefined {
  const show = params.get('show') ?? 'open'
  if (show !== 'open' && show !== 'all') return undefined
  const place = params.get('after')
  if (place === null) return { show }
  const [bookedOn = '', bankLineId = ''] = place.split('~')
  if (!isRealDate(bookedOn) || !isUuid(bankLineId)) return undefined
  return { show, after: { bookedOn, bankLineId: bankLineId as BankLineId } }
}

export function formatBankQuery({ show, after }: BankQuery): string {
  return after ? `show=${show}&after=${after.bookedOn}~${after.bankLineId}` : `show=${show}`
}
