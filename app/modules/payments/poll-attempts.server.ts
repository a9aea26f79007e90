import { sql } from 'kysely'
import { logger } from '#app/platform/logger.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { type Attempt, findLiveAttempt, readAttempt } from './internal/attempt-rows.server.ts'
import { openSession } from './internal/open-session.server.ts'
import { settleSession } from './settle-attempt.server.ts'

const BATCH = 10

/** An attempt nobody has heard of for so long is asked after. */
const SECONDS_BETWEEN_LOOKS = 60

/**
 * Asks Stripe about attempts whose events have not come, oldest look first, and
 * repeats calls whose answer was lost. Claiming notes the look, so two processes
 * do not ask about one attempt. Gives how many it took.
 */
export async function pollAttempts(runtime: Runtime, now: Date): Promise<number> {
  const before = new Date(now.getTime() - SECONDS_BETWEEN_LOOKS * 1000)
  const { rows } = await sql<Parameters<typeof readAttempt>[0]>`
    update payment_attempt set checked_at = ${now}
    where id in (
      select id from payment_attempt
      where state in ('created', 'open', 'processing') and (checked_at is null or checked_at <= ${before})
      order by checked_at nulls first limit ${sql.lit(BATCH)} for update skip locked
    )
    returning *
  `.execute(runtime.db)
  for (const row of rows) await lookAfter(runtime, readAttempt(row), now)
  return rows.length
}

/** The buyer asks for the result: reads it from Stripe at once. Silent when Stripe does not answer. */
export async function checkPayment(runtime: Runtime, { orderId, now }: { orderId: OrderId; now: Date }): Promise<void> {
  const live = await findLiveAttempt(runtime.db, orderId)
  if (live?.sessionId) await lookAfter(runtime, live, now)
}

/** Never throws: what failed is logged and looked at again later, and the next attempt has its turn. */
async function lookAfter(runtime: Runtime, attempt: Attempt, now: Date): Promise<void> {
  try {
    if (attempt.sessionId) await settleSession(runtime, attempt.sessionId, now)
    else await openSession(runtime, attempt, now)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    logger.warn({ attempt: attempt.attemptId, error: message }, 'attempt not looked after')
  }
}
