import type { SheetNote, SheetRow } from '#app/modules/sheets/sheet-file.ts'
import { addFen, type Fen, formatYuan, negateFen, subtractFen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { BankRow } from './bank-kind.ts'

/** Hints of bank statements beside the common ones. */
export type BankHint = 'noAmount' | 'bothSides' | 'signAgainstDirection' | 'zeroAmount' | 'balanceGap' | 'inFuture'

/** What the row moves, into the account positive. Refuses a row that says nothing, or two things. */
export function amountOf(row: Partial<BankRow>): Result<Fen, BankHint> {
  return row.amount ? signed(row.amount, row.direction) : sided(row)
}

/** One column of amounts, and perhaps another of directions. Some banks write what went out with its sign, some without. */
function signed(amount: Fen, direction: BankRow['direction'] | undefined): Result<Fen, BankHint> {
  if (direction === undefined) return ok(amount)
  if (direction === 'out') return ok(amount < 0 ? amount : negateFen(amount))
  return amount < 0 ? refuse('signAgainstDirection') : ok(amount)
}

/** Two columns, of which a row fills one. */
function sided({ amount, income, expense }: Partial<BankRow>): Result<Fen, BankHint> {
  if (income && expense) return refuse('bothSides')
  if (income) return ok(income)
  if (expense) return ok(expense < 0 ? expense : negateFen(expense))
  return refuse([amount, income, expense].every((one) => one === undefined) ? 'noAmount' : 'zeroAmount')
}

/**
 * Where the balance the bank gives does not follow from the row before it: a row is
 * missing between, or stands elsewhere. Statements run forwards or backwards in time;
 * the direction with fewer gaps is taken.
 */
export function findBalanceGaps(rows: readonly { amount: Fen; balance: Fen | undefined }[]): Set<number> {
  const forwards = gaps(rows, (before, here) => addFen(before.balance, here.amount) === here.balance)
  const backwards = gaps(rows, (before, here) => subtractFen(before.balance, before.amount) === here.balance)
  return forwards.size <= backwards.size ? forwards : backwards
}

interface Balanced {
  amount: Fen
  balance: Fen
}

function gaps(
  rows: readonly { amount: Fen; balance: Fen | undefined }[],
  follows: (before: Balanced, here: Balanced) => boolean,
): Set<number> {
  const found = new Set<number>()
  for (const [index, here] of rows.entries()) {
    const before = rows[index - 1]
    if (before?.balance === undefined || here.balance === undefined) continue
    const pair = [
      { amount: before.amount, balance: before.balance },
      { amount: here.amount, balance: here.balance },
    ] as const
    if (!follows(...pair)) found.add(index)
  }
  return found
}

/** A note about the amount of a row, at the column that has it. */
export function amountNote(hint: BankHint, row: SheetRow<BankRow>): SheetNote {
  const { amount, income, expense } = row.values
  const value = [amount, income, expense].find((one) => one !== undefined)
  return { field: 'amount', column: null, value: value === undefined ? '' : formatYuan(value), hint }
}
