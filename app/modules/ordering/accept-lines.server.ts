import { sql } from 'kysely'
import { recognizePurchase } from '#app/modules/assistance/recognize-purchase.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { handOverPieces } from '#app/modules/stock/order-stock.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { HandOverId, OrgUnitId, PersonId, SupplierOrderId } from '#app/shared/ids.ts'
import { type Fen, multiplyFen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { acceptanceEntry } from './acceptance-entries.ts'
import { completeOrder, type LockedOrder } from './change-order.server.ts'
import { closeFinished, readLines } from './internal/line-rows.server.ts'
import { decidePieces, type LinePieces, type OpenLine, type PiecesRefusal } from './line-counters.ts'
import { noteOrderEvent } from './order-events.server.ts'
import { isPaidStatus } from './order-state.ts'
import type { FundType } from './place-order.ts'

export type HandOverKind = 'recipient' | 'pickup' | 'delivery' | 'automatic' | 'donated' | 'counter_sale'

export interface AcceptLinesCommand {
  lines: readonly LinePieces[]
  kind: HandOverKind
  /** Who gave or took them; absent only when nobody did: automatic and donated. */
  actorId?: PersonId
  proxyName?: string
  note?: string
  /** Where the caller wrote down the visit; made here when it did not. */
  visitId?: string
  /** Key of a printed sheet's line, keyed in afterwards: the same one counts once. */
  sheetKey?: string
  now: Date
}

export interface Acceptance {
  visitId: string
  isOrderCompleted: boolean
}

export type AcceptLinesRefusal = PiecesRefusal | { kind: 'notPaid' }

interface AcceptedPart {
  handOverId: HandOverId
  supplierOrderId: SupplierOrderId
  pieces: { id: string; line: OpenLine; quantity: number; amount: Fen }[]
}

/**
 * Pieces of a paid order are in the hands of whoever they are for: they leave our
 * stock, their money becomes the cooperatives', and they count toward the year's
 * task on the business date of `now`. Whatever was not noted before, that they were
 * shipped and received, is noted with it. When nothing is outstanding any more the
 * order is completed. The caller has locked the order, and posts nothing before.
 */
export async function acceptLines(
  tx: Tx,
  order: LockedOrder,
  command: AcceptLinesCommand,
): Promise<Result<Acceptance, AcceptLinesRefusal>> {
  if (!isPaidStatus(order.status)) return refuse({ kind: 'notPaid' })
  const decided = decidePieces(await readLines(tx, order.orderId), command.lines)
  if (!decided.ok) return decided
  const visitId = command.visitId ?? newId()
  const parts = splitByPart(decided.value)
  await countAccepted(tx, decided.value)
  for (const part of parts) await recordHandOver(tx, part, { ...command, visitId })
  for (const part of parts) await moveStock(tx, order, { part, now: command.now })
  for (const { supplierOrderId } of parts) {
    const actor = command.actorId && { actorId: command.actorId }
    await noteOrderEvent(tx, { orderId: order.orderId, kind: 'accepted', supplierOrderId, ...actor, now: command.now })
  }
  const isOrderCompleted = await closeFinished(tx, order.orderId, command.now)
  if (isOrderCompleted) await completeOrder(tx, order, command.now)
  await bookAcceptance(tx, order, { parts, now: command.now })
  return ok({ visitId, isOrderCompleted })
}

function splitByPart(matched: readonly { line: OpenLine; quantity: number }[]): AcceptedPart[] {
  const parts = new Map<SupplierOrderId, AcceptedPart>()
  for (const { line, quantity } of matched) {
    const { supplierOrderId } = line
    const part = parts.get(supplierOrderId) ?? { handOverId: newId<HandOverId>(), supplierOrderId, pieces: [] }
    part.pieces.push({ id: newId(), line, quantity, amount: multiplyFen(line.unitPrice, quantity) })
    parts.set(supplierOrderId, part)
  }
  return [...parts.values()]
}

async function countAccepted(tx: Tx, matched: readonly { line: OpenLine; quantity: number }[]): Promise<void> {
  const ids = matched.map(({ line }) => line.orderLineId)
  const quantities = matched.map(({ quantity }) => quantity)
  await sql`
    update order_line line set
      accepted_quantity = line.accepted_quantity + wanted.quantity,
      received_quantity = greatest(line.received_quantity, line.accepted_quantity + wanted.quantity),
      shipped_quantity = greatest(line.shipped_quantity, line.accepted_quantity + wanted.quantity)
    from unnest(${ids}::uuid[], ${quantities}::int[]) as wanted (id, quantity) where line.id = wanted.id
  `.execute(tx)
}

async function recordHandOver(
  tx: Tx,
  { handOverId, supplierOrderId, pieces }: AcceptedPart,
  command: AcceptLinesCommand & { visitId: string },
): Promise<void> {
  await tx
    .insertInto('hand_over')
    .values({
      id: handOverId,
      supplier_order_id: supplierOrderId,
      kind: command.kind,
      visit_id: command.visitId,
      actor_id: command.actorId ?? null,
      proxy_name: command.proxyName ?? null,
      note: command.note ?? '',
      sheet_key: command.sheetKey === undefined ? null : `${command.sheetKey}/${supplierOrderId}`,
      at: command.now,
    })
    .execute()
  await tx
    .insertInto('hand_over_line')
    .values(
      pieces.map(({ id, line, quantity, amount }) => ({
        id,
        hand_over_id: handOverId,
        order_line_id: line.orderLineId,
        quantity,
        amount_fen: amount,
      })),
    )
    .execute()
}

async function moveStock(tx: Tx, order: LockedOrder, { part, now }: { part: AcceptedPart; now: Date }): Promise<void> {
  const pieces = part.pieces.map(({ line, quantity }) => ({ skuId: line.skuId, quantity }))
  await handOverPieces(tx, { orderId: order.orderId, handOverId: part.handOverId, pieces, now })
}

/** Entries last, money before assistance: the order in which heads of books are taken. */
async function bookAcceptance(
  tx: Tx,
  order: LockedOrder,
  { parts, now }: { parts: readonly AcceptedPart[]; now: Date },
): Promise<void> {
  const bought = await tx
    .selectFrom('order')
    .select(['channel', 'fund_type', 'org_unit_id'])
    .where('id', '=', order.orderId)
    .executeTakeFirstOrThrow()
  for (const { handOverId, pieces } of parts) {
    const [first] = pieces
    if (!first) continue
    const { cooperativeId } = first.line
    const lines = pieces.map(({ line, amount }) => ({
      amount,
      serviceFeeBasisPoints: line.serviceFeeBasisPoints,
    }))
    await postEntry(tx, acceptanceEntry({ handOverId, cooperativeId, lines, now }))
  }
  for (const { id, line, amount } of parts.flatMap((part) => part.pieces)) {
    await recognizePurchase(tx, {
      sourceType: 'acceptance',
      sourceId: id,
      orderLineId: line.orderLineId,
      amount,
      businessDate: businessDate(now),
      countyId: line.countyId,
      cooperativeId: line.cooperativeId,
      productId: line.productId,
      channel: bought.channel as 'own_shop' | 'counter',
      fundType: bought.fund_type as FundType,
      orgUnitId: (bought.org_unit_id as OrgUnitId | null) ?? undefined,
      now,
    })
  }
}
