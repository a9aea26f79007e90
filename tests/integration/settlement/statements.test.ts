import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { confirmStatement, disputeStatement } from '#app/modules/settlement/answer-statement.server.ts'
import { approveStatement } from '#app/modules/settlement/approve-statement.server.ts'
import { correctStatement } from '#app/modules/settlement/correct-statement.server.ts'
import { noteOverdueStatements } from '#app/modules/settlement/note-overdue.server.ts'
import { readOwed } from '#app/modules/settlement/own-statements.server.ts'
import { payStatement } from '#app/modules/settlement/pay-statement.server.ts'
import { prepareStatement } from '#app/modules/settlement/prepare-statement.server.ts'
import {
  markStatementReconciled,
  markStatementUnreconciled,
} from '#app/modules/settlement/reconcile-statement.server.ts'
import { refillStatement } from '#app/modules/settlement/refill-statement.server.ts'
import { reopenStatement } from '#app/modules/settlement/reopen-statement.server.ts'
import { returnPayment } from '#app/modules/settlement/return-payment.server.ts'
import { sendStatement } from '#app/modules/settlement/send-statement.server.ts'
import { readPayableTieOut } from '#app/modules/settlement/settlement-tie-out.server.ts'
import { monthOfDate, nextMonth, previousMonth } from '#app/modules/settlement/statement.ts'
import { listUnbilled } from '#app/modules/settlement/statement-desk.server.ts'
import { voidStatement } from '#app/modules/settlement/void-statement.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { addDays, businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { actor, decisionForm, expectCleanAudit, handOver, paidOrder, wish } from '#tests/integration/aftersale/desk.ts'
import {
  bookAcceptance,
  bookRefund,
  financeActor,
  giveAccount,
  linesOf,
  must,
  type Office,
  openOffice,
  owedTo,
  paymentForm,
  statementAt,
  stateOf,
} from './office.ts'

/** Fictional books of their own months, so that no test sees another's: each takes the next month. */
let office: Office
let month = '2023-01-01'
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.shop.close())

const at = (day: string) => startOfBusinessDate(day)
const now = () => office.shop.clock.now

/** A fresh month in which the north is owed 90.00 less a fee of 3.00. */
async function freshMonth(): Promise<string> {
  month = nextMonth(month)
  const cooperativeId = office.north
  await bookAcceptance(office, { cooperativeId, amount: 5000, fee: 167, on: at(addDays(month, 2)) })
  await bookAcceptance(office, { cooperativeId, amount: 4000, fee: 133, on: at(addDays(month, 20)) })
  return month
}

describe('the statement of real orders', () => {
  it('has a line for each hand-over and refund of the cooperative alone, with gross, fee and net', async () => {
    const order = await paidOrder(office.shop)
    await handOver(office.shop, order, [3, 2])
    const officer = await actor(office.shop, 'refund:decide', 'finance_officer')
    const form = decisionForm([wish(1, { acceptedPieces: 1 }), wish(2, { acceptedPieces: 2 })])
    must(await decideRefund(office.db, { orderNo: order.orderNo, form, officer, now: now() }))
    const thisMonth = monthOfDate(businessDate(now()))
    const { statementId } = must(
      await prepareStatement(office.db, {
        cooperativeId: office.north,
        month: thisMonth,
        officer: office.people.officer,
        now: now(),
      }),
    )
    const lines = await linesOf(office, statementId)
    expect(lines).toMatchObject([
      { kind: 'accepted', gross_fen: 3057, fee_fen: 101, net_fen: 2956, order_id: order.orderId },
      { kind: 'refund', gross_fen: -1019, order_id: order.orderId },
    ])
    const statement = await stateOf(office, statementId)
    expect(statement).toMatchObject({
      total_fen: lines.reduce((sum, line) => sum + line.net_fen, 0),
      line_count: 2,
      due_on: addDays(businessDate(now()), 30),
    })
    expect(statement.statement_no).toMatch(/^JS-\d{6}-001$/)
    const south = { cooperativeId: office.south, month: thisMonth, officer: office.people.officer, now: now() }
    expect(await prepareStatement(office.db, south)).toMatchObject({ refusal: { kind: 'notPositive', total: 0 } })
    expect(await expectCleanAudit(office.shop)).toBeUndefined()
  })
})

describe('preparing a statement', () => {
  it('is one statement when two officers prepare it at once', async () => {
    const of = await freshMonth()
    const by = (officer: typeof office.people.officer) =>
      prepareStatement(office.db, { cooperativeId: office.north, month: of, officer, now: now() })
    const made = await Promise.all([by(office.people.officer), by(office.people.colleague), by(office.people.officer)])
    const values = made.map(must)
    expect(new Set(values.map((value) => value.statementId)).size).toBe(1)
    expect(values.filter((value) => value.isNew)).toHaveLength(1)
    const [value] = values
    expect(value && (await stateOf(office, value.statementId))).toMatchObject({ total_fen: 8700, line_count: 2 })
  })

  it('takes late refunds of a statement that was sent into the next, as negative lines', async () => {
    const of = await freshMonth()
    const first = await statementAt(office, { cooperativeId: office.north, month: of, goal: 'sent' })
    await bookRefund(office, { cooperativeId: office.north, amount: 700, on: at(addDays(of, 25)) })
    await bookRefund(office, { cooperativeId: office.north, amount: 300, on: at(addDays(nextMonth(of), 3)) })
    const second = await statementAt(office, { cooperativeId: office.north, month: await freshMonth(), goal: 'draft' })
    expect((await linesOf(office, second)).map((line) => [line.kind, line.net_fen])).toEqual([
      ['refund', -700],
      ['accepted', 4833],
      ['refund', -300],
      ['accepted', 3867],
    ])
    expect(await stateOf(office, first)).toMatchObject({ total_fen: 8700 })
    expect(await stateOf(office, second)).toMatchObject({ total_fen: 7700 })
  })

  it('makes none of a month that comes to nothing or less, and carries it into the next', async () => {
    month = nextMonth(month)
    const of = month
    await bookRefund(office, { cooperativeId: office.south, amount: 2500, on: at(addDays(of, 1)) })
    const prepare = (which: string) =>
      prepareStatement(office.db, {
        cooperativeId: office.south,
        month: which,
        officer: office.people.officer,
        now: now(),
      })
    expect(await prepare(of)).toMatchObject({ ok: false, refusal: { kind: 'notPositive', total: -2500 } })
    expect(await listUnbilled(office.db, of)).toContainEqual(
      expect.objectContaining({ cooperativeId: office.south, amount: -2500, live: undefined }),
    )
    await bookAcceptance(office, { cooperativeId: office.south, amount: 3000, on: at(addDays(nextMonth(of), 1)) })
    const { statementId } = must(await prepare(nextMonth(of)))
    expect(await stateOf(office, statementId)).toMatchObject({ total_fen: 500, line_count: 2 })
    month = nextMonth(of)
  })

  it('refuses a month to come, an unknown cooperative, and a month with nothing open', async () => {
    const { officer } = office.people
    const next = nextMonth(monthOfDate(businessDate(now())))
    const prepare = (given: { cooperativeId?: typeof office.north; month: string }) =>
      prepareStatement(office.db, { cooperativeId: office.south, officer, now: now(), ...given })
    expect(await prepare({ month: next })).toMatchObject({ refusal: { kind: 'monthToCome' } })
    expect(await prepare({ month: '2022-01-01', cooperativeId: newId<CooperativeId>() })).toMatchObject({
      refusal: { kind: 'unknownCooperative' },
    })
    expect(await prepare({ month: '2022-01-01' })).toMatchObject({ refusal: { kind: 'nothingOpen' } })
  })

  it('takes in what came since while it is a draft, and gives all back when it is voided', async () => {
    const of = await freshMonth()
    const statementId = await statementAt(office, { cooperativeId: office.north, month: of, goal: 'draft' })
    const { officer, colleague } = office.people
    expect(must(await refillStatement(office.db, { statementId, officer, now: now() }))).toEqual({ taken: 0 })
    await bookAcceptance(office, { cooperativeId: office.north, amount: 100, on: at(addDays(of, 4)) })
    expect(must(await refillStatement(office.db, { statementId, officer: colleague, now: now() }))).toEqual({
      taken: 1,
    })
    expect(await stateOf(office, statementId)).toMatchObject({ total_fen: 8800, line_count: 3 })
    must(await voidStatement(office.db, { statementId, officer, note: '月份选错了', now: now() }))
    expect(await stateOf(office, statementId)).toMatchObject({ state: 'voided', total_fen: 0, line_count: 0 })
    const again = await statementAt(office, { cooperativeId: office.north, month: of, goal: 'draft' })
    expect(again).not.toBe(statementId)
    expect(await stateOf(office, again)).toMatchObject({ total_fen: 8800 })
    expect(await voidStatement(office.db, { statementId, officer, note: 'x', now: now() })).toMatchObject({
      refusal: { kind: 'wrongState', state: 'voided' },
    })
  })
})

describe('the answer of the cooperative', () => {
  it('is one, when it confirms and disputes at once', async () => {
    const statementId = await statementAt(office, {
      cooperativeId: office.north,
      month: await freshMonth(),
      goal: 'sent',
    })
    const answer = { manager: office.managers.north, statementId, round: 1, now: now() }
    const answers = await Promise.all([
      confirmStatement(office.db, answer),
      disputeStatement(office.db, { ...answer, form: { note: '少算一单', entryIds: [] } }),
    ])
    expect(answers.filter((one) => one.ok)).toHaveLength(1)
    expect(answers.find((one) => !one.ok)).toMatchObject({ refusal: { kind: 'wrongState' } })
  })

  it('is nobody else’s to give, and of no round but the one that was shown', async () => {
    const statementId = await statementAt(office, {
      cooperativeId: office.north,
      month: await freshMonth(),
      goal: 'sent',
    })
    const confirm = (manager: typeof office.managers.north, round: number) =>
      confirmStatement(office.db, { manager, statementId, round, now: now() })
    expect(await confirm(office.managers.south, 1)).toMatchObject({ refusal: { kind: 'unknownStatement' } })
    expect(await confirm(office.managers.north, 2)).toMatchObject({ refusal: { kind: 'otherRound' } })
    const form = { note: '这行不对', entryIds: [1] }
    expect(
      await disputeStatement(office.db, { manager: office.managers.north, statementId, round: 1, form, now: now() }),
    ).toMatchObject({ refusal: { kind: 'unknownLine' } })
    must(await confirm(office.managers.north, 1))
  })

  it('leads to a correction, a new round, and a payment of both together', async () => {
    const { db, people, managers } = office
    const statementId = await statementAt(office, {
      cooperativeId: office.north,
      month: await freshMonth(),
      goal: 'sent',
    })
    const [line] = await db
      .selectFrom('statement_line')
      .select('entry_id')
      .where('statement_id', '=', statementId)
      .execute()
    const form = { note: '第一行少付一箱的钱', entryIds: [line?.entry_id ?? 0] }
    const asked = { manager: managers.north, statementId, now: now() }
    must(await disputeStatement(db, { ...asked, round: 1, form }))
    const incident = () =>
      db
        .selectFrom('incident')
        .selectAll()
        .where('kind', '=', 'statement_disputed')
        .where('source_id', '=', `${statementId}/1`)
        .executeTakeFirst()
    expect(await incident()).toMatchObject({ closed_at: null })
    const officer = people.colleague
    must(await reopenStatement(db, { statementId, officer, note: '核对过，确实少算', now: now() }))
    const correction = { requestId: newId(), amount: fen(1200), reason: '少算一箱' }
    const correct = () => correctStatement(db, { statementId, officer, form: correction, now: now() })
    must(await correct())
    must(await correct())
    expect(
      await correctStatement(db, { statementId, officer, form: { ...correction, amount: fen(-5) }, now: now() }),
    ).toMatchObject({ refusal: { kind: 'otherContent' } })
    expect(await stateOf(office, statementId)).toMatchObject({ round: 2, total_fen: 9900, line_count: 3 })
    must(await sendStatement(db, { statementId, officer, now: now() }))
    expect((await incident())?.closed_at).not.toBeNull()
    expect(await confirmStatement(db, { ...asked, round: 1 })).toMatchObject({ refusal: { kind: 'otherRound' } })
    must(await confirmStatement(db, { ...asked, round: 2 }))
    must(await approveStatement(db, { statementId, approver: people.approver, now: now() }))
    const before = await owedTo(office, office.north)
    must(await payStatement(db, { statementId, payer: people.payer, form: paymentForm(office), now: now() }))
    expect(before - (await owedTo(office, office.north))).toBe(9900)
  })
})

describe('a statement that is voided after a dispute', () => {
  it('leaves nothing behind that waits for somebody', async () => {
    const { db, people, managers } = office
    const statementId = await statementAt(office, {
      cooperativeId: office.north,
      month: await freshMonth(),
      goal: 'sent',
    })
    const form = { note: '这张不对', entryIds: [] }
    must(await disputeStatement(db, { manager: managers.north, statementId, round: 1, form, now: now() }))
    await noteOverdueStatements(db, now())
    const open = () =>
      db
        .selectFrom('incident')
        .select('kind')
        .where('source_id', 'in', [statementId, `${statementId}/1`])
        .where('closed_at', 'is', null)
        .orderBy('kind')
        .execute()
    expect((await open()).map((incident) => incident.kind)).toEqual(['statement_disputed', 'statement_overdue'])
    const about = { statementId, officer: people.officer, note: '下月一起结', now: now() }
    must(await reopenStatement(db, about))
    must(await voidStatement(db, about))
    expect(await open()).toEqual([])
  })
})

describe('four eyes', () => {
  it('keep everybody who touched a statement, in any round, from approving and paying it', async () => {
    const { db, people, shop, managers } = office
    const roles = ['finance_officer', 'finance_approver', 'finance_payer'] as const
    const jack = await financeActor(shop, 'payable:prepare', [...roles])
    const asApprover = { ...jack, permission: 'payable:approve' } as const
    const asPayer = { ...jack, permission: 'payable:pay' } as const
    const statementId = await statementAt(office, {
      cooperativeId: office.north,
      month: await freshMonth(),
      goal: 'draft',
    })
    const { officer, approver, payer } = people
    must(await sendStatement(db, { statementId, officer: jack, now: now() }))
    must(await confirmStatement(db, { manager: managers.north, statementId, round: 1, now: now() }))
    const approve = (by: typeof approver) => approveStatement(db, { statementId, approver: by, now: now() })
    expect(await approve(asApprover)).toMatchObject({ refusal: { kind: 'preparedIt' } })
    must(await reopenStatement(db, { statementId, officer, note: '重做', now: now() }))
    must(await sendStatement(db, { statementId, officer, now: now() }))
    must(await confirmStatement(db, { manager: managers.north, statementId, round: 2, now: now() }))
    expect(await approve(asApprover)).toMatchObject({ refusal: { kind: 'preparedIt' } })
    must(await approve(approver))
    const pay = (by: typeof payer, paidOn = businessDate(now())) =>
      payStatement(db, { statementId, payer: by, form: { ...paymentForm(office), paidOn }, now: now() })
    expect(await pay(asPayer)).toMatchObject({ refusal: { kind: 'preparedIt' } })
    expect(await pay({ ...payer, personId: approver.personId })).toMatchObject({ refusal: { kind: 'approvedIt' } })
    expect(await pay(payer, addDays(businessDate(now()), 1))).toMatchObject({ refusal: { kind: 'dayImpossible' } })
    expect(await pay(payer, addDays(businessDate(now()), -1))).toMatchObject({ refusal: { kind: 'dayImpossible' } })
    must(await pay(payer))
  })

  it('look at the account too: not whoever recorded it approves, and a changed one is not paid to', async () => {
    const { db, people, shop } = office
    const statementId = await statementAt(office, {
      cooperativeId: office.north,
      month: await freshMonth(),
      goal: 'confirmed',
    })
    const recorder = await financeActor(shop, 'payable:approve', ['finance_officer', 'finance_approver'])
    const asRecorder = { ...people, clerk: { ...recorder, permission: 'payable:prepare' } as const }
    await giveAccount({ ...office, people: asRecorder }, office.north, { accountNumber: '6222000011112222' })
    const approve = (by: typeof people.approver) => approveStatement(db, { statementId, approver: by, now: now() })
    expect(await approve(recorder)).toMatchObject({ refusal: { kind: 'recordedAccount' } })
    must(await approve(people.approver))
    await giveAccount(office, office.north, { accountNumber: '6222000033334444' })
    const pay = () => payStatement(db, { statementId, payer: people.payer, form: paymentForm(office), now: now() })
    expect(await pay()).toMatchObject({ refusal: { kind: 'accountChanged' } })
    must(await reopenStatement(db, { statementId, officer: people.officer, note: '账户变了', now: now() }))
    must(await sendStatement(db, { statementId, officer: people.officer, now: now() }))
  })

  it('are the table’s rule too', async () => {
    const statementId = await statementAt(office, {
      cooperativeId: office.north,
      month: await freshMonth(),
      goal: 'approved',
    })
    const set = (columns: object) =>
      office.shop.store.ownerDb.updateTable('settlement_statement').set(columns).where('id', '=', statementId).execute()
    const { officer, approver } = office.people
    await expect(set({ state: 'paid', paid_by: officer.personId, paid_at: now() })).rejects.toThrow(/check/)
    await expect(set({ state: 'paid', paid_by: approver.personId, paid_at: now() })).rejects.toThrow(/check/)
    await expect(set({ total_fen: 1 })).rejects.toThrow(/may not go/)
    await expect(set({ state: 'sent' })).rejects.toThrow(/may not go/)
    const lines = office.shop.store.ownerDb.deleteFrom('statement_line').where('statement_id', '=', statementId)
    await expect(lines.execute()).rejects.toThrow(/refused/)
  })
})

describe('paying', () => {
  it('happens once when two payers pay at once', async () => {
    const { db, shop, people } = office
    const cooperativeId = office.north
    const statementId = await statementAt(office, { cooperativeId, month: await freshMonth(), goal: 'approved' })
    const other = await financeActor(shop, 'payable:pay', ['finance_payer'])
    const before = await owedTo(office, cooperativeId)
    const pay = (payer: typeof other) => payStatement(db, { statementId, payer, form: paymentForm(office), now: now() })
    const paid = await Promise.all([pay(people.payer), pay(other), pay(people.payer)])
    expect(paid.filter((one) => one.ok)).toHaveLength(1)
    expect(before - (await owedTo(office, cooperativeId))).toBe(8700)
    const payments = db.selectFrom('statement_payment').selectAll().where('statement_id', '=', statementId)
    expect(await payments.execute()).toMatchObject([{ amount_fen: 8700, returned_at: null }])
  })

  it('ends with a line of the bank, which can be taken back while nothing else was done', async () => {
    const { db } = office
    const of = { cooperativeId: office.north, month: await freshMonth() }
    const statementId = await statementAt(office, { ...of, goal: 'paid' })
    const mark = (what: typeof markStatementReconciled) =>
      inTransaction(db, (tx) => what(tx, { statementId, personId: undefined, now: now() }))
    must(await mark(markStatementReconciled))
    expect(await mark(markStatementReconciled)).toMatchObject({ refusal: { kind: 'wrongState', state: 'reconciled' } })
    expect(await stateOf(office, statementId)).toMatchObject({ state: 'reconciled', reconciled_at: now() })
    must(await mark(markStatementUnreconciled))
    must(await mark(markStatementReconciled))
  })

  it('is undone when the bank sends it back, and then approved and paid anew by the same rules', async () => {
    const { db, people } = office
    const cooperativeId = office.north
    const statementId = await statementAt(office, { cooperativeId, month: await freshMonth(), goal: 'paid' })
    const owed = await owedTo(office, cooperativeId)
    const { payer, approver } = people
    const back = () => returnPayment(db, { statementId, payer, note: '户名不符', now: now() })
    must(await back())
    expect(await back()).toMatchObject({ refusal: { kind: 'wrongState', state: 'confirmed' } })
    expect((await owedTo(office, cooperativeId)) - owed).toBe(8700)
    const crook = { ...approver, personId: payer.personId }
    expect(await approveStatement(db, { statementId, approver: crook, now: now() })).toMatchObject({
      refusal: { kind: 'paidIt' },
    })
    must(await approveStatement(db, { statementId, approver, now: now() }))
    must(await payStatement(db, { statementId, payer, form: paymentForm(office), now: now() }))
    expect(await owedTo(office, cooperativeId)).toBe(owed)
  })
})

describe('the clock', () => {
  it('counts from the oldest acceptance by the cooperative’s own term, and calls once when it has run out', async () => {
    const { db, shop } = office
    await shop.store.ownerDb
      .updateTable('cooperative')
      .set({ payment_term_days: 45 })
      .where('id', '=', office.south)
      .execute()
    month = nextMonth(month)
    await bookAcceptance(office, { cooperativeId: office.south, amount: 3000, on: at(addDays(month, 9)) })
    await bookRefund(office, { cooperativeId: office.south, amount: 10, on: at(addDays(month, 1)) })
    const statementId = await statementAt(office, { cooperativeId: office.south, month, goal: 'sent' })
    expect(await stateOf(office, statementId)).toMatchObject({ due_on: addDays(month, 9 + 45) })
    const incidents = () =>
      db.selectFrom('incident').selectAll().where('kind', '=', 'statement_overdue').where('source_id', '=', statementId)
    await noteOverdueStatements(db, at(addDays(month, 9 + 45)))
    expect(await incidents().execute()).toEqual([])
    await noteOverdueStatements(db, at(addDays(month, 9 + 46)))
    await noteOverdueStatements(db, at(addDays(month, 9 + 47)))
    expect(await incidents().execute()).toMatchObject([{ closed_at: null, detail: { amountFen: 2990 } }])
    must(await confirmStatement(db, { manager: office.managers.south, statementId, round: 1, now: now() }))
    must(await approveStatement(db, { statementId, approver: office.people.approver, now: now() }))
    must(await payStatement(db, { statementId, payer: office.people.payer, form: paymentForm(office), now: now() }))
    expect((await incidents().execute())[0]?.closed_at).not.toBeNull()
  })
})

describe('what is owed', () => {
  it('is the open statements and what is in none, for finance and for the cooperative', async () => {
    const of = await freshMonth()
    const rows = await readPayableTieOut(office.db)
    expect(rows.map((row) => row.difference)).toEqual(rows.map(() => 0))
    const north = rows.find((row) => row.cooperativeId === office.north)
    expect(north).toMatchObject({ ledger: await owedTo(office, office.north) })
    const drafts = await office.db
      .selectFrom('settlement_statement')
      .select('total_fen')
      .where('cooperative_id', '=', office.north)
      .where('sent_at', 'is', null)
      .execute()
    // A cooperative does not know of what is being prepared: for it that is in no statement yet.
    const hidden = drafts.reduce((sum, draft) => sum + draft.total_fen, 0)
    expect(hidden).toBeGreaterThan(0)
    expect(await readOwed(office.db, office.north)).toEqual({
      owed: north?.ledger,
      inStatements: (north?.openLines ?? 0) - hidden,
      unbilled: (north?.unbilled ?? 0) + hidden,
    })
    const unbilled = (await listUnbilled(office.db, of)).find((row) => row.cooperativeId === office.north)
    expect(unbilled).toMatchObject({ amount: 8700, since: addDays(of, 2), dueOn: addDays(of, 32) })
    expect((await listUnbilled(office.db, previousMonth(of))).find((row) => row.cooperativeId === office.north)).toBe(
      undefined,
    )
  })
})
