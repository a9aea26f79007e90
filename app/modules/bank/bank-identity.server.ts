import { createHash } from 'node:crypto'
import type { SheetRow } from '#app/modules/sheets/sheet-file.ts'
import type { Fen } from '#app/shared/money.ts'
import type { BankRow } from './bank-kind.ts'

/**
 * What makes a bank line itself, in whichever file it comes again: the bank's own
 * number when it gives one; else everything it says, and how often the same was said
 * before it in the file.
 */
export function identify(rows: readonly { row: SheetRow<BankRow>; amount: Fen }[]): Buffer[] {
  const seen = new Map<string, number>()
  return rows.map(({ row: { values }, amount }) => {
    const said =
      values.bankRef === undefined
        ? [values.bookedOn, amount, values.counterparty, values.counterpartyAccount, values.purpose, values.balance]
        : ['ref', values.bookedOn, amount, values.bankRef, values.counterparty, values.balance]
    const text = JSON.stringify(said.map((part) => part ?? ''))
    const count = (seen.get(text) ?? 0) + 1
    seen.set(text, count)
    return createHash('sha256').update(`${text}#${count}`).digest()
  })
}
