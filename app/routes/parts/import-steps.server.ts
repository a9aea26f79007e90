import { data } from '@remix-run/node'
import type { Params } from '@remix-run/react'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { readUpload } from '#app/http/uploads.server.ts'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { checkImport } from '#app/modules/imports/check-import.server.ts'
import { checkImportSchema } from '#app/modules/imports/check-import.ts'
import { discardImport } from '#app/modules/imports/discard-import.server.ts'
import { MAX_IMPORT_BYTES } from '#app/modules/imports/import-job.ts'
import { startImport } from '#app/modules/imports/start-import.server.ts'
import { uploadImport } from '#app/modules/imports/upload-import.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { type ImportJobId, isUuid } from '#app/shared/ids.ts'
import type { UploadProblem } from './import-words.ts'

const LIMITS = { field: 'sheet', maxFiles: 1, maxFileBytes: MAX_IMPORT_BYTES }

/** The import an address names. Throws 404 for what can be none. */
export function readJobId(params: Params): ImportJobId {
  const id = params.jobId ?? ''
  if (!isUuid(id)) throw notFound()
  return id as ImportJobId
}

/** Takes in the file of the form and leads to what was read of it; says why not when it is none. */
export async function uploadByForm(request: Request, { manager, now }: { manager: Manager; now: Date }) {
  const answer = (problem: UploadProblem, status: number) => data({ problem }, { status })
  const upload = await readUpload(request, LIMITS)
  if (!upload.ok) return answer(upload.refusal, 413)
  const { fields, files, names } = upload.value
  const requestId = fields.get('requestId')
  if (typeof requestId !== 'string' || !isUuid(requestId)) throw badRequest()
  const [bytes = Buffer.alloc(0), fileName = ''] = [files[0], names[0]]
  const result = await uploadImport(getRuntime().db, { manager, requestId, fileName, bytes, now })
  return result.ok ? redirectToJob(result.value) : answer(result.refusal, 422)
}

function redirectToJob(jobId: ImportJobId): Response {
  return new Response(null, { status: 303, headers: { Location: paths.supply.importJob(jobId) } })
}

interface ImportStep {
  manager: Manager
  jobId: ImportJobId
  now: Date
}

/** Answers the form that says what each column means. */
export async function checkByForm(fields: FormData, step: ImportStep) {
  const submission = parseFields(fields, checkImportSchema)
  if (submission.status !== 'success') throw badRequest()
  const result = await checkImport(getRuntime().db, { ...step, mapping: submission.value.columns })
  if (result.ok) return redirectWithNotice(paths.supply.importJob(step.jobId), 'importChecked')
  if (result.refusal.kind === 'notFound') throw notFound()
  return data({ refusal: result.refusal }, { status: 409 })
}

/** Answers the button that applies an import. */
export async function startByForm(step: ImportStep) {
  const result = await startImport(getRuntime().db, step)
  if (result.ok) return redirectWithNotice(paths.supply.importJob(step.jobId), 'importStarted')
  if (result.refusal.kind === 'notFound') throw notFound()
  return data({ refusal: result.refusal }, { status: 409 })
}

/** Answers the button that lays an import aside. */
export async function discardByForm(step: ImportStep) {
  const result = await discardImport(getRuntime().db, step)
  if (result.ok) return redirectWithNotice(paths.supply.imports(), 'importDiscarded')
  if (result.refusal.kind === 'notFound') throw notFound()
  return data({ refusal: result.refusal }, { status: 409 })
}
