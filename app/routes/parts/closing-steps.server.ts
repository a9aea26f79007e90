import type { SubmissionResult } from '@conform-to/react'
import { z } from 'zod'
import { parseFields, readFields } from '#app/http/forms.server.ts'
import type { Notice } from '#app/http/notices.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, forbidden, notFound } from '#app/http/responses.server.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { lockPeriod } from '#app/modules/closing/lock-period.server.ts'
import { isMonth, type Month } from '#app/modules/closing/month.ts'
import { preparePeriod, waiveCheck } from '#app/modules/closing/prepare-period.server.ts'
import { approveReopening, askReopening, refuseReopening } from '#app/modules/closing/reopen-period.server.ts'
import { type Actor, asActor, type Permission } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isUuid } from '#app/shared/ids.ts'
import type { Result } from '#app/shared/result.ts'
import { type ClosingRefusal, explainClosing } from './closing-refusals.ts'

export interface ClosingAnswer {
  refused: string | undefined
  reply: SubmissionResult<string[]> | undefined
  /** Which form came back: the name of a check, or the intent. */
  form: string | undefined
}

interface Place {
  request: Request
  reader: Actor<'ledger:read'>
  month: Month
  fields: FormData
}

const text = z.string({ error: 'missing' }).trim().min(1, 'missing').max(500, 'tooLong')
const key = z.string({ error: 'missing' }).refine(isUuid, 'missing')
const waiveSchema = z.object({ check: z.string({ error: 'missing' }).regex(/^[a-z_]{2,40}$/, 'missing'), reason: text })
const askSchema = z.object({ requestId: key, reason: text })
const settleSchema = z.object({ reopeningId: key })
const refuseSchema = z.object({ reopeningId: key, because: text })

/** A month from an address; throws what is none out. */
export function readMonth(params: { month?: string | undefined }): Month {
  const { month = '' } = params
  if (!isMonth(month)) throw notFound()
  return month
}

/** Does what one of the buttons of a month asks for. Each asks for its own right. */
export async function answerClosing(
  request: Request,
  given: { reader: Actor<'ledger:read'>; month: Month },
): Promise<Response | ClosingAnswer> {
  const place = { request, ...given, fields: await readFields(request) }
  switch (place.fields.get('intent')) {
    case 'prepare':
      return prepare(place)
    case 'waive':
      return waive(place)
    case 'lock':
      return lock(place)
    case 'ask':
      return ask(place)
    case 'approve':
      return approve(place)
    case 'refuse':
      return refuse(place)
    default:
      throw badRequest()
  }
}

function demand<P extends Permission>({ reader }: Place, permission: P): Actor<P> {
  const actor = asActor(reader, permission)
  if (!actor) throw forbidden()
  return actor
}

/** Leads back to the month with a notice, or says why it did not happen. */
function settle(
  { request, month }: Place,
  result: Result<unknown, ClosingRefusal | { kind: 'unknown' }>,
  { notice, ...rest }: { notice: Notice } & Partial<Omit<ClosingAnswer, 'refused'>>,
): Response | ClosingAnswer {
  if (result.ok) return redirectWithNotice(paths.finance.period(month), notice)
  if (result.refusal.kind === 'unknown') throw notFound()
  const t = closingMessages[readPreferences(request).language]
  return { refused: explainClosing(result.refusal, t), reply: rest.reply, form: rest.form }
}

async function prepare(place: Place) {
  const officer = demand(place, 'period:prepare')
  const prepared = await preparePeriod(getRuntime().db, { month: place.month, officer, now: clock.now() })
  return settle(place, prepared, { notice: 'periodPrepared' })
}

async function lock(place: Place) {
  const approver = demand(place, 'period:lock')
  const locked = await lockPeriod(getRuntime().db, { month: place.month, approver, now: clock.now() })
  return settle(place, locked, { notice: 'periodLocked' })
}

async function waive(place: Place) {
  const officer = demand(place, 'period:prepare')
  const submission = parseFields(place.fields, waiveSchema)
  const form = String(place.fields.get('check') ?? '')
  if (submission.status !== 'success') return { refused: undefined, reply: submission.reply(), form }
  const { check: name, reason } = submission.value
  const now = clock.now()
  const waived = await waiveCheck(getRuntime().db, { month: place.month, name, reason, officer, now })
  return settle(place, waived, { notice: 'checkWaived', reply: submission.reply(), form })
}

async function ask(place: Place) {
  const officer = demand(place, 'period:prepare')
  const submission = parseFields(place.fields, askSchema)
  if (submission.status !== 'success') return { refused: undefined, reply: submission.reply(), form: 'ask' }
  const command = { ...submission.value, month: place.month, officer, now: clock.now() }
  const asked = await askReopening(getRuntime().db, command)
  return settle(place, asked, { notice: 'reopeningAsked', reply: submission.reply(), form: 'ask' })
}

async function approve(place: Place) {
  const approver = demand(place, 'period:lock')
  const submission = parseFields(place.fields, settleSchema)
  if (submission.status !== 'success') throw badRequest()
  const approved = await approveReopening(getRuntime().db, { ...submission.value, approver, now: clock.now() })
  return settle(place, approved, { notice: 'periodReopened' })
}

async function refuse(place: Place) {
  const approver = demand(place, 'period:lock')
  const submission = parseFields(place.fields, refuseSchema)
  if (submission.status !== 'success') return { refused: undefined, reply: submission.reply(), form: 'refuse' }
  const refused = await refuseReopening(getRuntime().db, { ...submission.value, approver, now: clock.now() })
  return settle(place, refused, { notice: 'reopeningRefused', reply: submission.reply(), form: 'refuse' })
}
