import { sql } from 'kysely'
import { openIncident } from '#app/modules/payments/incidents.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { PayoutFacts } from '../balance.ts'

/**
 * Writes down how a payout stands. It only moves forward: one that failed stays failed,
 * one that was paid was paid. Gives how it stands now.
 */
export async function upsertPayout(tx: Tx, payout: PayoutFacts, now: Date): Promise<void> {
  const isPaid = payout.state === 'paid'
  const isBack = payout.state === 'failed' || payout.state === 'canceled'
  await sql`
    insert into provider_payout as known (id, amount_fen, state, created_at, arrives_on, paid_at, failed_at, failure_code, raw, fetched_at)
    values (${payout.payoutId}, ${payout.amount}, ${payout.state}, ${payout.createdAt}, ${businessDate(payout.arrivesAt)},
      ${isPaid ? payout.arrivesAt : null}, ${isBack ? now : null}, ${payout.failureCode ?? null}, ${payout.raw}, ${now})
    on conflict (id) do update set
      state = case when known.failed_at is null then excluded.state else known.state end,
      arrives_on = excluded.arrives_on,
      paid_at = coalesce(known.paid_at, excluded.paid_at),
      failed_at = coalesce(known.failed_at, excluded.failed_at),
      failure_code = coalesce(known.failure_code, excluded.failure_code),
      raw = excluded.raw, fetched_at = excluded.fetched_at
  `.execute(tx)
}

/** Money of another currency has no place in books of fen; the incident is its record. */
export async function reportForeignLine(
  tx: Tx,
  line: { id: string; amount: number; currency: string },
  now: Date,
): Promise<void> {
  const detail = { amount: line.amount, currency: line.currency }
  await openIncident(tx, { kind: 'unmatched_balance', sourceId: line.id, detail, now })
}
