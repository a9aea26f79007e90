import { data } from '@remix-run/node'
import { parseFields } from '#app/http/forms.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { readUpload } from '#app/http/uploads.server.ts'
import { MAX_DOCUMENT_BYTES, type StoreDocumentRefusal } from '#app/modules/documents/document.ts'
import { storeDocument } from '#app/modules/documents/store-document.server.ts'
import {
  declineFapiaoSchema,
  type FapiaoKeeper,
  type FapiaoRefusal,
  issueFapiaoSchema,
  reverseFapiaoSchema,
} from '#app/modules/fapiao/fapiao.ts'
import { findFapiao } from '#app/modules/fapiao/fapiao-queries.server.ts'
import { declineFapiao, issueFapiao, reverseFapiao } from '#app/modules/fapiao/keep-fapiao.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { type DocumentId, type FapiaoId, isUuid } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

const LIMITS = { field: 'file', maxFiles: 1, maxFileBytes: MAX_DOCUMENT_BYTES }

export type FapiaoProblem = StoreDocumentRefusal['kind'] | 'fileTooLarge' | 'tooManyFiles'

export interface FapiaoAnswer {
  intent: string
  refusal?: FapiaoRefusal
  problem?: FapiaoProblem
  /** Fields with the keys of what is wrong with them. */
  errors?: Record<string, string[] | null>
}

/** The request an address names. Throws 404 for what can be none. */
export function readFapiaoId(params: { fapiaoId?: string | undefined }): FapiaoId {
  const id = params.fapiaoId ?? ''
  if (!isUuid(id)) throw notFound()
  return id as FapiaoId
}

/** The file an address names. Throws 404 for what can be none. */
export function readDocumentId(params: { documentId?: string | undefined }): DocumentId {
  const id = params.documentId ?? ''
  if (!isUuid(id)) throw notFound()
  return id as DocumentId
}

interface FapiaoStep {
  keeper: FapiaoKeeper
  fapiaoId: FapiaoId
  now: Date
  /** The page of the request. */
  to: string
}

/** Answers the forms of whoever keeps a request: its invoice is noted, taken back, or will not come. Throws 404 for none of theirs. */
export async function keepFapiaoByForm(request: Request, step: FapiaoStep) {
  const { keeper, fapiaoId } = step
  if (!(await findFapiao(getRuntime().db, { fapiaoId, cooperativeId: keeper.cooperativeId }))) throw notFound()
  const upload = await readUpload(request, LIMITS)
  const answer = (given: FapiaoAnswer, status: number) => data(given, { status })
  if (!upload.ok) return answer({ intent: 'issue', problem: upload.refusal.kind }, 413)
  const { fields, files, names } = upload.value
  const file = { bytes: files[0] ?? Buffer.alloc(0), fileName: names[0] ?? '' }
  const intent = String(fields.get('intent'))
  const kept = await keep(intent, fields, { ...step, file })
  if (!kept.ok) return answer({ intent, ...kept.refusal }, kept.refusal.refusal ? 409 : 422)
  return redirectWithNotice(step.to, 'fapiaoKept')
}

type Step = FapiaoStep & { file: { bytes: Buffer; fileName: string } }
type Kept = Result<void, Omit<FapiaoAnswer, 'intent'>>

function keep(intent: string, fields: FormData, step: Step): Promise<Kept> {
  switch (intent) {
    case 'issue':
      return issue(fields, step)
    case 'reverse':
      return reverse(fields, step)
    case 'decline':
      return decline(fields, step)
    default:
      throw badRequest()
  }
}

async function issue(fields: FormData, step: Step): Promise<Kept> {
  const submission = parseFields(fields, issueFapiaoSchema)
  if (submission.status !== 'success') return refuse({ errors: submission.reply().error ?? {} })
  const stored = await store(step)
  if (!stored.ok) return stored
  return said(await issueFapiao(getRuntime().db, { ...step, ...submission.value, documentId: stored.value }))
}

async function reverse(fields: FormData, step: Step): Promise<Kept> {
  const submission = parseFields(fields, reverseFapiaoSchema)
  if (submission.status !== 'success') return refuse({ errors: submission.reply().error ?? {} })
  const stored = await store(step)
  if (!stored.ok) return stored
  return said(await reverseFapiao(getRuntime().db, { ...step, ...submission.value, documentId: stored.value }))
}

async function decline(fields: FormData, step: Step): Promise<Kept> {
  const submission = parseFields(fields, declineFapiaoSchema)
  if (submission.status !== 'success') return refuse({ errors: submission.reply().error ?? {} })
  return said(await declineFapiao(getRuntime().db, { ...step, ...submission.value }))
}

async function store({ keeper, file, now }: Step): Promise<Result<DocumentId, Omit<FapiaoAnswer, 'intent'>>> {
  const stored = await storeDocument(getRuntime().db, { ...file, uploadedBy: keeper.personId, now })
  return stored.ok ? ok(stored.value) : refuse({ problem: stored.refusal.kind })
}

function said(result: Result<void, FapiaoRefusal>): Kept {
  return result.ok ? ok(undefined) : refuse({ refusal: result.refusal })
}
