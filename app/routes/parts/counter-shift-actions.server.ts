import { data } from '@remix-run/node'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { closeShift } from '#app/modules/counter/close-shift.server.ts'
import { openShift } from '#app/modules/counter/open-shift.server.ts'
import { payOutCash } from '#app/modules/counter/pay-out-cash.server.ts'
import { closeShiftSchema, openShiftSchema, payOutSchema } from '#app/modules/counter/shift.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { RefundId } from '#app/shared/ids.ts'
import type { Language } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'

interface ShiftStep {
  clerk: Clerk
  language: Language
  now: Date
}

export async function openByForm(fields: FormData, { language, ...step }: ShiftStep) {
  const submission = parseFields(fields, openShiftSchema)
  if (submission.status !== 'success') return refuseField(submission.error, language)
  const opened = await openShift(getRuntime().db, { ...step, ...submission.value })
  if (opened.ok) return redirectWithNotice(paths.counter.shift(), 'shiftOpened')
  return answer(counterMessages[language].shift.refusals[opened.refusal.kind], 409)
}

export async function closeByForm(fields: FormData, { language, ...step }: ShiftStep) {
  const submission = parseFields(fields, closeShiftSchema)
  if (submission.status !== 'success') return refuseField(submission.error, language)
  const closed = await closeShift(getRuntime().db, { ...step, ...submission.value })
  if (closed.ok) return redirectWithNotice(paths.counter.shiftReport(submission.value.shiftId), 'shiftClosed')
  const words = counterMessages[language].shift.refusals
  const { refusal } = closed
  return answer(refusal.kind === 'closed' ? words.closed(formatMoney(refusal.counted)) : words.notFound, 409)
}

export async function payOutByForm(fields: FormData, { language, ...step }: ShiftStep) {
  const submission = parseFields(fields, payOutSchema)
  if (submission.status !== 'success') throw badRequest()
  const { shiftId, refundId } = submission.value
  const paid = await payOutCash(getRuntime().db, { ...step, shiftId, refundId: refundId as RefundId })
  if (paid.ok) return redirectWithNotice(paths.counter.shift(), 'cashPaidOut')
  return answer(counterMessages[language].shift.refusals[paid.refusal.kind], 409)
}

function refuseField(errors: Record<string, string[] | null> | null, language: Language) {
  const { cash, pickupPointId, note } = errors ?? {}
  const words = counterMessages[language].shift.fields
  if (cash) return answer(words.cashInvalid, 422)
  if (pickupPointId) return answer(words.pointMissing, 422)
  if (note) return answer(words.tooLong, 422)
  throw badRequest()
}

function answer(problem: string, status: number) {
  return data({ problem }, { status })
}
