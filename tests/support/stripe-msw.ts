import { delay, HttpResponse, http, type RequestHandler } from 'msw'
import { ApiDoor } from '#app/sandbox/stripe/api-door.ts'
import type { FaultSettings } from '#app/sandbox/stripe/fault-plan.ts'
import type { BuyerAction } from '#app/sandbox/stripe/payments.ts'
import { type EventRecord, type RenderedEvent, renderEvent } from '#app/sandbox/stripe/stripe-objects.ts'
import { StripeWorld } from '#app/sandbox/stripe/stripe-world.ts'
import { signWebhook } from '#app/sandbox/stripe/webhook-signature.ts'

export interface StripeMswOptions {
  seed?: string
  now: () => Date
  faults?: FaultSettings
}

export interface SignedWebhook {
  body: string
  headers: { 'stripe-signature': string; 'content-type': string }
}

export interface StripeMsw {
  /** For `setupServer(...handlers)`: answer https://api.stripe.com from the sandbox's machine. */
  handlers: RequestHandler[]
  world: StripeWorld
  /** The buyer on the hosted page. Throws when the session cannot be paid: the test's own mistake. */
  pay: (sessionId: string, action?: Partial<Omit<BuyerAction, 'sessionId'>>) => void
  settlePayment: (sessionId: string, outcome: 'succeed' | 'fail') => void
  settleRefund: (refundId: string, outcome: 'succeed' | 'fail') => void
  dispute: (chargeId: string) => void
  closeDispute: (disputeId: string, outcome: 'won' | 'lost') => void
  /** Pays out all the balance holds. Undefined when that is nothing. */
  payOut: () => string | undefined
  settlePayout: (payoutId: string, outcome: 'succeed' | 'fail') => void
  /** Lets the machine notice the time, e.g. expire sessions after the clock moved. */
  tick: () => void
  setFaults: (faults: FaultSettings) => void
  /** Every event made so far, oldest first. Nothing sends them: the test decides when, how often, in which order. */
  events: () => RenderedEvent[]
  /** An event as its webhook would arrive now. */
  webhook: (event: RenderedEvent, secret: string, sentAt?: Date) => SignedWebhook
}

/** Stripe inside the test's process: the same machine as the sandbox server, behind MSW. */
export function createStripeMsw({ seed = 'stripe-msw', now, faults }: StripeMswOptions): StripeMsw {
  const world = new StripeWorld({ seed, now, hostedBase: 'https://checkout.stripe.com', ...(faults && { faults }) })
  const made: EventRecord[] = []
  world.onEvents = (events) => made.push(...events)
  return {
    handlers: [http.all('https://api.stripe.com/*', answerBy(new ApiDoor(world)))],
    world,
    pay: (sessionId, action = {}) =>
      mustSucceed(world.pay({ method: 'card', outcome: 'succeed', ...action, sessionId })),
    settlePayment: (sessionId, outcome) => mustSucceed(world.settlePayment(sessionId, outcome)),
    settleRefund: (refundId, outcome) => mustSucceed(world.settleRefund(refundId, outcome)),
    dispute: (chargeId) => mustSucceed(world.dispute(chargeId)),
    closeDispute: (disputeId, outcome) => mustSucceed(world.closeDispute(disputeId, outcome)),
    payOut: () => {
      const made = world.payOut()
      return made.ok ? made.value.payout?.id : undefined
    },
    settlePayout: (payoutId, outcome) => mustSucceed(world.settlePayout(payoutId, outcome)),
    tick: () => world.tick(),
    setFaults: (settings) => world.faultPlan.set(settings),
    events: () => made.map(renderEvent),
    webhook: (event, secret, sentAt = now()) => signedWebhook(event, secret, sentAt),
  }
}

function answerBy(door: ApiDoor) {
  return async ({ request }: { request: Request }) => {
    const url = new URL(request.url)
    const answer = door.answer({
      method: request.method,
      target: url.pathname + url.search,
      header: (name) => request.headers.get(name) ?? undefined,
      body: await request.text(),
    })
    if (answer.kind === 'reset') return HttpResponse.error()
    if (answer.afterMs > 0) {
      // The SDK's own timeout does not run under MSW: a stall ends here as the broken connection it would see.
      await delay(answer.afterMs)
      return HttpResponse.error()
    }
    return new HttpResponse(answer.body, { status: answer.status, headers: answer.headers })
  }
}

function signedWebhook(event: RenderedEvent, secret: string, sentAt: Date): SignedWebhook {
  const body = JSON.stringify(event, null, 2)
  const second = Math.floor(sentAt.getTime() / 1000)
  return {
    body,
    headers: {
      'stripe-signature': signWebhook(body, secret, second),
      'content-type': 'application/json; charset=utf-8',
    },
  }
}

function mustSucceed(outcome: { ok: true } | { ok: false; message: string }): void {
  if (!outcome.ok) throw new Error(outcome.message)
}
