import type { PurchaseFacts } from '#app/modules/external/purchase.ts'
import { fetchBalanceNow } from '#app/modules/reconciliation/fetch-balance.server.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import { seedPurchases, taskOf } from '../purchases.ts'
import { depositAll, importStatement, keepToClaim, linkLines, openBankAccount } from './banking.server.ts'
import { importBills, withTwoOdd } from './bills.server.ts'
import { compareAll, lockMonth, prepareMonth } from './closing.server.ts'
import { type Desk, taken } from './desk.ts'
import { fileEvidence } from './evidence.server.ts'
import { openMatters } from './matters.server.ts'
import {
  after,
  at,
  before,
  endsHalfYear,
  firstOf,
  lastOf,
  monthOfDay,
  monthsBetween,
  shareOfMonth,
  type YearMonth,
} from './moments.ts'
import { comesByFile, importPurchases, openingOf, replaceHalfYear } from './purchase-files.server.ts'
import { approveAll, confirmAll, disputeOne, payAll, prepareAll, recordAccounts, sendAll } from './settling.server.ts'
import { strangersOf, UNKNOWN_RECEIPT } from './strangers.ts'
import { agreementsOf, isSignedBy, recordAgreements, recordRule, recordTask, rulesOf } from './tasks.server.ts'

/** Something the office does at an instant. Doing it once more changes nothing. */
interface Step {
  at: Date
  /** Looks at the whole of the rows, which stand as they are at the end: carried out when the last day is in the books. */
  waits?: boolean
  run: (now: Date) => Promise<void>
}

/**
 * Two years of work of the demo's finance office, in the order of time: rules and
 * targets, agreements, purchases, the provider's money, the bank, the cooperatives and
 * the close of each month. `recordUntil` does what came before an instant.
 */
export function openOffice(desk: Desk): { recordUntil: (before: Date) => Promise<void> } {
  const steps = planSteps(desk)
  let next = 0
  return {
    async recordUntil(instant) {
      for (;;) {
        const step = steps[next]
        if (!step || step.at >= instant || (step.waits && instant < desk.openedAt)) break
        await step.run(step.at)
        next += 1
      }
      await recordPurchases(desk, instant)
    },
  }
}

function recordPurchases(desk: Desk, instant: Date): Promise<void> {
  const { db, openedAt } = desk
  const recordedBy = desk.as('finance_officer', 'purchase:record').personId
  const except = (facts: PurchaseFacts) => comesByFile(facts, openedAt)
  return seedPurchases(db, { ...openingOf(desk), now: openedAt, before: instant, recordedBy, except })
}

function planSteps(desk: Desk): Step[] {
  const openedOn = businessDate(desk.openedAt)
  const year = Number(openedOn.slice(0, 4))
  const thisMonth = monthOfDay(openedOn)
  const closed = monthsBetween(`${year - 2}-12`, before(before(thisMonth)))
  const steps = [
    ...planTasks(desk, year),
    ...closed.flatMap((month) => planMonth(desk, { month, hasShop: month >= `${year}-01` })),
    ...planLastMonth(desk, before(thisMonth)),
    ...planThisMonth(desk, thisMonth),
    ...openMatters(desk).map((matter) => ({ at: matter.at, run: matter.run })),
  ]
  return steps
    .filter((step) => step.at < desk.openedAt)
    .sort((one, other) => placeOf(desk, one) - placeOf(desk, other) || one.at.getTime() - other.at.getTime())
    .map((step) => ({
      ...step,
      run: async (now) => {
        await recordPurchases(desk, now)
        await step.run(now)
      },
    }))
}

function placeOf({ openedAt }: Desk, { at: instant, waits }: Step): number {
  return waits ? Math.max(instant.getTime(), shareOfMonth(openedAt, 0.97).getTime()) : instant.getTime()
}

function planTasks(desk: Desk, year: number): Step[] {
  const { openedAt } = desk
  const rules = rulesOf(year).map(
    ({ recordedOn, rule }): Step => ({
      at: at(recordedOn, '15:10'),
      run: (now) => recordRule(desk, rule, now),
    }),
  )
  const tasks = [year - 1, year].map((of): Step => {
    const task = taskOf(of, of === year)
    return { at: at(task.decidedOn, '15:30'), run: (now) => recordTask(desk, of, { task, now }) }
  })
  const agreements = agreementsOf(year, businessDate(openedAt))
    .filter((agreement) => isSignedBy(agreement, openedAt))
    .map(
      (agreement): Step => ({
        at: at(agreement.signedOn, '16:00'),
        run: (now) => recordAgreements(desk, agreement, now),
      }),
    )
  const accounts: Step = { at: at(`${year}-01-04`, '10:00'), run: (now) => recordAccounts(desk, now) }
  return [...rules, ...tasks, ...agreements, accounts]
}

/** A month from its first days to its close, two weeks after it is over. Before the shop there is only the bank. */
function planMonth(desk: Desk, { month, hasShop }: { month: YearMonth; hasShop: boolean }): Step[] {
  const on = (day: string, time: string) => at(`${after(month)}-${day}`, time)
  return [
    ...(hasShop ? planShopMonth(desk, month, on) : []),
    { at: on('03', '09:30'), run: (now) => bankWhole(desk, month, now) },
    { at: on('08', '15:20'), run: (now) => fileEvidence(desk, { month, now }) },
    { at: on('12', '09:40'), waits: true, run: (now) => prepareMonth(desk, { month, now }) },
    { at: on('13', '10:15'), waits: true, run: (now) => lockMonth(desk, { month, now }) },
  ]
}

function planShopMonth(desk: Desk, month: YearMonth, on: (day: string, time: string) => Date): Step[] {
  const settle = (now: Date) => ({ month, now })
  return [
    { at: at(`${month}-14`, '16:30'), run: (now) => depositAll(desk, now) },
    { at: at(`${month}-27`, '16:30'), run: (now) => depositAll(desk, now) },
    { at: on('01', '15:00'), run: (now) => importPurchases(desk, { month, now }) },
    ...(endsHalfYear(month)
      ? [{ at: on('02', '16:20'), run: (now: Date) => replaceHalfYear(desk, { month, now }) }]
      : []),
    { at: on('02', '09:10'), run: (now) => fetchProvider(desk, now) },
    { at: on('03', '14:00'), run: (now) => importBills(desk, { month, now }) },
    { at: on('04', '10:00'), run: (now) => prepareAll(desk, settle(now)) },
    { at: on('04', '15:00'), run: (now) => sendAll(desk, settle(now)) },
    { at: on('06', '11:00'), run: (now) => confirmAll(desk, settle(now)) },
    { at: on('09', '10:30'), run: (now) => approveAll(desk, settle(now)) },
    { at: on('10', '14:20'), run: (now) => payAll(desk, settle(now)) },
  ]
}

async function bankWhole(desk: Desk, month: YearMonth, now: Date): Promise<void> {
  const days = { from: firstOf(month), to: lastOf(month) }
  const sheetId = await importStatement(desk, { days, now })
  await openBankAccount(desk, now)
  await linkLines(desk, { sheetId, now })
}

async function fetchProvider(desk: Desk, now: Date): Promise<void> {
  const { db, stripe, provider } = desk
  await provider.tellUntil(db, now)
  const sweep = await db.selectFrom('balance_sweep').select('finished_at').executeTakeFirst()
  if (sweep?.finished_at && sweep.finished_at >= now) return
  // What is more than one round can read is read in the next.
  for (;;) {
    const fetched = taken(await fetchBalanceNow({ db, stripe }, now), 'fetching the balance')
    const state = await db.selectFrom('balance_sweep').select('sweep_to').executeTakeFirstOrThrow()
    if (state.sweep_to === null || fetched.newLines === 0) return
  }
}

/** The month before the running one stands in every state: nothing of it is closed yet. */
function planLastMonth(desk: Desk, month: YearMonth): Step[] {
  const step = (share: number, run: Step['run']): Step => ({ at: shareOfMonth(desk.openedAt, share), run })
  const settle = (now: Date) => ({ month, now })
  return [
    { at: at(`${month}-14`, '16:30'), run: (now) => depositAll(desk, now) },
    { at: at(`${month}-27`, '16:30'), run: (now) => depositAll(desk, now) },
    step(0.06, (now) => importPurchases(desk, { month, now })),
    ...(endsHalfYear(month) ? [step(0.07, (now) => replaceHalfYear(desk, { month, now }))] : []),
    step(0.08, (now) => fetchProvider(desk, now)),
    step(0.12, (now) => bankWhole(desk, month, now)),
    step(0.15, (now) => importBills(desk, { month, retold: withTwoOdd, now })),
    step(0.2, (now) => prepareAll(desk, settle(now))),
    step(0.26, (now) => sendAll(desk, settle(now), (_, place) => place % 5 !== 4)),
    step(0.4, (now) => confirmAll(desk, settle(now), ({ slug }, place) => slug !== 'famen-huajiao' && place % 5 < 3)),
    step(0.44, (now) => disputeOne(desk, settle(now), ({ slug }) => slug !== 'famen-huajiao')),
    step(0.5, (now) => approveAll(desk, settle(now), (_, place) => place % 5 < 2)),
    step(0.56, (now) => payAll(desk, settle(now), (_, place) => place % 5 < 1)),
    step(0.96, (now) => payAll(desk, settle(now), (_, place) => place % 10 === 1)),
    { ...step(0.7, (now) => prepareMonth(desk, { month, now })), waits: true },
  ]
}

/** The running month up to yesterday: some lines of the bank are still to be looked at. */
function planThisMonth(desk: Desk, month: YearMonth): Step[] {
  const { openedAt } = desk
  const step = (share: number, run: Step['run']): Step => ({ at: shareOfMonth(openedAt, share), run })
  return [
    step(0.62, (now) => depositAll(desk, now)),
    step(0.9, (now) => fetchProvider(desk, now)),
    step(0.93, (now) => bankSoFar(desk, month, now)),
    step(0.985, (now) => fetchProvider(desk, now)),
    { ...step(0.99, (now) => compareAll(desk, now)), waits: true },
  ]
}

const LEFT_OPEN = 4

async function bankSoFar(desk: Desk, month: YearMonth, now: Date): Promise<void> {
  const days = { from: firstOf(month), to: addDays(businessDate(now), -1) }
  if (days.to < days.from) return
  const sheetId = await importStatement(desk, { days, strangers: strangersOf(days), now })
  const open = await desk.db
    .selectFrom('bank_line')
    .select('id')
    .where('sheet_file_id', '=', sheetId)
    .where('amount_fen', '>', 0)
    .where('purpose', 'not like', '%汇款%')
    .orderBy('booked_on', 'desc')
    .orderBy('id', 'desc')
    .limit(LEFT_OPEN)
    .execute()
  const kept = new Set(open.map(({ id }) => id))
  await linkLines(desk, { sheetId, skips: ({ bankLineId }) => kept.has(bankLineId), now })
  await keepToClaim(desk, { sheetId, purpose: UNKNOWN_RECEIPT, now })
}
