import {
  CASH_OVER_SHORT,
  PROVIDER_FEES,
  RECEIVABLE_FROM_CARRIERS,
  SERVICE_FEE_INCOME,
} from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft } from '#app/modules/ledger/entry.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { startOfBusinessDate } from '#app/shared/business-date.ts'
import { fen } from '#app/shared/money.ts'

const HOUR_MS = 60 * 60 * 1000

/** Noon of a day in Shanghai. */
export function noonOf(day: string): Date {
  return new Date(startOfBusinessDate(day).getTime() + 12 * HOUR_MS)
}

export interface PlainEntry {
  /** The day on which it happened. */
  day: string
  amount?: number
  recordedAt?: Date
  sourceId?: string
  shape?: keyof typeof SHAPES
}

/** Sources that documents of ours do not stand behind: the tie-outs take them as they are. */
const SHAPES = {
  fees: [PROVIDER_FEES, RECEIVABLE_FROM_CARRIERS],
  income: [RECEIVABLE_FROM_CARRIERS, SERVICE_FEE_INCOME],
  short: [CASH_OVER_SHORT, PROVIDER_FEES],
} as const

export function plainEntry(given: PlainEntry): EntryDraft {
  const { day, amount = 1000, shape = 'fees' } = given
  const [taken, from] = SHAPES[shape]
  return {
    book: 'money',
    sourceType: 'test_event',
    sourceId: given.sourceId ?? newId(),
    occurredAt: noonOf(day),
    recordedAt: given.recordedAt ?? noonOf(day),
    postings: [debit(taken, fen(amount)), credit(from, fen(amount))],
  }
}

export function book(db: Db, given: PlainEntry): Promise<{ entryId: number; isNew: boolean }> {
  return inTransaction(db, (tx) => postEntry(tx, plainEntry(given)))
}

export async function dayOfEntry(db: Db, entryId: number): Promise<string> {
  const row = await db
    .selectFrom('journal_entry')
    .select('business_date')
    .where('id', '=', entryId)
    .executeTakeFirstOrThrow()
  return row.business_date
}

/** What the postings of a month say, computed plainly: turnover by class and balances at its end. */
export async function recompute(db: Db, month: string): Promise<{ classes: string[]; balances: string[] }> {
  const lines = await db
    .selectFrom('posting')
    .innerJoin('journal_entry', 'journal_entry.id', 'posting.entry_id')
    .innerJoin('account', 'account.code', 'posting.account_code')
    .select(['account.code', 'account.book', 'account.kind', 'posting.amount_fen', 'journal_entry.business_date'])
    .where('account.book', '=', 'money')
    .execute()
  const classes = new Map<string, { debit: number; credit: number }>()
  const balances = new Map<string, number>()
  for (const line of lines) {
    const at = line.business_date.slice(0, 7)
    if (at <= month) balances.set(line.code, (balances.get(line.code) ?? 0) + line.amount_fen)
    if (at !== month) continue
    const sum = classes.get(line.kind) ?? { debit: 0, credit: 0 }
    if (line.amount_fen > 0) sum.debit += line.amount_fen
    else sum.credit -= line.amount_fen
    classes.set(line.kind, sum)
  }
  return {
    classes: [...classes].map(([kind, { debit: left, credit: right }]) => `${kind} ${left} ${right}`).sort(),
    balances: [...balances]
      .filter(([, amount]) => amount !== 0)
      .map(([code, amount]) => `${code} ${amount}`)
      .sort(),
  }
}
