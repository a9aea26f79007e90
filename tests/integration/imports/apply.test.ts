import { spawn } from 'node:child_process'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { applyImports } from '#app/modules/imports/apply-imports.server.ts'
import type { ImportJobId } from '#app/shared/ids.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { insertGround } from '#tests/integration/cart/goods.ts'
import { createManager } from '#tests/integration/stock/manager.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { csvOf } from './files.ts'
import { check, jobOf, now, start } from './shop.ts'

let store: TestDatabase
let manager: Manager
let neighbour: Manager

beforeAll(async () => {
  store = await createTestDatabase()
  await insertGround(store.ownerDb)
  manager = await createManager(store.db)
  neighbour = await createManager(store.db, 'south')
})
afterAll(() => store.drop())

/** `count` SKUs of one product, with nothing on the shelf, whose codes begin with `prefix`. */
async function insertSkus(prefix: string, count: number, cooperative = 'north'): Promise<void> {
  await sql`
    with made as (
      insert into product (id, slug, cooperative_id, county_id, category_id, state, picture_kind, created_at)
      select gen_random_uuid(), ${`${prefix.toLowerCase()}-goods`}, id, county_id, 'spice', 'draft', 'pepper', now()
      from cooperative where slug = ${cooperative} returning id
    )
    insert into sku (id, product_id, code, spec_zh, spec_en, net_weight_grams, price_fen)
    select gen_random_uuid(), made.id, ${prefix} || '-' || n, '250 克', '250 g', 250, 1000 from made, generate_series(1, ${count}::int) n
  `.execute(store.ownerDb)
}

function sheetOf(prefix: string, count: number, stock: number): string {
  const rows = Array.from({ length: count }, (_, index) => ({
    商品编码: `${prefix}-${index + 1}`,
    库存: String(stock),
    批号: `${prefix}-L${index + 1}`,
    采收日期: '2026-11-01',
    保质期至: '2027-03-01',
    本批数量: '5',
  }))
  return csvOf(rows)
}

async function released(who: Manager, sheet: string): Promise<ImportJobId> {
  const { jobId } = await check(store.db, who, sheet)
  await start(store.db, who, jobId)
  return jobId
}

/** Shelves, lots and movements of the SKUs whose codes begin with `prefix`. */
async function facts(prefix: string) {
  const { rows } = await sql<Record<string, number>>`
    select count(distinct sku.id)::int as skus, coalesce(sum(level.on_hand), 0)::int as on_hand,
      (select count(*)::int from batch join sku on sku.id = batch.sku_id where code like ${`${prefix}-%`}) as batches,
      (select count(*)::int from stock_adjustment a join sku on sku.id = a.sku_id where code like ${`${prefix}-%`}) as adjustments,
      (select count(*)::int from stock_movement m join sku on sku.id = m.sku_id where code like ${`${prefix}-%`}) as movements
    from sku left join stock_level level on level.sku_id = sku.id where code like ${`${prefix}-%`}
  `.execute(store.db)
  return rows[0]
}

async function expectCleanStock(): Promise<void> {
  const checks = await checkInvariants(store.db, now)
  const broken = checks.filter(({ name, breaches }) => name.startsWith('stock.') && breaches.length > 0)
  expect(broken).toEqual([])
}

async function killAt(point: string, count: number): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/integration/imports/import-child.ts'], {
    env: {
      ...process.env,
      DATABASE_URL: store.url,
      FAULT_POINT: point,
      FAULT_COUNT: String(count),
      NOW: now.toISOString(),
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

test.each([
  ['import:before-commit', 2, 200],
  ['import:after-commit', 2, 400],
])('killed at %s: the rest is done once, and nothing twice', async (point, count, doneBefore) => {
  const prefix = `K${doneBefore}`
  await insertSkus(prefix, 500)
  const jobId = await released(manager, sheetOf(prefix, 500, 7))
  await killAt(point, count)
  const half = await jobOf(store.db, manager, jobId)
  expect(half).toMatchObject({ state: 'applying', counts: { applied: doneBefore, changed: 500 - doneBefore } })
  expect(await facts(prefix)).toMatchObject({ on_hand: doneBefore * 7, batches: doneBefore })
  await expectCleanStock()

  await applyImports(store.db, now)
  const whole = { skus: 500, on_hand: 3500, batches: 500, adjustments: 500, movements: 1000 }
  expect((await jobOf(store.db, manager, jobId)).state).toBe('done')
  expect(await facts(prefix)).toEqual(whole)
  await applyImports(store.db, now)
  expect(await facts(prefix)).toEqual(whole)
  await expectCleanStock()
})

test('two imports of one cooperative go one after the other, whoever applies them', async () => {
  await insertSkus('T', 450)
  const first = await check(store.db, manager, sheetOf('T', 450, 7))
  const second = await check(
    store.db,
    manager,
    csvOf(Array.from({ length: 450 }, (_, n) => ({ 商品编码: `T-${n + 1}`, 库存: '9' }))),
  )
  await start(store.db, manager, first.jobId)
  await start(store.db, manager, second.jobId)
  await Promise.all(Array.from({ length: 4 }, () => applyImports(store.db, now)))
  await applyImports(store.db, now)
  expect(await facts('T')).toMatchObject({ on_hand: 450 * 7, batches: 450 })
  expect((await jobOf(store.db, manager, first.jobId)).state).toBe('done')
  // It counted an empty shelf; by its turn the other had filled it, and each row says so with both numbers.
  const late = await jobOf(store.db, manager, second.jobId)
  expect(late).toMatchObject({ state: 'done_with_errors', counts: { error: 450, applied: 0 } })
  await expectCleanStock()
})

test('imports of two cooperatives do not wait for each other', async () => {
  await insertSkus('N', 300)
  await insertSkus('S', 300, 'south')
  const jobs = [await released(manager, sheetOf('N', 300, 3)), await released(neighbour, sheetOf('S', 300, 3))]
  await Promise.all([applyImports(store.db, now), applyImports(store.db, now)])
  await applyImports(store.db, now)
  expect((await jobOf(store.db, manager, jobs[0] as ImportJobId)).state).toBe('done')
  expect((await jobOf(store.db, neighbour, jobs[1] as ImportJobId)).state).toBe('done')
})

test('five thousand rows are read, compared and applied', async () => {
  await insertSkus('F', 5_000)
  const sheet = sheetOf('F', 5_000, 4)
  const from = performance.now()
  const { jobId } = await check(store.db, manager, sheet)
  const checkedAt = performance.now()
  await start(store.db, manager, jobId)
  await applyImports(store.db, now)
  const appliedAt = performance.now()
  console.info(
    `5,000 rows: read and compared in ${Math.round(checkedAt - from)} ms, applied in ${Math.round(appliedAt - checkedAt)} ms`,
  )
  expect(await jobOf(store.db, manager, jobId)).toMatchObject({ state: 'done', counts: { applied: 5_000 } })
  expect(await facts('F')).toEqual({
    skus: 5_000,
    on_hand: 20_000,
    batches: 5_000,
    adjustments: 5_000,
    movements: 10_000,
  })
  await expectCleanStock()
})
