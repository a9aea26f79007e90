import { openIncident } from '#app/modules/payments/incidents.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { negateFen } from '#app/shared/money.ts'
import type { Counterpart, DueLine } from './match-rows.server.ts'

/** A line says that a buyer's bank took money back: the dispute is written down and put before people. */
export async function recordDisputeLine(
  tx: Tx,
  { line, counterpart, now }: { line: DueLine; counterpart: Counterpart | undefined; now: Date },
): Promise<void> {
  const { sourceRef: disputeId, amount, paymentRef } = line
  if (!disputeId) return
  if (amount < 0) {
    await tx
      .insertInto('provider_dispute')
      .values({
        id: disputeId,
        payment_ref: paymentRef ?? null,
        payment_id: counterpart?.paymentId ?? null,
        order_id: counterpart?.orderId ?? null,
        amount_fen: negateFen(amount),
        state: 'open',
        opened_at: line.createdAt,
        look_at: now,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    const orderId = counterpart?.orderId
    const detail = { amountFen: negateFen(amount), ...(paymentRef && { providerRef: paymentRef }) }
    await openIncident(tx, { kind: 'dispute', sourceId: disputeId, ...(orderId && { orderId }), detail, now })
  }
  await tx
    .updateTable('balance_transaction')
    .set({ dispute_id: disputeId, payment_id: counterpart?.paymentId ?? null })
    .where('id', '=', line.lineId)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('provider_dispute').select('id').where('provider_dispute.id', '=', disputeId)),
    )
    .execute()
}
