import Stripe from 'stripe'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { fetchDisputes } from './fetch-disputes.server.ts'
import { fetchPayouts } from './fetch-payouts.server.ts'
import { reportForeignLine } from './internal/balance-rows.server.ts'
import { LINE_EXPANSIONS, readLine } from './internal/read-balance.server.ts'
import { claimSweep, noteSwept, releaseSweep, type Sweep } from './internal/sweep-rows.server.ts'
import { matchBalance } from './match-balance.server.ts'
import type { ProviderLine } from './provider-line.server.ts'
import { recordLines } from './record-lines.server.ts'

const PAGE = 100
/** Pages of one round; what is left is read in the next. */
const MOST_PAGES = 20

/**
 * Reads what the provider did with our money since the last time, stores it and finds
 * its counterparts. Goes on where it was broken off; the same line twice is one line.
 * Nothing of the network happens inside a transaction. Gives how many lines were new.
 */
export async function fetchBalance(runtime: ProviderLine, now: Date): Promise<number> {
  const sweep = await claimSweep(runtime.db, { now, isForced: false })
  return sweep ? carryOut(runtime, sweep, now) : 0
}

export type FetchNowRefusal =
  /** Somebody, or the job, is at it, or just failed to. */
  { kind: 'busy' } | { kind: 'providerSilent' }

/** A person wants to see how it stands right now: what waits for its counterpart is looked at again, whenever it was last. */
export async function fetchBalanceNow(
  runtime: ProviderLine,
  now: Date,
): Promise<Result<{ newLines: number }, FetchNowRefusal>> {
  const sweep = await claimSweep(runtime.db, { now, isForced: true })
  if (!sweep) return refuse({ kind: 'busy' })
  try {
    await lookAgain(runtime.db, now)
    return ok({ newLines: await carryOut(runtime, sweep, now) })
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    logger.warn({ error: error.message }, 'the provider did not tell its balance')
    return refuse({ kind: 'providerSilent' })
  }
}

async function lookAgain(db: Db, now: Date): Promise<void> {
  await db
    .updateTable('balance_transaction')
    .set({ look_at: now })
    .where('state', '=', 'pending')
    .where('look_at', '>', now)
    .execute()
}

async function carryOut(runtime: ProviderLine, sweep: Sweep, now: Date): Promise<number> {
  let end: 'finished' | 'broken_off' | 'failed' = 'failed'
  try {
    const { newLines, isComplete } = await readPages(runtime, sweep, now)
    if (isComplete) {
      await fetchPayouts(runtime, now)
      await matchBalance(runtime.db, now)
      await fetchDisputes(runtime, now)
    }
    end = isComplete ? 'finished' : 'broken_off'
    return newLines
  } finally {
    await releaseSweep(runtime.db, { now, end })
  }
}

async function readPages(
  { db, stripe }: ProviderLine,
  sweep: Sweep,
  now: Date,
): Promise<{ newLines: number; isComplete: boolean }> {
  let newLines = 0
  let after = sweep.after
  const created = {
    ...(sweep.from && { gte: Math.floor(sweep.from.getTime() / 1000) }),
    lte: Math.floor(sweep.to.getTime() / 1000),
  }
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const listed = await stripe.balanceTransactions.list({
      limit: PAGE,
      created,
      expand: LINE_EXPANSIONS,
      ...(after && { starting_after: after }),
    })
    await faultPoint('balance:before-store')
    after = listed.data.at(-1)?.id ?? after
    const isLast = !listed.has_more
    newLines += await storePage(db, { lines: listed.data, after, isLast, now })
    await faultPoint('balance:after-store')
    if (isLast) return { newLines, isComplete: true }
  }
  return { newLines, isComplete: false }
}

interface Page {
  lines: readonly Stripe.BalanceTransaction[]
  after: string | undefined
  isLast: boolean
  now: Date
}

async function storePage(db: Db, { lines, after, isLast, now }: Page): Promise<number> {
  return inTransaction(db, async (tx) => {
    const read = lines.map(readLine).filter((line) => line !== undefined)
    const stored = await recordLines(tx, read, now)
    for (const line of lines) if (line.currency !== 'cny') await reportForeignLine(tx, line, now)
    await noteSwept(tx, { after, isLast })
    return stored
  })
}
