import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  findCooperative,
  findCounty,
  listCooperatives,
  listCounties,
} from '#app/modules/partners/partner-queries.server.ts'
import { type CountyRecord, recordCounty } from '#app/modules/partners/record-county.server.ts'
import { type CooperativeDraft, registerCooperative } from '#app/modules/partners/register-cooperative.server.ts'
import { brokenConstraint, inTransaction } from '#app/platform/db.server.ts'
import type { CountyId } from '#app/shared/ids.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

let base: TestDatabase
const now = new Date('2026-11-24T02:00:00Z')
const TODAY = '2026-11-24'

function record(id: string, change: Partial<CountyRecord> = {}): Promise<void> {
  const county = {
    id: id as CountyId,
    nameZh: '旬邑',
    nameEn: 'Xunyi',
    storyZh: '塬上的县。',
    storyEn: 'On the tableland.',
    on832List: true,
    pairedFrom: '2020-01-01',
    sortOrder: 1,
    ...change,
  }
  return inTransaction(base.db, (tx) => recordCounty(tx, { county }))
}

function register(slug: string, change: Partial<CooperativeDraft> = {}) {
  const draft: CooperativeDraft = {
    slug,
    countyId: 'xunyi' as CountyId,
    kind: 'beekeeper',
    nameZh: '马栏蜂农',
    nameEn: 'Malan beekeeper',
    townshipZh: '马栏镇',
    townshipEn: 'Malan',
    villageZh: '前义阳村',
    villageEn: 'Qianyiyang',
    storyZh: '三代养蜂。',
    storyEn: 'Three generations.',
    creditCode: slug,
    householdCount: 8,
    now,
    ...change,
  }
  return inTransaction(base.db, (tx) => registerCooperative(tx, draft))
}

beforeAll(async () => {
  base = await createTestDatabase()
  await record('xunyi', { sortOrder: 2 })
  await record('changwu', { sortOrder: 1, nameZh: '长武', pairedTo: '2026-11-25' })
  await record('former', { sortOrder: 0, pairedTo: TODAY })
  await record('coming', { sortOrder: 0, pairedFrom: '2026-11-25' })
})
afterAll(() => base.drop())

describe('counties', () => {
  test('are those paired on that day, in the college’s order', async () => {
    const on = async (day: string) => (await listCounties(base.db, day)).map((county) => county.countyId)
    expect(await on('2019-12-31')).toEqual([])
    expect(await on('2020-01-01')).toEqual(['former', 'changwu', 'xunyi'])
    expect(await on(TODAY)).toEqual(['changwu', 'xunyi'])
    expect(await on('2026-11-25')).toEqual(['coming', 'xunyi'])
  })

  test('are found by their id on a day on which they are paired', async () => {
    expect(await findCounty(base.db, 'xunyi', TODAY)).toEqual({
      countyId: 'xunyi',
      nameZh: '旬邑',
      nameEn: 'Xunyi',
      storyZh: '塬上的县。',
      storyEn: 'On the tableland.',
      pairedFrom: '2020-01-01',
    })
    expect(await findCounty(base.db, 'former', TODAY)).toBeUndefined()
    expect(await findCounty(base.db, 'nowhere', TODAY)).toBeUndefined()
  })

  test('recorded twice are one, as last said', async () => {
    await record('twice', { pairedFrom: '2030-01-01', pairedTo: '2030-06-01' })
    for (let times = 0; times < 2; times += 1) await record('twice', { pairedFrom: '2031-01-01', nameZh: '新名' })
    expect(await findCounty(base.db, 'twice', '2030-02-01')).toBeUndefined()
    expect(await findCounty(base.db, 'twice', '2032-01-01')).toMatchObject({ nameZh: '新名', pairedFrom: '2031-01-01' })
  })
})

describe('cooperatives', () => {
  test('are listed by county in the order in which they joined, and found by slug, while active', async () => {
    const first = await register('malan-bees', { serviceFeeBasisPoints: 300 })
    const second = await register('taiyu-apples', { kind: 'union' })
    await register('elsewhere', { countyId: 'changwu' as CountyId })
    const listed = () => listCooperatives(base.db, 'xunyi' as CountyId)
    expect((await listed()).map((one) => one.cooperativeId)).toEqual([first, second])
    expect(await findCooperative(base.db, 'malan-bees')).toEqual({
      cooperativeId: first,
      slug: 'malan-bees',
      countyId: 'xunyi',
      kind: 'beekeeper',
      nameZh: '马栏蜂农',
      nameEn: 'Malan beekeeper',
      townshipZh: '马栏镇',
      townshipEn: 'Malan',
      villageZh: '前义阳村',
      villageEn: 'Qianyiyang',
      storyZh: '三代养蜂。',
      storyEn: 'Three generations.',
      creditCode: 'malan-bees',
      householdCount: 8,
    })
    await base.db.updateTable('cooperative').set({ status: 'suspended' }).where('id', '=', first).execute()
    expect((await listed()).map((one) => one.cooperativeId)).toEqual([second])
    expect(await findCooperative(base.db, 'malan-bees')).toBeUndefined()
  })

  test('keep their service fee: what was said, or none', async () => {
    const [free, paying] = [await register('free'), await register('paying', { serviceFeeBasisPoints: 250 })]
    const rows = await base.db
      .selectFrom('cooperative')
      .select(['id', 'service_fee_basis_points', 'created_at'])
      .where('id', 'in', [free, paying])
      .orderBy('id')
      .execute()
    expect(rows).toEqual([
      { id: free, service_fee_basis_points: 0, created_at: now },
      { id: paying, service_fee_basis_points: 250, created_at: now },
    ])
  })

  test('are one for each credit code', async () => {
    await register('original', { creditCode: 'CODE-1' })
    await expect(register('copy', { creditCode: 'CODE-1' })).rejects.toSatisfy(
      (error) => brokenConstraint(error) === 'cooperative_credit_code_key',
    )
  })
})

test.each(['\0', 'xunyi\0', '', '../', 'XUNYI', '旬邑', "x' or true --", 'a'.repeat(100_000)])(
  '%j from an address finds nothing and breaks nothing',
  async (text) => {
    expect(await findCounty(base.db, text, TODAY)).toBeUndefined()
    expect(await findCooperative(base.db, text)).toBeUndefined()
  },
)
