import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SheetFileId } from '#app/shared/ids.ts'
import {
  bring,
  check,
  exportOf,
  fileOf,
  HEADER,
  line,
  rowsOf,
  start,
  upload,
} from '#tests/integration/external/sheet-steps.ts'
import { openPurchases, type PurchaseWorld } from '#tests/integration/external/world.ts'
import {
  encodeGb18030,
  encodeUtf16,
  sheetData,
  workbook,
  workbookParts,
  zipOf,
} from '#tests/integration/imports/files.ts'

let world: PurchaseWorld
beforeAll(async () => {
  world = await openPurchases()
})
afterAll(() => world.drop())

const ABOVE = '脱贫地区农副产品网络销售平台,,,\r\n导出时间：2026-11-20,,,\r\n\r\n'
const text = (above = '') => exportOf([line({ 订单编号: 'A-1', 商品名称: '旬邑马栏红苹果' })], { above })

/** Whether a file was read to the letter, below whatever stands above its headings. */
async function expectRead(bytes: Buffer, { encoding, row }: { encoding: string | undefined; row: number }) {
  const file = await bring(world, bytes)
  expect([file.encoding, file.headerRow, file.header]).toEqual([encoding, row, [...HEADER]])
  const [read] = await rowsOf(world, file.sheetId, 'new')
  expect([read?.rowNumber, read?.payload[4]]).toEqual([row + 1, '旬邑马栏红苹果'])
}

async function problemOf(bytes: Buffer): Promise<string> {
  const before = await world.db.selectFrom('sheet_file').select('id').execute()
  const uploaded = await upload(world, bytes)
  if (uploaded.ok) return 'read'
  expect(await world.db.selectFrom('sheet_file').select('id').execute()).toHaveLength(before.length)
  return uploaded.refusal.kind === 'unreadable' ? uploaded.refusal.problem : uploaded.refusal.kind
}

describe('a csv', () => {
  test.each([
    ['UTF-8', (given: string) => Buffer.from(given), 'utf-8'],
    ['UTF-8 with its mark', (given: string) => Buffer.from(`\ufeff${given}`), 'utf-8'],
    ['GB18030', encodeGb18030, 'gb18030'],
    ['UTF-16, low byte first', (given: string) => encodeUtf16(given, 'le'), 'utf-16le'],
    ['UTF-16, high byte first', (given: string) => encodeUtf16(given, 'be'), 'utf-16be'],
  ])('in %s is read, its headings in the first row or below titles', async (_name, encode, encoding) => {
    await expectRead(encode(text()), { encoding, row: 1 })
    await expectRead(encode(text(ABOVE)), { encoding, row: 4 })
  })

  test('with tabs below a title that has none is read by its tabs', async () => {
    const above = '某平台订单\r\n'
    await expectRead(Buffer.from(above + text().replaceAll(',', '\t')), { encoding: 'utf-8', row: 2 })
  })

  test.each([
    ['of no encoding', Buffer.from([0xff, 0x41, 0x81, 0x20, 0x80, 0xff, 0x0a]), 'unreadable'],
    [
      'in the encoding of Taiwan',
      Buffer.from('\xb0\xd3\xab\x7e\xbd\x73\xbd\x58,\xae\x77\xa6\x73\nA1,5\n', 'latin1'),
      'unreadable',
    ],
    ['with a quote that never closes', Buffer.from('订单编号,金额\n"A,5\n'), 'quotes'],
    ['of nothing', Buffer.alloc(0), 'fileMissing'],
    ['of headings alone', Buffer.from('订单编号,帮扶县,金额,下单时间\n'), 'noRows'],
  ])('%s is refused', async (_name, bytes, problem) => {
    expect(await problemOf(bytes)).toBe(problem)
  })

  test('of 100,000 rows is refused in one sentence, and so is one of 100 columns', async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => `A${index},扶风,10,2026-10-08`).join('\n')
    expect(await problemOf(Buffer.from(`订单编号,帮扶县,金额,下单时间\n${rows}`))).toBe('tooManyRows')
    expect(await problemOf(Buffer.from(`${'金额,'.repeat(100)}x\n${'1,'.repeat(100)}1`))).toBe('tooManyColumns')
  })

  test('ends before its sum', async () => {
    const file = await bring(world, `${text()}合计,,,,,1000.00\r\n`)
    expect(file.rowCount).toBe(1)
  })
})

describe('an xlsx', () => {
  const head = ['订单编号', '帮扶县', '金额', '下单时间']

  test('with formulas, merged cells, dates as text and negative amounts is answered row by row', async () => {
    const bytes = workbook(
      [
        ['832 平台订单'],
        head,
        ['B-1', '扶风', '<c r="C3"><f>6*2</f><v>12</v></c>', '2026-10-08'],
        ['B-2', '扶风', '12', ''],
        ['B-3', '扶风', '-12', '2026-10-08'],
        ['B-4', '扶风', '12', '去年秋天'],
        ['B-5', '扶风', '12', '2026年10月8日'],
        ['B-6', '扶风', '12', '46303'],
        ['B-7', '扶风', '0', '2026/10/8'],
      ],
      '<mergeCells count="1"><mergeCell ref="D3:D4"/></mergeCells>',
    )
    const file = await bring(world, bytes)
    expect(file.headerRow).toBe(2)
    const errors = (await rowsOf(world, file.sheetId, 'error')).map(({ rowNumber, errors: notes }) => [
      rowNumber,
      notes.map(({ field, hint }) => `${field} ${hint}`).join(),
    ])
    expect(errors).toEqual([
      [3, 'amount formula'],
      [4, 'orderedOn merged'],
      [5, 'amount negative'],
      [6, 'orderedOn dateInvalid'],
      [8, 'orderedOn dateInvalid'],
      [9, 'amount zero'],
    ])
    expect(file.counts.new).toBe(1)
    expect(await start(world, file.sheetId as SheetFileId)).toMatchObject({ refusal: { kind: 'hasErrors', count: 6 } })
  })

  test('cut off, with macros, encrypted or a bomb is not opened', async () => {
    const good = workbookParts(sheetData([head, ['C-1', '扶风', '12', '2026-10-08']]))
    const whole = zipOf(good)
    const zeros = Buffer.alloc(60 * 1024 * 1024)
    expect(await problemOf(whole.subarray(0, whole.length - 40))).toBe('broken')
    expect(await problemOf(zipOf([...good, { name: 'xl/vbaProject.bin', content: Buffer.from('x') }]))).toBe('macros')
    expect(await problemOf(zipOf([...good, { name: 'xl/media/a.bin', content: zeros }]))).toBe('bomb')
    expect(await problemOf(zipOf([...good, { name: 'a.zip', content: whole }]))).toBe('nested')
    expect(await problemOf(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]))).toBe('oldExcel')
  })
})

test('headings are remembered as people named them, for the next file of that layout', async () => {
  const header = ['甲', '乙', '丙', '丁']
  const file = (number: string) => `${header.join(',')}\n${number},扶风,10,2026-10-08\n`
  const first = await upload(world, file('D-1'))
  if (!first.ok) throw new Error('not read')
  expect((await fileOf(world, first.value)).mapping).toEqual(['', '', '', ''])
  await world.db
    .updateTable('sheet_file')
    .set({ mapping: ['externalNo', 'county', 'amount', 'orderedOn'] })
    .where('id', '=', first.value)
    .execute()
  await check(world, first.value)
  expect((await fileOf(world, first.value)).counts.new).toBe(1)
  const second = await upload(world, file('D-2'))
  if (!second.ok) throw new Error('not read')
  expect((await fileOf(world, second.value)).mapping).toEqual(['externalNo', 'county', 'amount', 'orderedOn'])
})
