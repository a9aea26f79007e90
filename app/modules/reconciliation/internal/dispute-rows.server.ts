import { openIncident } from '#app/modules/payments/incidents.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { negateFen } from '#app/shared/money.ts'
import type { Counterpart, DueLine } from './match-rows.server.ts'

interface DisputeLine {
  line: DueLine
  counterpart: Counterpart | undefined
  now: Date
}

/** A line says that a buyer's bank took money back, or gave it back: it is written down under its dispute. */
export async function recordDisputeLine(tx: Tx, news: DisputeLine): Promise<void> {
  const { line, counterpart } = news
  const { sourceRef: disputeId } = line
  if (!disputeId) return
  if (line.amount < 0) await openDispute(tx, disputeId, news)
  await tx
    .updateTable('balance_transaction')
    .set({ dispute_id: disputeId, payment_id: counterpart?.paymentId ?? null })
    .where('id', '=', line.lineId)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('provider_dispute').select('id').where('provider_dispute.id', '=', disputeId)),
    )
    .execute()
}

/** Puts the dispute before people; one that is known already is left alone. */
async function openDispute(tx: Tx, disputeId: string, { line, counterpart, now }: DisputeLine): Promise<void> {
  const amount = negateFen(line.amount)
  const orderId = counterpart?.orderId
  await tx
    .insertInto('provider_dispute')
    .values({
      id: disputeId,
      payment_ref: line.paymentRef ?? null,
      payment_id: counterpart?.paymentId ?? null,
      order_id: orderId ?? null,
      amount_fen: amount,
      state: 'open',
      opened_at: line.createdAt,
      look_at: now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  const detail = { amountFen: amount, ...(line.paymentRef && { providerRef: line.paymentRef }) }
  await openIncident(tx, { kind: 'dispute', sourceId: disputeId, ...(orderId && { orderId }), detail, now })
}
