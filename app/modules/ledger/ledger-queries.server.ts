import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { AccountKind, AccountRef, Book } from './accounts.ts'
import type { PostingDraft } from './entry.ts'

export interface AccountBalance {
  code: string
  kind: AccountKind
  lineCount: number
  /** Sums of the account's debit and of its credit lines, both zero or more. */
  debit: Fen
  credit: Fen
  /** Debit less credit. */
  balance: Fen
}

/** Every account of a book with what rests on it. The balances of a book add up to zero. */
export async function readTrialBalance(db: Db, book: Book): Promise<AccountBalance[]> {
  const { rows } = await sql<{ code: string; kind: AccountKind; lines: number; debit: number; credit: number }>`
    select account.code, account.kind, sum(line_count)::bigint as lines, sum(debit_fen)::bigint as debit,
      sum(credit_fen)::bigint as credit
    from account_day join account on account.code = account_day.account_code
    where account.book = ${book}
    group by account.code, account.kind
    order by account.code`.execute(db)
  return rows.map(({ code, kind, lines, debit, credit }) => ({
    code,
    kind,
    lineCount: lines,
    debit: fen(debit),
    credit: fen(credit),
    balance: fen(debit - credit),
  }))
}

/** What rests on one account, and what moved on it since a day of business; zeros when nothing ever did. */
export async function readAccount(
  db: Db,
  code: string,
  since: BusinessDate,
): Promise<{ balance: Fen; debitSince: Fen; creditSince: Fen }> {
  const { rows } = await sql<{ balance: number; debit: number; credit: number }>`
    select coalesce(sum(debit_fen - credit_fen), 0)::bigint as balance,
      coalesce(sum(debit_fen) filter (where business_date >= ${since}::date), 0)::bigint as debit,
      coalesce(sum(credit_fen) filter (where business_date >= ${since}::date), 0)::bigint as credit
    from account_day where account_code = ${code}`.execute(db)
  const [row] = rows
  return { balance: fen(row?.balance ?? 0), debitSince: fen(row?.debit ?? 0), creditSince: fen(row?.credit ?? 0) }
}

export interface JournalLine {
  entryId: number
  businessDate: BusinessDate
  recordedAt: Date
  sourceType: string
  sourceId: string
  /** Sum of the debit lines, which is the sum of the credit lines. */
  amount: Fen
  lineCount: number
  reversesEntryId: number | undefined
}

/** A place between two lines of the journal, which lists the latest day first. */
export interface JournalPlace {
  businessDate: BusinessDate
  entryId: number
}

export interface JournalFilter {
  book: Book
  from?: BusinessDate | undefined
  to?: BusinessDate | undefined
  after?: JournalPlace | undefined
  limit: number
}

/** One page of a book's journal, latest business date first; `next` is where the following page begins, if there is one. */
export async function listJournal(
  db: Db,
  { book, from, to, after, limit }: JournalFilter,
): Promise<{ lines: JournalLine[]; next: JournalPlace | undefined }> {
  let query = db
    .selectFrom('journal_entry as entry')
    .select(['id', 'business_date', 'recorded_at', 'source_type', 'source_id', 'line_count', 'reverses_entry_id'])
    .select((eb) =>
      eb
        .selectFrom('posting')
        .whereRef('entry_id', '=', 'entry.id')
        .where('amount_fen', '>', 0)
        .select(sql<number>`coalesce(sum(amount_fen), 0)::bigint`.as('amount'))
        .as('amount'),
    )
    .where('book', '=', book)
    .orderBy('business_date', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (from) query = query.where('business_date', '>=', from)
  if (to) query = query.where('business_date', '<=', to)
  if (after)
    query = query.where(sql<boolean>`(business_date, id) < (${after.businessDate}::date, ${after.entryId}::bigint)`)
  const rows = await query.execute()
  const lines = rows.slice(0, limit).map((row) => ({
    entryId: row.id,
    businessDate: row.business_date,
    recordedAt: row.recorded_at,
    sourceType: row.source_type,
    sourceId: row.source_id,
    amount: fen(row.amount ?? 0),
    lineCount: row.line_count,
    reversesEntryId: row.reverses_entry_id ?? undefined,
  }))
  const last = lines.at(-1)
  return { lines, next: rows.length > limit && last ? placeOf(last) : undefined }
}

function placeOf({ businessDate, entryId }: JournalLine): JournalPlace {
  return { businessDate, entryId }
}

interface EntryLine extends PostingDraft {
  lineNo: number
  /** Place in the book's chain, and the hashes in hex that tie it there. */
  seq: number
  hash: string
  previousHash: string
}

export interface EntryView {
  entryId: number
  book: Book
  sourceType: string
  sourceId: string
  occurredAt: Date
  businessDate: BusinessDate
  recordedAt: Date
  inputHash: string
  reversesEntryId: number | undefined
  reversedByEntryId: number | undefined
  postings: EntryLine[]
}

/** The entry behind a figure with its lines in order, or undefined when there is no such entry. */
export async function findEntry(db: Db, entryId: number): Promise<EntryView | undefined> {
  const entry = await db
    .selectFrom('journal_entry')
    .leftJoin('journal_entry as reversal', 'reversal.reverses_entry_id', 'journal_entry.id')
    .selectAll('journal_entry')
    .select('reversal.id as reversed_by')
    .where('journal_entry.id', '=', entryId)
    .executeTakeFirst()
  return (
    entry && {
      entryId: entry.id,
      book: entry.book as Book,
      sourceType: entry.source_type,
      sourceId: entry.source_id,
      occurredAt: entry.occurred_at,
      businessDate: entry.business_date,
      recordedAt: entry.recorded_at,
      inputHash: entry.input_hash,
      reversesEntryId: entry.reverses_entry_id ?? undefined,
      reversedByEntryId: entry.reversed_by ?? undefined,
      postings: await readLines(db, entryId),
    }
  )
}

/** As `findEntry`; throws when there is no such entry. */
export async function getEntry(db: Db, entryId: number): Promise<EntryView> {
  const entry = await findEntry(db, entryId)
  if (!entry) throw new Error(`there is no entry ${entryId}`)
  return entry
}

async function readLines(db: Db, entryId: number): Promise<EntryLine[]> {
  const rows = await db
    .selectFrom('posting')
    .innerJoin('account', 'account.code', 'posting.account_code')
    .select(['line_no', 'seq', 'amount_fen', 'hash', 'prev_hash', 'account.code', 'account.book', 'account.kind'])
    .where('entry_id', '=', entryId)
    .orderBy('line_no')
    .execute()
  return rows.map((row) => ({
    lineNo: row.line_no,
    seq: row.seq,
    account: { code: row.code, book: row.book as Book, kind: row.kind as AccountKind } satisfies AccountRef,
    amount: fen(row.amount_fen),
    hash: row.hash.toString('hex'),
    previousHash: row.prev_hash.toString('hex'),
  }))
}
