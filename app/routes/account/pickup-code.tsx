import { createHash } from 'node:crypto'
import type { LoaderFunctionArgs } from '@remix-run/node'
import { renderToStaticMarkup } from 'react-dom/server'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { TICKET_STYLE, TicketDocument } from '#app/routes/parts/counter-ticket.tsx'
import { viewTicket } from '#app/routes/parts/counter-ticket-view.server.ts'
import { parseOrderNo } from '#app/routes/parts/order-url.ts'

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(TICKET_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { personId: buyerId } = await requireActor(request, 'order:own')
  const { language } = readPreferences(request)
  const { db, env } = getRuntime()
  const orderNo = parseOrderNo(params.orderNo) ?? ''
  const ticket = await viewTicket(db, { buyerId, orderNo, language, secret: env.sessionSecret, now: clock.now() })
  if (!ticket) throw notFound()
  const page = renderToStaticMarkup(<TicketDocument ticket={ticket} language={language} />)
  return new Response(`<!doctype html>${page}`, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': POLICY,
    },
  })
}
