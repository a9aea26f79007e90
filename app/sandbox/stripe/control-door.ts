import { z } from 'zod'
import { PAYMENT_METHOD_TYPES, type PaymentMethodType, renderEvent } from './stripe-objects.ts'
import type { Controlled, StripeWorld } from './stripe-world.ts'
import type { WebhookSender } from './webhook-sender.ts'

/** Controls for tests and the bench under `/_sandbox/`: bodies and answers are JSON. */
export interface ControlAnswer {
  status: number
  body: object
}

const payBody = z.strictObject({
  method: z.enum(PAYMENT_METHOD_TYPES as [PaymentMethodType, ...PaymentMethodType[]]).default('card'),
  outcome: z.enum(['succeed', 'decline', 'process']).default('succeed'),
  amount: z.int().min(1).optional(),
  settlesAfter: z.int().min(0).optional(),
  settlesAs: z.enum(['succeed', 'fail']).optional(),
})
const settleBody = z.strictObject({ outcome: z.enum(['succeed', 'fail']).default('succeed') })
const closeBody = z.strictObject({ outcome: z.enum(['won', 'lost']).default('lost') })
const resendBody = z.strictObject({ times: z.int().min(1).max(1000).default(1) })

export interface ControlRequest {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
}

export interface Controls {
  world: StripeWorld
  sender: WebhookSender
}

type Control = (controls: Controls, id: string, request: ControlRequest) => ControlAnswer | Promise<ControlAnswer>

/** Method, kind and verb of `/_sandbox/<kind>/<id>/<verb>`. */
const CONTROLS: Record<string, Control> = {
  'GET state': (controls, _id, { query }) => ({
    status: 200,
    body: describeState(controls, query.get('full') === '1'),
  }),
  'POST sessions/pay': ({ world }, id, { body }) =>
    controlled(world.pay({ sessionId: id, ...dropUndefined(payBody.parse(body)) })),
  'POST sessions/settle': ({ world }, id, { body }) =>
    controlled(world.settlePayment(id, settleBody.parse(body).outcome)),
  'POST refunds/settle': ({ world }, id, { body }) =>
    controlled(world.settleRefund(id, settleBody.parse(body).outcome)),
  'POST charges/dispute': ({ world }, id) => controlled(world.dispute(id)),
  'POST disputes/close': ({ world }, id, { body }) => controlled(world.closeDispute(id, closeBody.parse(body).outcome)),
  'POST payouts': ({ world }) => controlled(world.payOut()),
  'POST payouts/settle': ({ world }, id, { body }) =>
    controlled(world.settlePayout(id, settleBody.parse(body).outcome)),
  'POST faults': ({ world }, _id, { body }) => {
    world.faultPlan.set(body)
    return { status: 200, body: world.faultPlan.faults }
  },
  'POST events/resend': (controls, id, { body }) => resend(controls, id, resendBody.parse(body).times),
  'POST flush': async ({ world, sender }) => {
    world.tick()
    await sender.flush()
    return { status: 200, body: { undelivered: world.state.undelivered.size, pending: sender.pending } }
  },
}

/** Undefined when there is no such control. A wrong body is a 400 that names the field. */
export async function answerControl(controls: Controls, request: ControlRequest): Promise<ControlAnswer | undefined> {
  const [, , kind = '', id = '', verb = ''] = request.path.split('/')
  try {
    return await CONTROLS[`${request.method} ${kind}${verb === '' ? '' : `/${verb}`}`]?.(controls, id, request)
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } }
    throw error
  }
}

async function resend({ world, sender }: Controls, id: string, times: number): Promise<ControlAnswer> {
  const event = world.state.events.find(id)
  if (!event) return { status: 404, body: { error: `no event ${id}` } }
  const statuses = await Promise.all(Array.from({ length: times }, () => sender.resend(event)))
  return { status: 200, body: { statuses } }
}

function controlled(outcome: Controlled<object>): ControlAnswer {
  return outcome.ok ? { status: 200, body: outcome.value } : { status: 409, body: { error: outcome.message } }
}

/** Counts and sums; with `full` every object too. */
function describeState({ world, sender }: Controls, isFull: boolean): object {
  const { state } = world
  const short = {
    counts: {
      sessions: state.sessions.size,
      paymentIntents: state.paymentIntents.size,
      charges: state.charges.size,
      refunds: state.refunds.size,
      balanceTransactions: state.balanceTransactions.size,
      payouts: state.payouts.size,
      events: state.events.size,
    },
    totals: state.totals,
    webhooks: { undelivered: state.undelivered.size, pending: sender.pending },
    faults: world.faultPlan.faults,
  }
  if (!isFull) return short
  return {
    ...short,
    sessions: state.sessions.all(),
    paymentIntents: state.paymentIntents.all(),
    charges: state.charges.all(),
    refunds: state.refunds.all(),
    balanceTransactions: state.balanceTransactions.all(),
    disputes: state.disputes.all(),
    payouts: state.payouts.all(),
    events: state.events.all().map(renderEvent),
  }
}

function dropUndefined<Body extends object>(body: Body) {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Body]: Exclude<Body[Name], undefined>
  }
}
