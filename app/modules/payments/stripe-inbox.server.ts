import { sql } from 'kysely'
import Stripe from 'stripe'
import { inTransaction } from '#app/platform/db.server.ts'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { openIncident } from './incidents.server.ts'
import { retryAt } from './internal/retry-at.server.ts'
import { settleSession } from './settle-attempt.server.ts'
import { paymentRefOf, settleRefund } from './settle-refund.server.ts'
import { isSignedRecently } from './webhook-signature.ts'

const MOST_TRIES = 10
const BATCH = 20

export interface StripeMessage {
  rawBody: string
  /** The Stripe-Signature header. */
  signature: string
  now: Date
}

/** An event we know is Stripe's: signed by one of our secrets just now, over these very bytes, for this mode. */
function verify(runtime: Runtime, message: StripeMessage): Stripe.Event | undefined {
  const { env, stripe } = runtime
  if (!isSignedRecently(message.signature, message.now)) return undefined
  const at = Math.floor(message.now.getTime() / 1000)
  for (const secret of env.stripeWebhookSecrets) {
    try {
      const event = stripe.webhooks.constructEvent(message.rawBody, message.signature, secret, 600, undefined, at)
      return event.livemode === env.stripeSecretKey.includes('_live_') ? event : undefined
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError) && !(error instanceof SyntaxError))
        throw error
    }
  }
  return undefined
}

/**
 * Stores a genuine event before anything is done with it; the same event again
 * changes nothing. Refused without a word why when it is not genuine. Once this
 * returns, the event will be processed, whatever happens to this process.
 */
export async function recordStripeEvent(
  runtime: Runtime,
  message: StripeMessage,
): Promise<Result<{ eventId: string; isNew: boolean; isDue: boolean }, { kind: 'notGenuine' }>> {
  const event = verify(runtime, message)
  if (!event) return refuse({ kind: 'notGenuine' })
  await faultPoint('webhook:before-inbox')
  const object = event.data.object as { id?: string }
  const isDue = concernsUs(event.type)
  const stored = await runtime.db
    .insertInto('stripe_event')
    .values({
      id: event.id,
      type: event.type,
      object_id: object.id ?? null,
      body: message.rawBody,
      state: isDue ? 'received' : 'ignored',
      received_at: message.now,
      next_try_at: message.now,
      processed_at: isDue ? null : message.now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  await faultPoint('webhook:after-inbox')
  return ok({ eventId: event.id, isNew: stored !== undefined, isDue })
}

/** Kinds of event that make us look at something; the others are kept and left alone. */
function concernsUs(type: string): boolean {
  return /^(?:checkout\.session\.|refund\.(?:created|updated|failed)$|charge\.dispute\.)/.test(type)
}

interface ClaimedEvent {
  id: string
  type: string
  object_id: string | null
  tries: number
}

/** Processes one stored event if it is due. Never throws for what the event holds: it is tried again later. */
export async function processStripeEvent(runtime: Runtime, eventId: string, now: Date): Promise<void> {
  const [event] = await claim(runtime, { now, only: eventId })
  if (event) await processClaimed(runtime, event, now)
}

/** Processes what is due, oldest first; gives how many events it took. */
export async function processDueEvents(runtime: Runtime, now: Date): Promise<number> {
  const events = await claim(runtime, { now })
  for (const event of events) await processClaimed(runtime, event, now)
  return events.length
}

/** Claiming puts the next try off: nobody else takes the event meanwhile, and a crash only delays it. */
async function claim({ db }: Runtime, { now, only }: { now: Date; only?: string }): Promise<ClaimedEvent[]> {
  const { rows } = await sql<ClaimedEvent>`
    update stripe_event set tries = tries + 1, next_try_at = ${retryAt(now, sql.ref('tries'))}
    where id in (
      select id from stripe_event
      where state = 'received' and next_try_at <= ${now} ${only === undefined ? sql`` : sql`and id = ${only}`}
      order by next_try_at limit ${sql.lit(BATCH)} for update skip locked
    )
    returning id, type, object_id, tries
  `.execute(db)
  return rows
}

async function processClaimed(runtime: Runtime, event: ClaimedEvent, now: Date): Promise<void> {
  try {
    const isOurs = await handle(runtime, event, now)
    await runtime.db
      .updateTable('stripe_event')
      .set({ state: isOurs ? 'processed' : 'ignored', processed_at: now, last_error: null })
      .where('id', '=', event.id)
      .execute()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    logger.error({ event: event.id, type: event.type, tries: event.tries, error: message }, 'event not processed')
    await noteFailure(runtime, event, { message, now })
  }
}

async function noteFailure(
  { db }: Runtime,
  event: ClaimedEvent,
  { message, now }: { message: string; now: Date },
): Promise<void> {
  const isDead = event.tries >= MOST_TRIES
  await inTransaction(db, async (tx) => {
    await tx
      .updateTable('stripe_event')
      .set({ last_error: message.slice(0, 500), ...(isDead && { state: 'dead' }) })
      .where('id', '=', event.id)
      .execute()
    if (isDead)
      await openIncident(tx, {
        kind: 'dead_event',
        sourceId: event.id,
        detail: { type: event.type, why: message },
        now,
      })
  })
}

/** Does what an event asks for, by asking Stripe how its object stands now. False for what does not concern us. */
async function handle(runtime: Runtime, { type, object_id: objectId }: ClaimedEvent, now: Date): Promise<boolean> {
  if (!objectId) return false
  if (type.startsWith('checkout.session.')) return (await settleSession(runtime, objectId, now)) !== 'unknown'
  if (type === 'refund.created' || type === 'refund.updated' || type === 'refund.failed') {
    await settleRefundWithPayment(runtime, objectId, now)
    return true
  }
  if (type.startsWith('charge.dispute.')) {
    await reportDispute(runtime, objectId, now)
    return true
  }
  return false
}

/** News of a refund may overtake the news of its payment: then the payment is settled first. */
async function settleRefundWithPayment(runtime: Runtime, refundId: string, now: Date): Promise<void> {
  const refund = await runtime.stripe.refunds.retrieve(refundId)
  if (await settleRefund(runtime.db, refund, now)) return
  const sessions = await runtime.stripe.checkout.sessions.list({ payment_intent: paymentRefOf(refund), limit: 1 })
  const [session] = sessions.data
  if (session && (await settleSession(runtime, session.id, now)) !== 'unknown') {
    await settleRefund(runtime.db, refund, now)
    return
  }
  const detail = { amountFen: refund.amount, currency: refund.currency }
  await openIncident(runtime.db, { kind: 'unknown_payment', sourceId: refundId, detail, now })
}

async function reportDispute({ db, stripe }: Runtime, disputeId: string, now: Date): Promise<void> {
  const dispute = await stripe.disputes.retrieve(disputeId)
  const intent =
    typeof dispute.payment_intent === 'string' ? dispute.payment_intent : (dispute.payment_intent?.id ?? '')
  const detail = { amountFen: dispute.amount, providerRef: intent, reason: dispute.reason }
  const payment = await db
    .selectFrom('payment')
    .select('order_id')
    .where('provider_ref', '=', intent)
    .executeTakeFirst()
  const orderId = payment?.order_id as OrderId | undefined
  await openIncident(db, { kind: 'dispute', sourceId: disputeId, ...(orderId && { orderId }), detail, now })
}
