import type { DocumentId, PersonId } from '#app/shared/ids.ts'

export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024

/** What may be kept as a document, by its content. The name of a file is a claim. */
export const DOCUMENT_TYPES = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/ofd': 'ofd',
  'application/zip': 'zip',
} as const
export type DocumentType = keyof typeof DOCUMENT_TYPES

export const EVIDENCE_KINDS = [
  'agreement',
  'order',
  'shipment',
  'acceptance',
  'invoice',
  'payment',
  'certificate',
  'photo',
  'source',
  'other',
] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/** What a document can prove something about; the key is the subject's own. */
const EVIDENCE_SUBJECTS = [
  'counting_rule',
  'target_decision',
  'agreement',
  'external_purchase',
  'order',
  'statement',
  'bank_line',
  'incident',
  'fapiao',
] as const
export type EvidenceSubject = (typeof EVIDENCE_SUBJECTS)[number]

export interface DocumentFacts {
  documentId: DocumentId
  fileName: string
  mediaType: DocumentType
  byteCount: number
  /** SHA-256 of the bytes, in hex. */
  sha256: string
  uploadedAt: Date
  uploadedBy: PersonId | undefined
}

export interface EvidenceItem extends DocumentFacts {
  evidenceId: string
  kind: EvidenceKind
  note: string
}

export type StoreDocumentRefusal = { kind: 'empty' } | { kind: 'tooLarge' } | { kind: 'unknownType' }
