import { readChecklist } from '#app/modules/closing/close-checks.server.ts'
import { lockPeriod } from '#app/modules/closing/lock-period.server.ts'
import { preparePeriod, waiveCheck } from '#app/modules/closing/prepare-period.server.ts'
import { approveReopening, askReopening } from '#app/modules/closing/reopen-period.server.ts'
import { checkNow } from '#app/modules/closing/run-tie-outs.server.ts'
import { takeIncident } from '#app/modules/payments/handle-incident.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { as, at, type Desk, must } from './desk.ts'

/** One person prepares a month and explains what may stay open, another locks it. */
export async function closeMonth(desk: Desk, { month, day }: { month: string; day: BusinessDate }): Promise<void> {
  const { db, people, notebook } = desk
  const now = at(day, 20)
  const officer = as(people.officer, 'period:prepare')
  must(await preparePeriod(db, { month, officer, now }))
  await takeIncidents(desk, now)
  const run = await checkNow(db, { asker: as(people.officer, 'ledger:read'), now })
  if (run.offCount > 0) throw new Error(`${month} does not tie: ${JSON.stringify(await offOf(desk, run.runId))}`)
  for (const { name, open, mayBeWaived } of await readChecklist(db, { month, now }))
    if (open > 0 && mayBeWaived) must(await waiveCheck(db, { month, name, reason: '等买家来取', officer, now }))
  must(await lockPeriod(db, { month, approver: as(people.approver, 'period:lock'), now }))
  notebook.push({ kind: 'closed', month })
}

/** Whatever lies before people has somebody who looks after it. */
async function takeIncidents({ db, people }: Desk, now: Date): Promise<void> {
  const rows = await db
    .selectFrom('incident')
    .select('id')
    .where('closed_at', 'is', null)
    .where('owner_id', 'is', null)
    .execute()
  const handler = as(people.colleague, 'incident:handle')
  for (const { id } of rows) must(await takeIncident(db, { incidentId: id, handler, seenOwner: undefined, now }))
}

function offOf({ db }: Desk, runId: number) {
  return db
    .selectFrom('tie_out_result')
    .select(['name', 'left_amount', 'right_amount', 'detail'])
    .where('run_id', '=', runId)
    .where('off_amount', '<>', 0)
    .execute()
}

/** Two people open the latest closed month again. */
export async function reopenMonth(desk: Desk, { month, day }: { month: string; day: BusinessDate }): Promise<void> {
  const { db, people, notebook } = desk
  const [requestId, now] = [crypto.randomUUID(), at(day, 21)]
  const officer = as(people.officer, 'period:prepare')
  must(await askReopening(db, { requestId, month, reason: '少记一张发票', officer, now }))
  must(await approveReopening(db, { reopeningId: requestId, approver: as(people.approver, 'period:lock'), now }))
  notebook.push({ kind: 'reopened', month })
}
