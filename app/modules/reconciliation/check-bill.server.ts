import type { DecideRows } from '#app/modules/sheets/check-sheet.server.ts'
import type { SheetNote, SheetRow, SheetVerdict } from '#app/modules/sheets/sheet-file.ts'
import { formatYuan } from '#app/shared/money.ts'
import { decideBill } from './decide-bill.ts'
import {
  billKey,
  type FoundCounterpart,
  findBillCounterparts,
  findStoredBills,
  type StoredBill,
} from './internal/bill-rows.server.ts'
import {
  type BillFact,
  type BillProblem,
  type BillValues,
  METHOD_OF_WALLET,
  readBillFact,
  WALLETS,
  type Wallet,
} from './wallet-bill.ts'

/** The wallet a file was said to be of. Throws for a file of none, which no form of ours brings. */
export function walletOf(options: Record<string, string>): Wallet {
  const wallet = WALLETS.find((known) => known === options.wallet)
  if (!wallet) throw new Error(`a bill of ${options.wallet ?? 'no wallet'}`)
  return wallet
}

/**
 * Says of each row of a bill whether it is new, known, or contradicts what was kept, and
 * warns of new ones that our books do not have or have otherwise.
 */
export const decideBillRows: DecideRows<BillValues> = async (tx, rows, { options }) => {
  const wallet = walletOf(options)
  const facts = rows.map((row) => readBillFact(row.values))
  const readable = facts.flatMap((fact) => (fact.ok ? [fact.value] : []))
  const stored = await findStoredBills(tx, { wallet, keys: readable })
  const counterparts = await findBillCounterparts(tx, { wallet, method: METHOD_OF_WALLET[wallet], keys: readable })
  const foundOf = new Map(readable.map((fact, index) => [fact, counterparts[index]]))
  const firstRows = new Map<string, number>()
  return rows.map((row, index): SheetVerdict => {
    const fact = facts[index]
    if (!fact?.ok) return wrong(row, fact?.refusal ?? 'amountMissing')
    const key = billKey(fact.value)
    const first = firstRows.get(key)
    if (first !== undefined) return twice(row, first)
    firstRows.set(key, row.rowNumber)
    const known = stored.get(key)
    return known ? compareStored(row, fact.value, known) : fresh(row, fact.value, foundOf.get(fact.value))
  })
}

type Row = SheetRow<BillValues>

function wrong(row: Row, problem: BillProblem): SheetVerdict {
  const field = problem === 'amountMissing' ? 'orderAmount' : 'walletRefundNo'
  return { state: 'error', errors: [noteAt(row, field, { hint: problem })] }
}

function twice(row: Row, first: number): SheetVerdict {
  return { state: 'error', errors: [noteAt(row, 'walletNo', { hint: 'rowTwice', detail: { row: first } })] }
}

function compareStored(row: Row, fact: BillFact, known: StoredBill): SheetVerdict {
  const targetId = known.billLineId
  if (known.amount !== fact.amount || known.merchantOrderNo !== fact.merchantOrderNo) {
    const detail = { amount: formatYuan(known.amount), order: known.merchantOrderNo }
    return { state: 'error', targetId, errors: [noteAt(row, 'walletNo', { hint: 'differsFromKept', detail })] }
  }
  if (known.refundState === fact.refundState) return { state: 'duplicate', targetId }
  const diff = [{ field: 'refundState', from: known.refundState || null, to: fact.refundState || null }]
  return { state: 'changed', targetId, diff }
}

function fresh(row: Row, fact: BillFact, found: FoundCounterpart | undefined): SheetVerdict {
  switch (decideBill(fact, found)) {
    case 'matched':
      return { state: 'new' }
    case 'bill_only':
      return { state: 'new', warnings: [noteAt(row, 'merchantOrderNo', { hint: 'billOnly' })] }
    case 'refund_pending':
      return { state: 'new', warnings: [noteAt(row, 'refundState', { hint: 'refundPending' })] }
    case 'amount_differs': {
      const detail = { amount: formatYuan(found?.amount ?? fact.amount) }
      return { state: 'new', warnings: [noteAt(row, 'orderAmount', { hint: 'amountDiffers', detail })] }
    }
  }
}

function noteAt(row: Row, field: keyof BillValues, note: Pick<SheetNote, 'hint' | 'detail'>): SheetNote {
  const value = row.values[field]
  const text = typeof value === 'number' ? formatYuan(value) : (value ?? '')
  return { field, column: null, value: text, ...note }
}
