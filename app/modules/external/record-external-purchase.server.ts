import type { UncountedReason } from '#app/modules/assistance/counting.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { AgreementId, ExternalPurchaseId } from '#app/shared/ids.ts'
import { ok, type Result } from '#app/shared/result.ts'
import { type PurchaseFacts, purchaseFacts } from './purchase.ts'
import { type RecordPurchaseRefusal, recordPurchase } from './record-purchase.server.ts'

type Said = 'channel' | 'amount' | 'countyId' | 'fundType'

/** A purchase as reference data names it: accepted, and paid on the same day unless it says otherwise. */
export interface ReferencePurchase
  extends Pick<PurchaseFacts, Said>,
    Partial<Omit<PurchaseFacts, Said | 'externalNo' | 'acceptedOn'>> {
  /** What the other side calls it: an 832 order number, an agreement number, a counter's receipt. */
  reference: string
  acceptedOn: BusinessDate
  /** Of an agreement whose number is looked up. */
  agreementId?: AgreementId
  now: Date
}

/**
 * Records a purchase of reference data with the days it had, and says why it does not count,
 * if it does not. One that stands already is refused as such.
 */
export async function recordExternalPurchase(
  db: Db,
  { reference, agreementId, now, ...said }: ReferencePurchase,
): Promise<Result<{ purchaseId: ExternalPurchaseId; uncounted: UncountedReason | undefined }, RecordPurchaseRefusal>> {
  const agreementNo = agreementId ? await findAgreementNo(db, agreementId) : (said.agreementNo ?? '')
  const facts = purchaseFacts({
    orderedOn: said.acceptedOn,
    paidOn: said.acceptedOn,
    ...said,
    agreementNo,
    externalNo: reference,
  })
  const recorded = await recordPurchase(db, { facts, recordedBy: null, now })
  if (!recorded.ok) return recorded
  return ok({ purchaseId: recorded.value, uncounted: await findUncounted(db, recorded.value) })
}

async function findAgreementNo(db: Db, agreementId: AgreementId): Promise<string> {
  const { agreement_no } = await db
    .selectFrom('purchase_agreement')
    .select('agreement_no')
    .where('id', '=', agreementId)
    .executeTakeFirstOrThrow()
  return agreement_no
}

async function findUncounted(db: Db, purchaseId: ExternalPurchaseId): Promise<UncountedReason | undefined> {
  const row = await db
    .selectFrom('external_purchase')
    .innerJoin('uncounted_purchase', 'uncounted_purchase.source_id', 'external_purchase.counted_source_id')
    .select('uncounted_purchase.reason')
    .where('external_purchase.id', '=', purchaseId)
    .where('uncounted_purchase.source_type', '=', 'external')
    .executeTakeFirst()
  return row?.reason as UncountedReason | undefined
}
