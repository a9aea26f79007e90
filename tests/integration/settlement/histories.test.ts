import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { confirmStatement, disputeStatement } from '#app/modules/settlement/answer-statement.server.ts'
import { approveStatement } from '#app/modules/settlement/approve-statement.server.ts'
import { correctStatement } from '#app/modules/settlement/correct-statement.server.ts'
import { payStatement } from '#app/modules/settlement/pay-statement.server.ts'
import { prepareStatement } from '#app/modules/settlement/prepare-statement.server.ts'
import { markStatementReconciled } from '#app/modules/settlement/reconcile-statement.server.ts'
import { refillStatement } from '#app/modules/settlement/refill-statement.server.ts'
import { reopenStatement } from '#app/modules/settlement/reopen-statement.server.ts'
import { returnPayment } from '#app/modules/settlement/return-payment.server.ts'
import { sendStatement } from '#app/modules/settlement/send-statement.server.ts'
import { readPayableTieOut } from '#app/modules/settlement/settlement-tie-out.server.ts'
import { lastDayOf, nextMonth, OPEN_STATES } from '#app/modules/settlement/statement.ts'
import { listUnbilled } from '#app/modules/settlement/statement-desk.server.ts'
import { voidStatement } from '#app/modules/settlement/void-statement.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { addDays, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { StatementId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { settlementInvariants } from '#db/invariants/settlement-invariants.ts'
import { bookAcceptance, bookRefund, financeActor, type Office, openOffice, paymentForm } from './office.ts'

const MONTHS = ['2025-01-01', '2025-02-01', '2025-03-01']

const WISHES = [
  ...['accept', 'accept', 'accept', 'refund', 'refundFailed', 'prepare', 'refill', 'dispute', 'reopen', 'correct'],
  ...['void', 'return', 'reconcile', 'on', 'on', 'on', 'on', 'on', 'on', 'on', 'on', 'on', 'on', 'on'],
] as const
type Wish = (typeof WISHES)[number] | 'send' | 'confirm' | 'approve' | 'pay'

/** What takes a statement on from where it is. */
const ON: Record<string, Wish> = {
  none: 'prepare',
  draft: 'send',
  sent: 'confirm',
  disputed: 'reopen',
  confirmed: 'approve',
  approved: 'pay',
  paid: 'reconcile',
  reconciled: 'correct',
}

/** What somebody does next, about which cooperative, in which month; whether it may be is for the shop to say. */
const stepOf = fc.record({
  what: fc.constantFrom(...WISHES),
  side: fc.constantFrom('north' as const, 'south' as const),
  month: fc.integer({ min: 0, max: MONTHS.length - 1 }),
  day: fc.integer({ min: 0, max: 27 }),
  amount: fc.integer({ min: 1, max: 90_000 }),
  who: fc.integer({ min: 0, max: 2 }),
})
type Step = typeof stepOf extends fc.Arbitrary<infer Value> ? Value : never

/** What was booked, told by the test itself: nothing here is read from a statement. */
interface Fact {
  side: 'north' | 'south'
  day: string
  amount: number
}

let office: Office
let people: Awaited<ReturnType<typeof threeWithEveryRole>>
beforeAll(async () => {
  office = await openOffice()
  people = await threeWithEveryRole()
})
afterAll(() => office.shop.close())

async function threeWithEveryRole() {
  const roles = ['finance_officer', 'finance_approver', 'finance_payer'] as const
  const make = () => financeActor(office.shop, 'payable:prepare', [...roles])
  return [await make(), await make(), await make()] as const
}

async function live(step: Step): Promise<{ statementId: StatementId; round: number; state: string }> {
  const row = await office.db
    .selectFrom('settlement_statement')
    .select(['id', 'round', 'state'])
    .where('cooperative_id', '=', office[step.side])
    .where('month', '=', MONTHS[step.month] ?? '')
    .where('state', '<>', 'voided')
    .executeTakeFirst()
  return { statementId: (row?.id ?? newId()) as StatementId, round: row?.round ?? 1, state: row?.state ?? 'none' }
}

/** Books an event of the shop on the step's day. */
async function book(step: Step, what: 'accept' | 'refund' | 'refundFailed'): Promise<Fact[]> {
  const { side, amount } = step
  const day = addDays(MONTHS[step.month] ?? '', step.day)
  const [cooperativeId, on] = [office[side], startOfBusinessDate(day)]
  const fee = Math.floor(amount / 30)
  if (what === 'accept') await bookAcceptance(office, { cooperativeId, amount, fee, on })
  else await bookRefund(office, { cooperativeId, amount, on, hasFailed: what === 'refundFailed' })
  return [{ side, day, amount: { accept: amount - fee, refund: -amount, refundFailed: amount }[what] }]
}

/** Tries one step; gives what it booked apart from payments. */
async function take(step: Step): Promise<Fact[]> {
  const { db, shop, managers } = office
  const now = shop.clock.now
  const cooperativeId = office[step.side]
  const officer = people[step.who] ?? people[0]
  const approver = { ...officer, permission: 'payable:approve' } as const
  const payer = { ...officer, permission: 'payable:pay' } as const
  const { statementId, round, state } = await live(step)
  const what: Wish = step.what === 'on' ? (ON[state] ?? 'accept') : step.what
  const about = { statementId, officer, note: '随便', now }
  const answer = { manager: managers[step.side], statementId, round, now }
  if (what === 'on') return []
  if (what === 'accept' || what === 'refund' || what === 'refundFailed') return book(step, what)
  if (what === 'correct') {
    const amount = fen(step.day % 2 === 0 ? step.amount : -step.amount)
    const corrected = await correctStatement(db, { ...about, form: { requestId: newId(), amount, reason: '随便' } })
    // Booked today, which is after every month of this test.
    return corrected.ok ? [{ side: step.side, day: '9999-12-31', amount }] : []
  }
  const tries: Record<typeof what, () => Promise<unknown>> = {
    prepare: () => prepareStatement(db, { cooperativeId, month: MONTHS[step.month] ?? '', officer, now }),
    refill: () => refillStatement(db, about),
    send: () => sendStatement(db, about),
    confirm: () => confirmStatement(db, answer),
    dispute: () => disputeStatement(db, { ...answer, form: { note: '随便', entryIds: [] } }),
    reopen: () => reopenStatement(db, about),
    void: () => voidStatement(db, about),
    approve: () => approveStatement(db, { statementId, approver, now }),
    pay: () => payStatement(db, { statementId, payer, form: paymentForm(office), now }),
    return: () => returnPayment(db, { statementId, payer, note: '随便', now }),
    reconcile: () => inTransaction(db, (tx) => markStatementReconciled(tx, { statementId, personId: undefined, now })),
  }
  await tries[what]()
  return []
}

async function breaches(): Promise<string[]> {
  const found: string[] = []
  for (const { name, breaches: look } of settlementInvariants) {
    // Facts here are entries with nothing behind them; these checks look at entries and statements alone.
    const { rows } = await look(office.shop.clock.now).execute(office.db)
    found.push(...rows.map((row) => `${name}: ${row.culprit} ${row.detail}`))
  }
  return found
}

async function statements() {
  return office.db
    .selectFrom('settlement_statement')
    .select(['id', 'cooperative_id', 'month', 'state', 'total_fen'])
    .execute()
}

const facts: Fact[] = []

describe('whatever people do to statements', () => {
  it('every posting is in one line at most, totals are sums, hands are apart, and what is owed is explained', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepOf, { minLength: 25, maxLength: 60 }), async (steps) => {
        for (const step of steps) facts.push(...(await take(step)))
        expect(await breaches()).toEqual([])
        const made = await statements()
        const tieOut = await readPayableTieOut(office.db)
        for (const side of ['north', 'south'] as const) {
          const own = made.filter((one) => one.cooperative_id === office[side])
          const booked = facts.filter((fact) => fact.side === side).reduce((sum, fact) => sum + fact.amount, 0)
          const isOpen = (state: string) => OPEN_STATES.some((one) => one === state)
          const paid = own.filter((one) => one.state === 'paid' || one.state === 'reconciled')
          const open = own.filter((one) => isOpen(one.state))
          const total = (of: typeof own) => of.reduce((sum, one) => sum + one.total_fen, 0)
          const row = tieOut.find((one) => one.cooperativeId === office[side])
          expect(row?.ledger ?? 0).toBe(booked - total(paid))
          expect(row?.openLines ?? 0).toBe(total(open))
          expect(row?.unbilled ?? 0).toBe(booked - total(paid) - total(open))
        }
      }),
      { numRuns: 10, seed: 20261125, endOnFailure: true },
    )
  }, 120_000)

  it('shows of each month what is in no statement, as a plain count of lines does', async () => {
    for (const month of [...MONTHS, nextMonth(MONTHS.at(-1) ?? '')]) {
      const shown = await listUnbilled(office.db, month)
      for (const side of ['north', 'south'] as const) {
        const inLines = await office.db
          .selectFrom('statement_line')
          .select('net_fen')
          .where('cooperative_id', '=', office[side])
          .where('business_date', '<=', lastDayOf(month))
          .execute()
        const booked = facts.filter((fact) => fact.side === side && fact.day <= lastDayOf(month))
        const open =
          booked.reduce((sum, fact) => sum + fact.amount, 0) - inLines.reduce((sum, line) => sum + line.net_fen, 0)
        expect(shown.find((row) => row.cooperativeId === office[side])?.amount ?? 0).toBe(open)
      }
    }
  })

  it('went through all states on the way', async () => {
    const states = new Set((await statements()).map((one) => one.state))
    const steps = await office.db.selectFrom('statement_event').select('kind').distinct().execute()
    const kinds = new Set(steps.map((step) => step.kind))
    for (const kind of [
      'prepared',
      'taken',
      'corrected',
      'sent',
      'confirmed',
      'disputed',
      'reopened',
      'approved',
      'paid',
      'voided',
    ])
      expect(kinds).toContain(kind)
    expect(states.size).toBeGreaterThan(3)
  })
})
