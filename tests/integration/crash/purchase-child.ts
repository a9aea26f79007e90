/**
 * One purchase in a process of its own, which ends itself by SIGKILL when it passes
 * the fault point in FAULT_POINT. Exits with 0 when it never passes there.
 */
import process from 'node:process'
import { placeOrder } from '#app/modules/ordering/place-order.server.ts'
import type { PlaceOrderCommand } from '#app/modules/ordering/place-order.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { settleSession } from '#app/modules/payments/settle-attempt.server.ts'
import { startPayment } from '#app/modules/payments/start-payment.server.ts'
import { processStripeEvent, recordStripeEvent } from '#app/modules/payments/stripe-inbox.server.ts'
import { sweepOverdueOrders } from '#app/modules/payments/sweep-overdue.server.ts'
import { armFaultPoints } from '#app/platform/fault-points.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import { signWebhook } from '#app/sandbox/stripe/webhook-signature.ts'
import { CRASH_SECRET, openRuntime } from './crash-runtime.ts'

export type Errand =
  | { kind: 'purchase'; command: Omit<PlaceOrderCommand, 'now'> }
  | { kind: 'sweep'; at: string }
  | { kind: 'settleAndRefund'; sessionId: string }

async function purchase(runtime: Runtime, command: PlaceOrderCommand): Promise<void> {
  const placed = await placeOrder(runtime.db, command)
  if (!placed.ok) throw new Error(`refused: ${placed.refusal.kind}`)
  const started = await startPayment(runtime, { orderId: placed.value.orderId, now: command.now })
  if (!started.ok) throw new Error(`no page: ${started.refusal.kind}`)
  const sessionId = started.value.checkoutUrl.split('/').at(-1) ?? ''
  const paid = await fetch(`${runtime.env.stripeApiBase}/_sandbox/sessions/${sessionId}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ method: 'card', outcome: 'succeed' }),
  })
  if (!paid.ok) throw new Error(`not paid: ${await paid.text()}`)
  const { data } = await runtime.stripe.events.list({ type: 'checkout.session.completed', limit: 1 })
  const rawBody = JSON.stringify(data[0])
  const now = new Date()
  const signature = signWebhook(rawBody, CRASH_SECRET, Math.floor(now.getTime() / 1000))
  const recorded = await recordStripeEvent(runtime, { rawBody, signature, now })
  if (!recorded.ok) throw new Error('not genuine')
  await processStripeEvent(runtime, recorded.value.eventId, now)
}

async function main(): Promise<void> {
  const { DATABASE_URL = '', STRIPE_API_BASE = '', FAULT_POINT, ERRAND = '{}' } = process.env
  armFaultPoints((point) => {
    if (point !== FAULT_POINT) return undefined
    process.kill(process.pid, 'SIGKILL')
    return new Promise(() => undefined)
  })
  const runtime = openRuntime(DATABASE_URL, STRIPE_API_BASE)
  const errand = JSON.parse(ERRAND) as Errand
  if (errand.kind === 'purchase') await purchase(runtime, { ...errand.command, now: new Date() })
  if (errand.kind === 'sweep') await sweepOverdueOrders(runtime, new Date(errand.at))
  if (errand.kind === 'settleAndRefund') {
    await settleSession(runtime, errand.sessionId, new Date())
    await executeRefunds(runtime, new Date())
  }
  await runtime.db.destroy()
}

await main()
