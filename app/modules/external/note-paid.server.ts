import type { Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { ExternalPurchaseId, PersonId } from '#app/shared/ids.ts'
import { findStored, lockKeys, lockPurchase, type StoredPurchase } from './internal/purchase-rows.server.ts'
import { findRevisionFacts } from './internal/revision-rows.server.ts'
import { writeRevisions } from './internal/write-revisions.server.ts'
import type { PurchaseFacts } from './purchase.ts'

/**
 * Lets nobody else say anything about purchases until the end of the transaction: keys
 * before rows, and rows by their ids, as files are applied.
 */
export async function lockPurchases(tx: Tx, purchaseIds: readonly ExternalPurchaseId[]): Promise<void> {
  const found: StoredPurchase[] = []
  for (const purchaseId of [...new Set(purchaseIds)].sort()) {
    const stored = await findStored(tx, purchaseId)
    if (stored) found.push(stored)
  }
  await lockKeys(
    tx,
    found.map(({ facts }) => facts),
  )
  for (const { purchaseId } of found) await lockPurchase(tx, purchaseId)
}

interface Noted {
  purchaseId: ExternalPurchaseId
  actorId: PersonId
  now: Date
}

/**
 * The bank shows a purchase as paid. It is noted unless somebody has said so already; a
 * day before the order is that of the order, since nobody pays what nobody ordered.
 * `causeId` is what showed it, and names the revision. Locked by the caller. May count
 * the purchase and take the head of book `assistance`: call it last.
 */
export async function notePaid(
  tx: Tx,
  {
    purchaseId,
    paidOn,
    paymentRef,
    causeId,
    actorId,
    now,
  }: Noted & {
    paidOn: BusinessDate
    paymentRef: string
    causeId: string
  },
): Promise<void> {
  const before = await lockPurchase(tx, purchaseId)
  if (!before || before.state === 'reversed' || before.facts.paidOn !== null) return
  const { orderedOn, paymentRef: known } = before.facts
  const facts: PurchaseFacts = {
    ...before.facts,
    paidOn: paidOn < orderedOn ? orderedOn : paidOn,
    paymentRef: known === '' ? paymentRef : known,
  }
  await revise(tx, { before, facts, requestId: causeId }, { actorId, now })
}

/**
 * What showed a purchase as paid was a mistake: the stage is taken back if one of
 * `causeIds` set it and nobody has said otherwise since. One that turned out to be an
 * order of the shop stays paid, since that order is.
 */
export async function takeBackPaid(
  tx: Tx,
  { purchaseId, causeIds, actorId, now }: Noted & { causeIds: readonly string[] },
): Promise<void> {
  const before = await lockPurchase(tx, purchaseId)
  if (!before || before.state === 'reversed' || before.linkedOrderId) return
  const set = await findRevisionFacts(tx, causeIds)
  if (!set || set.after.paidOn !== before.facts.paidOn) return
  const isRefTheirs = set.after.paymentRef === before.facts.paymentRef
  const paymentRef = isRefTheirs ? set.before.paymentRef : before.facts.paymentRef
  await revise(tx, { before, facts: { ...before.facts, paidOn: null, paymentRef } }, { actorId, now })
}

async function revise(
  tx: Tx,
  change: { before: StoredPurchase; facts: PurchaseFacts; requestId?: string },
  { actorId, now }: { actorId: PersonId; now: Date },
): Promise<void> {
  await writeRevisions(tx, [{ ...change, reason: '', sheetRowId: null }], { recordedBy: actorId, now })
}
