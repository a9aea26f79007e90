import { ObjectShelf } from './object-shelf.ts'
import { drawText, type SeededRandom, seededRandom } from './seeded-random.ts'
import type {
  BalanceTransaction,
  Charge,
  CheckoutSession,
  Dispute,
  EventRecord,
  EventType,
  LineItem,
  Metadata,
  PaymentIntent,
  Payout,
  Refund,
} from './stripe-objects.ts'
import type { Reply } from './stripe-replies.ts'

/** Something that happens by itself at its second. */
export type Appointment =
  | { kind: 'expire_session'; id: string }
  | { kind: 'settle_payment'; id: string; outcome: 'succeed' | 'fail' }
  | { kind: 'settle_refund'; id: string; outcome: 'succeed' | 'fail' }
  | { kind: 'settle_payout'; id: string }

interface RememberedAnswer {
  requestDigest: string
  reply: Reply
  rememberedAt: number
}

/** What a session remembers beyond its public object. */
interface SessionBackground {
  lineItems: LineItem[]
  paymentMetadata: Metadata
  description: string | null
}

/** Everything Stripe knows. Owned by one machine, changed only by `applyCommand`. */
export interface MachineState {
  random: SeededRandom
  sessions: ObjectShelf<CheckoutSession>
  backgrounds: Map<string, SessionBackground>
  sessionOfIntent: Map<string, string>
  paymentIntents: ObjectShelf<PaymentIntent>
  charges: ObjectShelf<Charge>
  refunds: ObjectShelf<Refund>
  refundsOfCharge: Map<string, string[]>
  balanceTransactions: ObjectShelf<BalanceTransaction>
  disputes: ObjectShelf<Dispute>
  payouts: ObjectShelf<Payout>
  /** Lines of the balance that no payout took along yet. */
  notPaidOut: BalanceTransaction[]
  linesOfPayout: Map<string, string[]>
  /** The last day whose automatic payout was made, or found to be of nothing. */
  payoutDay: number | undefined
  /** Dice of their own, so that journals written before there were payouts give the same ids as ever. */
  payoutRandom: SeededRandom
  events: ObjectShelf<EventRecord>
  undelivered: Set<string>
  answers: Map<string, RememberedAnswer>
  /** By second; a second is removed once it has happened. */
  appointments: Map<number, Appointment[]>
  happenedUntil: number | undefined
  /** Fen captured and given back (pending refunds included) since the beginning. */
  totals: { captured: number; refunded: number }
}

export function emptyState(seed: string): MachineState {
  return {
    random: seededRandom(seed),
    sessions: new ObjectShelf(),
    backgrounds: new Map(),
    sessionOfIntent: new Map(),
    paymentIntents: new ObjectShelf(),
    charges: new ObjectShelf(),
    refunds: new ObjectShelf(),
    refundsOfCharge: new Map(),
    balanceTransactions: new ObjectShelf(),
    disputes: new ObjectShelf(),
    payouts: new ObjectShelf(),
    notPaidOut: [],
    linesOfPayout: new Map(),
    payoutDay: undefined,
    payoutRandom: seededRandom(`payouts ${seed}`),
    events: new ObjectShelf(),
    undelivered: new Set(),
    answers: new Map(),
    appointments: new Map(),
    happenedUntil: undefined,
    totals: { captured: 0, refunded: 0 },
  }
}

/** One command being worked on: the state it changes, its second, and the events it makes. */
export interface Work {
  state: MachineState
  /** The dice that ids are thrown with. */
  random: SeededRandom
  /** Unix seconds. */
  now: number
  hostedBase: string
  requestId: string | null
  idempotencyKey: string | null
  /** Stripe sometimes fails to make an event at all. */
  makesEvents: boolean
  events: EventRecord[]
  hasChanged: boolean
  /** By prefix: ids that what is made next has already. */
  givenIds?: Map<string, string>
}

/** `prefix_<second><chance>`: the second keeps ids apart when a sandbox starts again with the same seed. */
export function newStripeId(work: Work, prefix: string): string {
  const given = work.givenIds?.get(prefix)
  if (given !== undefined) {
    work.givenIds?.delete(prefix)
    return given
  }
  return `${prefix}_${work.now.toString(36)}${drawText(work.random, 16)}`
}

export function recordEvent(work: Work, type: EventType, object: object): void {
  if (!work.makesEvents) return
  const event: EventRecord = {
    id: newStripeId(work, 'evt'),
    type,
    created: work.now,
    objectJson: JSON.stringify(object),
    requestId: work.requestId,
    idempotencyKey: work.idempotencyKey,
    delivered: false,
  }
  work.state.events.add(event)
  work.state.undelivered.add(event.id)
  work.events.push(event)
}

/** Puts something on the calendar, at the earliest in the next second that has not happened yet. */
export function arrange(state: MachineState, wishedSecond: number, appointment: Appointment): void {
  const second = Math.max(wishedSecond, (state.happenedUntil ?? Number.NEGATIVE_INFINITY) + 1)
  const sameSecond = state.appointments.get(second)
  if (sameSecond) sameSecond.push(appointment)
  else state.appointments.set(second, [appointment])
}

/** The appointments due by `now`, oldest second first, taken off the calendar. */
export function takeDueAppointments(state: MachineState, now: number): Appointment[] {
  const from = state.happenedUntil ?? Number.NEGATIVE_INFINITY
  if (now <= from || state.appointments.size === 0) {
    state.happenedUntil = Math.max(from, now)
    return []
  }
  const seconds = now - from <= state.appointments.size ? secondsBetween(from + 1, now) : [...state.appointments.keys()]
  const due: Appointment[] = []
  for (const second of seconds.filter((each) => each <= now).sort((a, b) => a - b)) {
    due.push(...(state.appointments.get(second) ?? []))
    state.appointments.delete(second)
  }
  state.happenedUntil = now
  return due
}

function secondsBetween(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
}
