import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { searchProducts } from '#app/modules/catalog/search-products.server.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { prepareGround, publish, publishCatalogue } from './shelves.ts'

let base: TestDatabase

beforeAll(async () => {
  base = await createTestDatabase()
  await publishCatalogue(base.db, await prepareGround(base.db))
})
afterAll(() => base.drop())

async function find(query: string) {
  const { kind, cards, suggestions } = await searchProducts(base.db, query, 24)
  return { kind, slugs: cards.map((card) => card.slug), suggestions: suggestions.map((name) => name.zh) }
}

const FUFENG = ['dahongpao', 'huajiaofen', 'kiwi', 'lajiaomian', 'lugaomo']
const XUNYI = ['hetao', 'hongfushi', 'tufengmi', 'xiaomi']

test.each<[query: string, slugs: string[]]>([
  ['花椒', ['dahongpao', 'huajiaofen']],
  ['大红袍', ['dahongpao']],
  ['huajiao', ['dahongpao', 'huajiaofen']],
  ['HuaJiao', ['dahongpao', 'huajiaofen']],
  ['ｈｕāｊｉāｏ', ['dahongpao', 'huajiaofen']],
  ['hj', ['dahongpao', 'huajiaofen']],
  ['haijiao', ['lajiaomian']],
  ['potato', ['tudou', 'fentiao']],
  ['hua jiao', ['dahongpao', 'huajiaofen']],
  ['dhp', ['dahongpao']],
  ['dahongpao', ['dahongpao']],
  ['dahong pao', ['dahongpao']],
  ['apple', ['hongfushi', 'ruixue']],
  ['Apples', ['hongfushi', 'ruixue']],
  ['fuji apples', ['hongfushi']],
  ['苹果', ['hongfushi', 'ruixue']],
  ['pg', ['hongfushi', 'ruixue']],
  ['honey', ['huaihuami', 'tufengmi']],
  ['蜂蜜', ['huaihuami', 'tufengmi']],
  ['pepper', ['dahongpao', 'lajiaomian', 'huajiaofen']],
  ['土豆', ['tudou']],
  ['马铃薯', ['tudou']],
  ['洋芋', ['tudou']],
  ['yangyu', ['tudou']],
  ['奇异果', ['kiwi']],
  ['西红柿', ['fanqie']],
  ['xihongshi', ['fanqie']],
  ['地瓜', ['fentiao']],
  ['海椒', ['lajiaomian']],
  ['鸡蛋', ['tujidan']],
  ['馒头', ['lugaomo']],
  ['旬邑', XUNYI],
  ['xunyi', XUNYI],
  ['xy', XUNYI],
  ['长武', ['guokui', 'caiziyou', 'ruixue']],
  ['changwu', ['guokui', 'caiziyou', 'ruixue']],
  ['旬邑苹果', ['hongfushi']],
  ['长武苹果', ['ruixue']],
  ['扶风 花椒', ['dahongpao', 'huajiaofen']],
  ['椒乡', FUFENG],
  ['椒乡合作社', FUFENG],
  ['农林村', ['dahongpao']],
  ['nonglin', ['dahongpao']],
  ['蜂产品', ['huaihuami', 'tufengmi']],
  ['vegetables', ['xianggu', 'fanqie', 'tudou']],
])('%s is found exactly', async (query, slugs) => {
  const found = await find(query)
  expect([...found.slugs].sort()).toEqual([...slugs].sort())
  expect(found).toMatchObject({ kind: 'exact', suggestions: [] })
})

describe('one character', () => {
  test('is found in names first, then in cooperatives', async () => {
    const { kind, slugs } = await find('椒')
    expect(kind).toBe('exact')
    expect(new Set(slugs.slice(0, 3))).toEqual(new Set(['dahongpao', 'huajiaofen', 'lajiaomian']))
    expect(new Set(slugs.slice(3))).toEqual(new Set(['kiwi', 'lugaomo']))
  })
})

describe('the order of hits', () => {
  test('puts the phrase as it stands before its parts, and is the same every time', async () => {
    const { slugs } = await find('hong yang')
    expect(slugs[0]).toBe('kiwi')
    for (let times = 0; times < 3; times += 1) expect((await find('扶风')).slugs).toEqual((await find('fufeng')).slugs)
  })

  test('a limit takes the best of them', async () => {
    const all = await find('扶风')
    const { cards } = await searchProducts(base.db, '扶风', 2)
    expect(cards.map((card) => card.slug)).toEqual(all.slugs.slice(0, 2))
  })
})

test.each<[query: string, first: string[], suggestion: string]>([
  ['huajao', ['dahongpao', 'huajiaofen'], '扶风大红袍花椒'],
  ['huajio', ['dahongpao', 'huajiaofen'], '扶风大红袍花椒'],
  ['appel', ['hongfushi', 'ruixue'], '旬邑红富士苹果'],
  ['hunny', ['huaihuami', 'tufengmi'], '永寿槐花蜜'],
  ['buckweat', ['qiaomai'], '淳化荞麦面粉'],
  ['mihotao', ['kiwi'], '扶风红阳猕猴桃'],
  ['花交', ['dahongpao', 'huajiaofen'], '扶风大红袍花椒'],
  ['蘋果', ['hongfushi', 'ruixue'], '旬邑红富士苹果'],
  ['xunyy', XUNYI, '旬邑'],
])('%s is not found exactly, but something near is', async (query, first, suggestion) => {
  const { kind, slugs, suggestions } = await find(query)
  expect(kind).toBe('near')
  expect([...slugs.slice(0, first.length)].sort()).toEqual([...first].sort())
  expect(suggestions).toContain(suggestion)
})

describe('what is not there', () => {
  test.each(['手机', 'qwrtpsd', 'laptop computer', '花椒 手机'])(
    '%s: nothing, and what there is instead',
    async (query) => {
      const { kind, slugs, suggestions } = await find(query)
      expect({ kind, slugs }).toEqual({ kind: 'none', slugs: [] })
      expect(suggestions.length).toBeGreaterThan(0)
      expect(suggestions).not.toContain('礼盒')
    },
  )

  test('names the category or county that comes closest first', async () => {
    expect((await find('vegitable')).suggestions[0]).toBe('蔬菜')
    expect((await find('yongsho')).suggestions[0]).toBe('永寿')
  })
})

describe('queries nobody means', () => {
  const HOSTILE = [
    '',
    '   ',
    '　',
    '!!!???',
    '🌶️🍎',
    '\u200f\u202e\u2066',
    '\0',
    '\0\0花椒',
    '%',
    '_',
    '%%%',
    '\\',
    "'; drop table product_card; --",
    '{"a":1}',
    '{a,b}',
    '"',
    'NULL',
    '\ud83c',
    'ﷺ'.repeat(40),
    '花'.repeat(10_000),
    'a'.repeat(10_000),
    'a b '.repeat(2_500),
    '花 '.repeat(5_000),
    'מלח',
    'перец',
    'كمون',
    'ำ'.repeat(100),
    '=hj',
    '~h*j*',
  ]

  test.each(HOSTILE.map((query) => [query.slice(0, 20), query]))('%j is answered', async (_shown, query) => {
    const { kind, cards } = await searchProducts(base.db, query, 24)
    expect(cards.length > 0).toBe(kind !== 'none')
  })

  test.each(['', '%', '_', '\\', '🌶️', '\0', 'перец'])('%j asks for nothing', async (query) => {
    expect(await find(query)).toEqual({ kind: 'none', slugs: [], suggestions: [] })
  })

  test('what surrounds a word does not matter', async () => {
    for (const query of ['\0花椒', '%花椒%', '\u202e花椒\u2066', '「花椒」', '🌶️花椒'])
      expect(await find(query)).toMatchObject({ kind: 'exact', slugs: (await find('花椒')).slugs })
  })
})

test('the threshold of similarity stays within the statement', async () => {
  await base.db.connection().execute(async (db) => {
    const setting = async () =>
      (
        await db
          .selectNoFrom((eb) =>
            eb.fn<string>('current_setting', [eb.val('pg_trgm.word_similarity_threshold')]).as('value'),
          )
          .executeTakeFirstOrThrow()
      ).value
    await searchProducts(db, 'load the library huajao', 1)
    const before = await setting()
    expect((await searchProducts(db, 'huajao', 1)).kind).toBe('near')
    expect(await setting()).toBe(before)
    expect(before).toBe('0.6')
  })
})

test('a product of another name is found by it as soon as it is published', async () => {
  const ground = { cooperativeOf: {} } as Awaited<ReturnType<typeof prepareGround>>
  const cooperative = await base.db
    .selectFrom('cooperative')
    .select('id')
    .where('slug', '=', 'xunyi-coop')
    .executeTakeFirstOrThrow()
  ground.cooperativeOf.xunyi = cooperative.id as (typeof ground.cooperativeOf)['xunyi']
  expect((await find('柿饼')).kind).toBe('none')
  await publish(base.db, ground, { slug: 'shibing', county: 'xunyi', name: { zh: '旬邑柿饼', en: 'Dried persimmons' } })
  expect(await find('柿饼')).toMatchObject({ kind: 'exact', slugs: ['shibing'] })
})
