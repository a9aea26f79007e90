import { BANK_STATEMENT } from '#app/modules/bank/bank-kind.ts'
import type { ItemKind } from '#app/modules/bank/bank-link.ts'
import { applyBankStatements, decideBankRows } from '#app/modules/bank/bank-statement.server.ts'
import { depositCash } from '#app/modules/bank/deposit-cash.server.ts'
import { linkBankLines } from '#app/modules/bank/link-bank-lines.server.ts'
import { undoBankLink } from '#app/modules/bank/undo-bank-link.server.ts'
import { startSheet } from '#app/modules/sheets/apply-sheet.server.ts'
import { checkSheet } from '#app/modules/sheets/check-sheet.server.ts'
import { findSheet } from '#app/modules/sheets/sheet-queries.server.ts'
import { uploadSheet } from '#app/modules/sheets/upload-sheet.server.ts'
import { addDays, type BusinessDate } from '#app/shared/business-date.ts'
import type { BankLineId, BankLinkId } from '#app/shared/ids.ts'
import { fen, formatYuan } from '#app/shared/money.ts'
import { as, at, type Desk, must } from './desk.ts'
import type { BankPart, Operation } from './operation.ts'
import type { Arrived } from './provider.ts'
import type { Ordered } from './settle.ts'

/** One line of the bank with what it is: an item we know of, and what the bank kept or paid. */
interface Shown {
  words: string
  amounts: number[]
  item?: { kind: ItemKind; refId: string; amount: number }
  fee?: number
  interest?: number
  keepsRest?: boolean
}

/** A receipt nobody knew, to be sent back some day. */
interface Unknown {
  linkId: BankLinkId
  amount: number
}

export interface Bank {
  unknown: Unknown[]
  /** The next day no statement covers. */
  openFrom: BusinessDate
}

/** Takes some of a point's cash to the bank. */
export async function deposit(desk: Desk, of: { held: number; pointId: string; day: BusinessDate }) {
  const { db, random, people, notebook } = desk
  const { held, pointId, day } = of
  if (held < 100) return []
  const amount = random.between(Math.ceil(held / 2), held)
  const command = { requestId: crypto.randomUUID(), pickupPointId: pointId, amount: fen(amount), depositedOn: day }
  const officer = as(people.officer, 'reconciliation:match')
  const { depositId } = must(await depositCash(db, { ...command, officer, slipNo: '', now: at(day, 10) }))
  notebook.push({ kind: 'deposit', pointId, fen: amount, day })
  return [{ depositId, amount }]
}

/** The statement of the bank of `day` is brought in, and every line of it is linked to what it is. */
export async function bringStatement(
  desk: Desk,
  bank: Bank,
  of: { day: BusinessDate; payouts: Arrived[]; deposits: { depositId: string; amount: number }[]; payments: Ordered[] },
): Promise<void> {
  const { random } = desk
  const { day, payouts, deposits, payments } = of
  const shown: Shown[] = [
    ...payouts.map(({ payoutId, amount }) => whole(`入账 ${payoutId}`, { kind: 'payout', refId: payoutId, amount })),
    ...deposits.map(({ depositId, amount }) =>
      inTwo(desk, whole(`现金 ${depositId}`, { kind: 'deposit', refId: depositId, amount })),
    ),
    ...payments.map(({ statementId, total }) => {
      const fee = random.chance(0.3) ? random.between(1, 500) : 0
      const line = whole(`货款 ${statementId}`, { kind: 'statement', refId: statementId, amount: -total })
      return { ...line, fee, amounts: [-total - fee] }
    }),
    ...interestOf(desk, day),
    ...unknownOf(desk, day),
  ]
  const back = bank.unknown.length > 1 ? bank.unknown.shift() : undefined
  if (back) shown.push(whole(`退回 ${back.linkId}`, { kind: 'claim', refId: back.linkId, amount: -back.amount }))
  await bringIn(desk, shown, { from: bank.openFrom, day })
  bank.openFrom = addDays(day, 1)
  for (const one of shown) await linkShown(desk, bank, { one, day })
}

const whole = (words: string, item: NonNullable<Shown['item']>): Shown => ({ words, amounts: [item.amount], item })

/** The bank books one deposit in two lines now and then. */
function inTwo({ random }: Desk, one: Shown): Shown {
  const [amount = 0] = one.amounts
  if (amount < 2 || !random.chance(0.4)) return one
  const first = random.between(1, amount - 1)
  return { ...one, amounts: [first, amount - first] }
}

function interestOf({ random }: Desk, day: BusinessDate): Shown[] {
  const interest = random.between(1, 9_999)
  return random.chance(0.5) ? [{ words: `利息 ${day}`, amounts: [interest], interest }] : []
}

function unknownOf({ random }: Desk, day: BusinessDate): Shown[] {
  const amount = random.between(1, 99_999)
  return random.chance(0.6) ? [{ words: `不明来款 ${day}`, amounts: [amount], keepsRest: true }] : []
}

async function bringIn(
  { db, people }: Desk,
  shown: readonly Shown[],
  { from, day }: { from: BusinessDate; day: BusinessDate },
): Promise<void> {
  const [actorId, now] = [people.officer.personId, at(day, 16)]
  const rows = shown.flatMap(({ words, amounts }) =>
    amounts.map((amount, index) => {
      const yuan = formatYuan(fen(Math.abs(amount))).replaceAll(',', '')
      return [day, '对方', '', `${words} ${index}`, amount > 0 ? yuan : '', amount < 0 ? yuan : '', `${words}-${index}`]
    }),
  )
  const text = [['交易日期', '对方户名', '对方账号', '摘要', '收入金额', '支出金额', '交易流水号'], ...rows]
  const bytes = Buffer.from(text.map((cells) => cells.join(',')).join('\r\n'))
  const options = { coversFrom: from, coversTo: day }
  const upload = { actorId, requestId: crypto.randomUUID(), fileName: '对账单.csv', bytes, options, now }
  const sheetId = must(await uploadSheet(db, BANK_STATEMENT, upload))
  const mapping = (await findSheet(db, 'bank_statement', sheetId))?.mapping ?? []
  must(await checkSheet(db, BANK_STATEMENT, { command: { sheetId, mapping, now }, decide: decideBankRows }))
  must(await startSheet(db, BANK_STATEMENT, { sheetId, actorId, now }))
  await applyBankStatements(db, now)
}

/** Linked; some by mistake, so that the link is taken back and made anew. */
async function linkShown(desk: Desk, bank: Bank, { one, day }: { one: Shown; day: BusinessDate }): Promise<void> {
  const { db, random, people, notebook } = desk
  const officer = as(people.officer, 'reconciliation:match')
  const { linkId, operation } = await link(desk, one, day)
  if (!random.chance(0.15)) return keep(bank, one, linkId)
  must(await undoBankLink(db, { officer, linkId, because: '对错了', now: at(day, 17) }))
  notebook.push({ kind: 'bankUndone', undoes: operation, day })
  keep(bank, one, (await link(desk, one, day)).linkId)
}

function keep(bank: Bank, one: Shown, linkId: BankLinkId): void {
  if (one.keepsRest) bank.unknown.push({ linkId, amount: one.amounts[0] ?? 0 })
}

async function link(desk: Desk, one: Shown, day: BusinessDate) {
  const { db, people, notebook } = desk
  const { item, fee = 0, interest = 0, keepsRest = false } = one
  const lineIds = await Promise.all(one.amounts.map((_, index) => lineOf(desk, `${one.words} ${index}`)))
  const made = await linkBankLines(db, {
    officer: as(people.officer, 'reconciliation:match'),
    requestId: crypto.randomUUID(),
    lineIds,
    chosen: item ? [{ ...item, amount: fen(item.amount) }] : [],
    fee: fen(fee),
    interest: fen(interest),
    keepsRest,
    note: '',
    now: at(day, 17),
  })
  const { linkId } = must(made)
  const operation: Extract<Operation, { kind: 'bankLinked' }> = {
    kind: 'bankLinked',
    lines: one.amounts,
    parts: partsOf(one),
    day,
  }
  notebook.push(operation)
  return { linkId, operation }
}

function partsOf({ item, fee = 0, interest = 0, keepsRest, amounts }: Shown): BankPart[] {
  return [
    ...(item ? [{ of: item.kind === 'claim' ? 'unallocated' : 'transit', fen: item.amount } as const] : []),
    ...(fee > 0 ? [{ of: 'bank fees', fen: -fee } as const] : []),
    ...(interest > 0 ? [{ of: 'bank interest', fen: interest } as const] : []),
    ...(keepsRest ? [{ of: 'unallocated', fen: amounts[0] ?? 0 } as const] : []),
  ]
}

async function lineOf({ db }: Desk, purpose: string): Promise<BankLineId> {
  const row = await db.selectFrom('bank_line').select('id').where('purpose', '=', purpose).executeTakeFirstOrThrow()
  return row.id as BankLineId
}
