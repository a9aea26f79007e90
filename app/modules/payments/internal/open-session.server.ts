import Stripe from 'stripe'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { Attempt } from './attempt-rows.server.ts'

/** Sessions made around an attempt that are looked through for its mark. */
const MOST_SESSIONS_SEARCHED = 1_000

/**
 * Asks Stripe for the page of an attempt that has none, with the attempt's frozen
 * parameters and key, and stores it. `unavailable` when Stripe gives no clear
 * answer: repeating is safe. `ended` when the attempt was closed meanwhile.
 */
export async function openSession(
  runtime: Runtime,
  attempt: Attempt,
  now: Date,
): Promise<Result<{ sessionId: string; checkoutUrl: string }, { kind: 'unavailable' } | { kind: 'ended' }>> {
  await faultPoint('checkout-session:before-call')
  const session = await createSession(runtime, attempt)
  await faultPoint('checkout-session:after-call')
  if (!session?.url) return refuse({ kind: 'unavailable' })
  const stored = await storeSession(runtime, attempt, { sessionId: session.id, checkoutUrl: session.url, now })
  await faultPoint('checkout-session:stored')
  if (stored) return ok({ sessionId: session.id, checkoutUrl: session.url })
  // Somebody ended the attempt while we were asking: nobody shall pay on this page.
  await runtime.stripe.checkout.sessions.expire(session.id).catch(() => undefined)
  return refuse({ kind: 'ended' })
}

async function createSession(runtime: Runtime, attempt: Attempt): Promise<Stripe.Checkout.Session | undefined> {
  try {
    return await runtime.stripe.checkout.sessions.create(attempt.requestBody, {
      idempotencyKey: attempt.idempotencyKey,
    })
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    logger.warn({ attempt: attempt.attemptId, error: error.message, code: error.code }, 'no payment page')
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 400) {
      await failAttempt(runtime, attempt)
      return undefined
    }
    // The same key would replay a 500 for a day: look whether the work was done, only then take another key.
    if (error instanceof Stripe.errors.StripeAPIError) return await findMadeSession(runtime, attempt)
    return undefined
  }
}

/** After a 500: the session if Stripe made it after all; else another key for the next try. */
async function findMadeSession(runtime: Runtime, attempt: Attempt): Promise<Stripe.Checkout.Session | undefined> {
  try {
    const session = await findSession(runtime, attempt)
    if (!session) await renewKey(runtime, attempt)
    return session
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return undefined
    throw error
  }
}

/** The session carrying the attempt's mark, whoever lost the answer to its making. Throws when Stripe cannot be asked. */
export async function findSession(runtime: Runtime, attempt: Attempt): Promise<Stripe.Checkout.Session | undefined> {
  const since = Math.floor(attempt.createdAt.getTime() / 1000) - 300
  const made = await runtime.stripe.checkout.sessions
    .list({ created: { gte: since }, limit: 100 })
    .autoPagingToArray({ limit: MOST_SESSIONS_SEARCHED })
  return made.find((one) => one.metadata?.attempt_id === attempt.attemptId)
}

async function renewKey({ db }: Runtime, attempt: Attempt): Promise<void> {
  const [stem = '', round = '1'] = attempt.idempotencyKey.split('#')
  await db
    .updateTable('payment_attempt')
    .set({ idempotency_key: `${stem}#${Number(round) + 1}` })
    .where('id', '=', attempt.attemptId)
    .where('idempotency_key', '=', attempt.idempotencyKey)
    .execute()
}

/** Stripe refused the parameters, so there is no page and never will be: the next visit begins a new attempt. */
async function failAttempt({ db }: Runtime, attempt: Attempt): Promise<void> {
  await db
    .updateTable('payment_attempt')
    .set({ state: 'failed' })
    .where('id', '=', attempt.attemptId)
    .where('state', '=', 'created')
    .execute()
}

async function storeSession(
  { db }: Runtime,
  attempt: Attempt,
  { sessionId, checkoutUrl, now }: { sessionId: string; checkoutUrl: string; now: Date },
): Promise<boolean> {
  const stored = await db
    .updateTable('payment_attempt')
    .set({ state: 'open', checkout_session_id: sessionId, checkout_url: checkoutUrl, checked_at: now })
    .where('id', '=', attempt.attemptId)
    .where('state', 'in', ['created', 'open'])
    .returning('id')
    .executeTakeFirst()
  return stored !== undefined
}
