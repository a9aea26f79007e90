import { sql } from 'kysely'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { openIncident } from '#app/modules/payments/incidents.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { fen } from '#app/shared/money.ts'
import { payoutEntry, payoutFailedEntry } from '../reconciliation-entries.ts'

/** Books that a payout arrived, and that it came back; each once. One that never arrived only gets an incident. */
export async function bookPayout(tx: Tx, payoutId: string, now: Date): Promise<void> {
  const payout = await tx
    .selectFrom('provider_payout')
    .selectAll()
    .where('id', '=', payoutId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const amount = fen(payout.amount_fen)
  if (payout.failed_at) {
    const detail = { amountFen: amount, why: payout.failure_code ?? payout.state }
    await openIncident(tx, { kind: 'payout_failed', sourceId: payoutId, detail, now })
  }
  const event = { sourceId: payoutId, amount, now }
  if (payout.paid_at && !payout.booked_on) {
    await postEntry(tx, payoutEntry({ ...event, occurredAt: payout.paid_at }))
    await noteBooked(tx, { payoutId, column: 'booked_on', sourceType: 'payout' })
  }
  if (payout.paid_at && payout.failed_at && !payout.returned_on) {
    const { entry_id: entryId } = await tx
      .selectFrom('clearing_movement')
      .select('entry_id')
      .where('source_type', '=', 'payout')
      .where('source_id', '=', payoutId)
      .executeTakeFirstOrThrow()
    await postEntry(tx, payoutFailedEntry({ ...event, entryId, occurredAt: payout.failed_at }))
    await noteBooked(tx, { payoutId, column: 'returned_on', sourceType: 'payout_failed' })
  }
}

/** Under which day it came into the books, and that this movement and the payout are one. */
async function noteBooked(
  tx: Tx,
  { payoutId, column, sourceType }: { payoutId: string; column: 'booked_on' | 'returned_on'; sourceType: string },
): Promise<void> {
  await sql`
    with movement as (
      update clearing_movement set provider_ref = ${payoutId}
      where source_type = ${sourceType} and source_id = ${payoutId} returning business_date
    )
    update provider_payout set ${sql.ref(column)} = movement.business_date from movement where id = ${payoutId}
  `.execute(tx)
}
