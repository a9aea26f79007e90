import { data } from '@remix-run/node'
import { parseFields, readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, forbidden, notFound } from '#app/http/responses.server.ts'
import { agreementsMessages } from '#app/messages/agreements.ts'
import { agreementSchema, terminationSchema } from '#app/modules/assistance/agreement.ts'
import { findAgreement } from '#app/modules/assistance/agreement-queries.server.ts'
import { recordAgreement, terminateAgreement } from '#app/modules/assistance/record-agreement.server.ts'
import { type Actor, asActor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { type AgreementId, isUuid } from '#app/shared/ids.ts'
import { answerEvidence, isEvidenceForm } from './evidence-steps.server.ts'
import { readOfficeForm } from './office-file.server.ts'
import type { OfficeReply } from './office-form.tsx'

/** Records the agreement of the form and leads to it, or says what is wrong with it. */
export async function recordAgreementByForm(request: Request, officer: Actor<'agreement:record'>) {
  const t = agreementsMessages[readPreferences(request).language].refusals
  const { fields, file, problem } = await readOfficeForm(request, officer.personId)
  const submission = parseFields(fields, agreementSchema)
  const answer = (refused: string | undefined, status: number) =>
    data({ refused, reply: submission.reply(), file, fileProblem: problem } satisfies OfficeReply, { status })
  if (submission.status !== 'success' || problem) return answer(undefined, 422)
  if (!file) return answer(t.fileMissing, 422)
  const recorded = await recordAgreement(getRuntime().db, {
    form: submission.value,
    documentId: file.documentId,
    officer,
    now: clock.now(),
  })
  if (recorded.ok) return redirectWithNotice(paths.finance.agreement(recorded.value.agreementId), 'agreementRecorded')
  return answer(t[recorded.refusal.kind], 409)
}

/** The agreement an address names. Throws 404 for what can be none. */
export function readAgreementId(params: { agreementId?: string | undefined }): AgreementId {
  const id = params.agreementId ?? ''
  if (!isUuid(id)) throw notFound()
  return id as AgreementId
}

/** Answers the forms of an agreement's page: evidence, and its early end. */
export async function answerAgreement(request: Request, reader: Actor<'ledger:read'>, agreementId: () => AgreementId) {
  const isEvidence = isEvidenceForm(request)
  const fields = isEvidence ? undefined : await readFields(request)
  if (fields && fields.get('intent') !== 'terminate') throw badRequest()
  const officer = asActor(reader, 'agreement:record')
  if (!officer) throw forbidden()
  const id = agreementId()
  if (!fields) return evidence(request, officer, id)
  const submission = parseFields(fields, terminationSchema)
  const answer = (refused: string | undefined, status: number) =>
    data(
      { refused, reply: submission.reply(), file: undefined, fileProblem: undefined, evidenceProblem: undefined },
      { status },
    )
  if (submission.status !== 'success') return answer(undefined, 422)
  const now = clock.now()
  const ended = await terminateAgreement(getRuntime().db, { agreementId: id, form: submission.value, officer, now })
  if (ended.ok) return redirectWithNotice(paths.finance.agreement(id), 'agreementTerminated')
  if (ended.refusal.kind === 'unknown') throw notFound()
  return answer(agreementsMessages[readPreferences(request).language].refusals[ended.refusal.kind], 409)
}

async function evidence(request: Request, officer: Actor<'agreement:record'>, agreementId: AgreementId) {
  if (!(await findAgreement(getRuntime().db, agreementId))) throw notFound()
  const about = { subject: 'agreement', subjectId: agreementId } as const
  const answer = await answerEvidence(request, {
    ...about,
    actorId: officer.personId,
    to: paths.finance.agreement(agreementId),
  })
  if (!('data' in answer)) return answer
  const nothing = { refused: undefined, reply: undefined, file: undefined, fileProblem: undefined }
  return data({ ...nothing, ...answer.data }, answer.init ?? undefined)
}
