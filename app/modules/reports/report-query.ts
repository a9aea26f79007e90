import {
  BOOKS,
  type Book,
  FUND_TYPES,
  type FundType,
  PURCHASE_CHANNELS,
  type PurchaseChannel,
} from '#app/modules/ledger/accounts.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { isUuid } from '#app/shared/ids.ts'

export const SALES_BY = ['day', 'product', 'cooperative'] as const
export const PAYMENTS_BY = ['method', 'day'] as const
const GROUPINGS = ['day', 'product', 'cooperative', 'method'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** Both ways of counting: everything that assists, or what was bought on the 832 platform alone. */
export const MEASURES = ['all', 'platform832'] as const
export type Measure = (typeof MEASURES)[number]

/** What part of a report an address asks for. Each report reads the fields that mean something to it. */
export interface ReportQuery {
  from: BusinessDate
  to: BusinessDate
  book: Book
  measure: Measure
  by: Grouping | undefined
  county: string | undefined
  fund: FundType | undefined
  channel: PurchaseChannel | undefined
  unit: string | undefined
  cooperative: string | undefined
  product: string | undefined
  source: string | undefined
  account: string | undefined
  /** Where the page begins. */
  after: string | undefined
}

const SLUG = /^[a-z][a-z0-9-]{1,31}$/
const SOURCE = /^[a-z_0-9]{2,40}$/
const ACCOUNT = /^[a-z0-9_:-]{3,160}$/
const PLACE = /^\d{4}-\d{2}-\d{2}(?:\.[0-9a-f-]{1,40}){0,2}$/
const FIRST_YEAR = 2015
const LAST_YEAR = 2100

/**
 * Reads an address's query; absent and empty fields ask for the whole of `year`, of
 * the money book and of everything. Undefined for what no link or form of ours sends.
 */
export function parseReportQuery(params: URLSearchParams, year: number): ReportQuery | undefined {
  const read = new Reader(params)
  const query: ReportQuery = {
    from: read.day('from') ?? `${year}-01-01`,
    to: read.day('to') ?? `${year}-12-31`,
    book: read.oneOf('book', BOOKS) ?? 'money',
    measure: read.oneOf('measure', MEASURES) ?? 'all',
    by: read.oneOf('by', GROUPINGS),
    county: read.like('county', SLUG),
    fund: read.oneOf('fund', FUND_TYPES),
    channel: read.oneOf('channel', PURCHASE_CHANNELS),
    unit: read.like('unit', SLUG),
    cooperative: read.key('cooperative'),
    product: read.key('product'),
    source: read.like('source', SOURCE),
    account: read.like('account', ACCOUNT),
    after: read.like('after', PLACE),
  }
  return read.isGood && query.from <= query.to ? query : undefined
}

/** The plain form of a query: the fields that are given, always in the same order. */
export function formatReportQuery(query: Partial<ReportQuery>): string {
  const params = new URLSearchParams()
  for (const name of FIELDS) {
    const value = query[name]
    if (value && !isUsual(name, value)) params.set(name, value)
  }
  return params.toString()
}

const FIELDS = [
  'from',
  'to',
  'book',
  'measure',
  'by',
  'county',
  'fund',
  'channel',
  'unit',
  'cooperative',
  'product',
  'source',
  'account',
  'after',
] as const satisfies readonly (keyof ReportQuery)[]

function isUsual(name: string, value: string): boolean {
  return (name === 'book' && value === 'money') || (name === 'measure' && value === 'all')
}

class Reader {
  isGood = true

  constructor(private readonly params: URLSearchParams) {}

  like(name: string, form: RegExp): string | undefined {
    const text = this.params.get(name) || undefined
    if (text === undefined || form.test(text)) return text
    this.isGood = false
    return undefined
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const text = this.params.get(name) || undefined
    const value = values.find((known) => known === text)
    if (text !== undefined && value === undefined) this.isGood = false
    return value
  }

  key(name: string): string | undefined {
    const text = this.params.get(name) || undefined
    if (text !== undefined && !isUuid(text)) this.isGood = false
    return text
  }

  day(name: string): BusinessDate | undefined {
    const text = this.params.get(name) || undefined
    if (text === undefined || isDay(text)) return text
    this.isGood = false
    return undefined
  }
}

/** Whether `text` is a day that exists, in the years the shop knows. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  const year = Number(text.slice(0, 4))
  return year >= FIRST_YEAR && year <= LAST_YEAR && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** The whole months of one year that `query` touches, as the summary counts: from the first of them to the last. */
export function monthsOf({ from, to }: Pick<ReportQuery, 'from' | 'to'>): {
  year: number
  first: number
  last: number
} {
  const year = Number(to.slice(0, 4))
  const first = Number(from.slice(0, 4)) === year ? Number(from.slice(5, 7)) : 1
  return { year, first, last: Number(to.slice(5, 7)) }
}

/** First and last day of a month, or of months in a row. */
export function periodOfMonths({ year, first, last }: { year: number; first: number; last: number }): {
  from: BusinessDate
  to: BusinessDate
} {
  const end = new Date(Date.UTC(year, last, 0)).toISOString().slice(0, 10)
  return { from: `${year}-${String(first).padStart(2, '0')}-01`, to: end }
}

/** Whether a period is made of whole months of one year, so that sums by month are its sums. */
export function isWholeMonths(query: Pick<ReportQuery, 'from' | 'to'>): boolean {
  const period = periodOfMonths(monthsOf(query))
  return period.from === query.from && period.to === query.to
}
