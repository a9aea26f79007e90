import { type AdoptedPayment, type AdoptedRefund, adoptPayment, adoptRefund } from './adopted-payments.ts'
import { type ApiCall, answerApiCall } from './api-routes.ts'
import { type Appointment, type MachineState, takeDueAppointments, type Work } from './machine-state.ts'
import {
  type BuyerAction,
  closeDispute,
  expireByTime,
  openDispute,
  payCheckoutSession,
  settlePayment,
} from './payments.ts'
import { makeDuePayouts, payOut, settlePayout } from './payouts.ts'
import { settleRefund } from './refunds.ts'
import type { EventRecord } from './stripe-objects.ts'
import { ApiRefusal, done, type Reply, refusalReply } from './stripe-replies.ts'

/**
 * The one state machine behind both doors. `applyCommand` reads no clock and throws no dice of its own:
 * the same state, command and second always give the same state, answer and events, so a journal of
 * commands is a complete backup.
 */
export type StripeCommand =
  | {
      kind: 'api'
      call: ApiCall
      key?: { value: string; digest: string }
      requestId: string
      breaks?: 'before' | 'after'
    }
  | { kind: 'pay'; action: BuyerAction }
  | { kind: 'settle_payment'; sessionId: string; outcome: 'succeed' | 'fail' }
  | { kind: 'settle_refund'; refundId: string; outcome: 'succeed' | 'fail' }
  | { kind: 'dispute'; chargeId: string }
  | { kind: 'close_dispute'; disputeId: string; outcome: 'won' | 'lost' }
  | { kind: 'pay_out' }
  | { kind: 'settle_payout'; payoutId: string; outcome: 'succeed' | 'fail' }
  | { kind: 'adopt_payment'; payment: AdoptedPayment }
  | { kind: 'adopt_refund'; refund: AdoptedRefund }
  | { kind: 'delivered'; eventId: string }
  | { kind: 'tick' }

export interface CommandContext {
  /** Unix seconds. */
  now: number
  /** Where hosted pages live, without a slash at the end. */
  hostedBase: string
  /** False: this command's events are never made (Stripe's own rare fault). */
  makesEvents: boolean
}

export interface Outcome {
  reply: Reply & { isReplayed: boolean }
  eventsToSend: EventRecord[]
  /** Whether the state is another one now; only such commands need a journal line. */
  hasChanged: boolean
}

const KEY_LIFE_S = 24 * 60 * 60

/** Does what time brought about since the last command, then the command. Refusals are answers, never throws. */
export function applyCommand(state: MachineState, command: StripeCommand, context: CommandContext): Outcome {
  const isCall = command.kind === 'api'
  const work: Work = {
    state,
    random: state.random,
    now: context.now,
    hostedBase: context.hostedBase,
    requestId: null,
    idempotencyKey: null,
    makesEvents: context.makesEvents,
    events: [],
    hasChanged: false,
  }
  for (const appointment of takeDueAppointments(state, context.now)) keepAppointment(work, appointment)
  makeDuePayouts(work)
  work.requestId = isCall ? command.requestId : null
  work.idempotencyKey = isCall ? (command.key?.value ?? null) : null
  const reply = answer(work, command)
  return { reply, eventsToSend: work.events, hasChanged: work.hasChanged }
}

function answer(work: Work, command: StripeCommand): Outcome['reply'] {
  switch (command.kind) {
    case 'api':
      return answerOnce(work, command)
    case 'pay':
      return fresh(() => done(payCheckoutSession(work, command.action)))
    case 'settle_payment':
      return fresh(() => done(settlePayment(work, command.sessionId, command.outcome)))
    case 'settle_refund':
      return fresh(() => done(settleRefund(work, command.refundId, command.outcome)))
    case 'dispute':
      return fresh(() => done(openDispute(work, command.chargeId)))
    case 'close_dispute':
      return fresh(() => done(closeDispute(work, command.disputeId, command.outcome)))
    case 'delivered':
      return fresh(() => markDelivered(work, command.eventId))
    case 'tick':
      return fresh(() => done({}))
    default:
      return fresh(() => done(moveMoney(work, command)))
  }
}

/** What the sandbox alone does: pay out to the bank, and take on what was paid before it began. */
function moveMoney(
  work: Work,
  command: Extract<StripeCommand, { kind: 'pay_out' | 'settle_payout' | 'adopt_payment' | 'adopt_refund' }>,
): object {
  switch (command.kind) {
    case 'pay_out':
      return { payout: payOut(work, { upTo: Number.POSITIVE_INFINITY }) ?? null }
    case 'settle_payout':
      return settlePayout(work, command.payoutId, command.outcome)
    case 'adopt_payment':
      return adoptPayment(work, command.payment)
    case 'adopt_refund':
      return adoptRefund(work, command.refund)
  }
}

function fresh(work: () => Reply): Outcome['reply'] {
  try {
    return { ...work(), isReplayed: false }
  } catch (error) {
    if (error instanceof ApiRefusal) return { ...refusalReply(error), isReplayed: false }
    throw error
  }
}

/**
 * Stripe's idempotency: the first answer under a key is the answer for 24 hours, a 500 included, when the
 * work had begun; the key with other parameters is refused; a refusal of the parameters leaves the key free.
 */
function answerOnce(work: Work, command: Extract<StripeCommand, { kind: 'api' }>): Outcome['reply'] {
  const { call, key } = command
  forgetOldKeys(work)
  const known = key && work.state.answers.get(key.value)
  if (known && known.requestDigest !== key.digest) {
    const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key.value}' if you meant to execute a different request.`
    return fresh(() => {
      throw new ApiRefusal(400, { type: 'idempotency_error', message }, false)
    })
  }
  if (known) return { ...known.reply, isReplayed: true }
  const reply = fresh(() => brokenOrDone(work, call, command.breaks))
  if (key && call.method === 'POST' && reply.isKept) {
    // Kept as it was: the object in it lives on and changes.
    const frozen = { ...reply, body: structuredClone(reply.body) }
    work.state.answers.set(key.value, { requestDigest: key.digest, reply: frozen, rememberedAt: work.now })
    work.hasChanged = true
  }
  return reply
}

function brokenOrDone(work: Work, call: ApiCall, breaks: 'before' | 'after' | undefined): Reply {
  if (breaks !== 'before') {
    const reply = answerApiCall(work, call)
    if (breaks !== 'after') return reply
  }
  throw new ApiRefusal(500, { type: 'api_error', message: 'An unknown error occurred.' })
}

function forgetOldKeys(work: Work): void {
  for (const [key, { rememberedAt }] of work.state.answers) {
    if (work.now - rememberedAt < KEY_LIFE_S) return
    work.state.answers.delete(key)
    work.hasChanged = true
  }
}

function markDelivered(work: Work, eventId: string): Reply {
  const event = work.state.events.find(eventId)
  if (event && !event.delivered) {
    event.delivered = true
    work.state.undelivered.delete(eventId)
    work.hasChanged = true
  }
  return done({})
}

/** What falls due may be done already, e.g. by the control interface: then there is nothing left to keep. */
function keepAppointment(work: Work, appointment: Appointment): void {
  if (appointment.kind === 'expire_session') {
    expireByTime(work, appointment.id)
    return
  }
  fresh(() => done(settleDue(work, appointment)))
}

function settleDue(work: Work, due: Exclude<Appointment, { kind: 'expire_session' }>): object {
  switch (due.kind) {
    case 'settle_payment':
      return settlePayment(work, due.id, due.outcome)
    case 'settle_refund':
      return settleRefund(work, due.id, due.outcome)
    case 'settle_payout':
      return settlePayout(work, due.id, 'succeed')
  }
}
