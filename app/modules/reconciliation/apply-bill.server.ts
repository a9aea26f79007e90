import { type ApplyRows, applySheets } from '#app/modules/sheets/apply-sheet.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { walletOf } from './check-bill.server.ts'
import { upsertBills } from './internal/bill-rows.server.ts'
import { matchBillLines } from './match-bills.server.ts'
import { type BillValues, readBillFact, WALLET_BILL } from './wallet-bill.ts'

/** Keeps the rows of released bills, the days they speak of, and finds what they belong to. */
export function applyBills(db: Db, now: Date): Promise<number> {
  return applySheets(db, WALLET_BILL, { apply: applyBillRows, now })
}

const applyBillRows: ApplyRows<BillValues> = async (tx, rows, { options, sheetId, now }) => {
  const wallet = walletOf(options)
  const { fromOn, toOn } = options
  if (fromOn && toOn)
    await tx
      .insertInto('bill_period')
      .values({ sheet_file_id: sheetId, provider: wallet, from_on: fromOn, to_on: toOn })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  const facts = rows.map((row) => {
    const fact = readBillFact(row.values)
    if (!fact.ok) throw new Error(`row ${row.rowNumber} of ${sheetId} was checked and is ${fact.refusal}`)
    return fact.value
  })
  const billLineIds = await upsertBills(tx, { wallet, facts, sheetId })
  await matchBillLines(tx, { wallet, billLineIds, now })
  return billLineIds.map((targetId) => ({ targetId }))
}
