import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { CounterShiftId, PersonId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'

export interface OpenShift {
  shiftId: CounterShiftId
  pickupPointId: string
}

/**
 * A clerk's open shift, kept open until the transaction ends: whoever closes it
 * waits. Before the order's row and everything after it. Undefined when it is
 * closed, or another's.
 */
export async function holdShift(tx: Tx, shiftId: string, clerkId: PersonId): Promise<OpenShift | undefined> {
  const row = await tx
    .selectFrom('counter_shift')
    .select(['id', 'pickup_point_id'])
    .where('id', '=', shiftId)
    .where('clerk_id', '=', clerkId)
    .where('closed_at', 'is', null)
    .forShare()
    .executeTakeFirst()
  return row && { shiftId: row.id as CounterShiftId, pickupPointId: row.pickup_point_id }
}

/** What went through a drawer. */
export async function sumMovements(db: Db, shiftId: CounterShiftId): Promise<{ sales: Fen; payouts: Fen }> {
  const { rows } = await sql<{ sales: number; payouts: number }>`
    select coalesce(sum(amount_fen) filter (where kind = 'sale'), 0)::bigint as sales,
      coalesce(sum(amount_fen) filter (where kind = 'payout'), 0)::bigint as payouts
    from cash_movement where counter_shift_id = ${shiftId}
  `.execute(db)
  const [sums] = rows
  return { sales: fen(sums?.sales ?? 0), payouts: fen(sums?.payouts ?? 0) }
}
