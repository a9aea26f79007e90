import { createHash, randomBytes } from 'node:crypto'
import type { ApiFault } from './fault-plan.ts'
import { decodeForm } from './form-decoding.ts'
import type { RefundCourse } from './refunds.ts'
import { API_VERSION } from './stripe-objects.ts'
import { ApiRefusal, malformed, type Reply, refusalReply } from './stripe-replies.ts'
import type { StripeWorld } from './stripe-world.ts'

/** A request as either door hands it in. Header names in lower case. */
export interface DoorRequest {
  method: string
  /** Path and query. */
  target: string
  header: (name: string) => string | undefined
  body: string
}

/** What the door must do with the connection: answer, possibly late, or cut it. */
export type DoorAnswer =
  | { kind: 'reset' }
  | { kind: 'answer'; afterMs: number; status: number; headers: Record<string, string>; body: string }

const MAX_KEY_LENGTH = 255

/** The front of the API: who asks, in which version, under which key, and what goes wrong today. */
export class ApiDoor {
  readonly #world: StripeWorld
  readonly #secretKey: string | undefined
  readonly #keysInFlight = new Set<string>()

  /** With a `secretKey` only that one opens the door; without, every `sk_sandbox_…` and `sk_test_…`. */
  constructor(world: StripeWorld, secretKey?: string) {
    this.#world = world
    this.#secretKey = secretKey
  }

  answer(request: DoorRequest): DoorAnswer {
    const requestId = `req_${randomBytes(7).toString('hex')}`
    const path = request.target.split('?', 1)[0] ?? ''
    const fault = this.#world.faultPlan.apiFault(`${request.method} ${path}`, this.#world.nowSeconds())
    if (fault === 'reset_before') return { kind: 'reset' }
    const key = request.method === 'POST' ? request.header('idempotency-key') : undefined
    const reply = this.#reply(request, { requestId, key, fault })
    if (fault === 'reset_after') return { kind: 'reset' }
    const afterMs = fault === 'stall_before' || fault === 'stall_after' ? this.#world.faultPlan.faults.stallMs : 0
    if (afterMs > 0 && key !== undefined) this.#holdKey(key, afterMs)
    return {
      kind: 'answer',
      afterMs,
      status: reply.status,
      headers: {
        'content-type': 'application/json',
        'request-id': requestId,
        'stripe-version': API_VERSION,
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(reply.isReplayed && { 'idempotent-replayed': 'true' }),
        ...(reply.status === 429 && { 'retry-after': '1' }),
      },
      body: JSON.stringify(reply.body, null, 2),
    }
  }

  #reply(request: DoorRequest, circumstances: Circumstances): Reply & { isReplayed: boolean } {
    try {
      return this.#replyOrThrow(request, circumstances)
    } catch (error) {
      if (error instanceof ApiRefusal) return { ...refusalReply(error), isReplayed: false }
      throw error
    }
  }

  #replyOrThrow(request: DoorRequest, { requestId, key, fault }: Circumstances): Reply & { isReplayed: boolean } {
    this.#checkCaller(request)
    if (fault === 'rate_limit') throw tooMany()
    // A stall before the work is one whose work is never done: the caller has gone by then.
    if (fault === 'stall_before')
      throw new ApiRefusal(500, { type: 'api_error', message: 'An unknown error occurred.' })
    if (key !== undefined) this.#checkKey(key)
    const { method, path, form } = readTarget(request)
    const params = decodeForm(form)
    if (!params) throw malformed('Invalid request: the form could not be read.')
    const outcome = this.#world.apply({
      kind: 'api',
      call: { method, path, params, refundCourse: this.#refundCourse(method, path) },
      requestId,
      ...(key !== undefined && { key: { value: key, digest: digestOf(`${path}\n${form}`) } }),
      ...(fault === 'error_before' && { breaks: 'before' }),
      ...(fault === 'error_after' && { breaks: 'after' }),
    })
    return outcome.reply
  }

  #checkKey(key: string): void {
    if (key.length > MAX_KEY_LENGTH) throw malformed('Idempotency keys have at most 255 characters.')
    if (this.#keysInFlight.has(key)) throw keyInUse(key)
  }

  #checkCaller(request: DoorRequest): void {
    const given = bearerOrBasic(request.header('authorization'))
    if (given === undefined) {
      const message = 'You did not provide an API key. Use the Authorization header: Bearer YOUR_SECRET_KEY.'
      throw new ApiRefusal(401, { type: 'invalid_request_error', message }, false)
    }
    const isKnown = this.#secretKey === undefined ? /^sk_(sandbox|test)_/.test(given) : given === this.#secretKey
    if (!isKnown || given.startsWith('sk_live_')) {
      const message = `Invalid API Key provided: ${given.slice(0, 11)}***`
      throw new ApiRefusal(401, { type: 'invalid_request_error', message }, false)
    }
    const version = request.header('stripe-version')
    if (version !== undefined && version !== API_VERSION) {
      throw malformed(`Invalid Stripe API version: ${version}. The sandbox speaks ${API_VERSION}.`)
    }
  }

  #refundCourse(method: string, path: string): RefundCourse {
    if (method !== 'POST' || path !== '/v1/refunds' || !this.#world.faultPlan.isRefundPending())
      return { outcome: 'succeed' }
    const { refundSettlesAfter, refundSettlesAs } = this.#world.faultPlan.faults
    return {
      outcome: 'pending',
      settlesAs: refundSettlesAs,
      ...(refundSettlesAfter !== undefined && { settlesAfter: refundSettlesAfter }),
    }
  }

  #holdKey(key: string, forMs: number): void {
    this.#keysInFlight.add(key)
    setTimeout(() => this.#keysInFlight.delete(key), forMs).unref()
  }
}

interface Circumstances {
  requestId: string
  key: string | undefined
  fault: ApiFault | undefined
}

/** Parameters are in the body of a POST and in the query of a GET. */
function readTarget({ method, target, body }: DoorRequest): { method: 'GET' | 'POST'; path: string; form: string } {
  const [path = '', query = ''] = target.split('?', 2)
  if (method === 'GET') return { method, path, form: query }
  if (method === 'POST') return { method, path, form: body }
  throw new ApiRefusal(405, { type: 'invalid_request_error', message: `${method} is not allowed.` }, false)
}

function bearerOrBasic(authorization: string | undefined): string | undefined {
  const [scheme = '', credentials = ''] = (authorization ?? '').split(' ')
  if (credentials === '') return undefined
  if (scheme.toLowerCase() === 'bearer') return credentials
  if (scheme.toLowerCase() !== 'basic') return undefined
  return Buffer.from(credentials, 'base64').toString('utf8').split(':')[0]
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

function tooMany(): ApiRefusal {
  const message = 'Request rate limit exceeded.'
  return new ApiRefusal(429, { type: 'invalid_request_error', code: 'rate_limit', message }, false)
}

function keyInUse(key: string): ApiRefusal {
  const message = `There is currently another in-progress request using this idempotency key: ${key}.`
  return new ApiRefusal(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message }, false)
}
