import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyPurchaseSheets } from '#app/modules/external/import-purchases.server.ts'
import { recordPurchase } from '#app/modules/external/record-purchase.server.ts'
import { listMissing, reverseMissing } from '#app/modules/external/reverse-missing.server.ts'
import type { SheetFileId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { book, bring, exportOf, fileOf, HEADER, line, rowsOf, start } from './sheet-steps.ts'
import {
  bought,
  expectCleanAudit,
  FUFENG,
  figures,
  NOW,
  openPurchases,
  type PurchaseWorld,
  recognitionsOf,
  record,
} from './world.ts'

let world: PurchaseWorld
beforeAll(async () => {
  world = await openPurchases()
})
afterAll(() => world.drop())

const counts = (file: { counts: Record<string, number> }) =>
  Object.fromEntries(Object.entries(file.counts).filter(([, count]) => count > 0))

describe('an export of the platform', () => {
  it('is compared first and changes nothing, then booked, and once more finds nothing to do', async () => {
    const file = exportOf([line({ 订单编号: 'A-1' }), line({ 订单编号: 'A-2', 验收时间: '', 付款时间: '' })])
    const checked = await bring(world, file)
    expect(counts(checked)).toEqual({ new: 2 })
    expect(await recognitionsOf(world.db, 'A-1')).toEqual([])
    expect(await start(world, checked.sheetId)).toMatchObject({ ok: true })
    await applyPurchaseSheets(world.db, NOW)
    expect(await fileOf(world, checked.sheetId)).toMatchObject({ state: 'done', counts: { applied: 2 } })
    expect(await recognitionsOf(world.db, 'A-1')).toEqual([['platform_832:A-1:1:1', 100_000, '2026-10-20']])
    expect(await recognitionsOf(world.db, 'A-2')).toEqual([])
    const again = await bring(world, file)
    expect(counts(again)).toEqual({ unchanged: 2 })
    expect(await start(world, again.sheetId)).toMatchObject({ refusal: { kind: 'nothingToApply' } })
    await expectCleanAudit(world.db)
  })

  it('corrected counts as the corrected file says, with what was taken back to be seen', async () => {
    await book(world, exportOf([line({ 订单编号: 'B-1' }), line({ 订单编号: 'B-1', 行号: '2', 金额: '20.00' })]))
    const corrected = exportOf([
      line({ 订单编号: 'B-1', 金额: '900.00', 退款金额: '50.00', 帮扶县: '旬邑' }),
      line({ 订单编号: 'B-1', 行号: '2', 金额: '20.00', 付款时间: '' }),
    ])
    const checked = await bring(world, corrected)
    const [first, second] = await rowsOf(world, checked.sheetId, 'changed')
    expect(first?.diff).toEqual([
      { field: 'countyId', from: 'fufeng', to: 'xunyi' },
      { field: 'amount', from: '1,000.00', to: '900.00' },
      { field: 'refund', from: '0.00', to: '50.00' },
    ])
    expect(second?.diff).toEqual([{ field: 'paidOn', from: '2026-10-20', to: null }])
    await start(world, checked.sheetId)
    await applyPurchaseSheets(world.db, NOW)
    const counted = await recognitionsOf(world.db, 'B-1')
    expect(counted.map(([source, amount]) => [source.slice(13), amount]).sort()).toEqual([
      ['B-1:1:1', 100_000],
      ['B-1:1:1/reversed', -100_000],
      ['B-1:1:2', 85_000],
      ['B-1:2:1', 2_000],
      ['B-1:2:1/reversed', -2_000],
    ])
    await expectCleanAudit(world.db)
  })

  it('keeps what its columns do not say, and takes what was canceled back', async () => {
    const header = [...HEADER, '发票号', '订单状态']
    await book(world, exportOf([line({ 订单编号: 'C-1', 发票号: '2461' })], { header }))
    const again = await book(world, exportOf([line({ 订单编号: 'C-1', 金额: '10.00', 发票号: '' })], { header }))
    expect(again.state).toBe('done')
    const stored = await world.db
      .selectFrom('external_purchase')
      .selectAll()
      .where('external_no', '=', 'C-1')
      .executeTakeFirstOrThrow()
    expect(stored).toMatchObject({ invoice_no: '2461', amount_fen: 1_000, revision: 2 })
    const canceled = exportOf(
      [line({ 订单编号: 'C-1', 订单状态: '已取消' }), line({ 订单编号: 'C-2', 订单状态: '交易关闭' })],
      { header },
    )
    const file = await book(world, canceled)
    expect(counts(file)).toEqual({ applied: 1, unchanged: 1 })
    expect((await figures(world.db, ['platform_832']))['fufeng platform_832 canteen 2026-10']).toBe(100_000)
    await expectCleanAudit(world.db)
  })

  it('numbers the lines of an order by their places when it has no line numbers', async () => {
    const header = HEADER.filter((name) => name !== '行号')
    const file = exportOf(
      [
        line({ 订单编号: 'D-1', 商品名称: '苹果' }),
        line({ 订单编号: 'D-2' }),
        line({ 订单编号: 'D-1', 商品名称: '花椒', 金额: '30.00' }),
      ],
      { header },
    )
    expect(counts(await book(world, file))).toEqual({ applied: 3 })
    const rows = await world.db
      .selectFrom('external_purchase')
      .select(['line_no', 'product'])
      .where('external_no', '=', 'D-1')
      .orderBy('line_no')
      .execute()
    expect(rows).toEqual([
      { line_no: 1, product: '苹果' },
      { line_no: 2, product: '花椒' },
    ])
    expect(counts(await bring(world, file))).toEqual({ unchanged: 3 })
  })

  it('names every wrong row and books nothing of the file', async () => {
    const checked = await bring(
      world,
      exportOf([
        line({ 订单编号: 'E-1' }),
        line({ 订单编号: 'E-2', 金额: '-5' }),
        line({ 订单编号: 'E-3', 下单时间: '下个月' }),
        line({ 订单编号: 'E-4', 帮扶县: '某县' }),
        line({ 订单编号: 'E-5', 退款金额: '1000.01' }),
        line({ 订单编号: 'E-6', 验收时间: '2027-01-01' }),
        line({ 订单编号: 'E-1', 商品名称: '又一次' }),
        line({ 订单编号: '' }),
      ]),
    )
    expect(counts(checked)).toEqual({ new: 1, error: 7 })
    const errors = (await rowsOf(world, checked.sheetId, 'error')).map(({ rowNumber, errors }) => [
      rowNumber,
      errors.map(({ field, hint, column }) => `${field} ${hint} ${column}`).join(),
    ])
    expect(errors).toEqual([
      [3, 'amount negative 5'],
      [4, 'orderedOn dateInvalid 7'],
      [5, 'county unknownCounty 2'],
      [6, 'refund refundTooLarge 6'],
      [7, 'acceptedOn inFuture 8'],
      [8, 'externalNo rowTwice 0'],
      [9, 'externalNo missing 0'],
    ])
    expect(await start(world, checked.sheetId)).toMatchObject({ refusal: { kind: 'hasErrors', count: 7 } })
    await applyPurchaseSheets(world.db, NOW)
    expect(await recognitionsOf(world.db, 'E-1')).toEqual([])
  })

  it('warns of what may be the same under another number or channel, and books it all the same', async () => {
    await record(
      world,
      bought({ channel: 'counter', externalNo: 'F-0', amount: fen(123_456), orderedOn: '2026-10-05' }),
    )
    const checked = await bring(
      world,
      exportOf([line({ 订单编号: 'F-1', 金额: '1234.00' }), line({ 订单编号: 'F-2', 金额: '1236.00' })]),
    )
    const rows = await rowsOf(world, checked.sheetId, 'new')
    expect(rows.map(({ warnings }) => warnings.map(({ hint, detail }) => [hint, detail]))).toEqual([
      [['nearPurchase', { channel: 'counter', no: 'F-0', day: '2026-10-05' }]],
      [],
    ])
    expect(counts(await book(world, exportOf([line({ 订单编号: 'F-1', 金额: '1234.00' })])))).toEqual({ applied: 1 })
  })

  it('says that a row was typed by hand already', async () => {
    await record(
      world,
      bought({
        externalNo: 'G-1',
        supplierName: '某合作社',
        product: '苹果',
        orderedOn: '2026-10-08',
        countyId: FUFENG,
      }),
    )
    expect(counts(await bring(world, exportOf([line({ 订单编号: 'G-1' })])))).toEqual({ duplicate: 1 })
  })
})

describe('rows gone from a corrected file', () => {
  it('are taken back when they are ticked, and only those', async () => {
    const day = (number: string) =>
      line({ 订单编号: number, 下单时间: '2026-06-05', 验收时间: '2026-06-06', 付款时间: '2026-06-07' })
    await book(world, exportOf([day('H-1'), day('H-2'), day('H-3'), line({ 订单编号: 'H-4' })]))
    const corrected = await book(world, exportOf([day('H-1')]))
    const missing = await listMissing(world.db, corrected.sheetId, 100)
    expect(missing.map(({ externalNo }) => externalNo)).toEqual(['H-2', 'H-3'])
    const elsewhere = await world.db
      .selectFrom('external_purchase')
      .select('id')
      .where('external_no', '=', 'H-4')
      .executeTakeFirstOrThrow()
    const ticked = [missing[0]?.purchaseId as string, elsewhere.id]
    const of = { sheetId: corrected.sheetId as SheetFileId, reason: '更正后没有', actorId: world.officer, now: NOW }
    expect(await reverseMissing(world.db, { ...of, purchaseIds: ticked })).toBe(1)
    expect(await reverseMissing(world.db, { ...of, purchaseIds: ticked })).toBe(0)
    expect((await figures(world.db, ['platform_832']))['fufeng platform_832 canteen 2026-06']).toBe(200_000)
    await expectCleanAudit(world.db)
  })
})

describe('at the same moment', () => {
  it('two files with the same rows count them once', async () => {
    const file = exportOf([1, 2, 3, 4, 5].map((part) => line({ 订单编号: `R-${part}` })))
    const [one, two] = [await bring(world, file), await bring(world, file)]
    await start(world, one.sheetId)
    await start(world, two.sheetId)
    await Promise.all([applyPurchaseSheets(world.db, NOW), applyPurchaseSheets(world.db, NOW)])
    expect(await fileOf(world, one.sheetId)).toMatchObject({ state: 'done' })
    expect(await fileOf(world, two.sheetId)).toMatchObject({ state: 'done' })
    for (const part of [1, 2, 3, 4, 5]) expect(await recognitionsOf(world.db, `R-${part}`)).toHaveLength(1)
    await expectCleanAudit(world.db)
  })

  it('a file and someone who types the same line leave one purchase', async () => {
    const checked = await bring(world, exportOf([line({ 订单编号: 'S-1' })]))
    await start(world, checked.sheetId)
    const typed = recordPurchase(world.db, {
      facts: bought({ externalNo: 'S-1' }),
      recordedBy: world.officer,
      now: NOW,
    })
    await Promise.all([typed, applyPurchaseSheets(world.db, NOW)])
    const rows = await world.db.selectFrom('external_purchase').selectAll().where('external_no', '=', 'S-1').execute()
    expect(rows).toHaveLength(1)
    const sum = (await recognitionsOf(world.db, 'S-1')).reduce((total, [, amount]) => total + amount, 0)
    expect(sum).toBe(100_000)
    await expectCleanAudit(world.db)
  })
})
