import { data, redirect } from '@remix-run/node'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { handOver } from '#app/modules/counter/hand-over.server.ts'
import { type HandOverRefusal, handOverSchema } from '#app/modules/counter/hand-over.ts'
import { parseCounterInput } from '#app/modules/counter/pickup-code.ts'
import { proveByCode, proveByPhone } from '#app/modules/counter/prove-visit.server.ts'
import { type ProveVisitRefusal, phoneTailSchema } from '#app/modules/counter/prove-visit.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { Language } from '#app/shared/language.ts'
import { explainProof, initForProof } from './counter-prove.ts'

export interface VisitStep {
  clerk: Clerk
  orderNo: string
  language: Language
  now: Date
}

/** What the page says again after a form was not taken. */
export type VisitAnswer = { problem: string; refusal: Exclude<HandOverRefusal, { kind: 'notFound' }> | undefined }

export async function proveWithCode(fields: FormData, { language, ...step }: VisitStep) {
  const input = parseCounterInput(String(fields.get('code') ?? ''))
  if (input?.kind !== 'code') return answer(counterMessages[language].find.invalid, { status: 422 })
  const { db, env } = getRuntime()
  const proven = await proveByCode(db, { ...step, code: input.code, secret: env.sessionSecret })
  return proven.ok ? openVisit(proven.value) : refuseProof(proven.refusal, language)
}

export async function proveWithPhone(fields: FormData, { language, ...step }: VisitStep) {
  const submission = parseFields(fields, phoneTailSchema)
  if (submission.status !== 'success') return answer(counterMessages[language].visit.proofPhone, { status: 422 })
  const { db, env } = getRuntime()
  const { phoneTail } = submission.value
  const proven = await proveByPhone(db, { ...step, phoneTail, secret: env.sessionSecret })
  return proven.ok ? openVisit(proven.value) : refuseProof(proven.refusal, language)
}

export async function handOverByForm(fields: FormData, { language, ...step }: VisitStep) {
  const submission = parseFields(fields, handOverSchema)
  if (submission.status !== 'success') return answer(explainFields(submission.error ?? {}, language), { status: 422 })
  const { proxyName, ...form } = submission.value
  const { db, env } = getRuntime()
  const given = await handOver(db, { ...step, ...form, proxyName, secret: env.sessionSecret })
  if (given.ok) return redirectWithNotice(paths.counter.order(step.orderNo), 'handedOver')
  if (given.refusal.kind === 'notFound') throw notFound()
  return data<VisitAnswer>({ problem: '', refusal: given.refusal }, { status: 409 })
}

/** Numbers and words that people type; everything else comes from our own form. */
function explainFields(errors: Record<string, string[] | null>, language: Language): string {
  const { fields } = counterMessages[language].receiving
  const keys = new Set(Object.values(errors).flatMap((found) => found ?? []))
  if (keys.has('countInvalid')) return fields.countInvalid
  if (keys.has('tooLong')) return fields.tooLong
  throw badRequest()
}

function openVisit({ orderNo, pass }: { orderNo: string; pass: string }) {
  return redirect(paths.counter.order(orderNo, pass), { status: 303 })
}

function refuseProof(refusal: ProveVisitRefusal, language: Language) {
  const t = counterMessages[language]
  return answer(refusal.kind === 'unknown' ? t.prove.noOrder : explainProof(refusal, t), initForProof(refusal))
}

function answer(problem: string, init: ResponseInit) {
  return data<VisitAnswer>({ problem, refusal: undefined }, init)
}
