import { applyPurchaseSheets, decidePurchases } from '#app/modules/external/import-purchases.server.ts'
import type { PurchaseFacts } from '#app/modules/external/purchase.ts'
import { purchaseSheet } from '#app/modules/external/purchase-sheet.ts'
import { listMissing, MISSING_AT_ONCE, reverseMissing } from '#app/modules/external/reverse-missing.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { SheetFileId } from '#app/shared/ids.ts'
import { addFen } from '#app/shared/money.ts'
import { factsOf } from '../purchase-facts.ts'
import { plannedPurchases, yuan } from '../purchases.ts'
import type { Desk } from './desk.ts'
import { endsHalfYear, firstOf, lastOf, monthOfDay, type YearMonth } from './moments.ts'
import { type PlaceNames, purchaseFile } from './purchase-file.ts'
import { bringSheet } from './sheets.server.ts'

export function openingOf({ openedAt, cooperatives }: Desk) {
  return { openedAt, cooperatives: new Map(cooperatives.map(({ slug, cooperativeId }) => [slug, cooperativeId])) }
}

/** The platform's purchases of the opening year's months that are over; those of the running month are typed. */
export function comesByFile({ channel, acceptedOn }: PurchaseFacts, openedAt: Date): boolean {
  const openedOn = businessDate(openedAt)
  const [first, end] = [`${openedOn.slice(0, 4)}-01-01`, firstOf(monthOfDay(openedOn))]
  return channel === 'platform_832' && acceptedOn !== null && acceptedOn >= first && acceptedOn < end
}

/** Brings in what the 832 platform exported for a month. That of June has an order too many and an amount mistyped. */
export async function importPurchases(desk: Desk, { month, now }: { month: YearMonth; now: Date }): Promise<void> {
  const bought = listBought(desk, { from: firstOf(month), to: lastOf(month) })
  if (bought.length === 0) return
  const fileName = `832-${month.replace('-', '')}.csv`
  await bringPurchases(desk, { fileName, bought: endsHalfYear(month) ? withMistakes(bought) : bought, now })
}

/** Brings in the half-year as the platform exports it once it was put right, and takes back what is not in it any more. */
export async function replaceHalfYear(desk: Desk, { month, now }: { month: YearMonth; now: Date }): Promise<void> {
  const { db } = desk
  const year = month.slice(0, 4)
  const bought = listBought(desk, { from: `${year}-01-01`, to: lastOf(month) })
  const sheetId = await bringPurchases(desk, { fileName: `832-${year}上半年-更正.csv`, bought, now })
  const gone = await listMissing(db, sheetId, MISSING_AT_ONCE)
  const purchaseIds = gone.map(({ purchaseId }) => purchaseId)
  const { personId: actorId } = desk.as('finance_officer', 'purchase:record')
  await reverseMissing(db, {
    sheetId,
    purchaseIds,
    reason: '供应商缺货，平台订单已取消，更正后的文件中没有',
    actorId,
    now,
  })
}

function listBought(desk: Desk, { from, to }: { from: BusinessDate; to: BusinessDate }): PurchaseFacts[] {
  return plannedPurchases(openingOf(desk))
    .map(({ facts }) => facts)
    .filter((facts) => comesByFile(facts, desk.openedAt))
    .filter(({ acceptedOn }) => acceptedOn !== null && acceptedOn >= from && acceptedOn <= to)
}

function withMistakes(bought: readonly PurchaseFacts[]): PurchaseFacts[] {
  const [first, ...others] = bought
  if (!first?.acceptedOn) return [...bought]
  const acceptedOn = `${first.acceptedOn.slice(0, 7)}-08`
  const canceled = factsOf(
    {
      reference: `832-${acceptedOn.replaceAll('-', '')}-01`,
      acceptedOn,
      channel: 'platform_832',
      county: 'fufeng',
      fundType: 'canteen',
      amount: yuan('3280.00'),
      cooperative: undefined,
      lacks: undefined,
    },
    Number(acceptedOn.slice(0, 4)),
  )
  return [canceled, { ...first, amount: addFen(first.amount, yuan('720.00')) }, ...others]
}

function bringPurchases(
  desk: Desk,
  { fileName, bought, now }: { fileName: string; bought: readonly PurchaseFacts[]; now: Date },
): Promise<SheetFileId> {
  const { db } = desk
  return bringSheet(db, purchaseSheet, {
    name: `purchases ${fileName}`,
    actorId: desk.as('finance_officer', 'purchase:record').personId,
    now,
    exportFile: async () => ({
      fileName,
      rows: purchaseFile(bought, await readPlaceNames(db)),
      options: { channel: 'platform_832', fundType: 'canteen' },
    }),
    decide: decidePurchases,
    apply: applyPurchaseSheets,
  })
}

async function readPlaceNames(db: Db): Promise<PlaceNames> {
  const counties = await db.selectFrom('partner_county').select(['id', 'name_zh']).execute()
  const units = await db.selectFrom('org_unit').select(['id', 'name_zh']).execute()
  const names = (rows: readonly { id: string; name_zh: string }[]) => new Map(rows.map((row) => [row.id, row.name_zh]))
  return { counties: names(counties), units: names(units) }
}
