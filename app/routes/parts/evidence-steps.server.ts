import { data } from '@remix-run/node'
import { readFields } from '#app/http/forms.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { readUpload } from '#app/http/uploads.server.ts'
import { attachEvidence, removeEvidence } from '#app/modules/documents/attach-evidence.server.ts'
import {
  EVIDENCE_KINDS,
  type EvidenceSubject,
  MAX_DOCUMENT_BYTES,
  type StoreDocumentRefusal,
} from '#app/modules/documents/document.ts'
import { listEvidence } from '#app/modules/documents/document-queries.server.ts'
import { storeDocument } from '#app/modules/documents/store-document.server.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isUuid, type PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { EvidenceOnPage, EvidenceProblem } from './evidence-section.tsx'

const LIMITS = { field: 'evidence', maxFiles: 1, maxFileBytes: MAX_DOCUMENT_BYTES }
const MAX_NOTE = 200

interface EvidenceOf {
  subject: EvidenceSubject
  subjectId: string
}

/** The evidence of a subject for `EvidenceSection`. */
export async function readEvidence({ subject, subjectId }: EvidenceOf): Promise<EvidenceOnPage[]> {
  const items = await listEvidence(getRuntime().db, { subject, subjectId })
  return items.map(({ evidenceId, documentId, kind, fileName, byteCount, note }) => ({
    evidenceId,
    documentId,
    kind,
    fileName,
    byteCount,
    note,
  }))
}

/** Whether a posted form is one of `EvidenceSection`: ask before the body is read. */
export function isEvidenceForm(request: Request): boolean {
  return new URL(request.url).searchParams.has('evidence')
}

/**
 * Answers the forms of `EvidenceSection` at the page `to`. The caller has checked that
 * `actorId` may work on the subject and that there is one.
 */
export async function answerEvidence(
  request: Request,
  { actorId, to, ...of }: EvidenceOf & { actorId: PersonId; to: string },
) {
  const step = new URL(request.url).searchParams.get('evidence')
  if (step === 'remove') return remove(request, { actorId, to, ...of })
  if (step !== 'attach') throw badRequest()
  const attached = await attach(request, { actorId, ...of })
  if (attached.ok) return redirectWithNotice(`${to}#evidence`, 'evidenceAttached')
  return data({ evidenceProblem: attached.refusal }, { status: attached.refusal === 'fileTooLarge' ? 413 : 422 })
}

async function attach(
  request: Request,
  { actorId, ...of }: EvidenceOf & { actorId: PersonId },
): Promise<Result<void, EvidenceProblem | StoreDocumentRefusal['kind']>> {
  const [{ db }, now] = [getRuntime(), clock.now()]
  const upload = await readUpload(request, LIMITS)
  if (!upload.ok) return refuse(upload.refusal.kind)
  const { fields, files, names } = upload.value
  const kind = EVIDENCE_KINDS.find((one) => one === fields.get('evidenceKind'))
  const note = String(fields.get('evidenceNote') ?? '')
    .trim()
    .replaceAll('\0', '')
  if (!kind) throw badRequest()
  if ([...note].length > MAX_NOTE) return refuse('noteTooLong')
  const [bytes = Buffer.alloc(0), fileName = ''] = [files[0], names[0]]
  const stored = await storeDocument(db, { bytes, fileName, uploadedBy: actorId, now })
  if (!stored.ok) return refuse(stored.refusal.kind)
  const documentId = stored.value
  await inTransaction(db, async (tx) => {
    await attachEvidence(tx, { ...of, kind, documentId, note, attachedBy: actorId, now })
    const detail = { documentId, kind }
    await recordAuditEvent(tx, {
      actorId,
      verb: 'evidence.attached',
      objectType: of.subject,
      objectId: of.subjectId,
      detail,
      now,
    })
  })
  return ok(undefined)
}

async function remove(request: Request, { actorId, to, ...of }: EvidenceOf & { actorId: PersonId; to: string }) {
  const evidenceId = (await readFields(request)).get('evidenceId')
  if (typeof evidenceId !== 'string' || !isUuid(evidenceId)) throw badRequest()
  const now = clock.now()
  await inTransaction(getRuntime().db, async (tx) => {
    await removeEvidence(tx, { ...of, evidenceId, removedBy: actorId, now })
    const detail = { evidenceId }
    await recordAuditEvent(tx, {
      actorId,
      verb: 'evidence.removed',
      objectType: of.subject,
      objectId: of.subjectId,
      detail,
      now,
    })
  })
  return redirectWithNotice(`${to}#evidence`, 'evidenceRemoved')
}
