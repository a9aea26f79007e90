import { sql } from 'kysely'
import { gatherStages } from '#app/modules/assistance/gather-stages.server.ts'
import { isGreen } from '#app/modules/closing/close-checklist.ts'
import { readChecklist } from '#app/modules/closing/close-checks.server.ts'
import { lockPeriod } from '#app/modules/closing/lock-period.server.ts'
import { preparePeriod } from '#app/modules/closing/prepare-period.server.ts'
import { checkNow } from '#app/modules/closing/run-tie-outs.server.ts'
import { type Desk, taken } from './desk.ts'
import { firstOf, type YearMonth } from './moments.ts'

/** Puts a month up for its close. */
export async function prepareMonth(desk: Desk, { month, now }: { month: YearMonth; now: Date }): Promise<void> {
  if ((await readState(desk, month)) !== 'open' || !(await isNext(desk, month))) return
  const officer = desk.as('finance_officer', 'period:prepare')
  taken(await preparePeriod(desk.db, { month, officer, now }), `preparing ${month}`)
}

/** A second person closes it; throws with what is red when it cannot be. */
export async function lockMonth(desk: Desk, { month, now }: { month: YearMonth; now: Date }): Promise<void> {
  if ((await readState(desk, month)) !== 'closing') return
  await gatherStages(desk.db)
  const approver = desk.as('finance_approver', 'period:lock')
  const locked = await lockPeriod(desk.db, { month, approver, now })
  if (locked.ok) return
  const red = (await readChecklist(desk.db, { month, now })).filter((line) => !isGreen(line))
  throw new Error(`${month} could not be closed: ${JSON.stringify({ ...locked.refusal, red })}`)
}

/** Compares what must tie, as the night does. */
export async function compareAll(desk: Desk, now: Date): Promise<void> {
  await gatherStages(desk.db)
  await checkNow(desk.db, { asker: desk.as('finance_officer', 'ledger:read'), now })
}

async function readState(desk: Desk, month: YearMonth): Promise<string> {
  const row = await desk.db.selectFrom('period').select('state').where('month', '=', firstOf(month)).executeTakeFirst()
  return row?.state ?? 'open'
}

/** Months before the books begin are none of the close's business. */
async function isNext(desk: Desk, month: YearMonth): Promise<boolean> {
  const { rows } = await sql<{ first: string | null }>`
    select to_char(min(business_date), 'YYYY-MM') as first from journal_entry`.execute(desk.db)
  return (rows[0]?.first ?? '9999-12') <= month
}
