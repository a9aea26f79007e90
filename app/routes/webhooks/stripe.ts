import type { ActionFunctionArgs } from '@remix-run/node'
import { processStripeEvent, recordStripeEvent } from '#app/modules/payments/stripe-inbox.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'

export function loader() {
  return new Response(null, { status: 405, headers: { Allow: 'POST' } })
}

/** 200 once the event is stored for good; what it asks for is done afterwards and does not keep Stripe waiting. */
export async function action({ request }: ActionFunctionArgs) {
  const runtime = getRuntime()
  const now = clock.now()
  const signature = request.headers.get('stripe-signature') ?? ''
  const recorded = await recordStripeEvent(runtime, { rawBody: await request.text(), signature, now })
  if (!recorded.ok) return new Response(null, { status: 400 })
  const { eventId, isDue } = recorded.value
  if (isDue)
    processStripeEvent(runtime, eventId, now).catch((error: unknown) =>
      logger.error({ event: eventId, error: String(error) }, 'event left for the next round'),
    )
  return new Response(null, { status: 200 })
}
