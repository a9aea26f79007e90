import { recordStages, takeBackRecognition } from '#app/modules/assistance/recognize-external.server.ts'
import type { AuditVerb } from '#app/modules/identity/audit-terms.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId, PersonId } from '#app/shared/ids.ts'
import { type Fen, fen, sumFen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import {
  isOrderWhole,
  lockNumber,
  lockOrderByNo,
  readOrderRecognitions,
  readOrderStages,
} from './internal/link-rows.server.ts'
import { decideLink, type LinkRefusal, type UnlinkRefusal } from './link-order.ts'
import { netOf } from './purchase.ts'

/**
 * Says that an order of the 832 platform and an order of the shop are the same purchase.
 * It counts through the platform from now on: what counted of the own order is taken
 * back, piece by piece, by entries that name those pieces. A refund of the order that
 * comes later takes its part off as it always does. Locks the order before the lines.
 */
export async function linkOrder(
  db: Db,
  { externalNo, orderNo, actorId, now }: { externalNo: string; orderNo: string; actorId: PersonId; now: Date },
): Promise<Result<void, LinkRefusal>> {
  return inTransaction(db, async (tx) => {
    const orderId = await lockOrderByNo(tx, orderNo)
    if (!orderId) return refuse({ kind: 'noSuchOrder' })
    const known = await findLinks(tx, { orderId, externalNo })
    if (known.some((link) => link.order_id === orderId && link.external_no === externalNo)) return ok(undefined)
    if (known.some((link) => link.order_id === orderId)) return refuse({ kind: 'orderLinked' })
    const lines = await lockNumber(tx, externalNo)
    if (known.length > 0 || lines.some((line) => line.linked_order_id !== null)) return refuse({ kind: 'numberLinked' })
    const counting = lines.filter((line) => line.counted_source_id !== null)
    const platform = sumFen(
      counting.map((line) => netOf({ amount: fen(line.amount_fen), refund: fen(line.refund_fen) })),
    )
    const recognitions = await readOrderRecognitions(tx, orderId, { isTaken: false })
    const own = sumFen(recognitions.map(({ amount }) => fen(amount)))
    const isWhole = await isOrderWhole(tx, orderId)
    const decided = decideLink({ lines: lines.length, countingLines: counting.length, platform, own, isWhole })
    if (!decided.ok) return decided
    await insertLink(tx, { externalNo, orderId, amount: platform, actorId, now })
    await recordStages(tx, await readOrderStages(tx, orderId, { isBack: false }))
    for (const { recognizedId } of recognitions) await takeBackRecognition(tx, recognizedId, now)
    return ok(undefined)
  })
}

function findLinks(tx: Tx, { orderId, externalNo }: { orderId: OrderId; externalNo: string }) {
  return tx
    .selectFrom('external_link')
    .select(['order_id', 'external_no'])
    .where('unlinked_at', 'is', null)
    .where((eb) => eb.or([eb('order_id', '=', orderId), eb('external_no', '=', externalNo)]))
    .execute()
}

async function insertLink(
  tx: Tx,
  of: { externalNo: string; orderId: OrderId; amount: Fen; actorId: PersonId; now: Date },
): Promise<void> {
  const { externalNo, orderId, amount, actorId, now } = of
  await tx
    .insertInto('external_link')
    .values({
      id: newId(),
      external_no: externalNo,
      order_id: orderId,
      amount_fen: amount,
      linked_by: actorId,
      linked_at: now,
    })
    .execute()
  await tx
    .updateTable('external_purchase')
    .set({ linked_order_id: orderId, changed_at: now })
    .where('channel', '=', 'platform_832')
    .where('external_no', '=', externalNo)
    .where('state', '<>', 'reversed')
    .execute()
  await audit(tx, { verb: 'purchase.linked', ...of, detail: { before: null, after: { orderId, amount } } })
}

/**
 * Undoes a link: the own order counts again by itself, and so does the platform's.
 * For a link that was wrong, or before a linked purchase is corrected.
 */
export async function unlinkOrder(
  db: Db,
  of: { externalNo: string; reason: string; actorId: PersonId; now: Date },
): Promise<Result<void, UnlinkRefusal>> {
  const { externalNo, reason, actorId, now } = of
  return inTransaction(db, async (tx) => {
    const found = await tx
      .selectFrom('external_link')
      .innerJoin('order', 'order.id', 'external_link.order_id')
      .select('order.order_no')
      .where('external_no', '=', externalNo)
      .where('unlinked_at', 'is', null)
      .executeTakeFirst()
    const orderId = found && (await lockOrderByNo(tx, found.order_no))
    const link = await tx
      .updateTable('external_link')
      .set({ unlinked_at: now, unlinked_by: actorId, unlink_reason: reason })
      .where('external_no', '=', externalNo)
      .where('order_id', '=', orderId ?? newId())
      .where('unlinked_at', 'is', null)
      .returning('amount_fen')
      .executeTakeFirst()
    if (!orderId || !link) return refuse({ kind: 'notLinked' })
    await lockNumber(tx, externalNo)
    await tx
      .updateTable('external_purchase')
      .set({ linked_order_id: null, changed_at: now })
      .where('linked_order_id', '=', orderId)
      .execute()
    const detail = { before: { orderId, amount: fen(link.amount_fen) }, after: null, reason }
    await audit(tx, { verb: 'purchase.unlinked', externalNo, actorId, now, detail })
    await recordStages(tx, await readOrderStages(tx, orderId, { isBack: true }))
    const taken = await readOrderRecognitions(tx, orderId, { isTaken: true })
    for (const { recognizedId } of taken) await takeBackRecognition(tx, recognizedId, now)
    return ok(undefined)
  })
}

interface LinkTold {
  orderId: OrderId
  amount: Fen
}

interface LinkDetail {
  before: LinkTold | null
  after: LinkTold | null
  reason?: string
}

async function audit(
  tx: Tx,
  of: { verb: AuditVerb; externalNo: string; actorId: PersonId; now: Date; detail: LinkDetail },
): Promise<void> {
  const { verb, externalNo, actorId, now, detail } = of
  await recordAuditEvent(tx, {
    actorId,
    verb,
    objectType: 'external_order',
    objectId: `platform_832:${externalNo}`,
    detail,
    now,
  })
}
