import { BOOKS, type Book } from '#app/modules/ledger/accounts.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'

/** What part of which journal an address asks for. */
export interface JournalQuery {
  book: Book
  from: BusinessDate | undefined
  to: BusinessDate | undefined
  /** The entry after which the page begins. */
  after: { businessDate: BusinessDate; entryId: number } | undefined
}

/** Reads `?book=&from=&to=&after=`; absent and empty fields ask for everything. Undefined for what no link or form of ours sends. */
export function parseJournalQuery(params: URLSearchParams): JournalQuery | undefined {
  const book = BOOKS.find((known) => known === (params.get('book') || 'money'))
  const from = params.get('from') || undefined
  const to = params.get('to') || undefined
  const place = params.get('after') || undefined
  const after = parsePlace(place)
  if (!book || !isDateOrNone(from) || !isDateOrNone(to) || (place && !after)) return undefined
  return { book, from, to, after }
}

/** The address of a page of the journal, without what is not asked for. */
export function formatJournalQuery({ book, from, to, after }: Partial<JournalQuery>): string {
  const params = new URLSearchParams()
  if (book) params.set('book', book)
  if (from) params.set('from', from)
  if (to) params.set('to', to)
  if (after) params.set('after', `${after.businessDate}.${after.entryId}`)
  return params.toString()
}

function parsePlace(text: string | undefined): JournalQuery['after'] {
  const match = /^(\d{4}-\d{2}-\d{2})\.(\d{1,15})$/.exec(text ?? '')
  const [, businessDate, entryId] = match ?? []
  if (!businessDate || !isDate(businessDate)) return undefined
  return { businessDate, entryId: Number(entryId) }
}

function isDateOrNone(text: string | undefined): boolean {
  return text === undefined || isDate(text)
}

/** Whether `text` is a day that exists, written as a date field sends it. */
function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
