/**
 * Writes ROW_COUNT rows to the file OUT as a workbook, in a process of its own whose
 * heap the test has bounded, and says how large its heap became.
 */
import { createWriteStream } from 'node:fs'
import process from 'node:process'
import { pipeline } from 'node:stream/promises'
import { type SheetValue, streamXlsx } from '#app/platform/spreadsheet-stream.server.ts'

const { ROW_COUNT = '0', OUT = '', WIDE = '0' } = process.env
const wide = Number(WIDE)
let peak = 0

async function* pages(): AsyncGenerator<SheetValue[][]> {
  for (let first = 1; first <= Number(ROW_COUNT); first += 500) {
    yield Array.from({ length: Math.min(500, Number(ROW_COUNT) - first + 1) }, (_, index): SheetValue[] => [
      first + index,
      '2026-11-25',
      (first + index) * 7,
      ...Array.from({ length: wide }, (_empty, column) => `旬邑红富士苹果 ${first + index} ${column}`),
    ])
    peak = Math.max(peak, process.memoryUsage().heapUsed)
    // A reader of a database waits for its next page here.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const columns = [
  { head: '序号', kind: 'count', width: 8 },
  { head: '日期', kind: 'date', width: 12 },
  { head: '金额', kind: 'money', width: 14 },
  ...Array.from({ length: wide }, (_, index) => ({ head: `栏 ${index}`, kind: 'text' as const, width: 20 })),
] as const
await pipeline(streamXlsx([{ name: '台账', columns, pages: pages() }]), createWriteStream(OUT))
process.stdout.write(JSON.stringify({ peakMiB: Math.round(peak / 1024 / 1024) }))
