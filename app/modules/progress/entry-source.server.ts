import { type RawBuilder, sql } from 'kysely'
import { findPurchaseOfSource } from '#app/modules/external/purchase-queries.server.ts'
import type { Book } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import { isUuid } from '#app/shared/ids.ts'

/** The document behind an entry, under the name people know it by. */
export type EntrySource =
  | { kind: 'order'; orderNo: string }
  | { kind: 'decision'; documentNo: string }
  /** Bought elsewhere; without its key when it is the taking back of an own order's part. */
  | { kind: 'external'; reference: string; purchaseId: string | undefined }
  /** A clerk's time at the drawer of a pickup point. */
  | { kind: 'shift'; pointZh: string; pointEn: string; openedAt: Date }

/** Finds the document that caused an entry; undefined for a source that is no document of ours. */
export async function findEntrySource(
  db: Db,
  { book, sourceType, sourceId }: { book: Book; sourceType: string; sourceId: string },
): Promise<EntrySource | undefined> {
  if (sourceType === 'external')
    return { kind: 'external', reference: sourceId, purchaseId: await findPurchaseOfSource(db, sourceId) }
  // A failed refund of a line has its own entry: '<line>/failed'.
  const [documentId = ''] = sourceId.split('/')
  if (!isUuid(documentId)) return undefined
  if (sourceType === 'cash_difference') return findShift(db, documentId)
  if (sourceType === 'target_decision') {
    const decision = await db
      .selectFrom('target_decision')
      .select('document_no')
      .where('id', '=', documentId)
      .executeTakeFirst()
    return decision && { kind: 'decision', documentNo: decision.document_no }
  }
  const document = documentOf(book, sourceType)
  if (!document) return undefined
  const { rows } = await sql<{ order_no: string }>`
    select order_no from "order" where id = (${document(documentId)})
  `.execute(db)
  return rows[0] && { kind: 'order', orderNo: rows[0].order_no }
}

async function findShift(db: Db, shiftId: string): Promise<EntrySource | undefined> {
  const shift = await db
    .selectFrom('counter_shift')
    .innerJoin('pickup_point', 'pickup_point.id', 'counter_shift.pickup_point_id')
    .select(['pickup_point.name_zh', 'pickup_point.name_en', 'counter_shift.opened_at'])
    .where('counter_shift.id', '=', shiftId)
    .executeTakeFirst()
  return shift && { kind: 'shift', pointZh: shift.name_zh, pointEn: shift.name_en, openedAt: shift.opened_at }
}

/** Finds the order of a document by the document's key. */
type OrderFinder = (sourceId: string) => RawBuilder<unknown>

function documentOf(book: Book, sourceType: string): OrderFinder | undefined {
  switch (sourceType) {
    case 'capture':
    case 'late_payment':
    case 'cash_receipt':
      return (id) => sql`select order_id from payment where id = ${id}`
    case 'refund_decided':
    case 'refund_executed':
    case 'refund_failed':
    case 'refund_attributed':
      return (id) => sql`select order_id from refund where id = ${id}`
    case 'refund':
      return (id) => sql`
        select refund.order_id from refund_line part join refund on refund.id = part.refund_id where part.id = ${id}`
    case 'acceptance':
      return book === 'money'
        ? (id) => sql`
            select part.order_id from hand_over given join supplier_order part on part.id = given.supplier_order_id
            where given.id = ${id}`
        : (id) => sql`
            select line.order_id from hand_over_line piece join order_line line on line.id = piece.order_line_id
            where piece.id = ${id}`
    default:
      return undefined
  }
}
