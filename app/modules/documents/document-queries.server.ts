import type { Db } from '#app/platform/db.server.ts'
import { getBlobStore } from '#app/platform/open-blob-store.server.ts'
import type { DocumentId, PersonId } from '#app/shared/ids.ts'
import type { DocumentFacts, DocumentType, EvidenceItem, EvidenceKind, EvidenceSubject } from './document.ts'

/** What is known of a document; undefined when there is none. */
export async function findDocument(db: Db, documentId: DocumentId): Promise<DocumentFacts | undefined> {
  const row = await db.selectFrom('document').selectAll().where('id', '=', documentId).executeTakeFirst()
  return row && factsOf(row)
}

/** A document with its bytes; undefined when there is none. Throws when the blob store has lost it. */
export async function readDocument(
  db: Db,
  documentId: DocumentId,
): Promise<(DocumentFacts & { bytes: Buffer }) | undefined> {
  const row = await db.selectFrom('document').selectAll().where('id', '=', documentId).executeTakeFirst()
  if (!row) return undefined
  const bytes = await getBlobStore().get(row.blob_name)
  if (!bytes) throw new Error(`the blob store has no ${row.blob_name} of document ${documentId}`)
  return { ...factsOf(row), bytes }
}

/** The evidence of one subject that was not taken back, in the order in which it was attached. */
export async function listEvidence(
  db: Db,
  { subject, subjectId }: { subject: EvidenceSubject; subjectId: string },
): Promise<EvidenceItem[]> {
  const rows = await db
    .selectFrom('evidence_item')
    .innerJoin('document', 'document.id', 'evidence_item.document_id')
    .selectAll('document')
    .select(['evidence_item.id as evidence_id', 'evidence_item.kind', 'evidence_item.note'])
    .where('subject_type', '=', subject)
    .where('subject_id', '=', subjectId)
    .where('removed_at', 'is', null)
    .orderBy('attached_at')
    .orderBy('evidence_item.id')
    .execute()
  return rows.map((row) => ({
    ...factsOf(row),
    evidenceId: row.evidence_id,
    kind: row.kind as EvidenceKind,
    note: row.note,
  }))
}

interface DocumentRow {
  id: string
  sha256: Buffer
  file_name: string
  media_type: string
  byte_count: number
  uploaded_at: Date
  uploaded_by: string | null
}

function factsOf(row: DocumentRow): DocumentFacts {
  return {
    documentId: row.id as DocumentId,
    fileName: row.file_name,
    mediaType: row.media_type as DocumentType,
    byteCount: row.byte_count,
    sha256: row.sha256.toString('hex'),
    uploadedAt: row.uploaded_at,
    uploadedBy: (row.uploaded_by as PersonId | null) ?? undefined,
  }
}
