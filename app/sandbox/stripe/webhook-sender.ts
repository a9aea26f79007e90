import http from 'node:http'
import type { FaultPlan } from './fault-plan.ts'
import { type EventRecord, renderEvent } from './stripe-objects.ts'
import { signWebhook } from './webhook-signature.ts'

const MOST_IN_FLIGHT = 16
const ANSWER_WITHIN_MS = 10_000
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 30_000
/** How long a reordered event waits to be overtaken when nothing overtakes it. */
const REORDER_WAIT_MS = 300

interface Delivery {
  event: EventRecord
  tries: number
}

export interface WebhookSenderOptions {
  url: string
  secret: string
  now: () => Date
  faultPlan: FaultPlan
  onDelivered: (eventId: string) => void
}

/**
 * Sends events at least once: each is tried until a 2xx, with growing pauses up to 30 s, in no promised
 * order, over kept-alive connections. The fault plan may double, hold back, swap or lose it.
 */
export class WebhookSender {
  readonly #options: WebhookSenderOptions
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: MOST_IN_FLIGHT })
  #ready: Delivery[] = []
  #waiting = new Map<Delivery, NodeJS.Timeout>()
  #heldForReorder: Delivery[] = []
  #inFlight = new Set<Promise<void>>()
  #isClosed = false

  constructor(options: WebhookSenderOptions) {
    this.#options = options
  }

  get pending(): number {
    return this.#ready.length + this.#waiting.size + this.#heldForReorder.length + this.#inFlight.size
  }

  send(events: readonly EventRecord[]): void {
    for (const event of events) this.#admit({ event, tries: 0 })
  }

  /** Sends one event now and answers the receiver's status; 0 = nobody answered. No fault, no retry. */
  resend(event: EventRecord): Promise<number> {
    return this.#post(event)
  }

  /** Tries everything held back, delayed or waiting for another try, and ends when each was tried. */
  async flush(): Promise<void> {
    const waiting = [...this.#waiting.keys(), ...this.#heldForReorder.splice(0)]
    for (const timer of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
    this.#ready.push(...waiting)
    this.#pump()
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight)
  }

  /** Stops at once; what was not delivered is left to the next start. */
  close(): void {
    this.#isClosed = true
    for (const timer of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
    this.#ready = []
    this.#agent.destroy()
  }

  #admit(delivery: Delivery): void {
    const { faultPlan } = this.#options
    switch (faultPlan.webhookFault()) {
      case 'drop':
        return
      case 'delay':
        this.#later(delivery, faultPlan.faults.delayMs)
        return
      case 'reorder':
        this.#heldForReorder.push(delivery)
        setTimeout(() => this.#releaseHeld(), REORDER_WAIT_MS).unref()
        return
      case 'duplicate':
        this.#later({ event: delivery.event, tries: 0 }, faultPlan.drawBelow(200))
        break
      case undefined:
        break
    }
    this.#ready.push(delivery)
    this.#pump()
    this.#releaseHeld()
  }

  #releaseHeld(): void {
    if (this.#heldForReorder.length === 0 || this.#isClosed) return
    for (const delivery of this.#heldForReorder.splice(0)) this.#later(delivery, 50)
  }

  #later(delivery: Delivery, afterMs: number): void {
    const timer = setTimeout(() => {
      this.#waiting.delete(delivery)
      this.#ready.push(delivery)
      this.#pump()
    }, afterMs)
    timer.unref()
    this.#waiting.set(delivery, timer)
  }

  #pump(): void {
    while (!this.#isClosed && this.#ready.length > 0 && this.#inFlight.size < MOST_IN_FLIGHT) {
      const delivery = this.#ready.shift()
      if (!delivery) return
      const running: Promise<void> = this.#deliver(delivery).finally(() => {
        this.#inFlight.delete(running)
        this.#pump()
      })
      this.#inFlight.add(running)
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const status = await this.#post(delivery.event)
    if (this.#isClosed || (status >= 200 && status < 300)) return
    const pause = Math.min(FIRST_RETRY_MS * 2 ** delivery.tries, LONGEST_RETRY_MS)
    this.#later(
      { event: delivery.event, tries: delivery.tries + 1 },
      pause + this.#options.faultPlan.drawBelow(pause / 4),
    )
  }

  async #post(event: EventRecord): Promise<number> {
    const { url, secret, now, onDelivered } = this.#options
    const body = JSON.stringify(renderEvent(event), null, 2)
    const second = Math.floor(now().getTime() / 1000)
    const headers = { 'stripe-signature': signWebhook(body, secret, second), 'user-agent': 'Stripe/1.0 (sandbox)' }
    const status = await postJson(url, { body, headers, agent: this.#agent })
    if (status >= 200 && status < 300 && !this.#isClosed) onDelivered(event.id)
    return status
  }
}

/** The status of the answer; 0 when the connection failed or nothing came in time. */
function postJson(
  url: string,
  message: { body: string; headers: Record<string, string>; agent: http.Agent },
): Promise<number> {
  return new Promise((resolve) => {
    const request = http.request(
      url,
      {
        method: 'POST',
        agent: message.agent,
        timeout: ANSWER_WITHIN_MS,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(message.body),
          ...message.headers,
        },
      },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
        response.on('error', () => resolve(0))
        response.on('close', () => resolve(0))
      },
    )
    request.on('timeout', () => request.destroy(new Error('no answer in time')))
    request.on('error', () => resolve(0))
    request.end(message.body)
  })
}
