import { sql } from 'kysely'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { BatchRecallId } from '#app/shared/ids.ts'

export interface RecallSummary {
  batchRecallId: BatchRecallId
  lotCode: string
  nameZh: string
  nameEn: string
  reason: string
  at: Date
  orders: number
  /** Order lines nobody has seen to yet. */
  waiting: number
}

/** Every recall, newest first. */
export async function listRecalls(db: Db): Promise<RecallSummary[]> {
  const { rows } = await sql<{
    id: BatchRecallId
    lot_code: string
    name_zh: string
    name_en: string
    reason: string
    at: Date
    orders: number
    waiting: number
  }>`
    select recall.id, batch.lot_code, coalesce(version.name_zh, product.slug) as name_zh,
      coalesce(version.name_en, product.slug) as name_en, recall.reason, recall.at,
      (select count(distinct line.order_id) from batch_recall_line part join order_line line on line.id = part.order_line_id
        where part.batch_recall_id = recall.id) as orders,
      (select count(*) from batch_recall_line where batch_recall_id = recall.id and told_at is null) as waiting
    from batch_recall recall join batch on batch.id = recall.batch_id join sku on sku.id = batch.sku_id
      join product on product.id = sku.product_id left join product_version version on version.id = product.published_version_id
    order by recall.at desc
  `.execute(db)
  return rows.map((row) => ({
    batchRecallId: row.id,
    lotCode: row.lot_code,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    reason: row.reason,
    at: row.at,
    orders: row.orders,
    waiting: row.waiting,
  }))
}

export interface RecalledLine {
  orderNo: string
  orderStatus: string
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  /** Pieces of the line that came from the lot. */
  fromLot: number
  handedOver: number
  /** Not handed over, and refunded; undefined until it was seen to. */
  canceled: number | undefined
  toldAt: Date | undefined
  /** Whoever must be reached; a sale over the counter may have nobody. */
  contactName: string | null
  contactPhone: string | null
}

export interface RecallView {
  lotCode: string
  cooperativeZh: string
  cooperativeEn: string
  reason: string
  at: Date
  startedBy: string
  withdrawn: number
  lines: RecalledLine[]
}

/** A recall with every order line that got pieces of the lot, by order number; undefined when there is none. */
export async function findRecall(db: Db, batchRecallId: string): Promise<RecallView | undefined> {
  const recall = await db
    .selectFrom('batch_recall as recall')
    .innerJoin('batch', 'batch.id', 'recall.batch_id')
    .innerJoin('sku', 'sku.id', 'batch.sku_id')
    .innerJoin('product', 'product.id', 'sku.product_id')
    .innerJoin('cooperative', 'cooperative.id', 'product.cooperative_id')
    .innerJoin('person', 'person.id', 'recall.started_by')
    .select(['batch.lot_code', 'recall.reason', 'recall.at', 'recall.withdrawn_quantity'])
    .select(['cooperative.name_zh', 'cooperative.name_en', 'person.name as started_by'])
    .where('recall.id', '=', batchRecallId)
    .executeTakeFirst()
  if (!recall) return undefined
  const lines = await listRecalledLines(db, batchRecallId)
  return {
    lotCode: recall.lot_code,
    cooperativeZh: recall.name_zh,
    cooperativeEn: recall.name_en,
    reason: recall.reason,
    at: recall.at,
    startedBy: recall.started_by,
    withdrawn: recall.withdrawn_quantity,
    lines,
  }
}

async function listRecalledLines(db: Db, batchRecallId: string): Promise<RecalledLine[]> {
  const rows = await db
    .selectFrom('batch_recall_line as part')
    .innerJoin('order_line as line', 'line.id', 'part.order_line_id')
    .innerJoin('order', 'order.id', 'line.order_id')
    .select(['order.order_no', 'order.status', 'order.contact_name', 'order.contact_phone'])
    .select(['line.name_zh', 'line.name_en', 'line.spec_zh', 'line.spec_en', 'line.accepted_quantity'])
    .select(['part.quantity', 'part.canceled_quantity', 'part.told_at'])
    .where('part.batch_recall_id', '=', batchRecallId)
    .orderBy('order.order_no')
    .orderBy('line.line_no')
    .execute()
  return rows.map((row) => ({
    orderNo: row.order_no,
    orderStatus: row.status,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    specZh: row.spec_zh,
    specEn: row.spec_en,
    fromLot: row.quantity,
    handedOver: row.accepted_quantity,
    canceled: row.canceled_quantity ?? undefined,
    toldAt: row.told_at ?? undefined,
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
  }))
}

/** The same list for a file that leaves the house, with names and telephone numbers: who took it is written down. */
export async function exportRecall(
  db: Db,
  { batchRecallId, administrator, now }: { batchRecallId: string; administrator: Actor<'catalog:manage'>; now: Date },
): Promise<RecallView | undefined> {
  const recall = await findRecall(db, batchRecallId)
  if (!recall) return undefined
  await inTransaction(db, (tx) =>
    recordAuditEvent(tx, {
      actorId: administrator.personId,
      verb: 'recall_exported',
      objectType: 'batch_recall',
      objectId: batchRecallId,
      detail: { lines: recall.lines.length },
      now,
    }),
  )
  return recall
}
