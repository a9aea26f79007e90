import { sql } from 'kysely'
import { openIncident } from '#app/modules/payments/incidents.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { PATIENCE_MS } from '../balance.ts'

/**
 * What our books say of the provider and it never said itself, a day later and with
 * everything read since: one incident for each day of business, so that a day the
 * provider leaves out is one thing to look at.
 */
export async function reportMissing(tx: Tx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - PATIENCE_MS)
  const { rows } = await sql<{ day: BusinessDate; count: number; amount: number }>`
    select business_date as day, count(*) as count, sum(amount_fen)::bigint as amount
    from clearing_movement movement
    where provider_ref is null and corrected_on is null and recorded_at <= least(${before}::timestamptz,
      (select read_to from balance_sweep))
      and not exists (select from incident where kind = 'unmatched_balance'
        and source_id = 'ours:' || to_char(movement.business_date, 'YYYY-MM-DD'))
    group by business_date order by business_date limit 100
  `.execute(tx)
  for (const { day, count, amount } of rows) {
    const detail = { count, amountFen: amount, day }
    await openIncident(tx, { kind: 'unmatched_balance', sourceId: `ours:${day}`, detail, now })
  }
}
