import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import Stripe from 'stripe'
import { createDatabase, type Db } from '#app/platform/db.server.ts'
import { ApiDoor } from '#app/sandbox/stripe/api-door.ts'
import { journalHeader } from '#app/sandbox/stripe/command-journal.ts'
import type { StripeCommand } from '#app/sandbox/stripe/stripe-machine.ts'
import type { PaymentMethodType } from '#app/sandbox/stripe/stripe-objects.ts'
import { type JournalLine, StripeWorld } from '#app/sandbox/stripe/stripe-world.ts'
import { addDays, businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'

const SANDBOX_KEY = 'sk_sandbox_history'

/**
 * The payment sandbox as it would have been had it run through a demo's history: it
 * knows the payments and refunds that the books have, under their ids, and paid out by
 * its own rules. The same seed and books always give the same world, so the fetched
 * lines and the journal of the sandbox that is started afterwards agree.
 */
export class ProviderHistory {
  readonly #seed: string
  readonly #world: StripeWorld
  readonly #lines: JournalLine[] = []
  #now = new Date(0)
  #knownUntil: Date | undefined

  constructor(seed: string) {
    this.#seed = seed
    this.#world = new StripeWorld({ seed, now: () => this.#now, hostedBase: 'http://localhost' })
  }

  /** A client of this world, for what fetches from the provider. Nothing leaves the process. */
  openStripe(): Stripe {
    const door = new ApiDoor(this.#world)
    const answer = async (input: string | URL | Request, init?: RequestInit) => {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input)
      const headers = new Headers(init?.headers)
      const replied = door.answer({
        method: init?.method ?? 'GET',
        target: pathname + search,
        header: (name) => headers.get(name) ?? undefined,
        body: typeof init?.body === 'string' ? init.body : '',
      })
      if (replied.kind === 'reset') throw new Error('the sandbox cut the line')
      return new Response(replied.body, { status: replied.status, headers: replied.headers })
    }
    return new Stripe(SANDBOX_KEY, { httpClient: Stripe.createFetchHttpClient(answer), maxNetworkRetries: 0 })
  }

  /** Lets everything happen that the books know of before an instant, and brings the clock there. */
  async tellUntil(db: Db, until: Date): Promise<void> {
    if (this.#knownUntil && until <= this.#knownUntil) return
    for (const row of await readHistory(db, { from: this.#knownUntil, until })) {
      this.#passDays(row.at)
      this.#carryOut(row.at, commandOf(row))
    }
    this.#knownUntil = until
    this.#passDays(until)
    this.#now = until
  }

  /** What a sandbox must do to come where this world is. */
  journal(): string {
    return `${[journalHeader(this.#seed), ...this.#lines.map((line) => JSON.stringify(line))].join('\n')}\n`
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0
  }

  /** The first thing of each day, before anybody can ask, is to pay out what has become available. */
  #passDays(until: Date): void {
    if (this.#lines.length === 0) return
    for (;;) {
      const next = startOfBusinessDate(addDays(businessDate(this.#now), 1))
      if (next > until) return
      this.#carryOut(next, { kind: 'tick' })
    }
  }

  /** Without events: the shop knows. */
  #carryOut(at: Date, command: StripeCommand): void {
    this.#now = at
    const line = { now: Math.floor(at.getTime() / 1000), makesEvents: false, command }
    this.#world.replay(line)
    this.#lines.push(line)
  }
}

/**
 * Writes the journal the sandbox begins with, so that the payments and refunds a demo
 * was filled with can be looked at, paid out and given back like any other. A sandbox
 * that has a journal is left alone.
 */
export async function tellProviderHistory(
  ownerUrl: string,
  { journalFile, provider, now }: { journalFile: string; provider: ProviderHistory; now: Date },
): Promise<void> {
  if (existsSync(journalFile)) return
  const db = createDatabase(ownerUrl, { max: 1 })
  try {
    await provider.tellUntil(db, now)
    if (provider.isEmpty) return
    writeFileSync(`${journalFile}.new`, provider.journal())
    renameSync(`${journalFile}.new`, journalFile)
  } finally {
    await db.destroy()
  }
}

interface HistoryRow {
  at: Date
  method: string
  amount: number
  intent: string
  session: string | null
  attempt: string | null
  order_no: string | null
  refund_ref: string | null
  refund: string | null
}

/** In the order of their happening; those of one instant always in the same. */
async function readHistory(
  db: Db,
  { from = new Date(0), until }: { from: Date | undefined; until: Date },
): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select payment.captured_at as at, payment.method, payment.amount_fen as amount, payment.provider_ref as intent,
      attempt.checkout_session_id as session, attempt.id as attempt, o.order_no, null as refund_ref, null as refund
    from payment join payment_attempt attempt on attempt.id = payment.payment_attempt_id join "order" o on o.id = payment.order_id
    where payment.captured_at >= ${from} and payment.captured_at < ${until}
    union all
    select refund.settled_at, payment.method, refund.amount_fen, payment.provider_ref, null, null, null, refund.provider_ref, refund.id
    from refund join payment on payment.id = refund.payment_id where refund.state = 'succeeded' and refund.provider_ref is not null
      and refund.settled_at >= ${from} and refund.settled_at < ${until}
    order by at, refund_ref nulls first, intent`.execute(db)
  return rows
}

function commandOf(row: HistoryRow): StripeCommand {
  const { amount, intent: paymentIntentId, refund, refund_ref: refundId } = row
  if (refund !== null && refundId !== null)
    return { kind: 'adopt_refund', refund: { refundId, paymentIntentId, amount, mark: refund } }
  const ids = { sessionId: row.session ?? '', attemptId: row.attempt ?? '', orderNo: row.order_no ?? '' }
  return {
    kind: 'adopt_payment',
    payment: { ...ids, paymentIntentId, method: row.method as PaymentMethodType, amount },
  }
}
