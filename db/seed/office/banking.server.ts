import { BANK_STATEMENT } from '#app/modules/bank/bank-kind.ts'
import { itemKey, type OpenItem } from '#app/modules/bank/bank-link.ts'
import { readBankPosition } from '#app/modules/bank/bank-queries.server.ts'
import { applyBankStatements, decideBankRows } from '#app/modules/bank/bank-statement.server.ts'
import { depositCash } from '#app/modules/bank/deposit-cash.server.ts'
import { linkBankLines } from '#app/modules/bank/link-bank-lines.server.ts'
import { listOpenItems } from '#app/modules/bank/open-items.server.ts'
import { recordBankOpening } from '#app/modules/bank/record-bank-opening.server.ts'
import { suggestMatches } from '#app/modules/bank/suggest-matches.ts'
import { cashAtCounter } from '#app/modules/ledger/accounts.ts'
import { readAccount } from '#app/modules/ledger/ledger-queries.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { BankLineId, SheetFileId } from '#app/shared/ids.ts'
import { type Fen, fen, negateFen, ZERO_FEN } from '#app/shared/money.ts'
import { seededRandom } from '../history/random.ts'
import { type BankRow, bankSheet, type Days } from './bank-sheet.ts'
import { type Desk, taken } from './desk.ts'
import { bringSheet, type ExportedFile } from './sheets.server.ts'

/** More than ever waits for the bank at once. */
const MOST_ITEMS = 5_000
/** Change stays in the drawers. */
const FLOAT_FEN = 30_000

/** The cash of each pickup point, in whole hundreds of yuan, is taken to the bank. */
export async function depositAll(desk: Desk, now: Date): Promise<void> {
  const { db } = desk
  const day = businessDate(now)
  const points = await db.selectFrom('pickup_point').select('id').orderBy('sort_order').execute()
  for (const { id: pickupPointId } of points) {
    const requestId = seededRandom(`deposit ${day} ${pickupPointId}`).id(now)
    const known = await db
      .selectFrom('cash_deposit')
      .select('id')
      .where('request_id', '=', requestId)
      .executeTakeFirst()
    if (known) continue
    const { balance } = await readAccount(db, cashAtCounter(pickupPointId).code, day)
    const amount = fen(Math.floor((balance - FLOAT_FEN) / 10_000) * 10_000)
    if (amount <= 0) continue
    const slipNo = `JK${day.replaceAll('-', '')}-${pickupPointId === 'north-library' ? '01' : pickupPointId === 'south-canteen' ? '02' : '03'}`
    const officer = desk.as('finance_officer', 'reconciliation:match')
    const deposit = { officer, requestId, pickupPointId, amount, depositedOn: day, slipNo, now }
    taken(await depositCash(db, deposit), `deposit ${slipNo}`)
  }
}

/** Brings in the bank's statement of some days: what waited for the bank and came in them, and what only the bank knows. */
export function importStatement(
  desk: Desk,
  { days, strangers = [], now }: { days: Days; strangers?: readonly BankRow[]; now: Date },
): Promise<SheetFileId> {
  return bringSheet(desk.db, BANK_STATEMENT, {
    name: `bank statement ${days.from} ${days.to}`,
    actorId: desk.as('finance_officer', 'reconciliation:match').personId,
    now,
    exportFile: () => exportStatement(desk.db, { days, strangers }),
    decide: decideBankRows,
    apply: applyBankStatements,
  })
}

async function exportStatement(
  db: Db,
  { days, strangers }: { days: Days; strangers: readonly BankRow[] },
): Promise<ExportedFile> {
  const waiting = (await listOpenItems(db, { near: days.from, limit: MOST_ITEMS })).filter(
    ({ kind, day }) => kind !== 'claim' && day <= days.to,
  )
  return {
    fileName: `账户明细_${days.from.replaceAll('-', '')}_${days.to.replaceAll('-', '')}.csv`,
    rows: bankSheet({ days, waiting, strangers, opening: await readLastBalance(db) }).rows,
    options: { coversFrom: days.from, coversTo: days.to },
  }
}

async function readLastBalance(db: Db): Promise<Fen | undefined> {
  const row = await db
    .selectFrom('bank_line')
    .select('balance_fen')
    .where('balance_fen', 'is not', null)
    .orderBy('booked_on', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row?.balance_fen == null ? undefined : fen(row.balance_fen)
}

/** With the first statement the officer books what the account held before it, as the bank says. */
export async function openBankAccount({ db, as }: Desk, now: Date): Promise<void> {
  const { opening, openingTold } = await readBankPosition(db)
  if (opening || !openingTold) return
  const { day: openedOn, amount } = openingTold
  const officer = as('finance_officer', 'reconciliation:match')
  const requestId = seededRandom(`bank opening ${openedOn}`).id(now)
  taken(await recordBankOpening(db, { officer, requestId, openedOn, amount, now }), 'the opening balance')
}

/** The officer goes through the lines of a statement and links what is sure; `skips` are left to be looked at. */
export async function linkLines(
  desk: Desk,
  { sheetId, skips = () => false, now }: { sheetId: SheetFileId; skips?: (line: OpenLine) => boolean; now: Date },
): Promise<void> {
  const lines = await readOpenLines(desk.db, sheetId)
  if (lines.length === 0) return
  const items = new Map(
    (await listOpenItems(desk.db, { near: businessDate(now), limit: MOST_ITEMS })).map((item) => [
      itemKey(item.kind, item.refId),
      item,
    ]),
  )
  for (const line of lines) {
    if (skips(line)) continue
    const chosen = findItems(line, items)
    if (!chosen && !isBanksOwn(line)) continue
    await link(desk, { line, chosen: chosen ?? [], now })
    for (const item of chosen ?? []) items.delete(itemKey(item.kind, item.refId))
  }
}

export interface OpenLine {
  bankLineId: BankLineId
  amount: Fen
  bookedOn: BusinessDate
  counterparty: string
  purpose: string
}

async function readOpenLines(db: Db, sheetId: SheetFileId): Promise<OpenLine[]> {
  const rows = await db
    .selectFrom('bank_line')
    .select(['id', 'amount_fen', 'booked_on', 'counterparty', 'purpose'])
    .where('sheet_file_id', '=', sheetId)
    .where('bank_link_id', 'is', null)
    .orderBy('booked_on')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    bankLineId: row.id as BankLineId,
    amount: fen(row.amount_fen),
    bookedOn: row.booked_on,
    counterparty: row.counterparty,
    purpose: row.purpose,
  }))
}

/** What the shop's own proposals are sure of. */
function findItems(line: OpenLine, items: ReadonlyMap<string, OpenItem>): OpenItem[] | undefined {
  const [first] = suggestMatches(line, [...items.values()])
  if (!first || (first.reason !== 'numberAndAmount' && first.reason !== 'numbersTogether')) return undefined
  return first.keys.map((key) => items.get(key)).filter((item) => item !== undefined)
}

/** Interest and charges of the account. */
function isBanksOwn({ purpose }: OpenLine): boolean {
  return purpose.includes('结息') || purpose.includes('管理费')
}

async function link(
  desk: Desk,
  { line, chosen, now }: { line: OpenLine; chosen: readonly OpenItem[]; now: Date },
): Promise<void> {
  const isOwn = chosen.length === 0
  const linked = await linkBankLines(desk.db, {
    officer: desk.as('finance_officer', 'reconciliation:match'),
    requestId: seededRandom(`link ${line.bankLineId}`).id(now),
    lineIds: [line.bankLineId],
    chosen: chosen.map(({ kind, refId, open }) => ({ kind, refId, amount: open })),
    fee: isOwn && line.amount < 0 ? negateFen(line.amount) : ZERO_FEN,
    interest: isOwn && line.amount > 0 ? line.amount : ZERO_FEN,
    keepsRest: false,
    note: '',
    now,
  })
  taken(linked, `link of ${line.purpose}`)
}

/** Books a line nobody can explain yet as money to be claimed. */
export async function keepToClaim(
  desk: Desk,
  { sheetId, purpose, now }: { sheetId: SheetFileId; purpose: string; now: Date },
): Promise<void> {
  const line = (await readOpenLines(desk.db, sheetId)).find((each) => each.purpose === purpose)
  if (!line) return
  const kept = await linkBankLines(desk.db, {
    officer: desk.as('finance_officer', 'reconciliation:match'),
    requestId: seededRandom(`claim ${line.bankLineId}`).id(now),
    lineIds: [line.bankLineId],
    chosen: [],
    fee: ZERO_FEN,
    interest: ZERO_FEN,
    keepsRest: true,
    note: '汇款人未注明用途，待业务部门认领',
    now,
  })
  taken(kept, `leftover of ${line.purpose}`)
}
