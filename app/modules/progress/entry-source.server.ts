import { type RawBuilder, sql } from 'kysely'
import { findPurchaseOfSource } from '#app/modules/external/purchase-queries.server.ts'
import type { Book } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { isUuid } from '#app/shared/ids.ts'

/** The document behind an entry, under the name people know it by. */
export type EntrySource =
  | { kind: 'order'; orderNo: string }
  | { kind: 'decision'; documentNo: string }
  /** What bank lines are, named by the first of them. */
  | { kind: 'bankLink'; bankLineId: string; counterparty: string; bookedOn: BusinessDate }
  /** What the account at the bank held when that day began. */
  | { kind: 'bankOpening'; openedOn: BusinessDate }
  | { kind: 'deposit'; pointZh: string; pointEn: string; depositedOn: BusinessDate }
  | { kind: 'statement'; statementId: string; statementNo: string }
  /** Bought elsewhere; without its key when it is the taking back of an own order's part. */
  | { kind: 'external'; reference: string; purchaseId: string | undefined }
  /** A clerk's time at the drawer of a pickup point. */
  | { kind: 'shift'; pointZh: string; pointEn: string; openedAt: Date }

type Finder = (db: Db, documentId: string) => Promise<EntrySource | undefined>

/** Documents with a finder of their own, by the kind of source. */
const FINDERS: Record<string, Finder> = {
  cash_difference: findShift,
  bank_link: findBankLink,
  bank_opening: findBankOpening,
  cash_deposit: findDeposit,
  target_decision: findDecision,
  statement_payment: (db, id) => findStatement(db, 'statement_payment', id),
  statement_payment_returned: (db, id) => findStatement(db, 'statement_payment', id),
  settlement_correction: (db, id) => findStatement(db, 'statement_correction', id),
}

/** Finds the document that caused an entry; undefined for a source that is no document of ours. */
export async function findEntrySource(
  db: Db,
  { book, sourceType, sourceId }: { book: Book; sourceType: string; sourceId: string },
): Promise<EntrySource | undefined> {
  if (LINE_SOURCES.includes(sourceType)) return findLineOrder(db, sourceId)
  if (sourceType === 'dispute_lost') return findDisputeOrder(db, sourceId)
  if (sourceType === 'external')
    return { kind: 'external', reference: sourceId, purchaseId: await findPurchaseOfSource(db, sourceId) }
  // A failed refund of a line has its own entry: '<line>/failed'.
  const [documentId = ''] = sourceId.split('/')
  if (!isUuid(documentId)) return undefined
  const finder = FINDERS[sourceType]
  if (finder) return finder(db, documentId)
  const document = documentOf(book, sourceType)
  if (!document) return undefined
  const { rows } = await sql<{ order_no: string }>`
    select order_no from "order" where id = (${document(documentId)})
  `.execute(db)
  return rows[0] && { kind: 'order', orderNo: rows[0].order_no }
}

async function findBankLink(db: Db, linkId: string): Promise<EntrySource | undefined> {
  const line = await db
    .selectFrom('bank_link_line')
    .innerJoin('bank_line', 'bank_line.id', 'bank_link_line.bank_line_id')
    .select(['bank_line.id', 'counterparty', 'booked_on'])
    .where('bank_link_line.bank_link_id', '=', linkId)
    .orderBy('booked_on')
    .orderBy('bank_line.id')
    .limit(1)
    .executeTakeFirst()
  return line && { kind: 'bankLink', bankLineId: line.id, counterparty: line.counterparty, bookedOn: line.booked_on }
}

async function findBankOpening(db: Db, openingId: string): Promise<EntrySource | undefined> {
  const opening = await db.selectFrom('bank_opening').select('opened_on').where('id', '=', openingId).executeTakeFirst()
  return opening && { kind: 'bankOpening', openedOn: opening.opened_on }
}

async function findDeposit(db: Db, depositId: string): Promise<EntrySource | undefined> {
  const deposit = await db
    .selectFrom('cash_deposit')
    .innerJoin('pickup_point', 'pickup_point.id', 'cash_deposit.pickup_point_id')
    .select(['name_zh', 'name_en', 'deposited_on'])
    .where('cash_deposit.id', '=', depositId)
    .executeTakeFirst()
  return (
    deposit && {
      kind: 'deposit',
      pointZh: deposit.name_zh,
      pointEn: deposit.name_en,
      depositedOn: deposit.deposited_on,
    }
  )
}

async function findDecision(db: Db, decisionId: string): Promise<EntrySource | undefined> {
  const decision = await db
    .selectFrom('target_decision')
    .select('document_no')
    .where('id', '=', decisionId)
    .executeTakeFirst()
  return decision && { kind: 'decision', documentNo: decision.document_no }
}

async function findStatement(
  db: Db,
  table: 'statement_payment' | 'statement_correction',
  documentId: string,
): Promise<EntrySource | undefined> {
  const { rows } = await sql<{ id: string; statement_no: string }>`
    select id, statement_no from settlement_statement
    where id = (select statement_id from ${sql.table(table)} where id = ${documentId})`.execute(db)
  return rows[0] && { kind: 'statement', statementId: rows[0].id, statementNo: rows[0].statement_no }
}

/** Entries that a line of the provider's balance caused; it is their source. */
const LINE_SOURCES = ['provider_fee', 'dispute_opened', 'dispute_won', 'unknown_receipt']

async function findLineOrder(db: Db, lineId: string): Promise<EntrySource | undefined> {
  const line = await db
    .selectFrom('balance_transaction')
    .leftJoin('payment', 'payment.id', 'balance_transaction.payment_id')
    .leftJoin('order', 'order.id', 'payment.order_id')
    .select('order.order_no')
    .where('balance_transaction.id', '=', lineId)
    .executeTakeFirst()
  return line?.order_no ? { kind: 'order', orderNo: line.order_no } : undefined
}

async function findDisputeOrder(db: Db, disputeId: string): Promise<EntrySource | undefined> {
  const dispute = await db
    .selectFrom('provider_dispute')
    .innerJoin('order', 'order.id', 'provider_dispute.order_id')
    .select('order.order_no')
    .where('provider_dispute.id', '=', disputeId)
    .executeTakeFirst()
  return dispute && { kind: 'order', orderNo: dispute.order_no }
}

async function findShift(db: Db, shiftId: string): Promise<EntrySource | undefined> {
  const shift = await db
    .selectFrom('counter_shift')
    .innerJoin('pickup_point', 'pickup_point.id', 'counter_shift.pickup_point_id')
    .select(['pickup_point.name_zh', 'pickup_point.name_en', 'counter_shift.opened_at'])
    .where('counter_shift.id', '=', shiftId)
    .executeTakeFirst()
  return shift && { kind: 'shift', pointZh: shift.name_zh, pointEn: shift.name_en, openedAt: shift.opened_at }
}

/** Finds the order of a document by the document's key. */
type OrderFinder = (sourceId: string) => RawBuilder<unknown>

function documentOf(book: Book, sourceType: string): OrderFinder | undefined {
  switch (sourceType) {
    case 'capture':
    case 'late_payment':
    case 'cash_receipt':
      return (id) => sql`select order_id from payment where id = ${id}`
    case 'refund_decided':
    case 'refund_executed':
    case 'refund_failed':
    case 'refund_attributed':
      return (id) => sql`select order_id from refund where id = ${id}`
    case 'refund':
      return (id) => sql`
        select refund.order_id from refund_line part join refund on refund.id = part.refund_id where part.id = ${id}`
    case 'acceptance':
      return book === 'money'
        ? (id) => sql`
            select part.order_id from hand_over given join supplier_order part on part.id = given.supplier_order_id
            where given.id = ${id}`
        : (id) => sql`
            select line.order_id from hand_over_line piece join order_line line on line.id = piece.order_line_id
            where piece.id = ${id}`
    default:
      return undefined
  }
}
