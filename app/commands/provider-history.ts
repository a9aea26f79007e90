import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { createDatabase } from '#app/platform/db.server.ts'
import { journalHeader } from '#app/sandbox/stripe/command-journal.ts'
import type { StripeCommand } from '#app/sandbox/stripe/stripe-machine.ts'
import type { PaymentMethodType } from '#app/sandbox/stripe/stripe-objects.ts'
import type { JournalLine } from '#app/sandbox/stripe/stripe-world.ts'
import { randomSecret } from './postgres/secrets.ts'

/**
 * Lets the payment sandbox know the payments and refunds that a demo was filled with,
 * so that they can be looked at, paid out and given back like any other. Written into
 * the journal the sandbox begins with; a sandbox that has one is left alone.
 */
export async function tellProviderHistory(ownerUrl: string, journalFile: string): Promise<void> {
  if (existsSync(journalFile)) return
  const db = createDatabase(ownerUrl, { max: 1 })
  try {
    const { rows } = await sql<HistoryRow>`
      select payment.captured_at as at, payment.method, payment.amount_fen as amount, payment.provider_ref as intent,
        attempt.checkout_session_id as session, attempt.id as attempt, o.order_no, null as refund_ref, null as refund
      from payment join payment_attempt attempt on attempt.id = payment.payment_attempt_id join "order" o on o.id = payment.order_id
      union all
      select refund.settled_at, payment.method, refund.amount_fen, payment.provider_ref, null, null, null, refund.provider_ref, refund.id
      from refund join payment on payment.id = refund.payment_id where refund.state = 'succeeded' and refund.provider_ref is not null
      order by at`.execute(db)
    if (rows.length === 0) return
    const lines = rows.map((row) => JSON.stringify(journalLine(row)))
    writeFileSync(`${journalFile}.new`, `${[journalHeader(randomSecret()), ...lines].join('\n')}\n`)
    renameSync(`${journalFile}.new`, journalFile)
  } finally {
    await db.destroy()
  }
}

interface HistoryRow {
  at: Date
  method: string
  amount: number
  intent: string
  session: string | null
  attempt: string | null
  order_no: string | null
  refund_ref: string | null
  refund: string | null
}

/** Without events: the shop knows. */
function journalLine(row: HistoryRow): JournalLine {
  return { now: Math.floor(row.at.getTime() / 1000), makesEvents: false, command: commandOf(row) }
}

function commandOf(row: HistoryRow): StripeCommand {
  const { amount, intent: paymentIntentId, refund, refund_ref: refundId } = row
  if (refund !== null && refundId !== null)
    return { kind: 'adopt_refund', refund: { refundId, paymentIntentId, amount, mark: refund } }
  const ids = { sessionId: row.session ?? '', attemptId: row.attempt ?? '', orderNo: row.order_no ?? '' }
  return {
    kind: 'adopt_payment',
    payment: { ...ids, paymentIntentId, method: row.method as PaymentMethodType, amount },
  }
}
