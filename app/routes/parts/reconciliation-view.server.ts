import { badRequest } from '#app/http/responses.server.ts'
import { MATCH_STATES, type MatchState } from '#app/modules/reconciliation/balance.ts'
import { listApart, readClearing, sumApart } from '#app/modules/reconciliation/clearing-queries.server.ts'
import { listPayouts } from '#app/modules/reconciliation/payout-queries.server.ts'
import {
  listLines,
  listMovements,
  readReconciliationWork,
} from '#app/modules/reconciliation/reconciliation-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { parseReconciliationQuery, type ReconciliationQuery } from './reconciliation-query.ts'

export const LINES_ON_PAGE = 50
export const APART_ON_PAGE = 50
const MOVEMENTS_ON_PAGE = 100
const PAYOUTS_ON_PAGE = 20

/** Everything the reconciliation page shows. The state shown first is the first that has something open. */
export async function readReconciliationPage(request: Request) {
  const [{ db }, now] = [getRuntime(), clock.now()]
  const work = await readReconciliationWork(db, now)
  const query = parseReconciliationQuery(new URL(request.url).searchParams, {
    today: businessDate(now),
    firstState: MATCH_STATES.find((state) => work.counts[state] > 0) ?? 'matched',
  })
  if (!query) throw badRequest()
  const { day } = query
  const [figures, apart, apartRows, rows, payouts] = await Promise.all([
    readClearing(db, { from: `${day.slice(0, 8)}01`, to: day }),
    sumApart(db, day),
    listApart(db, day, APART_ON_PAGE),
    readRows(db, query, now),
    listPayouts(db, PAYOUTS_ON_PAGE),
  ])
  return { work, query, figures, apart: { ...apart, rows: apartRows }, ...rows, payouts }
}

/** The lines of the provider and the movements of our books that stand in a state. */
async function readRows(db: Db, { state, after }: ReconciliationQuery, now: Date) {
  const lines = state === 'ours_only' ? [] : await listLines(db, { state, after, limit: LINES_ON_PAGE + 1 })
  const movements =
    hasMovements(state) && !after ? await listMovements(db, { state, now, limit: MOVEMENTS_ON_PAGE }) : []
  const next = lines.length > LINES_ON_PAGE ? lines[LINES_ON_PAGE - 1]?.lineId : undefined
  return { lines: lines.slice(0, LINES_ON_PAGE), movements, next }
}

function hasMovements(state: MatchState): state is 'pending' | 'ours_only' | 'explained' {
  return state === 'pending' || state === 'ours_only' || state === 'explained'
}
