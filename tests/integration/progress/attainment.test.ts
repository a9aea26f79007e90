import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gatherStages } from '#app/modules/assistance/gather-stages.server.ts'
import {
  AMOUNTS,
  DIMENSIONS,
  type Dimension,
  MEASURES,
  narrow,
  type PivotQuery,
  type Slice,
} from '#app/modules/progress/attainment.ts'
import { type AttainmentLine, listAttainmentLines } from '#app/modules/progress/attainment-lines.server.ts'
import { readPivot, readSliceTotal } from '#app/modules/progress/pivot-queries.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { assistanceYear } from '#app/shared/business-date.ts'
import { sumFen } from '#app/shared/money.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { openTaskYear } from './task-year.ts'

let shop: Shop
let year: number
beforeAll(async () => {
  shop = await openTaskYear()
  year = assistanceYear(shop.clock.now)
})
afterAll(() => shop.close())

const whole = (given: Partial<PivotQuery> = {}): PivotQuery => ({
  year,
  measure: 'all',
  amount: 'net',
  filter: {},
  rows: 'county',
  columns: undefined,
  ...given,
})

/** All lines of a slice, by pages of seven. */
async function readAllLines(slice: Slice): Promise<AttainmentLine[]> {
  const lines: AttainmentLine[] = []
  let after: string | undefined
  do {
    const page = await listAttainmentLines(shop.db, { ...slice, after, limit: 7 })
    if (!page) throw new Error('a page of our own led nowhere')
    expect(page.lines.length).toBeLessThanOrEqual(7)
    lines.push(...page.lines)
    after = page.next
  } while (after)
  return lines
}

/** Debit balances of what the book says was recognized, by one of its account's columns. */
async function booked(column: 'county_id' | 'fund_type' | 'channel'): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; amount: number }>`
    select ${sql.ref(column)} as key, sum(debit_fen - credit_fen)::bigint as amount
    from account_day join account on account.code = account_day.account_code
    where account.code like ${`recognized:${year}:%`} group by 1`.execute(shop.db)
  return new Map(rows.map((row) => [row.key, row.amount]))
}

describe('the pivot', () => {
  it.each([
    ['county', 'county_id'],
    ['fund', 'fund_type'],
    ['channel', 'channel'],
  ] as const)('says of each %s what the book says', async (rows, column) => {
    const [{ pivot }, book] = await Promise.all([readPivot(shop.db, whole({ rows })), booked(column)])
    expect(book.size).toBeGreaterThan(1)
    for (const row of pivot.rows) expect({ [row.key]: row.total }).toEqual({ [row.key]: book.get(row.key) ?? 0 })
    expect(pivot.total).toBe([...book.values()].reduce((sum, amount) => sum + amount, 0))
  })

  it('says of each unit what the book says was attained in its name', async () => {
    const { pivot } = await readPivot(shop.db, whole({ rows: 'unit' }))
    const { rows } = await sql<{ unit: string; amount: number }>`
      select org_unit_id as unit, sum(debit_fen - credit_fen)::bigint as amount
      from account_day join account on account.code = account_day.account_code
      where account.code like ${`attained:${year}:org_unit:%`} group by 1`.execute(shop.db)
    expect(rows).toEqual([{ unit: 'union', amount: pivot.rows.find((row) => row.key === 'union')?.total }])
    expect(pivot.rows.map((row) => row.key)).toEqual(['union', 'canteen-north', ''])
  })

  it('is the same before and after the sums are gathered', async () => {
    const read = () => readPivot(shop.db, whole({ rows: 'month', columns: 'channel' }))
    const before = await read()
    expect(before.pivot.total).toBeGreaterThan(0)
    expect(await gatherStages(shop.db)).toBeGreaterThan(0)
    expect(await read()).toEqual(before)
  })

  it('never adds the two measures: 832 only is one channel of all', async () => {
    const { pivot } = await readPivot(shop.db, whole({ rows: 'channel', measure: 'platform832' }))
    const all = await readPivot(shop.db, whole({ rows: 'channel' }))
    for (const row of pivot.rows)
      expect(row.total).toBe(row.key === 'platform_832' ? all.pivot.rows.find(({ key }) => key === row.key)?.total : 0)
  })

  it('divides into direct purchase and assisted sale without a rest', async () => {
    const [direct, assisted, both] = await Promise.all([
      readSliceTotal(shop.db, whole({ filter: { fund: 'direct' } })),
      readSliceTotal(shop.db, whole({ filter: { fund: 'assisted_sale' } })),
      readSliceTotal(shop.db, whole()),
    ])
    expect(direct).toBeGreaterThan(0)
    expect(assisted).toBeGreaterThan(0)
    expect(direct + assisted).toBe(both)
  })
})

describe('the lines behind a cell', () => {
  const ways: [Dimension, Dimension][] = [
    ['county', 'channel'],
    ['fund', 'month'],
    ['unit', 'county'],
  ]
  it.each(ways)('add up to it, each %s by each %s, in every amount and measure', async (rows, columns) => {
    let cells = 0
    for (const amount of AMOUNTS)
      for (const measure of MEASURES) {
        const query = whole({ rows, columns, amount, measure })
        const { pivot } = await readPivot(shop.db, query)
        for (const row of pivot.rows)
          for (const [index, column] of pivot.columns.entries()) {
            const filter = narrow(narrow({}, rows, row.key), columns, column)
            if (row.cells[index] === 0) continue
            cells += 1
            const lines = await readAllLines({ ...query, filter })
            expect({ filter, sum: sumFen(lines.map((line) => line.amount)) }).toEqual({ filter, sum: row.cells[index] })
            expect(new Set(lines.map((line) => line.lineId)).size).toBe(lines.length)
          }
      }
    expect(cells).toBeGreaterThan(10)
  })

  it.each(AMOUNTS)('of the whole year are all there, latest first: %s', async (amount) => {
    const lines = await readAllLines(whole({ amount }))
    expect(sumFen(lines.map((line) => line.amount))).toBe(await readSliceTotal(shop.db, whole({ amount })))
    const dates = lines.map((line) => line.date)
    expect(dates).toEqual([...dates].sort().reverse())
    expect(lines.length).toBeGreaterThan(amount === 'refunded' ? 1 : 7)
  })

  it('stay apart when the dimension is one the lines themselves carry', async () => {
    for (const dimension of DIMENSIONS) {
      const { pivot } = await readPivot(shop.db, whole({ rows: dimension }))
      const row = pivot.rows.find(({ total }) => total !== 0)
      const lines = await readAllLines({ ...whole(), filter: narrow({}, dimension, row?.key ?? '') })
      expect(sumFen(lines.map((line) => line.amount))).toBe(row?.total)
    }
  })

  it('name product and order, or the outside document, and the entry', async () => {
    const lines = await readAllLines(whole())
    const own = lines.find((line) => line.channel === 'own_shop')
    expect(own).toMatchObject({ productZh: '大红袍花椒', cooperativeZh: expect.any(String), reference: undefined })
    expect(own?.orderNo).toMatch(/^\d{12,}$/)
    const outside = lines.find((line) => line.channel === 'agreement' && line.reference?.includes('OUT-'))
    expect(outside).toMatchObject({ orderNo: undefined, reference: expect.stringMatching(/^agreement:OUT-/) })
    for (const line of lines) expect(line.entryId).toBeGreaterThan(0)
  })

  it.each(['net', 'ordered', 'paid'] as const)('lead nowhere after a line that is not there: %s', async (amount) => {
    expect(await listAttainmentLines(shop.db, { ...whole({ amount }), after: newId(), limit: 7 })).toBeUndefined()
  })

  it('of a county with very many lines are found by looking through orders, with the same result', async () => {
    const slices = (['ordered', 'paid'] as const).map((amount) => whole({ amount, filter: { countyId: 'fufeng' } }))
    const read = () => Promise.all(slices.map(readAllLines))
    const few = await read()
    await sql`
      insert into stage_delta (year, month, stage, county_id, channel, fund_type, amount_fen, line_count)
      values (2016, 1, 'ordered', 'fufeng', 'own_shop', 'staff', 0, 1000000)`.execute(shop.store.ownerDb)
    expect(await read()).toEqual(few)
    expect(few.map((lines) => lines.length > 7)).toEqual([true, true])
  })
})
