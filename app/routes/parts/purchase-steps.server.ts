import { data } from '@remix-run/node'
import { z } from 'zod'
import { parseFields, readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { purchasesMessages } from '#app/messages/purchases.ts'
import { linkOrder, unlinkOrder } from '#app/modules/external/link-order.server.ts'
import type { FactProblem } from '#app/modules/external/purchase.ts'
import { correctionSchema, factsOfForm, purchaseSchema } from '#app/modules/external/purchase-form.ts'
import { findPurchase } from '#app/modules/external/purchase-queries.server.ts'
import {
  type CorrectPurchaseRefusal,
  correctPurchase,
  recordPurchase,
  reversePurchase,
} from '#app/modules/external/record-purchase.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { type ExternalPurchaseId, isUuid } from '#app/shared/ids.ts'
import type { Language } from '#app/shared/language.ts'
import { parseOrderNo } from './order-url.ts'
import { explainLink } from './purchase-words.ts'

type Officer = Actor<'purchase:record'>

/** The purchase an address names. Throws 404 for what can be none. */
export function readPurchaseId(params: { purchaseId?: string | undefined }): ExternalPurchaseId {
  const id = params.purchaseId ?? ''
  if (!isUuid(id)) throw notFound()
  return id as ExternalPurchaseId
}

/** A purchase with everything about it. Throws 404 when there is none. */
export async function readPurchase(params: { purchaseId?: string | undefined }) {
  const purchase = await findPurchase(getRuntime().db, readPurchaseId(params))
  if (!purchase) throw notFound()
  return purchase
}

/** Why a form was not taken: fields to put right, a sentence about the whole, a purchase that stands already. */
export interface PurchaseAnswer {
  reply: ReturnType<ReturnType<typeof parseFields>['reply']>
  problems: readonly FactProblem[]
  refusal?: Exclude<CorrectPurchaseRefusal['kind'], 'impossible'>
  knownId?: string
}

/** Records the purchase of a form, and leads to its page, where evidence is attached. */
export async function recordByForm(request: Request, officer: Officer) {
  const submission = parseFields(await readFields(request), purchaseSchema)
  if (submission.status !== 'success') return data(answerOf(submission), { status: 422 })
  const { requestId } = submission.value
  const command = { facts: factsOfForm(submission.value), requestId, recordedBy: officer.personId, now: clock.now() }
  const result = await recordPurchase(getRuntime().db, command)
  if (result.ok) return redirectWithNotice(paths.finance.purchase(result.value), 'purchaseRecorded')
  return data({ ...answerOf(submission), ...refusedAs(result.refusal) }, { status: 409 })
}

/** Corrects a purchase by a form. */
export async function correctByForm(
  request: Request,
  { purchaseId, officer }: { purchaseId: ExternalPurchaseId; officer: Officer },
) {
  const submission = parseFields(await readFields(request), correctionSchema)
  if (submission.status !== 'success') return data(answerOf(submission), { status: 422 })
  const { requestId, revision, reason, ...form } = submission.value
  const facts = factsOfForm({ ...form, requestId })
  const command = { purchaseId, revision, reason, facts, requestId, recordedBy: officer.personId, now: clock.now() }
  const result = await correctPurchase(getRuntime().db, command)
  if (result.ok) return redirectWithNotice(paths.finance.purchase(purchaseId), 'purchaseCorrected')
  if (result.refusal.kind === 'notFound') throw notFound()
  return data({ ...answerOf(submission), ...refusedAs(result.refusal) }, { status: 409 })
}

function answerOf(submission: { reply(): PurchaseAnswer['reply'] }): PurchaseAnswer {
  return { reply: submission.reply(), problems: [] }
}

function refusedAs(refusal: CorrectPurchaseRefusal): Partial<PurchaseAnswer> {
  if (refusal.kind === 'impossible') return { problems: refusal.problems }
  const known = refusal.kind === 'alreadyRecorded' ? { knownId: refusal.purchaseId } : {}
  return { refusal: refusal.kind, ...known }
}

const reasonSchema = z.object({ reason: z.string('missing').trim().min(1, 'missing').max(300, 'tooLong') })
const orderSchema = z.object({ orderNo: z.string('missing').trim().max(40) })

interface Step {
  purchaseId: ExternalPurchaseId
  officer: Officer
  language: Language
}

/** Answers the buttons of a purchase: take back, link, unlink. */
export async function stepPurchaseByForm(request: Request, step: Step) {
  const fields = await readFields(request)
  switch (fields.get('intent')) {
    case 'reverse':
      return reverseByForm(fields, step)
    case 'link':
      return linkByForm(fields, step)
    case 'unlink':
      return unlinkByForm(fields, step)
    default:
      throw badRequest()
  }
}

async function reverseByForm(fields: FormData, { purchaseId, officer, language }: Step) {
  const t = purchasesMessages[language]
  const submission = parseFields(fields, reasonSchema)
  if (submission.status !== 'success') return say(t.form.named(t.detail.reverseReason, t.errors.missing ?? ''), 422)
  const { reason } = submission.value
  const command = { purchaseId, reason, recordedBy: officer.personId, now: clock.now() }
  const result = await reversePurchase(getRuntime().db, command)
  if (result.ok) return redirectWithNotice(paths.finance.purchase(purchaseId), 'purchaseReversed')
  if (result.refusal.kind === 'notFound') throw notFound()
  return say(t.refusals[result.refusal.kind], 409)
}

async function linkByForm(fields: FormData, { purchaseId, officer, language }: Step) {
  const t = purchasesMessages[language]
  const { facts } = await readPurchase({ purchaseId })
  const submission = parseFields(fields, orderSchema)
  const orderNo = submission.status === 'success' ? parseOrderNo(submission.value.orderNo) : undefined
  if (orderNo === undefined || facts.channel !== 'platform_832') return say(t.refusals.noSuchOrder, 422)
  const command = { externalNo: facts.externalNo, orderNo, actorId: officer.personId, now: clock.now() }
  const result = await linkOrder(getRuntime().db, command)
  if (result.ok) return redirectWithNotice(paths.finance.purchase(purchaseId), 'purchaseLinked')
  return say(explainLink(result.refusal, t), 409)
}

async function unlinkByForm(fields: FormData, { purchaseId, officer, language }: Step) {
  const t = purchasesMessages[language]
  const { facts } = await readPurchase({ purchaseId })
  const submission = parseFields(fields, reasonSchema)
  if (submission.status !== 'success') return say(t.form.named(t.detail.unlinkReason, t.errors.missing ?? ''), 422)
  const { reason } = submission.value
  const command = { externalNo: facts.externalNo, reason, actorId: officer.personId, now: clock.now() }
  const result = await unlinkOrder(getRuntime().db, command)
  if (result.ok) return redirectWithNotice(paths.finance.purchase(purchaseId), 'purchaseUnlinked')
  return say(explainLink(result.refusal, t), 409)
}

function say(refused: string, status: number) {
  return data({ refused }, { status })
}
