import { data } from '@remix-run/node'
import { parseFields, readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, forbidden, notFound } from '#app/http/responses.server.ts'
import { type IncidentsMessages, incidentsMessages } from '#app/messages/incidents.ts'
import { type Actor, asActor } from '#app/modules/identity/permissions.ts'
import { resolveIncident, takeIncident } from '#app/modules/payments/handle-incident.server.ts'
import {
  type CloseIncidentRefusal,
  closeIncidentSchema,
  type TakeIncidentRefusal,
} from '#app/modules/payments/handle-incident.ts'
import { type RefundUnallocatedRefusal, refundUnallocated } from '#app/modules/payments/refund-unallocated.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isUuid, type PaymentId, type PersonId } from '#app/shared/ids.ts'

interface Place {
  handler: Actor<'incident:handle'>
  incidentId: string
}

/** Does what one of the buttons of an incident asks for. */
export async function answerIncident(request: Request, place: Place) {
  const fields = await readFields(request)
  switch (fields.get('intent')) {
    case 'take':
      return take(request, place, fields)
    case 'close':
      return close(request, place, fields)
    case 'sendBack':
      return sendBack(request, place, fields)
    default:
      throw badRequest()
  }
}

async function take(request: Request, { handler, incidentId }: Place, fields: FormData) {
  const seen = String(fields.get('seenOwner') ?? '')
  if (seen !== '' && !isUuid(seen)) throw badRequest()
  const seenOwner = seen === '' ? undefined : (seen as PersonId)
  const taken = await takeIncident(getRuntime().db, { incidentId, handler, seenOwner, now: clock.now() })
  if (taken.ok) return redirectWithNotice(paths.finance.incident(incidentId), 'incidentTaken')
  return refused(explainIncident(taken.refusal, wordsFor(request)))
}

async function close(request: Request, { handler, incidentId }: Place, fields: FormData) {
  const submission = parseFields(fields, closeIncidentSchema)
  if (submission.status !== 'success') return data({ refused: undefined, reply: submission.reply() }, { status: 422 })
  const { resolution } = submission.value
  const closed = await resolveIncident(getRuntime().db, { incidentId, handler, resolution, now: clock.now() })
  if (closed.ok) return redirectWithNotice(paths.finance.incident(incidentId), 'incidentClosed')
  return refused(explainIncident(closed.refusal, wordsFor(request)))
}

async function sendBack(request: Request, { handler, incidentId }: Place, fields: FormData) {
  const officer = asActor(handler, 'refund:decide')
  if (!officer) throw forbidden()
  const paymentId = String(fields.get('paymentId') ?? '')
  if (!isUuid(paymentId)) throw badRequest()
  const sent = await refundUnallocated(getRuntime().db, {
    paymentId: paymentId as PaymentId,
    officer,
    now: clock.now(),
  })
  if (sent.ok) return redirectWithNotice(paths.finance.incident(incidentId), 'moneySentBack')
  return refused(explainIncident(sent.refusal, wordsFor(request)))
}

function refused(words: string) {
  return data({ refused: words, reply: undefined }, { status: 409 })
}

function wordsFor(request: Request): IncidentsMessages {
  return incidentsMessages[readPreferences(request).language]
}

function explainIncident(
  refusal: TakeIncidentRefusal | CloseIncidentRefusal | RefundUnallocatedRefusal,
  t: IncidentsMessages,
): string {
  switch (refusal.kind) {
    case 'notFound':
      throw notFound()
    case 'takenMeanwhile':
      return t.refusals.takenMeanwhile(refusal.by)
    case 'closed':
    case 'notOwner':
    case 'notHeld':
    case 'nothingLeft':
      return t.refusals[refusal.kind]
  }
}
