import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { applyImports } from '#app/modules/imports/apply-imports.server.ts'
import { checkImport } from '#app/modules/imports/check-import.server.ts'
import { discardImport } from '#app/modules/imports/discard-import.server.ts'
import { TEMPLATE_HEADER } from '#app/modules/imports/import-fields.ts'
import { listAbsent, readImport } from '#app/modules/imports/import-queries.server.ts'
import { startImport } from '#app/modules/imports/start-import.server.ts'
import { uploadImport } from '#app/modules/imports/upload-import.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { writeCsv } from '#app/platform/spreadsheet.server.ts'
import type { SkuId } from '#app/shared/ids.ts'
import { insertGround, insertSku } from '#tests/integration/cart/goods.ts'
import { createManager } from '#tests/integration/stock/manager.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createOrder, insertPickup } from '#tests/support/factories/orders.ts'
import { createBuyer } from '#tests/support/factories/people.ts'
import { csvOf } from './files.ts'
import { check, codeOf, importFile, jobOf, now, onHandOf, rowsOf, start, upload } from './shop.ts'

let store: TestDatabase
let manager: Manager
let neighbour: Manager

beforeAll(async () => {
  store = await createTestDatabase()
  await insertGround(store.ownerDb)
  await insertPickup(store.ownerDb)
  manager = await createManager(store.db)
  neighbour = await createManager(store.db, 'south')
})
afterAll(() => store.drop())

async function givenSku(stock = 10): Promise<{ skuId: SkuId; code: string }> {
  const skuId = await insertSku(store.ownerDb, { stock })
  return { skuId, code: await codeOf(store.db, skuId) }
}

const lot = { 批号: 'L-20261101', 采收日期: '2026/11/1', 保质期至: '2027年3月1日', 本批数量: '30' }

describe('a sheet of goods', () => {
  test('is compared field by field, changes nothing until it is released, and then the shelf', async () => {
    const { skuId, code } = await givenSku(10)
    const job = await check(
      store.db,
      manager,
      csvOf([{ 商品编码: code, 名称: '大红袍花椒', '价格(元)': '10', 净重: '0.5斤', 库存: '１２' }]),
    )
    expect(job.state).toBe('checked')
    expect(job.counts).toMatchObject({ changed: 1, error: 0 })
    const [row] = await rowsOf(store.db, job.jobId, 'changed')
    expect(row?.diff).toEqual([{ field: 'stock', from: '10', to: '12', needsReview: false }])
    expect(await onHandOf(store.db, skuId)).toBe(10)

    await start(store.db, manager, job.jobId)
    await applyImports(store.db, now)
    const done = await jobOf(store.db, manager, job.jobId)
    expect(done).toMatchObject({ state: 'done', reviewCount: 0, counts: { applied: 1 } })
    expect(await onHandOf(store.db, skuId)).toBe(12)
    const movement = await store.db
      .selectFrom('stock_movement')
      .select(['kind', 'delta_on_hand', 'cause_type', 'actor_id'])
      .where('sku_id', '=', skuId)
      .executeTakeFirstOrThrow()
    expect(movement).toEqual({
      kind: 'adjusted',
      delta_on_hand: 2,
      cause_type: 'adjustment',
      actor_id: manager.personId,
    })
  })

  test('brings a lot in first and counts the shelf with it', async () => {
    const { skuId, code } = await givenSku(10)
    const job = await importFile(store.db, manager, csvOf([{ 商品编码: code, 库存: '38', ...lot, 合格证编号: 'HG-1' }]))
    expect(job.state).toBe('done')
    expect(await onHandOf(store.db, skuId)).toBe(38)
    const batches = await store.db.selectFrom('batch').selectAll().where('sku_id', '=', skuId).execute()
    expect(batches).toHaveLength(1)
    expect(batches[0]).toMatchObject({
      lot_code: 'L-20261101',
      harvested_on: '2026-11-01',
      best_before_on: '2027-03-01',
      quantity: 30,
      certificate_number: 'HG-1',
      received_by: manager.personId,
    })
    const moves = await store.db
      .selectFrom('stock_movement')
      .select(['kind', 'delta_on_hand'])
      .where('sku_id', '=', skuId)
      .orderBy('id')
      .execute()
    expect(moves).toEqual([
      { kind: 'received', delta_on_hand: 30 },
      { kind: 'adjusted', delta_on_hand: -2 },
    ])

    const again = await check(store.db, manager, csvOf([{ 商品编码: code, 库存: '38', ...lot }]))
    expect(again.counts).toMatchObject({ unchanged: 1, changed: 0 })
    const other = await check(store.db, manager, csvOf([{ 商品编码: code, ...lot, 本批数量: '31' }]))
    const [wrong] = await rowsOf(store.db, other.jobId, 'error')
    expect(wrong?.errors).toEqual([
      { field: 'batchQuantity', column: 9, value: '31', hint: 'lotDiffers', detail: { text: '30' } },
    ])
  })

  test('does not take one lot code for two goods', async () => {
    const [one, other] = [await givenSku(), await givenSku()]
    const named = { ...lot, 批号: 'L-TWO' }
    const both = await check(
      store.db,
      manager,
      csvOf([
        { 商品编码: one.code, ...named },
        { 商品编码: other.code, ...named },
      ]),
    )
    const twice = await rowsOf(store.db, both.jobId, 'error')
    expect(twice.map(({ errors }) => [errors[0]?.hint, errors[0]?.detail])).toEqual([
      ['lotTwice', { row: 3 }],
      ['lotTwice', { row: 2 }],
    ])
    const waiting = await check(store.db, manager, csvOf([{ 商品编码: other.code, ...named }]))
    await importFile(store.db, manager, csvOf([{ 商品编码: one.code, ...named }]))
    const late = await check(store.db, manager, csvOf([{ 商品编码: other.code, ...named }]))
    expect((await rowsOf(store.db, late.jobId, 'error'))[0]?.errors[0]).toMatchObject({
      field: 'lotCode',
      hint: 'lotTaken',
    })
    await start(store.db, manager, waiting.jobId)
    await applyImports(store.db, now)
    expect((await rowsOf(store.db, waiting.jobId, 'error'))[0]?.errors[0]?.hint).toBe('changedMeanwhile')
    expect(await onHandOf(store.db, other.skuId)).toBe(10)
  })

  test('says what is new, what the shop has and the sheet has not, and which codes are another’s', async () => {
    const [mine, alsoMine] = [await givenSku(), await givenSku()]
    const theirs = await codeOf(store.db, await insertSku(store.ownerDb, { cooperative: 'south' }))
    const job = await check(
      store.db,
      manager,
      csvOf([
        { 商品编码: mine.code, 库存: '10' },
        { 商品编码: 'NEW-1', 名称: '柿饼', 库存: '5' },
        { 商品编码: theirs, 库存: '0' },
      ]),
    )
    expect(job.counts).toMatchObject({ unchanged: 1, new: 1, error: 1, changed: 0 })
    const [foreign] = await rowsOf(store.db, job.jobId, 'error')
    expect(foreign?.errors[0]).toMatchObject({ field: 'code', hint: 'codeForeign', value: theirs })
    const absent = await listAbsent(store.db, manager.cooperativeId, { jobId: job.jobId, limit: 1000 })
    expect(absent.skus.map((sku) => sku.code)).toContain(alsoMine.code)
    expect(absent.skus.map((sku) => sku.code)).not.toContain(mine.code)
    expect(absent.skus.map((sku) => sku.code)).not.toContain(theirs)
    const started = await startImport(store.db, { manager, jobId: job.jobId, now })
    expect(started).toEqual({ ok: false, refusal: { kind: 'nothingToApply' } })
  })

  test('names every wrong cell of a row with its column, its text and what is wrong', async () => {
    const { code } = await givenSku()
    const fresh = { ...lot, 批号: 'L-FRESH' }
    const wrong: [Record<string, string>, string, string][] = [
      [{ 库存: '-3' }, 'stock', 'negative'],
      [{ 库存: '－３' }, 'stock', 'negative'],
      [{ 库存: '99999999999999999999' }, 'stock', 'tooLarge'],
      [{ 库存: 'NaN' }, 'stock', 'notNumber'],
      [{ 库存: '1e3' }, 'stock', 'notNumber'],
      [{ 库存: '3.5' }, 'stock', 'notWhole'],
      [{ '价格(元)': '12元/斤' }, 'price', 'priceUnit'],
      [{ '价格(元)': '-1' }, 'price', 'negative'],
      [{ '价格(元)': '0' }, 'price', 'zero'],
      [{ '价格(元)': '1.999' }, 'price', 'tooManyDecimals'],
      [{ '价格(元)': '999999999' }, 'price', 'tooLarge'],
      [{ 净重: '5' }, 'netWeight', 'weightUnitMissing'],
      [{ 净重: '5磅' }, 'netWeight', 'weightUnitWrong'],
      [{ 净重: '500毫升' }, 'netWeight', 'weightUnitWrong'],
      [{ 净重: '0.0001公斤' }, 'netWeight', 'weightNotWholeGrams'],
      [{ ...fresh, 采收日期: '2026-02-30' }, 'harvestedOn', 'dateInvalid'],
      [{ ...fresh, 保质期至: '2026-10-01' }, 'bestBeforeOn', 'bestBeforeEarly'],
      [{ ...fresh, 采收日期: '2026-12-01' }, 'harvestedOn', 'harvestInFuture'],
      [{ ...fresh, 本批数量: '' }, 'batchQuantity', 'lotIncomplete'],
      [{ 采收日期: '2026-11-01' }, 'lotCode', 'lotIncomplete'],
      [{ 名称: '长'.repeat(61) }, 'name', 'textTooLong'],
    ]
    for (const [cells, field, hint] of wrong) {
      const job = await check(store.db, manager, csvOf([{ 商品编码: code, ...cells }]))
      const [row] = await rowsOf(store.db, job.jobId, 'error')
      expect(row?.errors, JSON.stringify(cells)).toEqual([expect.objectContaining({ field, hint })])
    }
    const job = await check(store.db, manager, csvOf([{ 商品编码: '', 库存: 'x', '价格(元)': 'y' }]))
    const [row] = await rowsOf(store.db, job.jobId, 'error')
    expect(row?.errors.map(({ field, column, hint }) => [field, column, hint])).toEqual([
      ['code', 0, 'missing'],
      ['price', 3, 'notNumber'],
      ['stock', 5, 'notNumber'],
    ])
  })

  test.each(['2.5公斤', '2.5 kg', '5斤', '５ 斤', '2,500克', '2500 g', '2500G', '2.5千克'])(
    'reads %s as 2500 g',
    async (text) => {
      const { code } = await givenSku()
      const job = await check(store.db, manager, csvOf([{ 商品编码: code, 净重: text }]))
      const [row] = await rowsOf(store.db, job.jobId, 'error')
      // What is in one piece never changes, so the column is there to be compared.
      expect(row?.errors).toEqual([
        { field: 'netWeight', column: 4, value: '2500', hint: 'weightFixed', detail: { now: 250 } },
      ])
    },
  )

  test('does not guess between two rows of one code, nor between two columns of one meaning', async () => {
    const { skuId, code } = await givenSku(10)
    const twice = await importFileOrCheck([
      { 商品编码: code, 库存: '1' },
      { 商品编码: code, 库存: '2' },
    ])
    const rows = await rowsOf(store.db, twice.jobId, 'error')
    expect(rows.map(({ rowNumber, errors }) => [rowNumber, errors[0]?.hint, errors[0]?.detail])).toEqual([
      [2, 'codeTwice', { row: 3 }],
      [3, 'codeTwice', { row: 2 }],
    ])
    const jobId = await upload(store.db, manager, `商品编码,库存,库存数量\n${code},1,2\n`)
    const { mapping } = await jobOf(store.db, manager, jobId)
    expect(mapping).toEqual(['code', '', ''])
    const both = await checkImport(store.db, { manager, jobId, mapping: ['code', 'stock', 'stock'], now })
    expect(both).toEqual({ ok: false, refusal: { kind: 'mapping', problem: { kind: 'fieldTwice', field: 'stock' } } })
    const chosen = await checkImport(store.db, { manager, jobId, mapping: ['code', '', 'stock'], now })
    expect(chosen.ok).toBe(true)
    await start(store.db, manager, jobId)
    await applyImports(store.db, now)
    expect(await onHandOf(store.db, skuId)).toBe(2)
    // The choice is remembered for the next file.
    const next = await jobOf(
      store.db,
      manager,
      await upload(store.db, manager, `商品编码,库存,库存数量\n${code},1,2\n`),
    )
    expect(next.mapping).toEqual(['code', '', 'stock'])
  })

  function importFileOrCheck(rows: Record<string, string>[]) {
    return check(store.db, manager, csvOf(rows))
  }

  test('refuses a count of a shelf from which goods went meanwhile, with both numbers', async () => {
    const { skuId, code } = await givenSku(10)
    const { jobId } = await check(store.db, manager, csvOf([{ 商品编码: code, 库存: '12' }]))
    await store.ownerDb.updateTable('stock_level').set({ on_hand: 7 }).where('sku_id', '=', skuId).execute()
    await start(store.db, manager, jobId)
    await applyImports(store.db, now)
    expect((await jobOf(store.db, manager, jobId)).state).toBe('done_with_errors')
    const [row] = await rowsOf(store.db, jobId, 'error')
    expect(row?.errors[0]).toMatchObject({ hint: 'levelChanged', detail: { seen: 10, now: 7 } })
    expect(await onHandOf(store.db, skuId)).toBe(7)
  })

  test('takes nothing away that is sold', async () => {
    const { skuId, code } = await givenSku(10)
    const { jobId } = await check(store.db, manager, csvOf([{ 商品编码: code, 库存: '3' }]))
    await createOrder(store.db, { buyer: await createBuyer(store.db), lines: [{ skuId, quantity: 4 }] })
    await start(store.db, manager, jobId)
    await applyImports(store.db, now)
    const [row] = await rowsOf(store.db, jobId, 'error')
    expect(row?.errors[0]).toMatchObject({ hint: 'belowSold', detail: { least: 4 } })
    expect(await onHandOf(store.db, skuId)).toBe(10)
  })

  test('is one import however often its form is sent, and another’s is nobody’s', async () => {
    const { code } = await givenSku()
    const bytes = Buffer.from(csvOf([{ 商品编码: code, 库存: '11' }]))
    const command = { manager, requestId: newId(), fileName: '../../etc/盘点.csv', bytes, now }
    const sent = await Promise.all([uploadImport(store.db, command), uploadImport(store.db, command)])
    const ids = sent.map((one) => (one.ok ? one.value : one.refusal))
    expect(ids[0]).toBe(ids[1])
    const other = { ...command, bytes: Buffer.from(csvOf([{ 商品编码: code, 库存: '99' }])) }
    expect(await uploadImport(store.db, other)).toEqual({ ok: false, refusal: { kind: 'requestReused' } })
    const jobId = ids[0] as Awaited<ReturnType<typeof upload>>
    expect((await jobOf(store.db, manager, jobId)).fileName).toBe('盘点.csv')
    expect(await readImport(store.db, neighbour.cooperativeId, jobId)).toBeUndefined()
    const { mapping } = await jobOf(store.db, manager, jobId)
    const notFound = { ok: false, refusal: { kind: 'notFound' } }
    expect(await checkImport(store.db, { manager: neighbour, jobId, mapping, now })).toEqual(notFound)
    expect(await startImport(store.db, { manager: neighbour, jobId, now })).toEqual(notFound)
    expect(await discardImport(store.db, { manager: neighbour, jobId, now })).toEqual(notFound)
    expect((await discardImport(store.db, { manager, jobId, now })).ok).toBe(true)
    expect((await discardImport(store.db, { manager, jobId, now })).ok).toBe(true)
    expect(await checkImport(store.db, { manager, jobId, mapping, now })).toEqual({
      ok: false,
      refusal: { kind: 'wrongState', state: 'rejected' },
    })
  })

  test('reads back its own error file, whose cells run nowhere as formulas', async () => {
    const { code } = await givenSku()
    const nasty = '=HYPERLINK("http://evil","x")'
    const file = writeCsv([
      [...TEMPLATE_HEADER, '问题'],
      [code, nasty, '', '', '', '-5', '', '', '', '', '', '库存不能是负数'],
    ])
    expect(file.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    expect(file.toString('utf8')).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`)
    expect(file.toString('utf8')).toContain(`,'-5,`)
    const job = await check(store.db, manager, file)
    const [row] = await rowsOf(store.db, job.jobId, 'error')
    expect(row?.payload.slice(0, 6)).toEqual([code, nasty, '', '', '', '-5'])
    expect(row?.errors).toEqual([{ field: 'stock', column: 5, value: '-5', hint: 'negative' }])
  })
})
