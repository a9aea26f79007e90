import { BANK_STATEMENT } from '#app/modules/bank/bank-kind.ts'
import type { ItemKind } from '#app/modules/bank/bank-link.ts'
import { listBankLines } from '#app/modules/bank/bank-queries.server.ts'
import { applyBankStatements, decideBankRows } from '#app/modules/bank/bank-statement.server.ts'
import { type LinkCommand, linkBankLines } from '#app/modules/bank/link-bank-lines.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { ADVANCES_OF_BUYERS, cashAtCounter } from '#app/modules/ledger/accounts.ts'
import { credit, debit } from '#app/modules/ledger/entry.ts'
import { readAccount } from '#app/modules/ledger/ledger-queries.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { lastDayOf, monthOfDate } from '#app/modules/settlement/statement.ts'
import { startSheet } from '#app/modules/sheets/apply-sheet.server.ts'
import { checkSheet } from '#app/modules/sheets/check-sheet.server.ts'
import { findSheet } from '#app/modules/sheets/sheet-queries.server.ts'
import { uploadSheet } from '#app/modules/sheets/upload-sheet.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { BankLineId, SheetFileId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { financeActor, must, type Office } from '#tests/integration/settlement/office.ts'

export type BankOfficer = Actor<'reconciliation:match'>

export function createBankOfficer({ shop }: Pick<Office, 'shop'>): Promise<BankOfficer> {
  return financeActor(shop, 'reconciliation:match', ['finance_officer'])
}

const HEADER = '交易日期,对方户名,对方账号,摘要,收入金额,支出金额,余额,交易流水号'

/** Uploads and checks a statement of this month with these rows, under two lines of a bank's own. */
export async function checkStatement(
  { shop }: Pick<Office, 'shop'>,
  officer: BankOfficer,
  rows: readonly string[],
): Promise<SheetFileId> {
  const month = monthOfDate(businessDate(shop.clock.now))
  const text = ['账号 6217****8901 明细', `起始日期 ${month}`, HEADER, ...rows].join('\r\n')
  const command = {
    actorId: officer.personId,
    requestId: newId(),
    fileName: '对账单.csv',
    bytes: Buffer.from(text, 'utf8'),
    options: { coversFrom: month, coversTo: lastDayOf(month) },
    now: shop.clock.now,
  }
  const sheetId = must(await uploadSheet(shop.db, BANK_STATEMENT, command))
  const file = await findSheet(shop.db, 'bank_statement', sheetId)
  const check = { sheetId, mapping: file?.mapping ?? [], now: shop.clock.now }
  must(await checkSheet(shop.db, BANK_STATEMENT, { command: check, decide: decideBankRows }))
  return sheetId
}

/** Brings rows in to the end. */
export async function bringIn(
  office: Pick<Office, 'shop'>,
  officer: BankOfficer,
  rows: readonly string[],
): Promise<void> {
  await takeIn(office, officer, await checkStatement(office, officer, rows))
}

/** Releases a checked statement and applies what is released. */
export async function takeIn(
  { shop }: Pick<Office, 'shop'>,
  officer: BankOfficer,
  sheetId: SheetFileId,
): Promise<void> {
  must(await startSheet(shop.db, BANK_STATEMENT, { sheetId, actorId: officer.personId, now: shop.clock.now }))
  await applyBankStatements(shop.db, shop.clock.now)
}

/** The open bank line whose purpose has these words. */
export async function lineOf({ shop }: Pick<Office, 'shop'>, words: string): Promise<BankLineId> {
  const { lines } = await listBankLines(shop.db, { show: 'all', limit: 500 })
  const found = lines.find((line) => line.purpose.includes(words))
  if (!found) throw new Error(`no line says ${words}`)
  return found.bankLineId
}

export function link(
  { shop }: Pick<Office, 'shop'>,
  officer: BankOfficer,
  given: Partial<LinkCommand> & { items?: [ItemKind, string, number][] },
) {
  const { items = [], ...command } = given
  return linkBankLines(shop.db, {
    officer,
    requestId: newId(),
    lineIds: [],
    chosen: items.map(([kind, refId, amount]) => ({ kind, refId, amount: fen(amount) })),
    fee: fen(0),
    interest: fen(0),
    keepsRest: false,
    note: '',
    now: shop.clock.now,
    ...command,
  })
}

export async function balanceOf({ shop }: Pick<Office, 'shop'>, code: string): Promise<number> {
  return (await readAccount(shop.db, code, '2020-01-01')).balance
}

/** Notes in the drawers of a point, as the books tell it. */
export async function putCash({ shop }: Pick<Office, 'shop'>, pickupPointId: string, amount: number): Promise<void> {
  const { now } = shop.clock
  const entry = {
    book: 'money',
    sourceType: 'cash_receipt',
    sourceId: newId(),
    occurredAt: now,
    recordedAt: now,
    postings: [debit(cashAtCounter(pickupPointId), fen(amount)), credit(ADVANCES_OF_BUYERS, fen(amount))],
  } as const
  await inTransaction(shop.db, (tx) => postEntry(tx, entry))
}
