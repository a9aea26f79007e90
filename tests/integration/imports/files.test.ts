import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { TEMPLATE_HEADER } from '#app/modules/imports/import-fields.ts'
import { uploadImport } from '#app/modules/imports/upload-import.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { writeXlsxTable } from '#app/platform/spreadsheet-table.server.ts'
import { insertGround, insertSku } from '#tests/integration/cart/goods.ts'
import { createManager } from '#tests/integration/stock/manager.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { csvOf, encodeGb18030, encodeUtf16, sheetData, textCell, workbook, workbookParts, zipOf } from './files.ts'
import { check, codeOf, jobOf, now, rowsOf, upload } from './shop.ts'

let store: TestDatabase
let manager: Manager
let code: string

beforeAll(async () => {
  store = await createTestDatabase()
  await insertGround(store.ownerDb)
  manager = await createManager(store.db)
  code = await codeOf(store.db, await insertSku(store.ownerDb, { stock: 10 }))
})
afterAll(() => store.drop())

const NAME = '旬邑马栏红大红袍花椒，“一级”'
const goods = () => [{ 商品编码: code, 名称: NAME, 库存: '12' }]

async function expectRead(bytes: Buffer, encoding: string | undefined) {
  const job = await check(store.db, manager, bytes)
  expect(job.encoding).toBe(encoding)
  const [row] = await rowsOf(store.db, job.jobId, 'changed')
  expect(row?.diff.map(({ field, to }) => [field, to])).toEqual([
    ['name', NAME],
    ['stock', '12'],
  ])
}

async function problemOf(bytes: Buffer) {
  const uploaded = await uploadImport(store.db, { manager, requestId: newId(), fileName: 'x', bytes, now })
  return uploaded.ok
    ? 'read'
    : uploaded.refusal.kind === 'unreadable'
      ? uploaded.refusal.problem
      : uploaded.refusal.kind
}

describe('a csv', () => {
  test.each([
    ['GB18030', () => encodeGb18030(csvOf(goods())), 'gb18030'],
    ['UTF-8', () => Buffer.from(csvOf(goods())), 'utf-8'],
    ['UTF-8 with its mark', () => Buffer.from(`\ufeff${csvOf(goods())}`), 'utf-8'],
    ['UTF-16, low byte first', () => encodeUtf16(csvOf(goods()), 'le'), 'utf-16le'],
    ['UTF-16, high byte first', () => encodeUtf16(csvOf(goods()), 'be'), 'utf-16be'],
    ['UTF-16 without its mark', () => encodeUtf16(csvOf(goods()), 'le', { mark: false }), 'utf-16le'],
    ['UTF-16 without its mark, high byte first', () => encodeUtf16(csvOf(goods()), 'be', { mark: false }), 'utf-16be'],
  ])('in %s is read to the letter', async (_name, bytes, encoding) => {
    await expectRead(bytes(), encoding)
  })

  test.each([
    ['semicolons', (text: string) => text.replaceAll(',', ';')],
    ['tabs', (text: string) => text.replaceAll(',', '\t')],
    ['line feeds', (text: string) => text.replaceAll('\r\n', '\n')],
    ['carriage returns', (text: string) => text.replaceAll('\r\n', '\r')],
  ])('with %s is read alike', async (_name, change) => {
    await expectRead(Buffer.from(change(csvOf(goods()))), 'utf-8')
  })

  test('keeps line breaks and separators inside quotes, and counts rows as a spreadsheet program does', async () => {
    const job = await check(
      store.db,
      manager,
      csvOf([{ 商品编码: code, 名称: '一行\n两行, "三"' }, {}, { 商品编码: 'NOPE-1', 库存: '坏' }]),
    )
    const [changed] = await rowsOf(store.db, job.jobId, 'changed')
    expect(changed?.diff[0]?.to).toBe('一行 两行, "三"')
    const [wrong] = await rowsOf(store.db, job.jobId, 'error')
    expect(wrong?.rowNumber).toBe(4)
  })

  test.each([
    ['bytes of no encoding', Buffer.from([0xff, 0x41, 0x81, 0x20, 0x80, 0xff, 0x0a]), 'unreadable'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'unreadable'],
    ['half a UTF-8 letter', Buffer.concat([Buffer.from('商品编码,库存\n'), Buffer.from([0xe5, 0x95])]), 'unreadable'],
    [
      'Japanese in its own encoding',
      Buffer.from('\x8f\xa4\x95\x69\x83\x52\x81\x5b\x83\x68,\x8d\xdd\x8c\xc9\nA1,5\n', 'latin1'),
      'unreadable',
    ],
    [
      'Chinese of Taiwan in its own encoding',
      Buffer.from('\xb0\xd3\xab\x7e\xbd\x73\xbd\x58,\xae\x77\xa6\x73\nA1,5\n', 'latin1'),
      'unreadable',
    ],
    ['a quote that never closes', Buffer.from('商品编码,库存\n"A1,5\n'), 'quotes'],
    ['nothing', Buffer.alloc(0), 'fileMissing'],
    ['empty lines', Buffer.from('\r\n\r\n'), 'empty'],
    ['headings alone', Buffer.from('商品编码,库存\n'), 'noRows'],
  ])('of %s is refused', async (_name, bytes, problem) => {
    expect(await problemOf(bytes)).toBe(problem)
  })

  test('of more rows than one import takes, or more columns, is refused', async () => {
    const rows = Array.from({ length: 5_001 }, (_, index) => `A${index},1`).join('\n')
    expect(await problemOf(Buffer.from(`商品编码,库存\n${rows}`))).toBe('tooManyRows')
    expect(await problemOf(Buffer.from(`${'a,'.repeat(60)}b\n${'1,'.repeat(60)}1`))).toBe('tooManyColumns')
  })

  test('with a cell of a megabyte keeps the head of it, and the row is wrong', async () => {
    const job = await check(store.db, manager, csvOf([{ 商品编码: code, 名称: '长'.repeat(350_000), 库存: '12' }]))
    const [row] = await rowsOf(store.db, job.jobId, 'error')
    expect(row?.errors).toEqual([expect.objectContaining({ field: 'name', hint: 'tooLong' })])
    expect(row?.payload[1]).toHaveLength(2_000)
  })
})

describe('an xlsx', () => {
  test('made by our template comes back as it was written', async () => {
    const row = [code, NAME, '', '', '', '12', '', '', '', '', '']
    const bytes = await writeXlsxTable('商品', [TEMPLATE_HEADER, row])
    await expectRead(bytes, undefined)
  })

  test('with numbers and days of its own kind is read as they look', async () => {
    const bytes = await writeXlsxFile(
      [
        ['商品编码', '价格', '库存', '批号', '生产日期', '保质期至', '到货数量'].map((value) => ({
          type: String,
          value,
        })),
        [
          { type: String, value: code },
          { type: Number, value: 0.1 + 0.2 + 29 },
          { type: Number, value: 40 },
          { type: Number, value: 20261101 },
          { type: Date, value: new Date('2026-11-01T00:00:00Z'), format: 'yyyy-mm-dd' },
          { type: Date, value: new Date('2027-03-01T00:00:00Z'), format: 'yyyy/m/d' },
          { type: Number, value: 30 },
        ],
      ],
      {},
    ).toBuffer()
    const job = await check(store.db, manager, bytes)
    const [row] = await rowsOf(store.db, job.jobId, 'changed')
    expect(row?.diff.map(({ field, to }) => [field, to])).toEqual([
      ['price', '29.30'],
      ['stock', '40'],
      ['lotCode', '20261101'],
      ['harvestedOn', '2026-11-01'],
      ['bestBeforeOn', '2027-03-01'],
      ['batchQuantity', '30'],
    ])
  })

  test('with formulas, merged cells or errors of Excel has those rows wrong, by row and column', async () => {
    const bytes = workbook(
      [
        ['商品编码', '价格', '库存'],
        [code, '12', '<c r="C2"><f>6*2</f><v>12</v></c>'],
        ['A-1', '', '5'],
        ['A-2', '', '<c r="C4" t="e"><v>#N/A</v></c>'],
        ['A-3', '', '7'],
      ],
      '<mergeCells count="1"><mergeCell ref="A3:B3"/></mergeCells>',
    )
    const job = await check(store.db, manager, bytes)
    const rows = await rowsOf(store.db, job.jobId, 'error')
    expect(rows.map(({ rowNumber, errors }) => [rowNumber, errors.map(({ column, hint }) => [column, hint])])).toEqual([
      [2, [[2, 'formula']]],
      [3, [[1, 'merged']]],
      [4, [[2, 'excelError']]],
    ])
    expect(job.counts.new).toBe(1)
  })

  test('shared and array formulas, and cells written with other quotes, are formulas too', async () => {
    const bytes = workbook([
      ['商品编码', '库存'],
      [code, `<c r='B2'><f t="shared" ref="B2:B3" si="0"/><v>12</v></c>`],
    ])
    const [row] = await rowsOf(store.db, (await check(store.db, manager, bytes)).jobId, 'error')
    expect(row?.errors[0]?.hint).toBe('formula')
  })

  const sheet = () =>
    sheetData([
      ['商品编码', '库存'],
      [code, '12'],
    ])

  test('bombs, lies, macros and archives in archives are not opened', async () => {
    const good = workbookParts(sheet())
    const zeros = Buffer.alloc(60 * 1024 * 1024)
    const big = Buffer.from(`<worksheet>${sheet()}${' '.repeat(30 * 1024 * 1024)}</worksheet>`)
    const hostile: [string, Buffer, string][] = [
      ['a bomb beside the sheet', zipOf([...good, { name: 'xl/media/a.bin', content: zeros }]), 'bomb'],
      ['a bomb as the sheet', zipOf([...good.slice(0, 3), { name: 'xl/worksheets/sheet1.xml', content: big }]), 'bomb'],
      [
        'a bomb that says it is small',
        zipOf([...good, { name: 'xl/a.xml', content: zeros, claimedSize: 10 }]),
        'broken',
      ],
      [
        'many parts',
        zipOf([
          ...good,
          ...Array.from({ length: 60 }, (_, n) => ({ name: `xl/${n}.xml`, content: Buffer.from('<a/>') })),
        ]),
        'bomb',
      ],
      ['macros', zipOf([...good, { name: 'xl/vbaProject.bin', content: Buffer.from('x') }]), 'macros'],
      ['an archive', zipOf([...good, { name: 'xl/embeddings/inner.bin', content: zipOf(good) }]), 'nested'],
      [
        'a name that climbs',
        zipOf([...good, { name: '../../etc/passwd.xml', content: Buffer.from('<a/>') }]),
        'broken',
      ],
      ['an absolute name', zipOf([...good, { name: '/etc/passwd.xml', content: Buffer.from('<a/>') }]), 'broken'],
      ['entities', zipOf(workbookParts(`<!DOCTYPE x [<!ENTITY a "b">]>${sheet()}`)), 'broken'],
      [
        'a sheet a million rows long',
        zipOf(workbookParts(`<sheetData><row r="1048576">${textCell('A1048576', 'x')}</row></sheetData>`)),
        'tooManyRows',
      ],
      [
        'a sheet of sixteen thousand columns',
        zipOf(workbookParts(`<sheetData><row r="1">${textCell('XFD1', 'x')}</row></sheetData>`)),
        'tooManyColumns',
      ],
      [
        'everything merged',
        zipOf(workbookParts(`${sheet()}<mergeCells><mergeCell ref="A1:IV20000"/></mergeCells>`)),
        'tooOdd',
      ],
      [
        'half of itself',
        workbook([
          ['商品编码', '库存'],
          [code, '12'],
        ]).subarray(0, 700),
        'broken',
      ],
      [
        'the old format of Excel',
        Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)]),
        'oldExcel',
      ],
      ['a document of Word', zipOf([{ name: 'word/document.xml', content: Buffer.from('<a/>') }]), 'broken'],
    ]
    for (const [name, bytes, problem] of hostile) expect(await problemOf(bytes), name).toBe(problem)
  }, 120_000)

  test('is what its directory says, whatever else lies in the file', async () => {
    const forged = workbookParts(
      sheetData([
        ['商品编码', '库存'],
        [code, '99'],
      ]),
    )
    const hidden = forged.slice(3).map((part) => ({ ...part, isHidden: true }))
    const job = await check(store.db, manager, zipOf([...hidden, ...workbookParts(sheet())]))
    const [row] = await rowsOf(store.db, job.jobId, 'changed')
    expect(row?.diff.map(({ to }) => to)).toEqual(['12'])
  })

  test('whose headings nobody knows waits for somebody to say what they mean', async () => {
    const jobId = await upload(
      store.db,
      manager,
      workbook([
        ['甲', '乙'],
        [code, '12'],
      ]),
    )
    const job = await jobOf(store.db, manager, jobId)
    expect(job.header).toEqual(['甲', '乙'])
    expect(job.mapping).toEqual(['', ''])
  })
})
