import { data } from '@remix-run/node'
import { z } from 'zod'
import { parseFields } from '#app/http/forms.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { readUpload } from '#app/http/uploads.server.ts'
import { discardSheet, startSheet } from '#app/modules/sheets/apply-sheet.server.ts'
import { checkSheet, type DecideRows } from '#app/modules/sheets/check-sheet.server.ts'
import { MAX_SHEET_BYTES, MAX_SHEET_COLUMNS, type SheetKind } from '#app/modules/sheets/sheet-kind.ts'
import { uploadSheet } from '#app/modules/sheets/upload-sheet.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isUuid, type PersonId, type SheetFileId } from '#app/shared/ids.ts'
import type { SheetRefusal, SheetUploadProblem } from './sheet-words.ts'

const LIMITS = { field: 'sheet', maxFiles: 1, maxFileBytes: MAX_SHEET_BYTES }
const checkSchema = z.object({ columns: z.array(z.string().max(60).optional()).max(MAX_SHEET_COLUMNS).default([]) })

/** The file an address names. Throws 404 for what can be none. */
export function readSheetId(params: { sheetId?: string | undefined }): SheetFileId {
  const id = params.sheetId ?? ''
  if (!isUuid(id)) throw notFound()
  return id as SheetFileId
}

/**
 * Takes in the file of a form and leads to what was read of it; says why not when it
 * is none. `optionsOf` reads what the form says about the whole file; it throws for
 * what no form of ours sends.
 */
export async function uploadSheetByForm<Values extends object>(
  request: Request,
  kind: SheetKind<Values>,
  step: {
    actorId: PersonId
    now: Date
    to: (sheetId: SheetFileId) => string
    optionsOf?: (fields: FormData) => Record<string, string>
  },
) {
  const answer = (problem: SheetUploadProblem, status: number) => data({ problem }, { status })
  const upload = await readUpload(request, LIMITS)
  if (!upload.ok) return answer(upload.refusal, 413)
  const { fields, files, names } = upload.value
  const requestId = fields.get('requestId')
  if (typeof requestId !== 'string' || !isUuid(requestId)) throw badRequest()
  const [bytes = Buffer.alloc(0), fileName = ''] = [files[0], names[0]]
  const options = step.optionsOf?.(fields) ?? {}
  const { actorId, now } = step
  const result = await uploadSheet(getRuntime().db, kind, { actorId, requestId, fileName, bytes, options, now })
  if (!result.ok) return answer(result.refusal, 422)
  return new Response(null, { status: 303, headers: { Location: step.to(result.value) } })
}

interface SheetStep<Values extends object> {
  kind: SheetKind<Values>
  decide: DecideRows<Values>
  sheetId: SheetFileId
  actorId: PersonId
  now: Date
  /** The page of the file, and the one where files are brought in. */
  paths: { file: string; list: string }
}

/** Answers the buttons of a file: check, apply, discard. */
export async function stepSheetByForm<Values extends object>(fields: FormData, step: SheetStep<Values>) {
  switch (fields.get('intent')) {
    case 'check':
      return check(fields, step)
    case 'apply': {
      const result = await startSheet(getRuntime().db, step.kind, step)
      return result.ok ? redirectWithNotice(step.paths.file, 'sheetStarted') : refused(result.refusal)
    }
    case 'discard': {
      const result = await discardSheet(getRuntime().db, step.kind, step)
      return result.ok ? redirectWithNotice(step.paths.list, 'sheetDiscarded') : refused(result.refusal)
    }
    default:
      throw badRequest()
  }
}

async function check<Values extends object>(fields: FormData, step: SheetStep<Values>) {
  const submission = parseFields(fields, checkSchema)
  if (submission.status !== 'success') throw badRequest()
  const mapping = submission.value.columns.map((field) => field ?? '')
  if (mapping.some((field) => field !== '' && !step.kind.fields.includes(field as never))) throw badRequest()
  const command = { sheetId: step.sheetId, mapping, now: step.now }
  const result = await checkSheet(getRuntime().db, step.kind, { command, decide: step.decide })
  return result.ok ? redirectWithNotice(step.paths.file, 'sheetChecked') : refused(result.refusal)
}

function refused(refusal: SheetRefusal | { kind: 'notFound' }) {
  if (refusal.kind === 'notFound') throw notFound()
  return data({ refusal }, { status: 409 })
}
