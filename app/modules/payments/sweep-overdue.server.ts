import { sql } from 'kysely'
import { endUnpaidOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { closeAttempt } from './close-attempt.server.ts'
import { readAttempt } from './internal/attempt-rows.server.ts'

/** Pages closed a round: with the poller this stays under twenty calls a second. */
const PAGES_A_ROUND = 10
const ORDERS_A_ROUND = 50
const SECONDS_BETWEEN_TRIES = 30

/**
 * Ends orders whose time to pay is over and gives their stock back, but only once
 * Stripe has closed every payment page of theirs: our clock alone frees nothing,
 * and nothing is freed while a payment is processing. Gives how many orders ended.
 */
export async function sweepOverdueOrders(runtime: Runtime, now: Date): Promise<number> {
  await closeOverdueAttempts(runtime, now)
  for (let ended = 0; ended < ORDERS_A_ROUND; ended += 1) {
    if (!(await inTransaction(runtime.db, (tx) => expireNext(tx, now)))) return ended
  }
  return ORDERS_A_ROUND
}

async function closeOverdueAttempts(runtime: Runtime, now: Date): Promise<void> {
  const before = new Date(now.getTime() - SECONDS_BETWEEN_TRIES * 1000)
  const { rows } = await sql<Parameters<typeof readAttempt>[0]>`
    update payment_attempt set checked_at = ${now}
    where id in (
      select attempt.id from payment_attempt attempt join "order" o on o.id = attempt.order_id
      where o.status = 'awaiting_payment' and o.payment_due_at <= ${now}
        and attempt.state in ('created', 'open', 'processing')
        and (attempt.checked_at is null or attempt.checked_at <= ${before})
      order by o.payment_due_at limit ${sql.lit(PAGES_A_ROUND)} for update of attempt skip locked
    )
    returning *
  `.execute(runtime.db)
  for (const row of rows) {
    try {
      await closeAttempt(runtime, readAttempt(row), now)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      logger.warn({ attempt: row.id, error: message }, 'overdue payment page not closed')
    }
  }
}

/** Ends one overdue order of which no payment can come any more; false when there is none. */
async function expireNext(tx: Tx, now: Date): Promise<boolean> {
  const { rows } = await sql<{ id: OrderId }>`
    select o.id from "order" o
    where o.status = 'awaiting_payment' and o.payment_due_at <= ${now}
      and not exists (
        select from payment_attempt where order_id = o.id and state in ('created', 'open', 'processing')
      )
    order by o.payment_due_at limit 1 for update skip locked
  `.execute(tx)
  const [overdue] = rows
  if (!overdue) return false
  const order = await lockOrder(tx, overdue.id)
  await endUnpaidOrder(tx, order, { change: 'expire', now })
  await faultPoint('expire:before-commit')
  return true
}
