import { applyPurchaseSheets, decidePurchases } from '#app/modules/external/import-purchases.server.ts'
import { type PurchaseFacts, purchaseFacts } from '#app/modules/external/purchase.ts'
import { purchaseSheet } from '#app/modules/external/purchase-sheet.ts'
import { listMissing, MISSING_AT_ONCE, reverseMissing } from '#app/modules/external/reverse-missing.server.ts'
import { startSheet } from '#app/modules/sheets/apply-sheet.server.ts'
import { checkSheet } from '#app/modules/sheets/check-sheet.server.ts'
import { findSheet } from '#app/modules/sheets/sheet-queries.server.ts'
import { uploadSheet } from '#app/modules/sheets/upload-sheet.server.ts'
import { addDays, type BusinessDate } from '#app/shared/business-date.ts'
import type { SheetFileId } from '#app/shared/ids.ts'
import { fen, formatYuan } from '#app/shared/money.ts'
import { at, type Desk, must } from './desk.ts'
import { type Bought, note, replace, takeBack } from './outside.ts'

/** The purchases of one export of the platform, by their order numbers. */
export type PlatformFile = Map<string, Bought>

const HEADER = '订单编号,行号,帮扶县,供应商,商品名称,金额,退款金额,下单时间,验收时间,付款时间'

/** Brings in an export of what was bought on the platform in the month before `day`. */
export async function bringExport(desk: Desk, of: { day: BusinessDate; size: number }): Promise<PlatformFile> {
  const { random, world, firstDay } = desk
  const { day, size } = of
  const file: PlatformFile = new Map()
  for (let row = 0; row < size; row += 1) {
    const from = addDays(day, -random.between(7, 36))
    const orderedOn = from < firstDay ? firstDay : addDays(from, 0)
    const acceptedOn = addDays(orderedOn, random.between(0, 4))
    const facts = purchaseFacts({
      channel: 'platform_832',
      externalNo: `P${day.replaceAll('-', '')}${random.text(6).toUpperCase()}`,
      countyId: random.pick(world.skus).countyId,
      amount: fen(random.between(10_000, 2_000_000)),
      fundType: 'canteen',
      orderedOn,
      acceptedOn,
      paidOn: random.chance(0.85) ? addDays(acceptedOn, random.between(0, 2)) : null,
    })
    file.set(facts.externalNo, { purchaseId: undefined, revision: 1, facts, counted: undefined })
  }
  await book(
    desk,
    [...file.values()].map((one) => one.facts),
    day,
  )
  for (const one of file.values()) one.counted = note(desk, one.facts, day)
  return file
}

/** The platform corrects an export: other amounts, a payment that came, and a row that is gone. */
export async function bringCorrected(desk: Desk, file: PlatformFile, day: BusinessDate): Promise<void> {
  const { random } = desk
  // A file speaks of the days from its first row to its last, so what it leaves out lies between them.
  const days = [...file.values()].map(({ facts }) => facts.orderedOn).sort()
  const inner = [...file].filter(
    ([
      ,
      {
        facts: { orderedOn },
      },
    ]) => orderedOn > (days[0] ?? '') && orderedOn < (days.at(-1) ?? ''),
  )
  const [dropped] = inner.map(([no]) => no).filter(() => random.chance(0.3))
  const changes = new Map<string, PurchaseFacts>()
  for (const [no, { facts }] of file) {
    const isLastChance = changes.size === 0 && no === [...file.keys()].at(-1)
    if (no === dropped || !(isLastChance || random.chance(0.35))) continue
    const amount = fen(random.between(10_000, 2_000_000))
    const refund = fen(random.chance(0.4) ? random.between(0, 10_000) : 0)
    changes.set(no, { ...facts, amount, refund, paidOn: facts.paidOn ?? addDays(facts.orderedOn, 5) })
  }
  const rows = [...file].filter(([no]) => no !== dropped).map(([no, one]) => changes.get(no) ?? one.facts)
  const sheetId = await book(desk, rows, day)
  for (const [no, facts] of changes) replace(desk, file.get(no) as Bought, { facts, recordedOn: day })
  if (!dropped) return
  const gone = (await listMissing(desk.db, sheetId, MISSING_AT_ONCE)).filter((one) => one.externalNo === dropped)
  const actorId = desk.people.officer.personId
  const ticked = { sheetId, purchaseIds: gone.map((one) => one.purchaseId), reason: '更正文件中没有', actorId }
  const count = await reverseMissing(desk.db, { ...ticked, now: at(day, 12) })
  if (count !== 1) throw new Error(`${dropped} is not missed in the corrected file`)
  takeBack(desk, file.get(dropped) as Bought, day)
  file.delete(dropped)
}

/** Uploads, checks, releases and applies a file of these rows. */
async function book({ db, people }: Desk, rows: readonly PurchaseFacts[], day: BusinessDate): Promise<SheetFileId> {
  const [actorId, now] = [people.officer.personId, at(day, 12)]
  const bytes = Buffer.from(`${HEADER}\r\n${rows.map(rowOf).join('\r\n')}\r\n`)
  const options = { channel: 'platform_832', fundType: 'canteen' }
  const upload = { actorId, requestId: crypto.randomUUID(), fileName: '832.csv', bytes, options, now }
  const sheetId = must(await uploadSheet(db, purchaseSheet, upload))
  const mapping = (await findSheet(db, 'external_purchase', sheetId))?.mapping ?? []
  must(await checkSheet(db, purchaseSheet, { command: { sheetId, mapping, now }, decide: decidePurchases }))
  must(await startSheet(db, purchaseSheet, { sheetId, actorId, now }))
  await applyPurchaseSheets(db, now)
  return sheetId
}

function rowOf(facts: PurchaseFacts): string {
  const { externalNo, countyId, amount, refund, orderedOn, acceptedOn, paidOn } = facts
  const yuan = (sum: typeof amount) => formatYuan(sum).replaceAll(',', '')
  return [
    externalNo,
    '1',
    countyId,
    '某供应商',
    '苹果',
    yuan(amount),
    yuan(refund),
    orderedOn,
    acceptedOn,
    paidOn ?? '',
  ]
    .map((cell) => cell ?? '')
    .join(',')
}
