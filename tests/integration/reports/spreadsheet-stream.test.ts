import { readSheet } from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { type StreamedSheet, streamCsv, streamXlsx } from '#app/platform/spreadsheet-stream.server.ts'

async function* pagesOf(...pages: StreamedSheet['pages'] extends AsyncIterable<infer Page> ? Page[] : never) {
  yield* pages
}

const COLUMNS = [
  { head: '日期', kind: 'date', width: 12 },
  { head: '摘要', kind: 'text', width: 20 },
  { head: '金额', kind: 'money', width: 14 },
  { head: '件数', kind: 'count', width: 8 },
  { head: '完成率', kind: 'rate', width: 8 },
] as const

function sheet(...pages: Parameters<typeof pagesOf>): StreamedSheet {
  return { name: '台账', columns: COLUMNS, pages: pagesOf(...pages) }
}

const ROWS = [
  ['2026-02-28', '=HYPERLINK("http://x","y")', 123_456_789, 3, 8765],
  ['2026-11-25', '<b>&"\u0000\ud800', -5, 0, 12_340],
  ['2024-02-29', null, 10, null, null],
] as const

async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('a streamed workbook', () => {
  it('has numbers, days and texts that are what they say, over all its pages', async () => {
    const bytes = await bytesOf(streamXlsx([sheet([ROWS[0]], [], [ROWS[1], ROWS[2]])]))
    const cells = await readSheet(bytes)
    expect(cells).toEqual([
      ['日期', '摘要', '金额', '件数', '完成率'],
      [new Date('2026-02-28T00:00:00Z'), '=HYPERLINK("http://x","y")', 1_234_567.89, 3, 0.8765],
      [new Date('2026-11-25T00:00:00Z'), '<b>&"', -0.05, 0, 1.234],
      [new Date('2024-02-29T00:00:00Z'), null, 0.1, null, null],
    ])
  })

  it('has a second sheet that is made when the first is finished', async () => {
    const order: string[] = []
    async function* noting(name: string) {
      order.push(`${name} begins`)
      yield [ROWS[0]]
      order.push(`${name} ends`)
    }
    const first = { name: '台账', columns: COLUMNS, pages: noting('first') }
    const second = { name: '核对', columns: COLUMNS, pages: noting('second') }
    const bytes = await bytesOf(streamXlsx([first, second]))
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
    expect(await readSheet(bytes, '核对')).toHaveLength(2)
  })

  it('is the same bytes for the same rows', async () => {
    const once = await bytesOf(streamXlsx([sheet([...ROWS])]))
    expect(once.equals(await bytesOf(streamXlsx([sheet([...ROWS])])))).toBe(true)
  })

  it('keeps its heading in place and has a filter over its rows', async () => {
    const { unzipped } = await import('./unzipped.ts')
    const xml = (await unzipped(await bytesOf(streamXlsx([sheet([...ROWS])])))).get('xl/worksheets/sheet1.xml')
    expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
    expect(xml).toContain('<autoFilter ref="A1:E4"/>')
    expect(xml).toContain('<v>1234567.89</v>')
    expect(xml).not.toContain('<f>')
  })

  it('breaks off with its source', async () => {
    async function* broken() {
      yield [ROWS[0]]
      throw new Error('the database went away')
    }
    await expect(bytesOf(streamXlsx([{ name: 'x', columns: COLUMNS, pages: broken() }]))).rejects.toThrow('went away')
  })
})

describe('a streamed csv', () => {
  it('is marked as UTF-8, runs no formula and leaves numbers numbers', async () => {
    const text = (await bytesOf(streamCsv(sheet([ROWS[0]], [ROWS[1]])))).toString('utf8')
    expect(text.split('\r\n').slice(0, 2)).toEqual([
      '\ufeff日期,摘要,金额,件数,完成率',
      '2026-02-28,"\'=HYPERLINK(""http://x"",""y"")",1234567.89,3,0.8765',
    ])
    expect(text).toContain('-0.05')
    expect(text).not.toContain("'-0.05")
  })
})
