import type { Tx } from '#app/platform/db.server.ts'
import type { OrderLineId, PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { readSupplyLines } from './internal/supply-line-rows.server.ts'
import type { LockedSupplierOrder } from './lock-supplier-order.server.ts'
import { decideShortage, type ShortageRefusal, type ShortPieces } from './short-lines.ts'
import type { ShortageReason } from './supply-terms.ts'

export interface ShortageDraft {
  /** Names the request: the same one again records nothing. */
  requestId: string
  lines: readonly ShortPieces[]
  reason: ShortageReason
  note: string
  actorId: PersonId
  now: Date
}

export type RecordShortageRefusal = ShortageRefusal | { kind: 'requestReused' }

/**
 * Writes down that a cooperative cannot supply some pieces, and says whether this
 * request is the first to. The caller then cancels them and gives the money back in
 * the same transaction, unless it had been done.
 */
export async function recordShortage(
  tx: Tx,
  part: LockedSupplierOrder,
  draft: ShortageDraft,
): Promise<Result<{ isFirst: boolean }, RecordShortageRefusal>> {
  const { requestId, reason, note, actorId, now } = draft
  const before = await tx
    .selectFrom('shortage')
    .select(['order_line_id', 'quantity', 'reason', 'note'])
    .where('request_id', '=', requestId)
    .execute()
  if (before.length > 0) return isSame(before, draft) ? ok({ isFirst: false }) : refuse({ kind: 'requestReused' })
  const decided = decideShortage(draft.lines, await readSupplyLines(tx, part.supplierOrderId))
  if (!decided.ok) return decided
  const rows = decided.value.map(({ orderLineId, quantity }) => ({
    request_id: requestId,
    order_line_id: orderLineId,
    quantity,
    reason,
    note,
    actor_id: actorId,
    at: now,
  }))
  await tx.insertInto('shortage').values(rows).execute()
  return ok({ isFirst: true })
}

interface ShortageRow {
  order_line_id: string
  quantity: number
  reason: string
  note: string
}

function isSame(rows: readonly ShortageRow[], { lines, reason, note }: ShortageDraft): boolean {
  if (rows.length !== lines.length) return false
  return rows.every(
    (row) =>
      row.reason === reason &&
      row.note === note &&
      lines.some((line) => line.orderLineId === (row.order_line_id as OrderLineId) && line.quantity === row.quantity),
  )
}
