import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import { readBookingDate } from '#app/modules/ledger/booking-date.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import {
  findExternalPurchase,
  insertRecognizedPurchase,
  lockExternalDocument,
} from './internal/recognized-purchase-rows.server.ts'
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
  fundType: FundType
  recordedBy: TargetAuthority
  now: Date
}

export type RecordExternalPurchaseRefusal =
  | { kind: 'alreadyRecorded'; acceptedOn: BusinessDate; amount: Fen }
  | { kind: 'notYet' }
  | { kind: 'nothing' }
  | { kind: 'badReference' }

const REFERENCE = /^[A-Za-z0-9〔〕()（）/_-]{1,60}$/

/**
 * Counts a purchase made outside the shop, with the reference under which its
 * evidence is kept. A reference counts once for its channel, whoever enters it
 * again. Refuses a day to come, amounts of zero or less, and references that are
 * not of a document's form.
 */
export async function recordExternalPurchase(
  db: Db,
  purchase: ExternalPurchase,
): Promise<Result<{ sourceId: string }, RecordExternalPurchaseRefusal>> {
  const { now } = purchase
  if (purchase.amount <= 0) return refuse({ kind: 'nothing' })
  if (purchase.acceptedOn > businessDate(now)) return refuse({ kind: 'notYet' })
  if (!REFERENCE.test(purchase.reference)) return refuse({ kind: 'badReference' })
  const sourceId = `${purchase.channel}:${purchase.reference}`
  return inTransaction(db, async (tx) => {
    await lockExternalDocument(tx, sourceId)
    const known = await findExternalPurchase(tx, sourceId)
    if (known) return refuse({ kind: 'alreadyRecorded', ...known })
    const happenedOn = purchase.acceptedOn
    const businessDate = await readBookingDate(tx, { book: 'assistance', happenedOn, now })
    const recognition = { ...purchase, sourceType: 'external', sourceId, happenedOn, businessDate } as const
    await recordAuditEvent(tx, {
      actorId: purchase.recordedBy === 'reference_data' ? null : purchase.recordedBy.personId,
      verb: 'external_purchase.recorded',
      objectType: 'external_purchase',
      objectId: sourceId,
      after: {
        amountFen: purchase.amount,
        acceptedOn: purchase.acceptedOn,
        businessDate,
        countyId: purchase.countyId,
        fundType: purchase.fundType,
      },
      now,
    })
    const { entryId } = await postEntry(tx, recognitionEntry(recognition, now))
    await insertRecognizedPurchase(tx, recognition, { entryId, now })
    return ok({ sourceId })
  })
}
