import { sql } from 'kysely'
import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import { readBookingDate } from '#app/modules/ledger/booking-date.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { AgreementId, CooperativeId, CountingRuleId, CountyId, OrgUnitId } from '#app/shared/ids.ts'
import { type Fen, fen, negateFen } from '#app/shared/money.ts'
import type { UncountedReason } from './counting.ts'
import { insertRecognizedPurchase, insertUncountedPurchase } from './internal/recognized-purchase-rows.server.ts'
import { judgePurchase, takeBook } from './internal/verdict-rows.server.ts'
import { recognitionEntry } from './recognition-entries.ts'

/** One revision of a purchase made outside the shop, as it counts. */
export interface ExternalRecognition {
  /** `<channel>:<number>:<line>:<revision>`: it counts once. */
  sourceId: string
  channel: Exclude<PurchaseChannel, 'own_shop'>
  /** Fen, above zero: what was bought less what was returned. */
  amount: Fen
  /** The day on which it began to count. */
  countsOn: BusinessDate
  countyId: CountyId
  cooperativeId?: CooperativeId | undefined
  /** Kind of goods, if it is known: some rules count certain kinds only. */
  categoryId?: string | undefined
  fundType: FundType
  orgUnitId?: OrgUnitId | undefined
  /** Only with channel 'agreement', and of the same county. */
  agreementId?: AgreementId | undefined
}

/**
 * Counts a purchase made elsewhere when the rule in force on its day says so, and
 * writes it down beside the figures when not; the answer says why. Takes the head of
 * book `assistance`: call it last in the transaction.
 */
export async function recognizeExternal(
  tx: Tx,
  purchase: ExternalRecognition,
  now: Date,
): Promise<{ uncounted: UncountedReason | undefined }> {
  const happenedOn = purchase.countsOn
  const businessDate = await readBookingDate(tx, { book: 'assistance', happenedOn, now })
  const recognition = { ...purchase, sourceType: 'external', happenedOn, businessDate } as const
  const { uncounted, ...judged } = await judgePurchase(tx, { ...purchase, happenedOn })
  if (uncounted) {
    await insertUncountedPurchase(tx, recognition, { ...judged, uncounted, now })
    return { uncounted }
  }
  const { entryId } = await postEntry(tx, recognitionEntry(recognition, now))
  await insertRecognizedPurchase(tx, recognition, { entryId, countingRuleId: judged.countingRuleId, now })
  return { uncounted: undefined }
}

/** Source of the recognition that takes another back. */
function reversedSource(sourceId: string): string {
  return `${sourceId}/reversed`
}

/**
 * Takes back what a source of kind 'external' came to, counted or not: visibly, as a
 * negative amount on the same day, or in the open month when that day's month is
 * closed, by an entry that names the first. Takes the head of book `assistance`.
 */
export async function takeBackExternal(tx: Tx, sourceId: string, now: Date): Promise<void> {
  const counted = await tx
    .selectFrom('recognized_purchase')
    .select('id')
    .where('source_type', '=', 'external')
    .where('source_id', '=', sourceId)
    .executeTakeFirst()
  if (counted) return takeBackRecognition(tx, counted.id, now)
  const row = await tx
    .selectFrom('uncounted_purchase')
    .selectAll()
    .where('source_type', '=', 'external')
    .where('source_id', '=', sourceId)
    .executeTakeFirstOrThrow()
  const facts = factsOf(row)
  const businessDate = await readBookingDate(tx, { book: 'assistance', happenedOn: row.business_date, now })
  const bookSeq = await takeBook(tx)
  await insertUncountedPurchase(
    tx,
    { ...facts, businessDate, happenedOn: row.happened_on },
    {
      countingRuleId: row.counting_rule_id as CountingRuleId,
      uncounted: row.reason as UncountedReason,
      categoryId: row.category_id ?? undefined,
      bookSeq,
      now,
    },
  )
}

/**
 * Takes back one recognition of any source, as `takeBackExternal` does. What takes back
 * is no part of an order line: the line itself stays as it was counted.
 */
export async function takeBackRecognition(tx: Tx, recognizedId: string, now: Date): Promise<void> {
  const row = await tx
    .selectFrom('recognized_purchase')
    .selectAll()
    .where('id', '=', recognizedId)
    .executeTakeFirstOrThrow()
  const happenedOn = row.business_date
  const businessDate = await readBookingDate(tx, { book: 'assistance', happenedOn, now })
  const recognition = { ...factsOf(row), businessDate, happenedOn }
  const draft = { ...recognitionEntry(recognition, now), reversesEntryId: row.journal_entry_id }
  const { entryId } = await postEntry(tx, draft)
  const countingRuleId = row.counting_rule_id as CountingRuleId
  await insertRecognizedPurchase(tx, recognition, { entryId, countingRuleId, now })
}

interface CountedRow {
  source_id: string
  amount_fen: number
  county_id: string
  cooperative_id: string | null
  channel: string
  fund_type: string
  org_unit_id: string | null
  agreement_id: string | null
}

function factsOf(row: CountedRow) {
  return {
    sourceType: 'external' as const,
    sourceId: reversedSource(row.source_id),
    amount: negateFen(fen(row.amount_fen)),
    countyId: row.county_id as CountyId,
    cooperativeId: (row.cooperative_id as CooperativeId | null) ?? undefined,
    channel: row.channel as PurchaseChannel,
    fundType: row.fund_type as FundType,
    orgUnitId: (row.org_unit_id as OrgUnitId | null) ?? undefined,
    agreementId: (row.agreement_id as AgreementId | null) ?? undefined,
  }
}

/** What was ordered or paid on a day, to be added to the amounts by month; negative when it is taken back. */
export interface StageAmount {
  stage: 'ordered' | 'paid'
  day: BusinessDate
  countyId: CountyId
  channel: PurchaseChannel
  fundType: FundType
  orgUnitId: OrgUnitId | null
  amount: Fen
  lineCount: number
}

/** Adds amounts ordered and paid outside the shop's own orders, which add theirs by themselves. */
export async function recordStages(tx: Tx, amounts: readonly StageAmount[]): Promise<void> {
  if (amounts.length === 0) return
  const rows = amounts.map(({ stage, day, countyId, channel, fundType, orgUnitId, amount, lineCount }) => ({
    stage,
    day,
    county_id: countyId,
    channel,
    fund_type: fundType,
    org_unit_id: orgUnitId ?? '',
    amount_fen: amount,
    line_count: lineCount,
  }))
  await sql`
    insert into stage_delta (year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count)
    select extract(year from day), extract(month from day), stage, county_id, channel, fund_type, org_unit_id,
      sum(amount_fen), sum(line_count)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (stage text, day date, county_id text, channel text,
      fund_type text, org_unit_id text, amount_fen bigint, line_count int)
    group by 1, 2, 3, 4, 5, 6, 7 having sum(amount_fen) <> 0 or sum(line_count) <> 0`.execute(tx)
}
