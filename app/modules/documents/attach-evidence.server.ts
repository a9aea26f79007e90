import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { DocumentId, PersonId } from '#app/shared/ids.ts'
import type { EvidenceKind, EvidenceSubject } from './document.ts'

export interface Attachment {
  subject: EvidenceSubject
  subjectId: string
  kind: EvidenceKind
  documentId: DocumentId
  note?: string
  attachedBy: PersonId | undefined
  now: Date
}

/** Says that a document proves something about a subject. The same again changes nothing. */
export async function attachEvidence(tx: Tx, attachment: Attachment): Promise<void> {
  await tx
    .insertInto('evidence_item')
    .values({
      id: newId(),
      subject_type: attachment.subject,
      subject_id: attachment.subjectId,
      kind: attachment.kind,
      document_id: attachment.documentId,
      note: attachment.note ?? '',
      attached_by: attachment.attachedBy ?? null,
      attached_at: attachment.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Takes evidence back by a mark; the document stays. What is gone already, or never was of this subject, changes nothing. */
export async function removeEvidence(
  tx: Tx,
  of: { subject: EvidenceSubject; subjectId: string; evidenceId: string; removedBy: PersonId; now: Date },
): Promise<void> {
  await tx
    .updateTable('evidence_item')
    .set({ removed_by: of.removedBy, removed_at: of.now })
    .where('id', '=', of.evidenceId)
    .where('subject_type', '=', of.subject)
    .where('subject_id', '=', of.subjectId)
    .where('removed_at', 'is', null)
    .execute()
}
