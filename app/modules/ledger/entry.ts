import { type Fen, negateFen, sumFen } from '#app/shared/money.ts'
import type { AccountRef, Book } from './accounts.ts'

/** One line of an entry, in fen: a debit is positive, a credit negative, none is zero. */
export interface PostingDraft {
  account: AccountRef
  amount: Fen
}

/**
 * One event as the book will tell it, whole or absent. `sourceType` and
 * `sourceId` name the document that caused it; within a book they are its
 * identity, so an event told twice is booked once.
 */
export interface EntryDraft {
  book: Book
  sourceType: string
  sourceId: string
  /** When it happened; its day in Shanghai is the entry's business date. */
  occurredAt: Date
  /** When we wrote it. Not part of the entry's content: a repetition comes later than the first telling. */
  recordedAt: Date
  postings: readonly PostingDraft[]
  reversesEntryId?: number
}

export function debit(account: AccountRef, amount: Fen): PostingDraft {
  return { account, amount }
}

export function credit(account: AccountRef, amount: Fen): PostingDraft {
  return { account, amount: negateFen(amount) }
}

/** The lines that move something; a fee of nothing is no line. */
export function nonZero(postings: readonly PostingDraft[]): PostingDraft[] {
  return postings.filter((posting) => posting.amount !== 0)
}

/** Throws unless the draft is an entry: a source, at least two lines, accounts of its own book, no zero, debits equal to credits. */
export function assertEntry(draft: EntryDraft): void {
  const name = `entry ${draft.sourceType}/${draft.sourceId}`
  if (draft.sourceType === '' || draft.sourceId === '') throw new Error(`${name} has no source document`)
  if (draft.postings.length < 2) throw new Error(`${name} has fewer than two lines`)
  for (const { account, amount } of draft.postings) {
    if (account.book !== draft.book) throw new Error(`${name} of book ${draft.book} uses ${account.code}`)
    if (amount === 0) throw new Error(`${name} has a line of nothing on ${account.code}`)
  }
  const off = sumFen(draft.postings.map((posting) => posting.amount))
  if (off !== 0) throw new Error(`${name} is off balance by ${off} fen`)
}

/**
 * Everything an entry says, in a fixed form: each field with its length, so that
 * no two contents share a text. Its hash tells a repetition (same text) from a
 * different event under the same source.
 */
export function entryInputText(draft: EntryDraft): string {
  const fields = [
    draft.book,
    draft.sourceType,
    draft.sourceId,
    draft.occurredAt.toISOString(),
    draft.reversesEntryId?.toString() ?? '',
    ...draft.postings.flatMap(({ account, amount }) => [account.code, amount.toString()]),
  ]
  return `v1${fields.map((field) => `|${field.length}:${field}`).join('')}`
}

/** The mirror of an entry, line by line. An entry can be reversed once, and the reversal names it. */
export function reversalOf(
  entry: { entryId: number; book: Book; postings: readonly PostingDraft[] },
  at: { occurredAt: Date; recordedAt: Date },
): EntryDraft {
  return {
    book: entry.book,
    sourceType: 'reversal',
    sourceId: String(entry.entryId),
    ...at,
    postings: entry.postings.map(({ account, amount }) => ({ account, amount: negateFen(amount) })),
    reversesEntryId: entry.entryId,
  }
}
