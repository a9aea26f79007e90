import {
  type ExternalRecognition,
  recognizeExternal,
  recordStages,
  type StageAmount,
  takeBackExternal,
} from '#app/modules/assistance/recognize-external.server.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { ExternalPurchaseId, PersonId } from '#app/shared/ids.ts'
import { negateFen } from '#app/shared/money.ts'
import { countsFrom, keyText, netOf, type PurchaseFacts, stateOf, touchesFigures } from '../purchase.ts'
import { factColumns, type ResolvedFacts, resolveFacts, type StoredPurchase } from './purchase-rows.server.ts'
import { readLastRevisions } from './revision-rows.server.ts'

/** What a purchase becomes. */
export interface NewRevision {
  /** As it stands, its row locked; absent for a purchase nobody knows yet. */
  before?: StoredPurchase | undefined
  facts: PurchaseFacts
  /** Whether it is taken back as a whole: its facts stay to be read. */
  isReversed?: boolean
  /** Empty for the first, and for those a file brings. */
  reason: string
  /** The row of the file that says so; null when it is typed. */
  sheetRowId: string | null
  requestId?: string
}

interface Author {
  /** Null for reference data. */
  recordedBy: PersonId | null
  now: Date
}

interface Written extends NewRevision {
  purchaseId: ExternalPurchaseId
  revision: number
  resolved: ResolvedFacts
  /** Whether what counts, or may count, is another from now on. */
  movesFigures: boolean
}

/**
 * Writes revisions with everything that follows from them: the purchase as it stands,
 * its history, the audit log, the amounts by month, and last what counts. What counted
 * before is taken back by an entry of its own. The keys are locked by the caller.
 */
export async function writeRevisions(
  tx: Tx,
  revisions: readonly NewRevision[],
  author: Author,
): Promise<ExternalPurchaseId[]> {
  const resolved = await resolveFacts(
    tx,
    revisions.map(({ facts }) => facts),
  )
  const last = await readLastRevisions(
    tx,
    revisions.map(({ facts }) => facts),
  )
  const written = revisions.map((one, index): Written => {
    const number = Math.max(one.before?.revision ?? 0, last.get(keyText(one.facts)) ?? 0) + 1
    const purchaseId = one.before?.purchaseId ?? newId<ExternalPurchaseId>()
    const movesFigures = !one.before || one.isReversed === true || touchesFigures(one.before.facts, one.facts)
    return { ...one, purchaseId, revision: number, resolved: resolved[index] as ResolvedFacts, movesFigures }
  })
  await storePurchases(tx, written, author)
  await storeHistory(tx, written, author)
  await recordStages(tx, written.flatMap(stagesOf))
  for (const one of written) if (one.movesFigures) await book(tx, one, author.now)
  return written.map(({ purchaseId }) => purchaseId)
}

async function storePurchases(tx: Tx, written: readonly Written[], { recordedBy, now }: Author): Promise<void> {
  const fresh = written.filter(({ before }) => !before)
  if (fresh.length > 0)
    await tx
      .insertInto('external_purchase')
      .values(
        fresh.map((one) => ({
          id: one.purchaseId,
          ...columnsOf(one),
          recorded_by: recordedBy,
          recorded_at: now,
          changed_at: now,
        })),
      )
      .execute()
  for (const one of written) {
    if (!one.before) continue
    const cleared = one.movesFigures ? { counted_source_id: null } : {}
    await tx
      .updateTable('external_purchase')
      .set({ ...columnsOf(one), ...cleared, changed_at: now })
      .where('id', '=', one.purchaseId)
      .execute()
  }
}

function columnsOf({ before, facts, revision, resolved, isReversed, sheetRowId }: Written) {
  return {
    ...factColumns(facts),
    revision,
    category_id: resolved.categoryId,
    agreement_id: resolved.agreementId,
    state: isReversed ? ('reversed' as const) : stateOf(facts),
    sheet_row_id: sheetRowId ?? before?.sheetRowId ?? null,
  }
}

async function storeHistory(tx: Tx, written: readonly Written[], { recordedBy, now }: Author): Promise<void> {
  if (written.length === 0) return
  await tx
    .insertInto('external_purchase_revision')
    .values(
      written.map(({ purchaseId, revision, facts, isReversed = false, reason, sheetRowId, requestId }) => ({
        purchase_id: purchaseId,
        revision,
        channel: facts.channel,
        external_no: facts.externalNo,
        line_no: facts.lineNo,
        facts: JSON.stringify(facts),
        is_reversed: isReversed,
        reason,
        sheet_row_id: sheetRowId,
        request_id: requestId ?? null,
        recorded_by: recordedBy,
        recorded_at: now,
      })),
    )
    .execute()
  if (recordedBy === null) return
  for (const { purchaseId, before, facts, isReversed, reason } of written)
    await recordAuditEvent(tx, {
      actorId: recordedBy,
      verb: isReversed ? 'purchase.reversed' : before ? 'purchase.corrected' : 'purchase.recorded',
      objectType: 'external_purchase',
      objectId: purchaseId,
      detail: { before: before?.facts ?? null, after: isReversed ? null : facts, reason },
      now,
    })
}

/** What a revision adds to the amounts ordered and paid, and what it takes back of them. */
function stagesOf({ before, facts, isReversed }: Written): StageAmount[] {
  const taken = before
    ? amountsOf(before.facts).map((one) => ({ ...one, amount: negateFen(one.amount), lineCount: -one.lineCount }))
    : []
  return [...taken, ...(isReversed ? [] : amountsOf(facts))]
}

function amountsOf(facts: PurchaseFacts): StageAmount[] {
  const { countyId, channel, fundType, orgUnitId, amount, orderedOn, paidOn } = facts
  const of = { countyId, channel, fundType, orgUnitId, amount, lineCount: 1 }
  const ordered: StageAmount = { ...of, stage: 'ordered', day: orderedOn }
  return paidOn === null ? [ordered] : [ordered, { ...of, stage: 'paid', day: paidOn }]
}

async function book(tx: Tx, one: Written, now: Date): Promise<void> {
  if (one.before?.countedSourceId) await takeBackExternal(tx, one.before.countedSourceId, now)
  const recognition = one.isReversed ? undefined : recognitionOf(one)
  if (!recognition) return
  await recognizeExternal(tx, recognition, now)
  await tx
    .updateTable('external_purchase')
    .set({ counted_source_id: recognition.sourceId })
    .where('id', '=', one.purchaseId)
    .execute()
}

/** How a revision counts; undefined as long as it does not. */
function recognitionOf({ facts, revision, resolved }: Written): ExternalRecognition | undefined {
  const [countsOn, amount] = [countsFrom(facts), netOf(facts)]
  if (countsOn === null || amount === 0) return undefined
  return {
    sourceId: `${keyText(facts)}:${revision}`,
    channel: facts.channel,
    amount,
    countsOn,
    countyId: facts.countyId,
    cooperativeId: facts.cooperativeId ?? undefined,
    categoryId: resolved.categoryId ?? undefined,
    fundType: facts.fundType,
    orgUnitId: facts.orgUnitId ?? undefined,
    agreementId: resolved.agreementId ?? undefined,
  }
}
