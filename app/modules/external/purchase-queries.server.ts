import { sql } from 'kysely'
import type { UncountedReason } from '#app/modules/assistance/counting.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { ExternalPurchaseId, SheetFileId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { readParties } from './internal/party-rows.server.ts'
import { findStored } from './internal/purchase-rows.server.ts'
import { findNear } from './internal/sheet-lines.server.ts'
import type { NearDuplicate } from './near-duplicate.ts'
import type { Parties } from './parties.ts'
import type { PurchaseFacts, PurchaseState } from './purchase.ts'

/** Whom purchases can be from and of, for forms and filters. */
export function listParties(db: Db): Promise<Parties> {
  return readParties(db)
}

interface PurchaseRevision {
  revision: number
  facts: PurchaseFacts
  isReversed: boolean
  reason: string
  /** The file that brought it. */
  file: { sheetId: SheetFileId; fileName: string; rowNumber: number } | undefined
  person: string | undefined
  recordedAt: Date
}

/** One line in the books, or beside them, that a purchase has caused. */
export interface PurchaseRecognition {
  sourceId: string
  amount: Fen
  businessDate: BusinessDate
  /** Absent for what does not count. */
  entryId: number | undefined
  uncounted: UncountedReason | undefined
}

interface PurchaseLink {
  orderNo: string
  amount: Fen
  person: string
  linkedAt: Date
}

export interface PurchaseView {
  purchaseId: ExternalPurchaseId
  revision: number
  state: PurchaseState
  facts: PurchaseFacts
  isCounted: boolean
  agreementId: string | undefined
  history: PurchaseRevision[]
  recognitions: PurchaseRecognition[]
  link: PurchaseLink | undefined
  near: NearDuplicate[]
}

/** A purchase with its history and everything it caused; undefined when there is none. */
export async function findPurchase(db: Db, purchaseId: ExternalPurchaseId): Promise<PurchaseView | undefined> {
  const stored = await findStored(db, purchaseId)
  if (!stored) return undefined
  const { facts, revision, state, countedSourceId, agreementId } = stored
  const [history, recognitions, link, near] = await Promise.all([
    readHistory(db, purchaseId),
    readRecognitions(db, purchaseId),
    readLink(db, facts.externalNo, purchaseId),
    state === 'reversed' || stored.linkedOrderId ? new Map<number, NearDuplicate[]>() : findNear(db, [facts]),
  ])
  return {
    purchaseId,
    revision,
    state,
    facts,
    isCounted: recognitions.some((one) => one.sourceId === countedSourceId && one.entryId !== undefined),
    agreementId: agreementId ?? undefined,
    history,
    recognitions,
    link,
    near: near.get(0) ?? [],
  }
}

async function readHistory(db: Db, purchaseId: ExternalPurchaseId): Promise<PurchaseRevision[]> {
  const { rows } = await sql<{
    revision: number
    facts: PurchaseFacts
    is_reversed: boolean
    reason: string
    sheet_file_id: SheetFileId | null
    file_name: string | null
    row_number: number | null
    person: string | null
    recorded_at: Date
  }>`
    select known.revision, known.facts, known.is_reversed, known.reason, row.sheet_file_id, file.file_name, row.row_number,
      person.name as person, known.recorded_at
    from external_purchase_revision known left join person on person.id = known.recorded_by
      left join sheet_row row on row.id = known.sheet_row_id left join sheet_file file on file.id = row.sheet_file_id
    where known.purchase_id = ${purchaseId} order by known.revision desc`.execute(db)
  return rows.map((row) => ({
    revision: row.revision,
    facts: row.facts,
    isReversed: row.is_reversed,
    reason: row.reason,
    file:
      row.sheet_file_id && row.file_name && row.row_number
        ? { sheetId: row.sheet_file_id, fileName: row.file_name, rowNumber: row.row_number }
        : undefined,
    person: row.person ?? undefined,
    recordedAt: row.recorded_at,
  }))
}

async function readRecognitions(db: Db, purchaseId: ExternalPurchaseId): Promise<PurchaseRecognition[]> {
  const { rows } = await sql<{
    source_id: string
    amount_fen: number
    business_date: BusinessDate
    journal_entry_id: number | null
    reason: UncountedReason | null
  }>`
    with source as (
      select channel || ':' || external_no || ':' || line_no || ':' || revision as id from external_purchase_revision
        where purchase_id = ${purchaseId}
      union select counted_source_id from external_purchase where id = ${purchaseId} and counted_source_id is not null
      -- As it was called before purchases were kept line by line.
      union select channel || ':' || external_no from external_purchase_revision where purchase_id = ${purchaseId} and revision = 1
    ), both_ways as (
      select id from source union all select id || '/reversed' from source
    )
    select source_id, amount_fen, business_date, journal_entry_id, null as reason, recorded_at from recognized_purchase
      where source_type = 'external' and source_id in (select id from both_ways)
    union all
    select source_id, amount_fen, business_date, null, reason, recorded_at from uncounted_purchase
      where source_type = 'external' and source_id in (select id from both_ways)
    order by recorded_at, journal_entry_id, source_id`.execute(db)
  return rows.map((row) => ({
    sourceId: row.source_id,
    amount: fen(row.amount_fen),
    businessDate: row.business_date,
    entryId: row.journal_entry_id ?? undefined,
    uncounted: row.reason ?? undefined,
  }))
}

async function readLink(db: Db, externalNo: string, purchaseId: string): Promise<PurchaseLink | undefined> {
  const row = await db
    .selectFrom('external_link')
    .innerJoin('order', 'order.id', 'external_link.order_id')
    .innerJoin('person', 'person.id', 'external_link.linked_by')
    .innerJoin('external_purchase', 'external_purchase.linked_order_id', 'external_link.order_id')
    .select(['order.order_no', 'external_link.amount_fen', 'person.name', 'linked_at'])
    .where('external_link.external_no', '=', externalNo)
    .where('external_purchase.id', '=', purchaseId)
    .where('unlinked_at', 'is', null)
    .executeTakeFirst()
  return row && { orderNo: row.order_no, amount: fen(row.amount_fen), person: row.name, linkedAt: row.linked_at }
}

/** The purchase behind a source of the books, `<channel>:<number>:<line>:<revision>`, also of its reversal. */
export async function findPurchaseOfSource(db: Db, sourceId: string): Promise<ExternalPurchaseId | undefined> {
  const { rows } = await sql<{ id: ExternalPurchaseId }>`
    select purchase_id as id from external_purchase_revision
    where channel = ${sourceId.split(':')[0] ?? ''} and external_no = ${sourceId.split(':')[1] ?? ''}
      and ${sourceId.replace(/(?:\/reversed)+$/, '')} in (channel || ':' || external_no || ':' || line_no || ':' || revision,
        channel || ':' || external_no)
    limit 1`.execute(db)
  return rows[0]?.id
}
