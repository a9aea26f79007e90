import { z } from 'zod'
import { draw, type SeededRandom, seededRandom } from './seeded-random.ts'

/** What can go wrong with one API call. `before` and `after` say whether Stripe had done the work. */
const apiFault = z.enum([
  'error_before',
  'error_after',
  'rate_limit',
  'reset_before',
  'reset_after',
  'stall_before',
  'stall_after',
])
export type ApiFault = z.output<typeof apiFault>

const webhookFault = z.enum(['duplicate', 'delay', 'reorder', 'drop'])
export type WebhookFault = z.output<typeof webhookFault>

const chance = z.number().min(0).max(1)
const milliseconds = z.int().min(0).max(3_600_000)

const faultsSchema = z.strictObject({
  /** Chance of each fault per call, drawn in this order. */
  api: z.partialRecord(apiFault, chance).default({}),
  /** Faults of the next calls, spent one by one: `on` is `POST /v1/refunds`, or a beginning of it; empty = any call. */
  nextApi: z
    .array(z.strictObject({ on: z.string().default(''), fault: apiFault }))
    .max(10_000)
    .default([]),
  stallMs: milliseconds.default(90_000),
  /** More calls than this in one second are answered 429. 0 = no limit. */
  callsPerSecond: z.int().min(0).default(0),
  /** Chance of each fault per event. */
  webhooks: z.partialRecord(webhookFault, chance).default({}),
  delayMs: milliseconds.default(2_000),
  /** Chance that an event is never made at all. */
  neverMade: chance.default(0),
  /** Chance that a refund begins pending; it settles by itself after `refundSettlesAfter` seconds, if that is given. */
  pendingRefund: chance.default(0),
  refundSettlesAfter: z.int().min(0).optional(),
  refundSettlesAs: z.enum(['succeed', 'fail']).default('succeed'),
})

export type Faults = z.output<typeof faultsSchema>
/** Every field may be left out: then that fault does not happen. */
export type FaultSettings = z.input<typeof faultsSchema>

/** Throws a ZodError naming the field that is wrong. */
export function readFaults(settings: unknown): Faults {
  return faultsSchema.parse(settings)
}

/** Decides, from one seed, what goes wrong next. */
export class FaultPlan {
  #faults: Faults
  readonly #random: SeededRandom
  #second = 0
  #callsInSecond = 0

  constructor(seed: string, settings: FaultSettings = {}) {
    this.#faults = readFaults(settings)
    this.#random = seededRandom(`faults ${seed}`)
  }

  get faults(): Faults {
    return this.#faults
  }

  /** Replaces all settings at once. */
  set(settings: unknown): void {
    this.#faults = readFaults(settings)
  }

  /** `call` is method and path; `now` in Unix seconds. */
  apiFault(call: string, now: number): ApiFault | undefined {
    const planned = this.#faults.nextApi.findIndex((next) => call.startsWith(next.on))
    if (planned >= 0) return this.#faults.nextApi.splice(planned, 1)[0]?.fault
    if (this.#isOverLimit(now)) return 'rate_limit'
    return this.#drawOne(apiFault.options, this.#faults.api)
  }

  webhookFault(): WebhookFault | undefined {
    return this.#drawOne(webhookFault.options, this.#faults.webhooks)
  }

  makesEvents(): boolean {
    return !this.#happens(this.#faults.neverMade)
  }

  isRefundPending(): boolean {
    return this.#happens(this.#faults.pendingRefund)
  }

  /** A number below `ceiling`, for the length of a delay. */
  drawBelow(ceiling: number): number {
    return Math.floor(draw(this.#random) * ceiling)
  }

  #isOverLimit(now: number): boolean {
    if (now !== this.#second) this.#callsInSecond = 0
    this.#second = now
    this.#callsInSecond += 1
    return this.#faults.callsPerSecond > 0 && this.#callsInSecond > this.#faults.callsPerSecond
  }

  #drawOne<Fault extends string>(faults: readonly Fault[], chances: Partial<Record<Fault, number>>): Fault | undefined {
    return faults.find((fault) => this.#happens(chances[fault] ?? 0))
  }

  /** Draws only where there is a chance, so a quiet plan costs nothing. */
  #happens(probability: number): boolean {
    return probability > 0 && draw(this.#random) < probability
  }
}
