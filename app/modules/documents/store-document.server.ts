import { createHash } from 'node:crypto'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getBlobStore } from '#app/platform/open-blob-store.server.ts'
import type { DocumentId, PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { DOCUMENT_TYPES, MAX_DOCUMENT_BYTES, type StoreDocumentRefusal } from './document.ts'
import { detectDocumentType } from './document-type.server.ts'

/**
 * Keeps a file as it was handed in: its bytes in the blob store under their hash, what
 * it is and who brought it in a row of its own. Refuses what is empty, larger than
 * `MAX_DOCUMENT_BYTES` or of no type we keep. Nothing refers to it until a use case does.
 */
export async function storeDocument(
  db: Db,
  {
    bytes,
    fileName,
    uploadedBy,
    now,
  }: { bytes: Buffer; fileName: string; uploadedBy: PersonId | undefined; now: Date },
): Promise<Result<DocumentId, StoreDocumentRefusal>> {
  if (bytes.length === 0) return refuse({ kind: 'empty' })
  if (bytes.length > MAX_DOCUMENT_BYTES) return refuse({ kind: 'tooLarge' })
  const mediaType = detectDocumentType(bytes)
  if (!mediaType) return refuse({ kind: 'unknownType' })
  const sha256 = createHash('sha256').update(bytes).digest()
  const ending = DOCUMENT_TYPES[mediaType]
  const blobName = `document-${sha256.toString('hex')}.${ending}`
  await getBlobStore().put(blobName, bytes, mediaType)
  const documentId = newId<DocumentId>()
  await inTransaction(db, (tx) =>
    tx
      .insertInto('document')
      .values({
        id: documentId,
        sha256,
        blob_name: blobName,
        file_name: shownName(fileName, ending),
        media_type: mediaType,
        byte_count: bytes.length,
        uploaded_by: uploadedBy ?? null,
        uploaded_at: now,
      })
      .execute(),
  )
  return ok(documentId)
}

/** A name without folders and control characters, never empty. */
function shownName(name: string, ending: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replaceAll(/[\p{Cc}\p{Cf}\ud800-\udfff]/gu, '').trim()
  return [...plain].slice(0, 100).join('') || `document.${ending}`
}
