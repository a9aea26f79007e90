import { ownFields } from '#app/http/forms.server.ts'
import { readUpload } from '#app/http/uploads.server.ts'
import { MAX_DOCUMENT_BYTES } from '#app/modules/documents/document.ts'
import { findDocument } from '#app/modules/documents/document-queries.server.ts'
import { storeDocument } from '#app/modules/documents/store-document.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { type DocumentId, isUuid, type PersonId } from '#app/shared/ids.ts'
import type { EvidenceProblem } from './evidence-section.tsx'

const LIMITS = { field: 'file', maxFiles: 1, maxFileBytes: MAX_DOCUMENT_BYTES }

/** A file that was handed in with a form, or with the same form before. */
export interface KeptFile {
  documentId: DocumentId
  fileName: string
}

export interface OfficeForm {
  fields: FormData
  file: KeptFile | undefined
  /** Why the file was not taken. */
  problem: EvidenceProblem | undefined
}

/**
 * Reads a form with one file. The file is kept at once, so that a form that comes back
 * need not be given it again: its name and key come back in the field `documentId`,
 * which holds only for whoever handed it in.
 */
export async function readOfficeForm(request: Request, by: PersonId): Promise<OfficeForm> {
  const upload = await readUpload(request, LIMITS)
  if (!upload.ok) return { fields: new FormData(), file: undefined, problem: upload.refusal.kind }
  const { files, names } = upload.value
  const fields = ownFields(upload.value.fields)
  const [bytes, fileName = ''] = [files[0], names[0]]
  const before = await findKept(fields.get('documentId'), by)
  if (!bytes) return { fields, file: before, problem: undefined }
  const stored = await storeDocument(getRuntime().db, { bytes, fileName, uploadedBy: by, now: clock.now() })
  if (!stored.ok) return { fields, file: before, problem: stored.refusal.kind }
  return { fields, file: await findKept(stored.value, by), problem: undefined }
}

async function findKept(documentId: FormDataEntryValue | null, by: PersonId): Promise<KeptFile | undefined> {
  if (typeof documentId !== 'string' || !isUuid(documentId)) return undefined
  const document = await findDocument(getRuntime().db, documentId as DocumentId)
  return document?.uploadedBy === by ? { documentId: document.documentId, fileName: document.fileName } : undefined
}
