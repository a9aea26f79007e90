import { sql } from 'kysely'
import Stripe from 'stripe'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import type { RefundId } from '#app/shared/ids.ts'
import { openIncident } from './incidents.server.ts'
import { retryAt } from './internal/retry-at.server.ts'
import { refundFactOf } from './refund-state.ts'
import { failRefund, settleRefund } from './settle-refund.server.ts'

const BATCH = 10

/** After so many tries somebody is told; trying goes on. */
const TRIES_BEFORE_INCIDENT = 10

interface DueRefund {
  id: RefundId
  provider_ref: string | null
  payment_ref: string
  amount_fen: number
  idempotency_key: string
  tries: number
}

/**
 * Sends decided refunds to Stripe, but for those of cash, and asks after those it has not settled, each
 * with its own key, outside any transaction. Claiming puts the next try off, so
 * two processes never work on one at a time and a crash only delays it. Gives how
 * many it took.
 */
export async function executeRefunds(runtime: Runtime, now: Date): Promise<number> {
  const { rows: due } = await sql<DueRefund>`
    update refund set tries = refund.tries + 1, next_try_at = ${retryAt(now, sql.ref('refund.tries'))}
    from payment
    where payment.id = refund.payment_id and refund.id in (
      select due.id from refund due join payment source on source.id = due.payment_id
      where due.state in ('decided', 'sent') and due.next_try_at <= ${now} and source.method <> 'cash'
      order by due.next_try_at limit ${sql.lit(BATCH)} for update of due skip locked
    )
    returning refund.id, refund.provider_ref, payment.provider_ref as payment_ref, refund.amount_fen,
      refund.idempotency_key, refund.tries
  `.execute(runtime.db)
  for (const refund of due) await executeOne(runtime, refund, now)
  return due.length
}

/** Never throws: what failed is logged and due again later, and the next refund has its turn. */
async function executeOne(runtime: Runtime, refund: DueRefund, now: Date): Promise<void> {
  try {
    await settleRefund(runtime.db, await askStripe(runtime, refund), now)
  } catch (error) {
    logger.warn({ refund: refund.id, error: error instanceof Error ? error.message : String(error) }, 'refund not sent')
    await recover(runtime, refund, { error, now }).catch((again: unknown) =>
      logger.warn({ refund: refund.id, error: String(again) }, 'refund not looked up'),
    )
    if (refund.tries >= TRIES_BEFORE_INCIDENT) {
      const detail = { tries: refund.tries }
      await openIncident(runtime.db, { kind: 'refund_failed', sourceId: refund.id, detail, now })
    }
  }
}

async function askStripe(runtime: Runtime, refund: DueRefund): Promise<Stripe.Refund> {
  if (refund.provider_ref) return runtime.stripe.refunds.retrieve(refund.provider_ref)
  const made = await findMadeRefund(runtime, refund)
  if (made) return made
  await faultPoint('refund:before-call')
  const told = await runtime.stripe.refunds.create(
    { payment_intent: refund.payment_ref, amount: refund.amount_fen, metadata: { refund_id: refund.id } },
    { idempotencyKey: refund.idempotency_key },
  )
  await faultPoint('refund:after-call')
  return told
}

/**
 * A lost answer is asked for again under the same key. A refusal or a 500 may
 * still hide a refund that was made, so we look before we believe it: a refusal
 * ends the refund, a 500 gets another key, since the same one would replay it.
 */
async function recover(
  runtime: Runtime,
  refund: DueRefund,
  { error, now }: { error: unknown; now: Date },
): Promise<void> {
  const isRefused = error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 400
  if (!isRefused && !(error instanceof Stripe.errors.StripeAPIError)) return
  const made = await findMadeRefund(runtime, refund)
  if (made) await settleRefund(runtime.db, made, now)
  else if (isRefused) await failRefund(runtime.db, { refundId: refund.id, why: error.code ?? error.type, now })
  else await renewKey(runtime, refund)
}

/**
 * A refund Stripe made already: under our mark, since Stripe forgets keys after a day;
 * or in its dashboard, of this amount and not in our books yet. A later try, and a
 * person who was quicker, must not send the money twice.
 */
async function findMadeRefund(runtime: Runtime, refund: DueRefund): Promise<Stripe.Refund | undefined> {
  const { data } = await runtime.stripe.refunds.list({ payment_intent: refund.payment_ref, limit: 100 })
  const marked = data.find((made) => made.metadata?.refund_id === refund.id)
  if (marked) return marked
  const byHand = data.filter(
    (made) => made.amount === refund.amount_fen && !made.metadata?.refund_id && refundFactOf(made.status) !== 'failed',
  )
  const known = await listKnownRefs(
    runtime,
    byHand.map((made) => made.id),
  )
  return byHand.find((made) => !known.has(made.id))
}

async function listKnownRefs({ db }: Runtime, refs: readonly string[]): Promise<Set<string | null>> {
  if (refs.length === 0) return new Set()
  const rows = await db.selectFrom('refund').select('provider_ref').where('provider_ref', 'in', refs).execute()
  return new Set(rows.map((row) => row.provider_ref))
}

async function renewKey({ db }: Runtime, refund: DueRefund): Promise<void> {
  await db
    .updateTable('refund')
    .set({ idempotency_key: `refund:${refund.id}#${refund.tries}` })
    .where('id', '=', refund.id)
    .execute()
}
