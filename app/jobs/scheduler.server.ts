import { reportWords } from '#app/messages/report-words.ts'
import { carryOutRecalls } from '#app/modules/aftersale/carry-out-recalls.server.ts'
import { gatherStages } from '#app/modules/assistance/gather-stages.server.ts'
import { applyBankStatements } from '#app/modules/bank/bank-statement.server.ts'
import { tieOutNightly } from '#app/modules/closing/run-tie-outs.server.ts'
import { acceptDelivered } from '#app/modules/counter/accept-delivered.server.ts'
import { noteReadyOrders } from '#app/modules/counter/note-ready.server.ts'
import { releaseUncollected } from '#app/modules/counter/release-uncollected.server.ts'
import { remindBuyers } from '#app/modules/counter/remind-buyers.server.ts'
import { makePacks } from '#app/modules/evidence/make-packs.server.ts'
import { applyPurchaseSheets } from '#app/modules/external/import-purchases.server.ts'
import { applyImports } from '#app/modules/imports/apply-imports.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { pollAttempts } from '#app/modules/payments/poll-attempts.server.ts'
import { processDueEvents } from '#app/modules/payments/stripe-inbox.server.ts'
import { sweepOverdueOrders } from '#app/modules/payments/sweep-overdue.server.ts'
import { openPickupSlots } from '#app/modules/pickup/open-slots.server.ts'
import { applyBills } from '#app/modules/reconciliation/apply-bill.server.ts'
import { fetchBalance } from '#app/modules/reconciliation/fetch-balance.server.ts'
import { matchBalance } from '#app/modules/reconciliation/match-balance.server.ts'
import { matchBills } from '#app/modules/reconciliation/match-bills.server.ts'
import { expireExports } from '#app/modules/reports/expire-exports.server.ts'
import { makeExports } from '#app/modules/reports/make-exports.server.ts'
import { noteOverdueStatements } from '#app/modules/settlement/note-overdue.server.ts'
import { followDay } from '#app/modules/stock/follow-day.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import { deliverMail } from './deliver-mail.server.ts'

type Job = (runtime: Runtime, now: Date) => Promise<number>

/** Work is found in the rows it is about, so nothing has to be queued and nothing can be forgotten. */
function createJobs(): [name: string, job: Job][] {
  return [
    ['process-events', processDueEvents],
    ['execute-refunds', executeRefunds],
    ['carry-out-recalls', ({ db }, now) => carryOutRecalls(db, now)],
    ['sweep-overdue', sweepOverdueOrders],
    ['poll-attempts', pollAttempts],
    ['follow-day', ({ db }, now) => inTransaction(db, (tx) => followDay(tx, now))],
    ['apply-imports', ({ db }, now) => applyImports(db, now)],
    ['gather-stages', ({ db }) => gatherStages(db)],
    ['fetch-balance', fetchBalance],
    ['apply-bills', ({ db }, now) => applyBills(db, now)],
    ['match-bills', hourly(({ db }, now) => matchBills(db, now))],
    ['match-balance', ({ db }, now) => matchBalance(db, now)],
    ['note-ready-orders', hourly(noteReadyOrders)],
    ['remind-buyers', hourly(remindBuyers)],
    ['release-uncollected', hourly(releaseUncollected)],
    ['accept-delivered', hourly(acceptDelivered)],
    ['tie-out-nightly', tieOutNightly],
    ['note-overdue-statements', hourly(({ db }, now) => noteOverdueStatements(db, now))],
    ['open-pickup-slots', hourly(({ db }, now) => inTransaction(db, (tx) => openPickupSlots(tx, now)))],
  ]
}

const PAUSE_MS = 2_000
const HOUR_MS = 60 * 60 * 1000

/** For what is far from urgent: in the first round, then an hour after each success. */
function hourly(job: Job): Job {
  let dueAt = 0
  return async (runtime, now) => {
    if (now.getTime() < dueAt) return 0
    const done = await job(runtime, now)
    dueAt = now.getTime() + HOUR_MS
    return done
  }
}

export interface RunningJobs {
  /** Begins no more work and waits for what is under way. */
  stop(): Promise<void>
}

/** Jobs that wait for a mail server, which may take its time: nothing else waits with them. */
const MAIL_JOBS: [name: string, job: Job][] = [['deliver-mail', deliverMail]]

/** Jobs that go through whole files, which may take minutes: neither sales nor mail waits for them. */
function createFileJobs(): [name: string, job: Job][] {
  return [
    ['apply-external-purchases', ({ db }, now) => applyPurchaseSheets(db, now)],
    ['apply-bank-statements', ({ db }, now) => applyBankStatements(db, now)],
    ['make-exports', ({ db }, now) => makeExports(db, reportWords, now)],
    ['make-evidence-packs', ({ db }, now) => makePacks(db, now)],
    ['expire-exports', hourly(({ db }, now) => expireExports(db, now))],
  ]
}

/**
 * Does due work every two seconds until stopped, one job after the other, mail and
 * files beside it. Each job claims its rows, so any number of processes may run this.
 * A failing job is logged and tried again in the next round; the others go on.
 */
export function startJobs(runtime: Runtime): RunningJobs {
  const lanes = [createJobs(), MAIL_JOBS, createFileJobs()].map((jobs) => startLane(jobs, runtime))
  return {
    async stop() {
      await Promise.all(lanes.map((lane) => lane.stop()))
    },
  }
}

function startLane(jobs: readonly [name: string, job: Job][], runtime: Runtime): RunningJobs {
  let isStopping = false
  let wake: (() => void) | undefined

  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PAUSE_MS)
      timer.unref()
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const run = async () => {
    while (!isStopping) {
      await runDueWork(jobs, runtime, () => isStopping)
      if (!isStopping) await pause()
    }
  }
  const finished = run()
  return {
    async stop() {
      isStopping = true
      wake?.()
      await finished
    },
  }
}

/** One round of every job. Never throws. */
async function runDueWork(
  jobs: readonly [name: string, job: Job][],
  runtime: Runtime,
  isStopping: () => boolean,
): Promise<void> {
  for (const [name, job] of jobs) {
    if (isStopping()) return
    try {
      await job(runtime, clock.now())
    } catch (error) {
      logger.error({ job: name, error: error instanceof Error ? error.message : String(error) }, 'job failed')
    }
  }
}
