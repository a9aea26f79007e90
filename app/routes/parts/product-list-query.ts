import { type Fen, formatYuan, parseYuan } from '#app/shared/money.ts'

export const SORTS = ['newest', 'price-asc', 'price-desc', 'name'] as const
export type ListSort = (typeof SORTS)[number]

/** What the address of the product list asks for. */
export interface ProductListQuery {
  county?: string
  category?: string
  certificate?: string
  inSeason: boolean
  minPrice?: Fen
  maxPrice?: Fen
  sort: ListSort
  page: number
}

const ID = /^[a-z][a-z_-]{1,31}$/
const PAGE = /^[1-9][0-9]{0,3}$/
const MAX_PRICE_LENGTH = 12

/** Reads the list's address. What no form or link of ours would send is left out, so no address is wrong. */
export function parseListQuery(params: URLSearchParams): ProductListQuery {
  const page = params.get('page') ?? ''
  const [low, high] = [readPrice(params.get('min')), readPrice(params.get('max'))]
  const [minPrice, maxPrice] = low !== undefined && high !== undefined && low > high ? [high, low] : [low, high]
  return {
    county: readId(params.get('county')),
    category: readId(params.get('category')),
    certificate: readId(params.get('certificate')),
    inSeason: params.get('season') === 'now',
    minPrice,
    maxPrice,
    sort: SORTS.find((sort) => sort === params.get('sort')) ?? 'newest',
    page: PAGE.test(page) ? Number(page) : 1,
  }
}

/** The one query string of a list: fixed order, defaults left out, so that equal lists have equal addresses. */
export function listQueryString(query: ProductListQuery): string {
  const params = new URLSearchParams()
  if (query.county) params.set('county', query.county)
  if (query.category) params.set('category', query.category)
  if (query.certificate) params.set('certificate', query.certificate)
  if (query.inSeason) params.set('season', 'now')
  if (query.minPrice !== undefined) params.set('min', plainYuan(query.minPrice))
  if (query.maxPrice !== undefined) params.set('max', plainYuan(query.maxPrice))
  if (query.sort !== 'newest') params.set('sort', query.sort)
  if (query.page > 1) params.set('page', String(query.page))
  return params.toString()
}

/** '45' or '29.90': what a person would have typed. */
export function plainYuan(amount: Fen): string {
  return formatYuan(amount).replaceAll(',', '').replace(/\.00$/, '')
}

function readId(text: string | null): string | undefined {
  return text !== null && ID.test(text) ? text : undefined
}

function readPrice(text: string | null): Fen | undefined {
  return text !== null && text.length <= MAX_PRICE_LENGTH ? parseYuan(text) : undefined
}
