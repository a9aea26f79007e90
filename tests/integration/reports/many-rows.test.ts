import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROWS = 200_000
const CHILD = 'tests/integration/reports/many-rows-child.ts'
const run = promisify(execFile)
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuanshang-rows-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Writes a workbook in a process with a small heap; gives what its heap came to. */
async function write(name: string, rowCount: number, wide: number): Promise<{ path: string; peakMiB: number }> {
  const path = join(folder, name)
  const { stdout } = await run(process.execPath, ['--max-old-space-size=256', '--import', 'tsx', CHILD], {
    env: { ...process.env, ROW_COUNT: String(rowCount), OUT: path, WIDE: String(wide) },
  })
  return { path, ...(JSON.parse(stdout) as { peakMiB: number }) }
}

describe('a workbook of 200,000 rows', () => {
  it('is written in a heap that does not grow with it, as wide as the register', async () => {
    const few = await write('few.xlsx', ROWS / 10, 30)
    const many = await write('many.xlsx', ROWS, 30)
    expect((await stat(many.path)).size).toBeGreaterThan((await stat(few.path)).size * 8)
    expect(many.peakMiB).toBeLessThan(few.peakMiB * 2 + 40)
  }, 300_000)

  it('has every row and adds up to the fen', async () => {
    const { path } = await write('plain.xlsx', ROWS, 0)
    const [, ...rows] = await readSheet(await readFile(path))
    expect(rows).toHaveLength(ROWS)
    const fen = rows.reduce((sum, row) => sum + Math.round(Number(row[2]) * 100), 0)
    expect(fen).toBe(7 * ((ROWS * (ROWS + 1)) / 2))
    expect(rows.at(-1)?.slice(0, 2)).toEqual([ROWS, new Date('2026-11-25T00:00:00Z')])
  }, 300_000)
})
