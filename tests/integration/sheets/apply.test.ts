import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyPurchaseSheets } from '#app/modules/external/import-purchases.server.ts'
import { bring, exportOf, fileOf, line, start } from '#tests/integration/external/sheet-steps.ts'
import { expectCleanAudit, NOW, openPurchases, type PurchaseWorld } from '#tests/integration/external/world.ts'

let world: PurchaseWorld
beforeAll(async () => {
  world = await openPurchases()
})
afterAll(() => world.drop())

async function killAt(point: string, count: number): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/integration/external/sheet-child.ts'], {
    env: {
      ...process.env,
      DATABASE_URL: world.url,
      FAULT_POINT: point,
      FAULT_COUNT: String(count),
      NOW: NOW.toISOString(),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  const signal = await new Promise((resolve) => child.once('exit', (_code, by) => resolve(by)))
  expect(signal, `the child passed ${point} alive. ${said}`).toBe('SIGKILL')
}

async function facts(prefix: string) {
  const purchases = await world.db
    .selectFrom('external_purchase')
    .select('id')
    .where('external_no', 'like', `${prefix}-%`)
    .execute()
  const counted = await world.db
    .selectFrom('recognized_purchase')
    .select('amount_fen')
    .where('source_id', 'like', `platform_832:${prefix}-%`)
    .execute()
  return { purchases: purchases.length, counted: counted.reduce((sum, row) => sum + row.amount_fen, 0) }
}

test.each([
  ['sheet:before-commit', 2, 200],
  ['sheet:after-commit', 1, 200],
])(
  'killed at %s: the rest is done once, and nothing twice',
  async (point, count, doneBefore) => {
    const prefix = `K${count}`
    const lines = Array.from({ length: 300 }, (_, index) => line({ 订单编号: `${prefix}-${index}`, 金额: '10.00' }))
    const { sheetId } = await bring(world, exportOf(lines))
    await start(world, sheetId)
    await killAt(point, count)
    expect(await fileOf(world, sheetId)).toMatchObject({
      state: 'applying',
      counts: { applied: doneBefore, new: 300 - doneBefore },
    })
    expect(await facts(prefix)).toEqual({ purchases: doneBefore, counted: doneBefore * 1_000 })
    await expectCleanAudit(world.db)
    for (let round = 0; round < 2; round += 1) {
      await applyPurchaseSheets(world.db, NOW)
      expect((await fileOf(world, sheetId)).state).toBe('done')
      expect(await facts(prefix)).toEqual({ purchases: 300, counted: 300_000 })
    }
    await expectCleanAudit(world.db)
  },
  60_000,
)
