import { type Selectable, sql } from 'kysely'
import type { FundType } from '#app/modules/ledger/accounts.ts'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { AgreementId, CooperativeId, CountyId, ExternalPurchaseId, OrderId, OrgUnitId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { ExternalPurchase } from '#db/schema.ts'
import { type ExternalChannel, keyText, type PurchaseFacts, type PurchaseKey, type PurchaseState } from '../purchase.ts'

/** A purchase as it stands. */
export interface StoredPurchase {
  purchaseId: ExternalPurchaseId
  revision: number
  state: PurchaseState
  facts: PurchaseFacts
  categoryId: string | null
  agreementId: AgreementId | null
  countedSourceId: string | null
  linkedOrderId: OrderId | null
  sheetRowId: string | null
}

/** Lets one writer at a time say something about lines of orders; to the end of the transaction. */
export async function lockKeys(tx: Tx, keys: readonly PurchaseKey[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(place) from (
      select distinct hashtextextended('external purchase ' || key, 0) as place from unnest(${keys.map(keyText)}::text[]) key
      order by 1) as places`.execute(tx)
}

/** The purchases that stand under keys, by the texts of the keys. Their rows are locked when `isLocking`. */
export async function readLive(
  db: Db,
  keys: readonly PurchaseKey[],
  { isLocking }: { isLocking: boolean },
): Promise<Map<string, StoredPurchase>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<PurchaseRow>`
    select purchase.* from external_purchase purchase
    where state <> 'reversed' and (channel, external_no, line_no) in (
      select channel, external_no, line_no from jsonb_to_recordset(${JSON.stringify(keys.map(keyRow))}::jsonb)
        as given (channel text, external_no text, line_no int))
    order by id ${isLocking ? sql`for update` : sql``}`.execute(db)
  return new Map(
    rows.map((row) => {
      const stored = readStored(row)
      return [keyText(stored.facts), stored]
    }),
  )
}

function keyRow({ channel, externalNo, lineNo }: PurchaseKey) {
  return { channel, external_no: externalNo, line_no: lineNo }
}

/** A purchase with its row locked; undefined when there is none. */
export async function lockPurchase(tx: Tx, purchaseId: ExternalPurchaseId): Promise<StoredPurchase | undefined> {
  const row = await tx
    .selectFrom('external_purchase')
    .selectAll()
    .where('id', '=', purchaseId)
    .forUpdate()
    .executeTakeFirst()
  return row && readStored(row)
}

/** A purchase as it stands; undefined when there is none. */
export async function findStored(db: Db, purchaseId: ExternalPurchaseId): Promise<StoredPurchase | undefined> {
  const row = await db.selectFrom('external_purchase').selectAll().where('id', '=', purchaseId).executeTakeFirst()
  return row && readStored(row)
}

type PurchaseRow = Selectable<ExternalPurchase>

/** Reads a row of the table. */
function readStored(row: PurchaseRow): StoredPurchase {
  return {
    purchaseId: row.id as ExternalPurchaseId,
    revision: row.revision,
    state: row.state as PurchaseState,
    categoryId: row.category_id,
    agreementId: row.agreement_id as AgreementId | null,
    countedSourceId: row.counted_source_id,
    linkedOrderId: row.linked_order_id as OrderId | null,
    sheetRowId: row.sheet_row_id,
    facts: readFacts(row),
  }
}

function readFacts(row: PurchaseRow): PurchaseFacts {
  return {
    channel: row.channel as ExternalChannel,
    externalNo: row.external_no,
    lineNo: row.line_no,
    countyId: row.county_id as CountyId,
    cooperativeId: row.cooperative_id as CooperativeId | null,
    supplierName: row.supplier_name,
    supplierCreditCode: row.supplier_credit_code,
    product: row.product,
    category: row.category,
    spec: row.spec,
    quantity: row.quantity,
    unit: row.unit,
    amount: fen(row.amount_fen),
    refund: fen(row.refund_fen),
    fundType: row.fund_type as FundType,
    orgUnitId: row.org_unit_id as OrgUnitId | null,
    agreementNo: row.agreement_no,
    orderedOn: row.ordered_on,
    acceptedOn: row.accepted_on,
    paidOn: row.paid_on,
    reviewedOn: row.reviewed_on,
    invoiceNo: row.invoice_no,
    paymentRef: row.payment_ref,
    event: row.event,
    note: row.note,
  }
}

/** The columns of a purchase that its facts fill. */
export function factColumns(facts: PurchaseFacts) {
  return {
    channel: facts.channel,
    external_no: facts.externalNo,
    line_no: facts.lineNo,
    county_id: facts.countyId,
    cooperative_id: facts.cooperativeId,
    supplier_name: facts.supplierName,
    supplier_credit_code: facts.supplierCreditCode,
    product: facts.product,
    category: facts.category,
    spec: facts.spec,
    quantity: facts.quantity,
    unit: facts.unit,
    amount_fen: facts.amount,
    refund_fen: facts.refund,
    fund_type: facts.fundType,
    org_unit_id: facts.orgUnitId,
    agreement_no: facts.agreementNo,
    ordered_on: facts.orderedOn,
    accepted_on: facts.acceptedOn,
    paid_on: facts.paidOn,
    reviewed_on: facts.reviewedOn,
    invoice_no: facts.invoiceNo,
    payment_ref: facts.paymentRef,
    event: facts.event,
    note: facts.note,
  }
}

export interface ResolvedFacts {
  categoryId: string | null
  agreementId: AgreementId | null
}

/** Which of the shop's kinds of goods and which agreement facts name, in their order. */
export async function resolveFacts(db: Db, facts: readonly PurchaseFacts[]): Promise<ResolvedFacts[]> {
  const names = [...new Set(facts.map(({ category }) => category).filter((name) => name !== ''))]
  const numbers = [...new Set(facts.map(({ agreementNo }) => agreementNo).filter((no) => no !== ''))]
  const { rows: categories } = await sql<{ id: string; name: string }>`
    select id, name from category cross join lateral unnest(array[id, name_zh, name_en]) as name
    where name = any(${names}::text[]) order by sort_order desc, id`.execute(db)
  const agreements = numbers.length
    ? await db
        .selectFrom('purchase_agreement')
        .select(['id', 'agreement_no', 'county_id'])
        .where('agreement_no', 'in', numbers)
        .execute()
    : []
  const categoryOf = new Map(categories.map(({ id, name }) => [name, id]))
  return facts.map(({ category, agreementNo, countyId, channel }) => ({
    categoryId: categoryOf.get(category) ?? null,
    agreementId:
      channel === 'agreement'
        ? ((agreements.find((one) => one.agreement_no === agreementNo && one.county_id === countyId)?.id ??
            null) as AgreementId | null)
        : null,
  }))
}
