import { z } from 'zod'
import { lineAsOf } from './balance.ts'
import { createCheckoutSession, expireCheckoutSession, findSession } from './checkout-sessions.ts'
import { expandList, expandObject } from './expansion.ts'
import type { FormObject } from './form-decoding.ts'
import { expansions, listParams } from './form-schemas.ts'
import type { Work } from './machine-state.ts'
import type { ObjectShelf } from './object-shelf.ts'
import { createRefund, type RefundCourse } from './refunds.ts'
import { type EventRecord, renderEvent } from './stripe-objects.ts'
import { ApiRefusal, done, malformed, missing, type Reply, readParams } from './stripe-replies.ts'

export interface ApiCall {
  method: 'GET' | 'POST'
  /** Path only, e.g. `/v1/refunds`. */
  path: string
  params: FormObject
  refundCourse: RefundCourse
}

type Handler = (work: Work, call: ApiCall, id: string) => Reply

/** Every call the sandbox answers. `:id` stands for one path part. */
const ROUTES: Record<string, Handler> = {
  'POST /v1/checkout/sessions': (work, call) =>
    done(expandObject(work.state, createCheckoutSession(work, call.params), wishedExpansions(call))),
  'GET /v1/checkout/sessions': listSessions,
  'GET /v1/checkout/sessions/:id': (work, call, id) => answerOne(work, call, findSession(work, id)),
  'GET /v1/checkout/sessions/:id/line_items': (work, call, id) => {
    readParams(listParams, call.params)
    const expanded = expandObject(work.state, findSession(work, id), ['line_items']) as { line_items: object }
    return done(expanded.line_items)
  },
  'POST /v1/checkout/sessions/:id/expire': (work, call, id) => {
    readParams(retrieveParams, call.params)
    return done(expandObject(work.state, expireCheckoutSession(work, id), wishedExpansions(call)))
  },
  'GET /v1/payment_intents': listPaymentIntents,
  'GET /v1/payment_intents/:id': (work, call, id) => answerFound(work, call, { id, kind: 'payment_intent' }),
  'GET /v1/charges/:id': (work, call, id) => answerFound(work, call, { id, kind: 'charge' }),
  'POST /v1/refunds': (work, call) =>
    done(expandObject(work.state, createRefund(work, call.params, call.refundCourse), wishedExpansions(call))),
  'GET /v1/refunds': listRefunds,
  'GET /v1/refunds/:id': (work, call, id) => answerFound(work, call, { id, kind: 'refund' }),
  'GET /v1/disputes/:id': (work, call, id) => answerFound(work, call, { id, kind: 'dispute' }),
  'GET /v1/events': listEvents,
  'GET /v1/events/:id': (work, call, id) => {
    readParams(retrieveParams, call.params)
    const event = work.state.events.find(id)
    if (!event) throw missing('event', id)
    return done(renderEvent(event))
  },
  'GET /v1/balance_transactions': listBalanceTransactions,
  'GET /v1/payouts': listPayouts,
  'GET /v1/payouts/:id': (work, call, id) => answerFound(work, call, { id, kind: 'payout' }),
  'GET /v1/balance_transactions/:id': (work, call, id) => answerFound(work, call, { id, kind: 'balance_transaction' }),
}

const retrieveParams = z.strictObject({ expand: expansions })
const ID_POSITIONS = [3, 4]

/** Finds and runs the handler of a call. Throws ApiRefusal for what Stripe refuses. */
export function answerApiCall(work: Work, call: ApiCall): Reply {
  const exact = ROUTES[`${call.method} ${call.path}`]
  if (exact) return exact(work, call, '')
  const parts = call.path.split('/')
  for (const position of ID_POSITIONS) {
    const id = parts[position]
    const pattern = parts.map((part, index) => (index === position ? ':id' : part)).join('/')
    const handler = ROUTES[`${call.method} ${pattern}`]
    if (handler && id) return handler(work, call, id)
  }
  throw new ApiRefusal(
    404,
    {
      type: 'invalid_request_error',
      message: `Unrecognized request URL (${call.method}: ${call.path}). The sandbox answers only what the shop uses.`,
    },
    false,
  )
}

function wishedExpansions(call: ApiCall): string[] {
  return readParams(z.looseObject({ expand: expansions }), call.params).expand ?? []
}

function answerOne(work: Work, call: ApiCall, object: object): Reply {
  const { expand = [] } = readParams(retrieveParams, call.params)
  return done(expandObject(work.state, object, expand))
}

function answerFound(
  work: Work,
  call: ApiCall,
  wanted: { id: string; kind: 'payment_intent' | 'charge' | 'refund' | 'dispute' | 'balance_transaction' | 'payout' },
): Reply {
  const shelves = {
    payment_intent: work.state.paymentIntents,
    charge: work.state.charges,
    refund: work.state.refunds,
    dispute: work.state.disputes,
    balance_transaction: work.state.balanceTransactions,
    payout: work.state.payouts,
  }
  const object = shelves[wanted.kind].find(wanted.id)
  if (!object) throw missing(wanted.kind, wanted.id, wanted.kind === 'payment_intent' ? 'intent' : 'id')
  return answerOne(work, call, object)
}

interface ListAnswer<Item> {
  shelf: ObjectShelf<Item & { id: string; created: number }>
  matches?: (item: Item) => boolean
  render?: (item: Item) => object
}

function answerList<Item extends object>(work: Work, call: ApiCall, answer: ListAnswer<Item>): Reply {
  const asked = readParams(z.looseObject(listParams.shape), call.params)
  const listed = answer.shelf.list({
    limit: asked.limit,
    startingAfter: asked.starting_after,
    endingBefore: asked.ending_before,
    ...(asked.created && { created: asked.created }),
    ...(answer.matches && { matches: answer.matches }),
  })
  if (!listed) {
    const param = asked.starting_after === undefined ? 'ending_before' : 'starting_after'
    throw malformed(`No such object: '${asked.starting_after ?? asked.ending_before}'`, {
      code: 'resource_missing',
      param,
    })
  }
  const data = expandList(work.state, listed.data.map(answer.render ?? ((item) => item)), asked.expand ?? [])
  return done({ object: 'list', url: call.path, has_more: listed.hasMore, data })
}

function listSessions(work: Work, call: ApiCall): Reply {
  const params = listParams.extend({
    payment_intent: z.string().optional(),
    status: z.enum(['open', 'complete', 'expired']).optional(),
  })
  const { payment_intent: intentId, status } = readParams(params, call.params)
  if (intentId !== undefined) {
    const session = work.state.sessions.find(work.state.sessionOfIntent.get(intentId) ?? '')
    const data = session && (status === undefined || session.status === status) ? [session] : []
    return done({ object: 'list', url: call.path, has_more: false, data })
  }
  return answerList(work, call, {
    shelf: work.state.sessions,
    matches: (session) => status === undefined || session.status === status,
  })
}

function listPaymentIntents(work: Work, call: ApiCall): Reply {
  readParams(listParams, call.params)
  return answerList(work, call, { shelf: work.state.paymentIntents })
}

function listRefunds(work: Work, call: ApiCall): Reply {
  const params = listParams.extend({ payment_intent: z.string().optional(), charge: z.string().optional() })
  const { payment_intent: intentId, charge } = readParams(params, call.params)
  const intent = intentId === undefined ? undefined : work.state.paymentIntents.find(intentId)
  if (intentId !== undefined && !intent) throw missing('payment_intent', intentId, 'payment_intent')
  const chargeId = charge ?? (intentId === undefined ? undefined : (intent?.latest_charge ?? ''))
  if (chargeId === undefined) return answerList(work, call, { shelf: work.state.refunds })
  const ids = work.state.refundsOfCharge.get(chargeId) ?? []
  const data = ids.map((id) => work.state.refunds.find(id)).reverse()
  return done({ object: 'list', url: call.path, has_more: false, data })
}

function listEvents(work: Work, call: ApiCall): Reply {
  const params = listParams.extend({
    type: z.string().optional(),
    types: z.array(z.string()).max(20).optional(),
    delivery_success: z.enum(['true', 'false']).optional(),
  })
  const asked = readParams(params, call.params)
  const types = asked.types ?? (asked.type === undefined ? undefined : [asked.type])
  const wanted = asked.delivery_success
  return answerList<EventRecord>(work, call, {
    shelf: work.state.events,
    matches: (event) =>
      (types === undefined || types.includes(event.type)) &&
      (wanted === undefined || event.delivered === (wanted === 'true')),
    render: renderEvent,
  })
}

function listBalanceTransactions(work: Work, call: ApiCall): Reply {
  const params = listParams.extend({
    type: z.string().optional(),
    source: z.string().optional(),
    payout: z.string().optional(),
  })
  const { type, source, payout } = readParams(params, call.params)
  const members = payout === undefined ? undefined : new Set(work.state.linesOfPayout.get(payout))
  if (payout !== undefined && !work.state.payouts.find(payout)) throw missing('payout', payout, 'payout')
  return answerList(work, call, {
    shelf: work.state.balanceTransactions,
    matches: (line) =>
      (type === undefined || line.type === type) &&
      (source === undefined || line.source === source) &&
      (members === undefined || members.has(line.id)),
    render: (line) => lineAsOf(line, work.now),
  })
}

function listPayouts(work: Work, call: ApiCall): Reply {
  const params = listParams.extend({ status: z.enum(['pending', 'paid', 'failed']).optional() })
  const { status } = readParams(params, call.params)
  return answerList(work, call, {
    shelf: work.state.payouts,
    matches: (payout) => status === undefined || payout.status === status,
  })
}
