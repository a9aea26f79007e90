import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, OrderLineId, ProductId } from '#app/shared/ids.ts'
import { insertRecognizedPurchase } from './internal/recognized-purchase-rows.server.ts'
import { type Recognition, recognitionEntry } from './recognition-entries.ts'

/** An order line's amount that counts, with county and cooperative as they are frozen on the line. */
export interface LineRecognition extends Recognition {
  sourceType: 'acceptance' | 'refund'
  orderLineId: OrderLineId
  cooperativeId: CooperativeId
  productId: ProductId
  channel: 'own_shop' | 'counter'
  now: Date
}

/**
 * Counts an accepted line toward the task of its year, or takes back what a
 * refund of an accepted line undoes (a negative amount, on the refund's own day).
 * Repeating it changes nothing; the same source with another amount, day or
 * account throws. Takes the head of book `assistance`: call it last in the
 * transaction, after the entries of book `money`.
 */
export async function recognizePurchase(tx: Tx, line: LineRecognition): Promise<{ isNew: boolean }> {
  const { entryId, isNew } = await postEntry(tx, recognitionEntry(line, line.now))
  if (isNew) await insertRecognizedPurchase(tx, line, { entryId, now: line.now })
  return { isNew }
}
