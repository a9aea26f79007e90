import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BANK_STATEMENT } from '#app/modules/bank/bank-kind.ts'
import { findBankLine, listBankLines, listLinksOf, readBankPosition } from '#app/modules/bank/bank-queries.server.ts'
import { depositCash } from '#app/modules/bank/deposit-cash.server.ts'
import { listOpenItems } from '#app/modules/bank/open-items.server.ts'
import { undoBankLink } from '#app/modules/bank/undo-bank-link.server.ts'
import { BANK, BANK_FEES, BANK_TRANSIT, UNALLOCATED_RECEIPTS } from '#app/modules/ledger/accounts.ts'
import { startSheet } from '#app/modules/sheets/apply-sheet.server.ts'
import { findSheet, listSheetRows } from '#app/modules/sheets/sheet-queries.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { fen, formatYuan } from '#app/shared/money.ts'
import { bookAcceptance, must, type Office, openOffice, statementAt } from '#tests/integration/settlement/office.ts'
import {
  type BankOfficer,
  balanceOf,
  bringIn,
  checkStatement,
  createBankOfficer,
  lineOf,
  link,
  putCash,
  takeIn,
} from './vault.ts'

let office: Office
let officer: BankOfficer
let colleague: BankOfficer
let point: string

beforeAll(async () => {
  office = await openOffice()
  setRuntime(office.shop.runtime)
  officer = await createBankOfficer(office)
  colleague = await createBankOfficer(office)
  const row = await office.db.selectFrom('pickup_point').select('id').limit(1).executeTakeFirstOrThrow()
  point = row.id
})
afterAll(async () => {
  setRuntime(undefined)
  await office.shop.close()
})

const today = () => businessDate(office.shop.clock.now)
async function deposit(amount: number, requestId = newId()) {
  const form = { officer, requestId, pickupPointId: point, amount: fen(amount), depositedOn: today(), slipNo: '' }
  return depositCash(office.db, { ...form, now: office.shop.clock.now })
}
async function depositOf(amount: number): Promise<string> {
  await putCash(office, point, amount)
  return must(await deposit(amount)).depositId
}

describe('a bank statement', () => {
  it('is read below the bank’s own lines, with money in positive and money out negative', async () => {
    await bringIn(office, officer, [
      `${today()},甲公司,6217000011112222,第一笔来款,1000.00,,1000.00,R1`,
      `${today()},乙公司,,第一笔付款,,300.50,699.50,R2`,
    ])
    const { lines } = await listBankLines(office.db, { show: 'all', limit: 10 })
    expect(lines.map(({ amount, counterpartyTail }) => [amount, counterpartyTail]).sort()).toEqual([
      [-30050, ''],
      [100000, '2222'],
    ])
  })

  it('brings no line twice, in the same file or in one that overlaps', async () => {
    const row = `${today()},丙公司,,重叠的一笔,5.00,,,`
    await bringIn(office, officer, [row])
    const sheetId = await checkStatement(office, officer, [row, row])
    const file = await findSheet(office.db, 'bank_statement', sheetId)
    // The second of two equal lines of one file is another line: banks have such.
    expect(file?.counts).toMatchObject({ duplicate: 1, new: 1, error: 0 })
  })

  it('makes one line of two files with it that are applied at once', async () => {
    const row = `${today()},丁公司,,同时导入,7.00,,,R9`
    const sheets = [await checkStatement(office, officer, [row]), await checkStatement(office, colleague, [row])]
    await Promise.all(sheets.map((sheetId) => takeIn(office, officer, sheetId)))
    const { lines } = await listBankLines(office.db, { show: 'all', limit: 100 })
    expect(lines.filter((line) => line.purpose === '同时导入')).toHaveLength(1)
  })

  it('is refused whole when a row is wrong, row by row', async () => {
    const before = (await listBankLines(office.db, { show: 'all', limit: 500 })).lines.length
    const sheetId = await checkStatement(office, officer, [
      `${today()},戊,,好的一行,1.00,,,R20`,
      `${today()},戊,,两边都有,1.00,2.00,,R21`,
      `13月45日,戊,,坏日期,1.00,,,R22`,
      `2099-01-01,戊,,以后,1.00,,,R23`,
      `${today()},戊,,没有金额,,,,R24`,
    ])
    const start = { sheetId, actorId: officer.personId, now: office.shop.clock.now }
    const started = await startSheet(office.db, BANK_STATEMENT, start)
    expect(started).toEqual({ ok: false, refusal: { kind: 'hasErrors', count: 4 } })
    const wrong = await listSheetRows(office.db, { sheetId, state: 'error', after: 0, limit: 10 })
    expect(wrong.map(({ rowNumber, errors }) => [rowNumber, errors[0]?.hint])).toEqual([
      [5, 'bothSides'],
      [6, 'dateInvalid'],
      [7, 'inFuture'],
      [8, 'noAmount'],
    ])
    expect((await listBankLines(office.db, { show: 'all', limit: 500 })).lines).toHaveLength(before)
  })

  it('warns where the balance does not follow', async () => {
    const sheetId = await checkStatement(office, officer, [
      `${today()},己,,一,10.00,,110.00,R30`,
      `${today()},己,,二,10.00,,130.00,R31`,
    ])
    const [, second] = await listSheetRows(office.db, { sheetId, state: 'new', after: 0, limit: 10 })
    expect(second?.warnings).toMatchObject([{ hint: 'balanceGap' }])
  })
})

describe('matching', () => {
  it('settles a deposit less the bank’s fee, and the books show what the bank shows', async () => {
    const before = { bank: await balanceOf(office, BANK.code), fees: await balanceOf(office, BANK_FEES.code) }
    const refId = await depositOf(50_000)
    expect(await balanceOf(office, BANK_TRANSIT.code)).toBeGreaterThanOrEqual(50_000)
    await bringIn(office, officer, [`${today()},本校,,缴存到账,499.00,,,R40`])
    const lineId = await lineOf(office, '缴存到账')
    must(await link(office, officer, { lineIds: [lineId], items: [['deposit', refId, 50_000]], fee: fen(100) }))
    expect(await balanceOf(office, BANK.code)).toBe(before.bank + 49_900)
    expect(await balanceOf(office, BANK_FEES.code)).toBe(before.fees + 100)
    expect((await readBankPosition(office.db)).difference).toBe(0)
    expect((await listOpenItems(office.db, { near: today(), limit: 100 })).some((item) => item.refId === refId)).toBe(
      false,
    )
  })

  it('lets one of two officers have a line, and one of two lines have a deposit', async () => {
    const refId = await depositOf(1_234)
    await bringIn(office, officer, [`${today()},本校,,争一甲,12.34,,,R50`, `${today()},本校,,争一乙,12.34,,,R51`])
    const [first, second] = [await lineOf(office, '争一甲'), await lineOf(office, '争一乙')]
    const items: [['deposit', string, number]] = [['deposit', refId, 1_234]]
    const results = await Promise.all([
      link(office, officer, { lineIds: [first], items }),
      link(office, colleague, { lineIds: [first], items }),
      link(office, colleague, { lineIds: [second], items }),
    ])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect((await readBankPosition(office.db)).difference).toBe(0)
  })

  it('does a form that is sent twice once', async () => {
    const refId = await depositOf(777)
    await bringIn(office, officer, [`${today()},本校,,发两次,7.77,,,R52`])
    const requestId = newId()
    const lineIds = [await lineOf(office, '发两次')]
    const twice = await Promise.all(
      [1, 2].map(() => link(office, officer, { requestId, lineIds, items: [['deposit', refId, 777]] })),
    )
    expect(new Set(twice.map((result) => must(result).linkId)).size).toBe(1)
  })

  it('keeps a rest to be claimed, which a later link settles in part and in whole', async () => {
    const unallocated = await balanceOf(office, UNALLOCATED_RECEIPTS.code)
    await bringIn(office, officer, [`${today()},某人,,不知来由,100.00,,,R60`, `${today()},某人,,退回一半,,40.00,,R61`])
    const { linkId } = must(
      await link(office, officer, { lineIds: [await lineOf(office, '不知来由')], keepsRest: true }),
    )
    expect(await balanceOf(office, UNALLOCATED_RECEIPTS.code)).toBe(unallocated - 10_000)
    must(
      await link(office, officer, { lineIds: [await lineOf(office, '退回一半')], items: [['claim', linkId, -4_000]] }),
    )
    const left = (await listOpenItems(office.db, { near: today(), limit: 100 })).find((item) => item.refId === linkId)
    expect(left).toMatchObject({ kind: 'claim', open: -6_000 })
    const refId = await depositOf(6_000)
    must(
      await link(office, officer, {
        items: [
          ['claim', linkId, -6_000],
          ['deposit', refId, 6_000],
        ],
      }),
    )
    expect(await balanceOf(office, UNALLOCATED_RECEIPTS.code)).toBe(unallocated)
    const undone = await undoBankLink(office.db, { officer, linkId, because: '试', now: office.shop.clock.now })
    expect(undone).toMatchObject({ ok: false, refusal: { kind: 'leftoverClaimed' } })
  })

  it('of a payment to a cooperative ends its statement, and undoing it opens it again', async () => {
    const { now } = office.shop.clock
    await bookAcceptance(office, { cooperativeId: office.north, amount: 88_000, fee: 880, on: now })
    const month = `${today().slice(0, 7)}-01`
    const statementId = await statementAt(office, { cooperativeId: office.north, month, goal: 'paid' })
    const { total_fen: total } = await office.db
      .selectFrom('settlement_statement')
      .select('total_fen')
      .where('id', '=', statementId)
      .executeTakeFirstOrThrow()
    const yuan = formatYuan(fen(total))
    await bringIn(office, officer, [`${today()},北塬合作社,,付合作社,,${yuan},,R70`])
    const lineId = await lineOf(office, '付合作社')
    must(await link(office, officer, { lineIds: [lineId], items: [['statement', statementId, -total]] }))
    expect(await stateOf(statementId)).toBe('reconciled')
    const [made] = await listLinksOf(office.db, lineId)
    if (!made) throw new Error('no link')
    const bank = await balanceOf(office, BANK.code)
    const undo = { officer: colleague, linkId: made.linkId, because: '看错了', now: office.shop.clock.now }
    const both = await Promise.all([undoBankLink(office.db, undo), undoBankLink(office.db, undo)])
    expect(both.filter((result) => result.ok)).toHaveLength(1)
    expect(await stateOf(statementId)).toBe('paid')
    expect(await balanceOf(office, BANK.code)).toBe(bank + total)
    expect((await findBankLine(office.db, lineId))?.linkId).toBeUndefined()
    expect((await listLinksOf(office.db, lineId))[0]?.undone?.because).toBe('看错了')
  })

  async function stateOf(statementId: string): Promise<string> {
    const row = await office.db
      .selectFrom('settlement_statement')
      .select('state')
      .where('id', '=', statementId)
      .executeTakeFirstOrThrow()
    return row.state
  }

  it('is refused by the database too when it does not sum to zero', async () => {
    await bringIn(office, officer, [`${today()},某人,,差一分,1.00,,,R80`])
    const { linkId } = must(await link(office, officer, { lineIds: [await lineOf(office, '差一分')], keepsRest: true }))
    const add = sql`insert into bank_link_part (id, bank_link_id, kind, amount_fen) values (${newId()}, ${linkId}, 'fee', -1)`
    await expect(add.execute(office.db)).rejects.toThrow(/off by 1 fen/)
    await expect(sql`update bank_line set amount_fen = 5`.execute(office.db)).rejects.toThrow(/is not changed/)
  })
})

describe('cash taken to the bank', () => {
  it('is never more than the drawers hold, whoever else deposits at the same time', async () => {
    const held = await balanceOf(office, `cash:counter:${point}`)
    await putCash(office, point, 1_000)
    const results = await Promise.all([deposit(held + 1_000), deposit(held + 1_000)])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(await balanceOf(office, `cash:counter:${point}`)).toBe(0)
  })

  it('is one deposit when the form is sent twice', async () => {
    await putCash(office, point, 300)
    const requestId = newId()
    const twice = await Promise.all([deposit(300, requestId), deposit(300, requestId)])
    expect(new Set(twice.map((result) => must(result).depositId)).size).toBe(1)
  })

  it('is refused for days to come and for nothing', async () => {
    const form = { officer, requestId: newId(), pickupPointId: point, slipNo: '', now: office.shop.clock.now }
    const future = await depositCash(office.db, { ...form, amount: fen(1), depositedOn: '2099-01-01' })
    expect(future).toEqual({ ok: false, refusal: { kind: 'notYet' } })
    const nothing = await depositCash(office.db, { ...form, amount: fen(0), depositedOn: today() })
    expect(nothing).toEqual({ ok: false, refusal: { kind: 'nothing' } })
  })
})
