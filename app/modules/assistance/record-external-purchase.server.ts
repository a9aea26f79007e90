import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import { readBookingDate } from '#app/modules/ledger/booking-date.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { AgreementId, CooperativeId, CountyId, OrgUnitId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { UncountedReason } from './counting.ts'
import { isAgreementFor } from './internal/agreement-rows.server.ts'
import {
  findExternalPurchase,
  insertRecognizedPurchase,
  insertUncountedPurchase,
  lockExternalDocument,
} from './internal/recognized-purchase-rows.server.ts'
import { judgePurchase } from './internal/verdict-rows.server.ts'
import { recognitionEntry } from './recognition-entries.ts'
import type { TargetAuthority } from './set-target.ts'

export type ExternalChannel = Exclude<PurchaseChannel, 'own_shop'>

export interface ExternalPurchase {
  /** What the other side calls it: an 832 order number, an agreement number, a counter's receipt. One each per channel. */
  reference: string
  channel: ExternalChannel
  /** Fen, above zero. */
  amount: Fen
  /** The day in Shanghai on which it was accepted. */
  acceptedOn: BusinessDate
  countyId: CountyId
  cooperativeId?: CooperativeId
  /** Kind of goods, if it is known: some rules count certain kinds only. */
  categoryId?: string
  fundType: FundType
  orgUnitId?: OrgUnitId
  /** The agreement it was bought under; only with channel 'agreement', and of the same county. */
  agreementId?: AgreementId
  recordedBy: TargetAuthority
  now: Date
}

export type RecordExternalPurchaseRefusal =
  | { kind: 'alreadyRecorded'; acceptedOn: BusinessDate; amount: Fen }
  | { kind: 'notYet' }
  | { kind: 'nothing' }
  | { kind: 'badReference' }
  | { kind: 'noSuchAgreement' }

const REFERENCE = /^[A-Za-z0-9〔〕()（）/_-]{1,60}$/

/**
 * Counts a purchase made outside the shop, with the reference under which its
 * evidence is kept. A reference counts once for its channel, whoever enters it
 * again. What the rule in force on the day of acceptance does not count is written
 * down beside the figures, and the answer says why. Refuses a day to come, amounts of
 * zero or less, references that are not of a document's form, and an agreement that is
 * not for purchases of this channel and county.
 */
export async function recordExternalPurchase(
  db: Db,
  purchase: ExternalPurchase,
): Promise<Result<{ sourceId: string; uncounted: UncountedReason | undefined }, RecordExternalPurchaseRefusal>> {
  const { now } = purchase
  if (purchase.amount <= 0) return refuse({ kind: 'nothing' })
  if (purchase.acceptedOn > businessDate(now)) return refuse({ kind: 'notYet' })
  if (!REFERENCE.test(purchase.reference)) return refuse({ kind: 'badReference' })
  const sourceId = `${purchase.channel}:${purchase.reference}`
  return inTransaction(db, async (tx) => {
    await lockExternalDocument(tx, sourceId)
    const known = await findExternalPurchase(tx, sourceId)
    if (known) return refuse({ kind: 'alreadyRecorded', ...known })
    if (purchase.agreementId && !(await isAgreementFor(tx, purchase))) return refuse({ kind: 'noSuchAgreement' })
    const happenedOn = purchase.acceptedOn
    const businessDate = await readBookingDate(tx, { book: 'assistance', happenedOn, now })
    const recognition = { ...purchase, sourceType: 'external', sourceId, happenedOn, businessDate } as const
    const { uncounted, ...judged } = await judgePurchase(tx, { ...purchase, happenedOn })
    if (uncounted) {
      await insertUncountedPurchase(tx, recognition, { ...judged, uncounted, now })
      return ok({ sourceId, uncounted })
    }
    const { entryId } = await postEntry(tx, recognitionEntry(recognition, now))
    await insertRecognizedPurchase(tx, recognition, { entryId, countingRuleId: judged.countingRuleId, now })
    return ok({ sourceId, uncounted })
  })
}
