/** What part of the stock list is shown. */
export interface StockListQuery {
  search: string
  /** From 1. */
  page: number
}

const PAGE = /^[1-9][0-9]{0,4}$/
const MAX_SEARCH = 60

/** Reads the address of the list; undefined for one we never made. */
export function parseStockList(params: URLSearchParams): StockListQuery | undefined {
  const page = params.get('page') ?? '1'
  const search = params.get('q') ?? ''
  if (!PAGE.test(page) || search.length > MAX_SEARCH || search.includes('\0')) return undefined
  return { search, page: Number(page) }
}

export function formatStockList({ search, page }: StockListQuery): string {
  const params = new URLSearchParams()
  if (search !== '') params.set('q', search)
  if (page > 1) params.set('page', String(page))
  return params.toString()
}

const MOVEMENT = /^[1-9][0-9]{0,14}$/

/** Before which movement a history goes on; undefined for the newest, null for an address we never made. */
export function parseBefore(params: URLSearchParams): number | undefined | null {
  const text = params.get('before')
  if (text === null) return undefined
  return MOVEMENT.test(text) ? Number(text) : null
}
