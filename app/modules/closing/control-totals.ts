import { z } from 'zod'
import type { AccountKind, Book } from '#app/modules/ledger/accounts.ts'
import { type Fen, fen } from '#app/shared/money.ts'

const amount = z.int().transform(fen)
const book = z.enum(['money', 'assistance']) satisfies z.ZodType<Book>
const kind = z.enum(['asset', 'liability', 'equity', 'income', 'expense', 'memo']) satisfies z.ZodType<AccountKind>

const schema = z.object({
  entries: z.object({ money: z.int(), assistance: z.int() }),
  classes: z.array(z.object({ book, kind, debit: amount, credit: amount, lines: z.int() })),
  balances: z.array(z.object({ code: z.string(), book, kind, balance: amount })),
  recognized: z.array(
    z.object({ measure: z.enum(['all', 'platform_832', 'assisted_sale']), month: amount, year: amount }),
  ),
})

/** What a month signs: its turnover by class of account, what rested at its end (debit positive), and what counted. */
export interface ControlTotals {
  entries: Record<Book, number>
  classes: { book: Book; kind: AccountKind; debit: Fen; credit: Fen; lines: number }[]
  balances: { code: string; book: Book; kind: AccountKind; balance: Fen }[]
  /** By measure, of the month and of the year up to its end. */
  recognized: { measure: 'all' | 'platform_832' | 'assisted_sale'; month: Fen; year: Fen }[]
}

/** Reads the figures the database wrote; throws when they are none. */
export function readControlTotals(stored: unknown): ControlTotals {
  return schema.parse(stored)
}
