import Stripe from 'stripe'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import type { Attempt } from './internal/attempt-rows.server.ts'
import { findSession } from './internal/open-session.server.ts'
import { settleSession } from './settle-attempt.server.ts'

/**
 * Makes sure no payment of this attempt can begin any more: asks Stripe to expire
 * its page, then brings the attempt to what Stripe says. It may turn out to be
 * paid, or to be processing; the caller looks again under the order's lock.
 * Throws when Stripe cannot be asked, and then nothing may be freed.
 */
export async function closeAttempt(runtime: Runtime, attempt: Attempt, now: Date): Promise<void> {
  const sessionId = attempt.sessionId ?? (await findSession(runtime, attempt))?.id
  if (sessionId === undefined) {
    await closeWithoutSession(runtime, attempt)
    return
  }
  await faultPoint('expire:before-call')
  try {
    await runtime.stripe.checkout.sessions.expire(sessionId)
  } catch (error) {
    // "Already complete" or "already expired": how it really stands is read next.
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
  }
  await settleSession(runtime, sessionId, now)
}

/** Stripe never heard of this attempt. Should it still, the page is expired as soon as its answer comes. */
async function closeWithoutSession({ db }: Runtime, attempt: Attempt): Promise<void> {
  await db
    .updateTable('payment_attempt')
    .set({ state: 'expired' })
    .where('id', '=', attempt.attemptId)
    .where('state', '=', 'created')
    .execute()
}
