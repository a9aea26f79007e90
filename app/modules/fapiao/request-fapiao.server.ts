import { sql } from 'kysely'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CooperativeId, FapiaoId, OrderId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { RequestFapiaoForm } from './fapiao.ts'
import { owedOfPart } from './internal/fapiao-rows.server.ts'

export type RequestFapiaoRefusal =
  | { kind: 'unknownPart' }
  /** Nothing of it was accepted yet, or all was given back. */
  | { kind: 'nothingAccepted' }
  | { kind: 'asked' }

/**
 * A buyer asks for the invoice of a cooperative's part of their own order. It is for
 * what they accepted and keep; the seller issues it in the tax office's system. One at
 * a time for each part; the same request twice is one.
 */
export async function requestFapiao(
  db: Db,
  { buyer, form, now }: { buyer: Actor<'order:own'>; form: RequestFapiaoForm; now: Date },
): Promise<Result<{ fapiaoId: FapiaoId }, RequestFapiaoRefusal>> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ order_id: OrderId; cooperative_id: CooperativeId; owed: number }>`
      select part.order_id, part.cooperative_id, ${owedOfPart} as owed from supplier_order part join "order" o on o.id = part.order_id
      where part.id = ${form.supplierOrderId} and o.buyer_id = ${buyer.personId} for update of part`.execute(tx)
    const [part] = rows
    if (!part) return refuse({ kind: 'unknownPart' })
    if (part.owed <= 0) return refuse({ kind: 'nothingAccepted' })
    const known = await tx
      .selectFrom('fapiao')
      .select(['id', 'request_id'])
      .where('supplier_order_id', '=', form.supplierOrderId)
      .where('state', 'in', ['requested', 'issued'])
      .executeTakeFirst()
    if (known)
      return known.request_id === form.requestId ? ok({ fapiaoId: known.id as FapiaoId }) : refuse({ kind: 'asked' })
    const fapiaoId = newId<FapiaoId>()
    const written = await tx
      .insertInto('fapiao')
      .values({
        id: fapiaoId,
        request_id: form.requestId,
        supplier_order_id: form.supplierOrderId,
        order_id: part.order_id,
        cooperative_id: part.cooperative_id,
        title_kind: form.titleKind,
        title: form.title,
        tax_no: form.titleKind === 'unit' ? form.taxNo : '',
        state: 'requested',
        requested_by: buyer.personId,
        requested_at: now,
      })
      .onConflict((conflict) => conflict.column('request_id').doNothing())
      .returning('id')
      .executeTakeFirst()
    return written ? ok({ fapiaoId }) : refuse({ kind: 'asked' })
  })
}
