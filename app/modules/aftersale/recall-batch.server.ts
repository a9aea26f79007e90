import { sql } from 'kysely'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { enqueueForCooperative } from '#app/modules/notices/enqueue-notice.server.ts'
import { withdrawBatch } from '#app/modules/stock/withdraw-batch.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { BatchId, BatchRecallId, CooperativeId, PersonId, SkuId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { RecallBatchForm, RecallBatchRefusal } from './recall-batch.ts'

interface LotRow {
  id: BatchId
  sku_id: SkuId
  quantity: number
  recalled_at: Date | null
  cooperative_id: CooperativeId
  name_zh: string
  name_en: string
}

/**
 * Calls a lot back: from this moment nothing of it is sent, what is left of it and
 * promised to nobody is off the shelf, its cooperative is told, and every order line
 * that got pieces of it is written down. `carryOutRecalls` does the rest, order by
 * order, also after a crash. A lot is called back once.
 */
export async function recallBatch(
  db: Db,
  { form, administrator, now }: { form: RecallBatchForm; administrator: Actor<'catalog:manage'>; now: Date },
): Promise<Result<{ batchRecallId: BatchRecallId }, RecallBatchRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<{ batchRecallId: BatchRecallId }, RecallBatchRefusal>> => {
    const lot = await lockLot(tx, form.lotCode)
    if (!lot) return refuse({ kind: 'unknownLot' })
    if (lot.recalled_at) return refuse({ kind: 'recalledAlready', batchRecallId: await findRecallOf(tx, lot.id) })
    const batchRecallId = newId<BatchRecallId>()
    await tx.updateTable('batch').set({ recalled_at: now }).where('id', '=', lot.id).execute()
    const shipped = await countShipped(tx, lot.id)
    const rest = Math.max(0, lot.quantity - shipped)
    const withdrawn = await withdrawBatch(tx, { batchRecallId, skuId: lot.sku_id, quantity: rest, now })
    const recall = {
      batchRecallId,
      batchId: lot.id,
      reason: form.reason,
      withdrawn,
      personId: administrator.personId,
      now,
    }
    await insertRecall(tx, recall)
    const data = { nameZh: lot.name_zh, nameEn: lot.name_en, lotNo: form.lotCode, orderNo: null, reason: form.reason }
    const dedupeKey = `batch_recalled:${batchRecallId}`
    await enqueueForCooperative(tx, lot.cooperative_id, { kind: 'batch_recalled', data, dedupeKey, now })
    await noteRecall(tx, { ...recall, lotCode: form.lotCode, shipped })
    return ok({ batchRecallId })
  })
}

/** Whoever is about to send pieces of the lot waits, and then finds it called back. */
async function lockLot(tx: Tx, lotCode: string): Promise<LotRow | undefined> {
  const { rows } = await sql<LotRow>`
    select batch.id, batch.sku_id, batch.quantity, batch.recalled_at, product.cooperative_id,
      coalesce(version.name_zh, product.slug) as name_zh, coalesce(version.name_en, product.slug) as name_en
    from batch join sku on sku.id = batch.sku_id join product on product.id = sku.product_id
      left join product_version version on version.id = product.published_version_id
    where batch.lot_code = ${lotCode} for update of batch
  `.execute(tx)
  return rows[0]
}

async function findRecallOf(tx: Tx, batchId: BatchId): Promise<string> {
  const row = await tx.selectFrom('batch_recall').select('id').where('batch_id', '=', batchId).executeTakeFirstOrThrow()
  return row.id
}

async function countShipped(tx: Tx, batchId: BatchId): Promise<number> {
  const { rows } = await sql<{ pieces: number }>`
    select coalesce(sum(quantity), 0)::int as pieces from shipment_line where batch_id = ${batchId}
  `.execute(tx)
  return rows[0]?.pieces ?? 0
}

interface RecallFacts {
  batchRecallId: BatchRecallId
  batchId: BatchId
  reason: string
  withdrawn: number
  personId: PersonId
  now: Date
}

async function insertRecall(tx: Tx, recall: RecallFacts): Promise<void> {
  await tx
    .insertInto('batch_recall')
    .values({
      id: recall.batchRecallId,
      batch_id: recall.batchId,
      reason: recall.reason,
      withdrawn_quantity: recall.withdrawn,
      started_by: recall.personId,
      at: recall.now,
    })
    .execute()
  await sql`
    insert into batch_recall_line (batch_recall_id, order_line_id, quantity)
    select ${recall.batchRecallId}::uuid, order_line_id, sum(quantity) from shipment_line where batch_id = ${recall.batchId}
    group by order_line_id
  `.execute(tx)
}

async function noteRecall(tx: Tx, recall: RecallFacts & { lotCode: string; shipped: number }): Promise<void> {
  const { lotCode, reason, shipped, withdrawn } = recall
  await recordAuditEvent(tx, {
    actorId: recall.personId,
    verb: 'batch_recalled',
    objectType: 'batch',
    objectId: recall.batchId,
    detail: { lotCode, reason, shippedPieces: shipped, withdrawnPieces: withdrawn },
    now: recall.now,
  })
}
