import { sql } from 'kysely'
import { DOCUMENT_TYPES, type DocumentType } from '#app/modules/documents/document.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { EvidenceScope } from '../evidence-scope.ts'
import { scopeCondition } from './evidence-lines.server.ts'

export interface PackDocument {
  subject: string
  /** Under which number people know it. */
  subjectNo: string
  kind: string
  fileName: string
  /** In the pack: `documents/<sha256>.<ending>`. */
  path: string
  blobName: string
}

/** The files attached to what a scope is about, in an order that does not change. */
export async function listPackDocuments(db: Db, scope: EvidenceScope): Promise<PackDocument[]> {
  const { rows } = await sql<{
    subject: string
    subject_no: string
    kind: string
    file_name: string
    sha256: string
    media_type: DocumentType
    blob_name: string
  }>`
    with line as (
      select counted.*, order_line.order_id from recognized_purchase counted
        left join order_line on order_line.id = counted.order_line_id where ${scopeCondition(scope)}
    ), subject as (
      select distinct 'order' as subject, o.id::text as subject_id, o.order_no as subject_no from line join "order" o on o.id = line.order_id
      union
      select 'external_purchase', bought.id::text, bought.channel || ' ' || bought.external_no || '/' || bought.line_no
      from line join external_purchase bought on bought.counted_source_id = line.source_id where line.source_type = 'external'
      union
      select 'agreement', deal.id::text, deal.agreement_no from line join purchase_agreement deal on deal.id = line.agreement_id
      union
      select 'counting_rule', rule.id::text, rule.document_no from line join counting_rule rule on rule.id = line.counting_rule_id
    ), attached as (
      select subject.subject, subject.subject_no, item.kind, item.document_id from subject join evidence_item item
        on item.subject_type = subject.subject and item.subject_id = subject.subject_id and item.removed_at is null
      union
      select 'fapiao', o.order_no, 'invoice', paper.document_id from (select distinct order_id from line) mine
        join "order" o on o.id = mine.order_id join fapiao on fapiao.order_id = o.id
        cross join lateral (values (fapiao.document_id), (fapiao.red_document_id)) as paper (document_id)
      where paper.document_id is not null
    )
    select attached.subject, attached.subject_no, attached.kind, document.file_name, encode(document.sha256, 'hex') as sha256,
      document.media_type, document.blob_name
    from attached join document on document.id = attached.document_id
    order by 1, 2, 3, 5, 4`.execute(db)
  return rows.map((row) => ({
    subject: row.subject,
    subjectNo: row.subject_no,
    kind: row.kind,
    fileName: row.file_name,
    path: `documents/${row.sha256}.${DOCUMENT_TYPES[row.media_type]}`,
    blobName: row.blob_name,
  }))
}
