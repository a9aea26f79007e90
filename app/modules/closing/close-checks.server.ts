import { sql } from 'kysely'
import { type BankChecks, readBankChecks } from '#app/modules/bank/bank-checks.server.ts'
import {
  type ReconciliationChecks,
  reconciliationChecks,
} from '#app/modules/reconciliation/reconciliation-checks.server.ts'
import { listUnconfirmed } from '#app/modules/settlement/settlement-tie-out.server.ts'
import { listUnbilled } from '#app/modules/settlement/statement-desk.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { type Fen, sumFen } from '#app/shared/money.ts'
import type { ChecklistLine, CheckReading } from './close-checklist.ts'
import { readRound, readWaivers } from './internal/period-rows.server.ts'
import { endOfMonth, firstDayOf, type Month, yearOfMonth } from './month.ts'
import { readLastRun } from './tie-out-queries.server.ts'

/** What must be done before a month is closed. Its words are in `messages/closing.ts` under `checks`. */
export interface CloseCheck {
  name: string
  /** Whether a written reason may stand for what is open. Never for what must tie. */
  mayBeWaived: boolean
  read(db: Db, of: CloseContext): Promise<CheckReading>
}

interface CloseContext {
  month: Month
  until: Date
  now: Date
  /** What several checks ask for and is read once. */
  bank(): Promise<BankChecks>
  reconciliation(): Promise<ReconciliationChecks>
  unconfirmed(): ReturnType<typeof listUnconfirmed>
}

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The checklist of a close, in the order of work. Another check is another line here,
 * its words in `messages/closing.ts`, and the page of its work in `routes/parts/closing-work.ts`.
 * A reason may stand for what others owe us: an answer, a decision, a bill that does not
 * exist. What we can settle ourselves (a line to match or to keep as nobody's, a
 * difference to explain, a dispute to answer) is settled.
 */
export const CLOSE_CHECKS: readonly CloseCheck[] = [
  { name: 'provider_events', mayBeWaived: true, read: readProviderEvents },
  { name: 'payment_attempts', mayBeWaived: false, read: readPaymentAttempts },
  { name: 'refunds_unsent', mayBeWaived: true, read: readUnsentRefunds },
  { name: 'counter_shifts', mayBeWaived: false, read: readOpenShifts },
  { name: 'imports', mayBeWaived: false, read: readImports },
  { name: 'sheets_waiting', mayBeWaived: true, read: readWaitingSheets },
  {
    name: 'provider_read',
    mayBeWaived: false,
    read: async (_db, of) => ({ open: (await of.reconciliation()).notReadSince }),
  },
  { name: 'provider_lines', mayBeWaived: false, read: readProviderLines },
  {
    name: 'payouts',
    mayBeWaived: true,
    read: async (_db, of) => ({ open: (await of.reconciliation()).payoutsUnexplained }),
  },
  {
    name: 'disputes',
    mayBeWaived: true,
    read: async (_db, of) => ({ open: (await of.reconciliation()).openDisputes }),
  },
  {
    name: 'bill_files',
    mayBeWaived: true,
    read: async (_db, of) => ({ open: (await of.reconciliation()).paymentsWithoutBill }),
  },
  {
    name: 'bill_lines',
    mayBeWaived: false,
    read: async (_db, of) => ({ open: (await of.reconciliation()).billsOpen }),
  },
  { name: 'bank_statements', mayBeWaived: false, read: async (_db, of) => ({ open: (await of.bank()).uncoveredDays }) },
  { name: 'bank_lines', mayBeWaived: false, read: readBankLines },
  { name: 'bank_unclaimed', mayBeWaived: true, read: async (_db, of) => ({ open: (await of.bank()).unclaimed }) },
  { name: 'statements_missing', mayBeWaived: true, read: readMissingStatements },
  { name: 'statements_unconfirmed', mayBeWaived: true, read: readUnconfirmed },
  { name: 'statements_disputed', mayBeWaived: false, read: readDisputed },
  { name: 'incidents', mayBeWaived: false, read: readIncidents },
  { name: 'stages', mayBeWaived: false, read: readStages },
  { name: 'tie_outs', mayBeWaived: false, read: readTieOuts },
]

/** The checklist of a month as it stands now, with what was waived in this round. */
export async function readChecklist(db: Db, { month, now }: { month: Month; now: Date }): Promise<ChecklistLine[]> {
  const waivers = await readWaivers(db, { month, round: await readRound(db, month) })
  const context = closeContext(db, { month, now })
  const lines: ChecklistLine[] = []
  for (const { name, mayBeWaived, read } of CLOSE_CHECKS) {
    const reading = await read(db, context)
    lines.push({ name, mayBeWaived, ...reading, waiver: waivers.get(name) })
  }
  return lines
}

/** What the checks of a month are read with. */
export function closeContext(db: Db, { month, now }: { month: Month; now: Date }): CloseContext {
  const first = firstDayOf(month)
  return {
    month,
    until: endOfMonth(month),
    now,
    bank: once(() => readBankChecks(db, first)),
    reconciliation: once(() => reconciliationChecks(db, first)),
    unconfirmed: once(() => listUnconfirmed(db, first)),
  }
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined
  return () => {
    value ??= read()
    return value
  }
}

async function countRows(
  db: Db,
  query: ReturnType<typeof sql<{ open: number; amount: number }>>,
): Promise<CheckReading> {
  const { rows } = await query.execute(db)
  const { open = 0, amount = 0 } = rows[0] ?? {}
  return { open, ...(amount !== 0 && { detail: { amountFen: amount } }) }
}

/** Events of the provider that were not processed. A dead one is done when its incident is. */
function readProviderEvents(db: Db, { until }: { until: Date }): Promise<CheckReading> {
  return countRows(
    db,
    sql`select count(*) as open, 0::bigint as amount from stripe_event event
      where received_at < ${until} and (state = 'received' or (state = 'dead' and exists (
        select from incident where kind = 'dead_event' and source_id = event.id and closed_at is null)))`,
  )
}

function readPaymentAttempts(db: Db, { until }: { until: Date }): Promise<CheckReading> {
  return countRows(
    db,
    sql`select count(*) as open, coalesce(sum(amount_fen), 0)::bigint as amount from payment_attempt
      where state in ('created', 'open', 'processing') and created_at < ${until}`,
  )
}

/** Decided to go back, and not gone for more than a day. */
function readUnsentRefunds(db: Db, { until, now }: { until: Date; now: Date }): Promise<CheckReading> {
  const dayAgo = new Date(now.getTime() - DAY_MS)
  return countRows(
    db,
    sql`select count(*) as open, coalesce(sum(amount_fen), 0)::bigint as amount from refund
      where state in ('decided', 'sent') and decided_at < ${until} and decided_at < ${dayAgo}`,
  )
}

function readOpenShifts(db: Db, { until }: { until: Date }): Promise<CheckReading> {
  return countRows(
    db,
    sql`select count(*) as open, 0::bigint as amount from counter_shift where closed_at is null and opened_at < ${until}`,
  )
}

function readImports(db: Db, { until }: { until: Date }): Promise<CheckReading> {
  return countRows(
    db,
    sql`select (select count(*) from import_job where state = 'applying' and applying_at < ${until})
      + (select count(*) from sheet_file where state = 'applying' and applying_at < ${until}) as open, 0::bigint as amount`,
  )
}

/** Files of purchases, bank lines or bills that somebody brought and neither applied nor discarded. */
function readWaitingSheets(db: Db, { until }: { until: Date }): Promise<CheckReading> {
  return countRows(
    db,
    sql`select count(*) as open, 0::bigint as amount from sheet_file where state in ('uploaded', 'checked') and created_at < ${until}`,
  )
}

async function readProviderLines(_db: Db, { reconciliation }: CloseContext): Promise<CheckReading> {
  const { providerOnly, oursOnly, amountDiffers, pending } = await reconciliation()
  return { open: providerOnly + oursOnly + amountDiffers + pending }
}

async function readBankLines(_db: Db, { bank }: CloseContext): Promise<CheckReading> {
  const { openLines, openAmount } = await bank()
  return { open: openLines, ...about(openAmount) }
}

/** Cooperatives that are owed something up to the month's end and have no statement of it. Less than nothing waits for the next. */
async function readMissingStatements(db: Db, { month }: CloseContext): Promise<CheckReading> {
  const missing = (await listUnbilled(db, firstDayOf(month))).filter(({ live, amount }) => !live && amount > 0)
  return { open: missing.length, ...about(sumFen(missing.map(({ amount }) => amount))) }
}

async function readUnconfirmed(_db: Db, { unconfirmed }: CloseContext): Promise<CheckReading> {
  return countStatements((await unconfirmed()).filter(({ state }) => state !== 'disputed'))
}

async function readDisputed(_db: Db, { unconfirmed }: CloseContext): Promise<CheckReading> {
  return countStatements((await unconfirmed()).filter(({ state }) => state === 'disputed'))
}

function countStatements(statements: readonly { total: Fen }[]): CheckReading {
  return { open: statements.length, ...about(sumFen(statements.map(({ total }) => total))) }
}

function about(amountFen: Fen): Pick<CheckReading, 'detail'> {
  return amountFen === 0 ? {} : { detail: { amountFen } }
}

function readIncidents(db: Db, { until }: { until: Date }): Promise<CheckReading> {
  return countRows(
    db,
    sql`select count(*) as open, 0::bigint as amount from incident
      where closed_at is null and owner_id is null and opened_at < ${until}`,
  )
}

/** Cells of the month in which the four amounts and the accounts of what counts differ. */
function readStages(db: Db, { month }: { month: Month }): Promise<CheckReading> {
  return countRows(
    db,
    sql`with kept as (
        select stage, county_id, channel, fund_type, sum(amount_fen) as amount from stage_amount
        where year = ${yearOfMonth(month)} and month = ${Number(month.slice(5))} and stage in ('accepted', 'refunded') group by 1, 2, 3, 4
      ), truth as (
        select case when source_type = 'refund' then 'refunded' else 'accepted' end as stage, county_id, channel, fund_type,
          sum(debit_fen - credit_fen) as amount
        from account_day join account on account.code = account_day.account_code
        where account.code like 'recognized:%' and business_date >= ${firstDayOf(month)}::date
          and business_date < ${firstDayOf(month)}::date + interval '1 month' group by 1, 2, 3, 4
      )
      select count(*) as open, coalesce(sum(abs(coalesce(kept.amount, 0) - coalesce(truth.amount, 0))), 0)::bigint as amount
      from kept full join truth using (stage, county_id, channel, fund_type)
      where coalesce(kept.amount, 0) <> coalesce(truth.amount, 0)`,
  )
}

/** The latest comparison: not older than a day, and everything in it ties. */
async function readTieOuts(db: Db, { now }: { now: Date }): Promise<CheckReading> {
  const run = await readLastRun(db)
  if (!run || run.at.getTime() < now.getTime() - DAY_MS) return { open: 1, detail: { stale: 1 } }
  return { open: run.offCount, detail: { runId: run.runId } }
}
