import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BANK_STATEMENT } from '#app/modules/bank/bank-kind.ts'
import { depositCash } from '#app/modules/bank/deposit-cash.server.ts'
import { CLOSE_CHECKS, readChecklist } from '#app/modules/closing/close-checks.server.ts'
import { monthOfDate } from '#app/modules/closing/month.ts'
import { fetchBalanceNow } from '#app/modules/reconciliation/fetch-balance.server.ts'
import { disputeStatement } from '#app/modules/settlement/answer-statement.server.ts'
import { sendStatement } from '#app/modules/settlement/send-statement.server.ts'
import { discardSheet } from '#app/modules/sheets/apply-sheet.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import { fen } from '#app/shared/money.ts'
import {
  type BankOfficer,
  bringIn,
  checkStatement,
  createBankOfficer,
  lineOf,
  link,
  putCash,
} from '#tests/integration/bank/vault.ts'
import { openOrder } from '#tests/integration/payments/shop.ts'
import { tellingAll } from '#tests/integration/reconciliation/balance.ts'
import { bookAcceptance, must, type Office, openOffice, statementAt } from '#tests/integration/settlement/office.ts'
import { afterMonth } from '#tests/support/factories/periods.ts'

let office: Office
let officer: BankOfficer

beforeAll(async () => {
  office = await openOffice()
  setRuntime(office.shop.runtime)
  officer = await createBankOfficer(office)
})
afterAll(async () => {
  setRuntime(undefined)
  await office.shop.close()
})

const now = () => office.shop.clock.now
const today = () => businessDate(now())
const month = () => monthOfDate(today())

/** What is open on the checklist of this month, when it is over. */
async function openNow(): Promise<Record<string, number>> {
  const lines = await readChecklist(office.db, { month: month(), now: afterMonth(month()) })
  return Object.fromEntries(
    lines.filter((line) => line.open > 0 && line.name !== 'tie_outs').map((line) => [line.name, line.open]),
  )
}
async function amountOf(name: string): Promise<unknown> {
  const lines = await readChecklist(office.db, { month: month(), now: afterMonth(month()) })
  return lines.find((line) => line.name === name)?.detail?.amountFen
}

describe('the checklist of a month', () => {
  it('is clear while nothing happened, and takes a reason only for what others owe', async () => {
    expect(await openNow()).toEqual({})
    expect(CLOSE_CHECKS.filter((check) => check.mayBeWaived).map((check) => check.name)).toEqual([
      'provider_events',
      'refunds_unsent',
      'sheets_waiting',
      'payouts',
      'disputes',
      'bill_files',
      'bank_unclaimed',
      'statements_missing',
      'statements_unconfirmed',
    ])
  })

  it('asks for the bank’s statement of every day since the account was used, and for what every line is', async () => {
    const { id: pickupPointId } = await office.db
      .selectFrom('pickup_point')
      .select('id')
      .limit(1)
      .executeTakeFirstOrThrow()
    await putCash(office, pickupPointId, 900)
    const form = { officer, requestId: newId(), pickupPointId, amount: fen(900), depositedOn: today(), slipNo: '' }
    const { depositId } = must(await depositCash(office.db, { ...form, now: now() }))
    const next = `${addDays(`${month()}-01`, 32).slice(0, 7)}-01`
    const left = (Date.parse(next) - Date.parse(today())) / 86_400_000
    expect(await openNow()).toEqual({ bank_statements: left })
    const words = ['缴存现金', '来路不明', '退还一半']
    await bringIn(office, officer, [
      `${today()},本校,,缴存现金,9.00,,,C1`,
      `${today()},某人,,来路不明,5.00,,,C2`,
      `${today()},某人,,退还一半,,5.00,,C3`,
    ])
    expect(await openNow()).toEqual({ bank_lines: words.length })
    expect(await amountOf('bank_lines')).toBe(1_900)
    must(
      await link(office, officer, {
        lineIds: [await lineOf(office, '缴存现金')],
        items: [['deposit', depositId, 900]],
      }),
    )
    const { linkId } = must(
      await link(office, officer, { lineIds: [await lineOf(office, '来路不明')], keepsRest: true }),
    )
    expect(await openNow()).toEqual({ bank_lines: 1, bank_unclaimed: 1 })
    must(await link(office, officer, { lineIds: [await lineOf(office, '退还一半')], items: [['claim', linkId, -500]] }))
    expect(await openNow()).toEqual({})
  })

  it('asks for files that somebody brought and left', async () => {
    const sheetId = await checkStatement(office, officer, [`${today()},某人,,没有入账,1.00,,,C9`])
    expect(await openNow()).toEqual({ sheets_waiting: 1 })
    must(await discardSheet(office.db, BANK_STATEMENT, { sheetId, now: now() }))
    expect(await openNow()).toEqual({})
  })

  it('asks for a statement to every cooperative, and for its answer', async () => {
    await bookAcceptance(office, { cooperativeId: office.north, amount: 50_000, fee: 500, on: now() })
    expect(await openNow()).toEqual({ statements_missing: 1 })
    expect(await amountOf('statements_missing')).toBe(49_500)
    const of = { cooperativeId: office.north, month: `${month()}-01` }
    const statementId = await statementAt(office, { ...of, goal: 'draft' })
    expect(await openNow()).toEqual({ statements_unconfirmed: 1 })
    must(await sendStatement(office.db, { statementId, officer: office.people.officer, now: now() }))
    expect(await openNow()).toEqual({ statements_unconfirmed: 1 })
    const answer = { manager: office.managers.north, statementId, round: 1, now: now() }
    must(await disputeStatement(office.db, { ...answer, form: { note: '少算了一箱', entryIds: [] } }))
    expect(await openNow()).toEqual({ statements_disputed: 1, incidents: 1 })
  })

  it('asks for the provider’s lines up to the end, and for the bills of the wallets', async () => {
    const before = await openNow()
    const order = await openOrder(office.shop, { quantity: 2 })
    await tellingAll(office.shop, true, () => office.shop.stripeMsw.pay(order.sessionId, { method: 'wechat_pay' }))
    expect(await openNow()).toEqual({ ...before, provider_read: 1, provider_lines: 1, bill_files: 1 })
    must(await fetchBalanceNow(office.shop.runtime, now()))
    expect(await openNow()).toEqual({ ...before, provider_read: 1, bill_files: 1 })
    must(await fetchBalanceNow(office.shop.runtime, afterMonth(month())))
    expect(await openNow()).toEqual({ ...before, bill_files: 1 })
  })
})
