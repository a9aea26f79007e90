import { lockPurchases, notePaid, takeBackPaid } from '#app/modules/external/note-paid.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { BankLinkId, ExternalPurchaseId, PersonId } from '#app/shared/ids.ts'
import type { ItemKind } from '../bank-link.ts'
import { findOpenItems } from '../open-items.server.ts'

interface Told {
  linkId: BankLinkId
  actorId: PersonId
  now: Date
}

/** What is open of them stays so until the end of the transaction. */
export async function lockLinkedPurchases(tx: Tx, named: readonly { kind: ItemKind; refId: string }[]): Promise<void> {
  const ids = named.flatMap(({ kind, refId }) => (kind === 'purchase' ? [refId as ExternalPurchaseId] : []))
  await lockPurchases(tx, ids)
}

/** Notes purchases as paid that are settled whole with this link. May post to book `assistance`: call it last. */
export async function notePurchasesPaid(
  tx: Tx,
  { linkId, paidOn, paymentRef, ...told }: Told & { paidOn: BusinessDate; paymentRef: string },
): Promise<void> {
  const parts = await readParts(tx, linkId)
  const open = await findOpenItems(tx, parts)
  for (const { id, refId, amount } of parts)
    if (amount < 0 && !open.has(`purchase:${refId}`))
      await notePaid(tx, { purchaseId: refId, paidOn, paymentRef, causeId: id, ...told })
}

/**
 * Takes back that purchases of an undone link are paid, when they no longer are and links
 * with the bank said so. May post to book `assistance`: call it last.
 */
export async function takeBackPurchasesPaid(tx: Tx, { linkId, ...told }: Told): Promise<void> {
  const parts = await readParts(tx, linkId)
  const open = await findOpenItems(tx, parts)
  for (const { refId } of parts) {
    const item = open.get(`purchase:${refId}`)
    if (item && item.open < 0)
      await takeBackPaid(tx, { purchaseId: refId, causeIds: await listPartsOf(tx, refId), ...told })
  }
}

/** In the order of the purchases' ids, as their rows are locked. */
async function readParts(tx: Tx, linkId: BankLinkId) {
  const rows = await tx
    .selectFrom('bank_link_part')
    .select(['id', 'ref_id', 'amount_fen'])
    .where('bank_link_id', '=', linkId)
    .where('kind', '=', 'purchase')
    .orderBy('ref_id')
    .execute()
  return rows.map((row) => ({
    kind: 'purchase' as const,
    id: row.id,
    refId: row.ref_id as ExternalPurchaseId,
    amount: row.amount_fen,
  }))
}

async function listPartsOf(tx: Tx, purchaseId: ExternalPurchaseId): Promise<string[]> {
  const rows = await tx
    .selectFrom('bank_link_part')
    .select('id')
    .where('kind', '=', 'purchase')
    .where('ref_id', '=', purchaseId)
    .execute()
  return rows.map(({ id }) => id)
}
