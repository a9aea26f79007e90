import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signIn } from '#app/modules/identity/sign-in.server.ts'
import { listPickupChoices } from '#app/modules/pickup/pickup-queries.server.ts'
import { assistanceYear } from '#app/shared/business-date.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#db/seed/people.ts'
import { seedDemo } from '#db/seed.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createPerson } from '#tests/support/factories/people.ts'

/** Wednesday 25 November 2026, 17:00 in Shanghai. */
const NOW = new Date('2026-11-25T09:00:00Z')
const DAY_MS = 24 * 60 * 60 * 1000
const daysLater = (days: number) => new Date(NOW.getTime() + days * DAY_MS)

let store: TestDatabase
let others: TestDatabase[] = []

beforeAll(async () => {
  store = await createTestDatabase()
  await seedDemo(store.ownerUrl, NOW)
})
afterAll(async () => {
  await Promise.all([store, ...others].map((each) => each.drop()))
})

async function givenEmptyDatabase(): Promise<TestDatabase> {
  const empty = await createTestDatabase()
  others = [...others, empty]
  return empty
}

interface PublishedSku {
  slug: string
  code: string
  price_fen: number
  sort_order: number
  on_hand: number | null
}

async function publishedSkus(): Promise<PublishedSku[]> {
  const { rows } = await sql<PublishedSku>`
    select product.slug, code, price_fen, sku.sort_order, on_hand
    from product join sku on sku.product_id = product.id left join stock_level on stock_level.sku_id = sku.id
    where product.state = 'published' and sku.on_sale order by code
  `.execute(store.db)
  return rows
}

/** Every row people read, as [where, column, words]. */
async function words(language: 'zh' | 'en'): Promise<[where: string, words: string][]> {
  const { rows } = await sql<{ place: string; row: Record<string, unknown> }>`
    select 'product ' || slug as place, to_jsonb(version) as row
      from product_version version join product on product.published_version_id = version.id
    union all select 'sku ' || code, to_jsonb(sku) from sku
    union all select 'certificate ' || number, to_jsonb(certificate) from certificate
    union all select 'cooperative ' || slug, to_jsonb(cooperative) from cooperative
    union all select 'county ' || id, to_jsonb(partner_county) from partner_county
    union all select 'category ' || id, to_jsonb(category) from category
    union all select 'point ' || id, to_jsonb(pickup_point) from pickup_point
    union all select 'building ' || id, to_jsonb(campus_building) from campus_building
  `.execute(store.db)
  return rows.flatMap(({ place, row }) =>
    Object.entries(row)
      .filter(([column]) => column.endsWith(`_${language}`))
      .map(([column, text]): [string, string] => [`${place} ${column}`, String(text)]),
  )
}

async function census({ db }: TestDatabase) {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1
  `.execute(db)
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(name)}`.execute(db)
    counts[name] = rows[0]?.count ?? 0
  }
  return { counts, heads: await db.selectFrom('ledger_head').selectAll().orderBy('book').execute() }
}

async function breachesIn({ ownerDb }: TestDatabase) {
  const checks = await checkInvariants(ownerDb, NOW)
  return checks.flatMap(({ name, breaches }) => breaches.map((breach) => ({ name, ...breach })))
}

describe('the demo shop', () => {
  it('offers the sixty products at the prices of the catalogue', async () => {
    const csv = parse(readFileSync('db/seed/catalogue.csv', 'utf8'), { columns: true }) as Record<string, string>[]
    const skus = await publishedSkus()
    expect(new Set(skus.map((sku) => sku.slug)).size).toBe(60)
    expect(csv).toHaveLength(60)
    for (const { no = '', price_cny = '' } of csv) {
      const own = skus.find((sku) => sku.code.slice(3, 6) === no.padStart(3, '0') && sku.sort_order === 0)
      const [yuan = '', tenth = ''] = price_cny.split('.')
      expect(own?.price_fen, `product ${no}`).toBe(Number(yuan) * 100 + Number(tenth) * 10)
    }
  })

  it('shows plenty, few and none', async () => {
    const skus = await publishedSkus()
    const left = (code: string) => skus.find((sku) => sku.code === code)?.on_hand
    expect(left('FF-034-250G')).toBeGreaterThan(50)
    expect(left('FF-045-600G')).toBe(6)
    expect(left('XY-011-250G')).toBeGreaterThan(50)
    expect(left('XY-011-500G')).toBeNull()
    const empty = skus.filter((sku) => sku.sort_order === 0 && sku.on_hand === null).map((sku) => sku.slug)
    expect(empty.sort()).toEqual([
      'changwu-huashuo',
      'changwu-jiuyue-qiji',
      'fufeng-hongyang-mihoutao',
      'fufeng-huangjin-mitao',
      'fufeng-zhongqiuwang',
      'xunyi-gala',
      'xunyi-tengmu-yihao',
      'yongshou-xian-huaihua',
    ])
  })

  it('has a second size of about twenty products, dearer or cheaper with the weight', async () => {
    const { rows } = await sql<{ slug: string; price_fen: number; size: number }>`
      select slug, price_fen, coalesce(net_weight_grams, net_volume_ml) as size
      from sku join product on product.id = product_id order by slug, size
    `.execute(store.db)
    const slugs = rows.map((row) => row.slug)
    expect(new Set(slugs.filter((slug, index) => slug === slugs[index - 1])).size).toBeGreaterThanOrEqual(20)
    for (const [index, larger] of rows.entries()) {
      const smaller = rows[index - 1]
      if (smaller?.slug !== larger.slug) continue
      expect(larger.price_fen, larger.slug).toBeGreaterThan(smaller.price_fen)
      expect(larger.price_fen / larger.size, larger.slug).toBeLessThanOrEqual(smaller.price_fen / smaller.size)
    }
  })

  it('uses every county, category and cooperative', async () => {
    const { rows } = await sql`
      select id from partner_county where not exists (select from product where county_id = partner_county.id)
      union all select id from category where not exists (select from product where category_id = category.id)
      union all select slug from cooperative where not exists (select from product where cooperative_id = cooperative.id)
    `.execute(store.db)
    expect(rows).toEqual([])
  })

  it('says everything in both languages', async () => {
    const zh = await words('zh')
    const en = await words('en')
    expect(zh.length).toBe(en.length)
    expect(zh.length).toBeGreaterThan(700)
    expect(zh.filter(([, text]) => !/\p{Script=Han}/u.test(text))).toEqual([])
    expect(en.filter(([, text]) => text.trim() === '' || /\p{Script=Han}|[，。、；：（）“”]/u.test(text))).toEqual([])
  })

  it('makes no claim and does not shout, beg or pity', async () => {
    const texts = [...(await words('zh')), ...(await words('en'))]
    const forbidden =
      /[!！]|三高|降血|降糖|治疗|疗效|抗癌|防癌|养生|保健|药用|贫困|扶贫|亲[，爱]|最好的|\b(cures?|cancer|heals?|healthy|remedy|poor|poverty|best in)\b/i
    expect(texts.filter(([, text]) => forbidden.test(text))).toEqual([])
  })

  it('uses full-width punctuation between Chinese characters', async () => {
    const wrong = /\p{Script=Han}[,;:!?()]\p{Script=Han}|\p{Script=Han}[,;!?]/u
    expect((await words('zh')).filter(([, text]) => wrong.test(text))).toEqual([])
  })

  it('tells of bee products that they are not for infants', async () => {
    const { rows } = await sql<{ zh: string; en: string }>`
      select summary_zh as zh, summary_en as en from product_version where 'bee_products' = any(allergens)
    `.execute(store.db)
    expect(rows).toHaveLength(4)
    for (const { zh, en } of rows) {
      expect(zh).toContain('1 岁以下婴儿不能吃')
      expect(en).toMatch(/[Nn]ot for infants under one year/)
    }
  })

  it('has the papers that each kind of goods needs', async () => {
    const { rows } = await sql<{ slug: string; category_id: string; kinds: string[]; picture_kind: string }>`
      select slug, category_id, picture_kind, array_agg(kind order by kind) as kinds
      from product join certificate on product_id = product.id group by product.id
    `.execute(store.db)
    expect(rows).toHaveLength(60)
    const kindsOf = (slug: string) => rows.find((row) => row.slug === slug)?.kinds
    for (const row of rows.filter(({ category_id }) => ['fruit', 'fruit-gift', 'vegetable'].includes(category_id)))
      expect(row.kinds, row.slug).toContain('conformity')
    for (const row of rows.filter(({ picture_kind }) => ['beef', 'lamb', 'chicken'].includes(picture_kind)))
      expect(row.kinds, row.slug).toContain('animal_quarantine')
    expect(kindsOf('xunyi-hongfushi')).toEqual(['conformity', 'geographical_indication'])
    expect(kindsOf('yongshou-huaihuami')).toEqual(['geographical_indication', 'test_report'])
    expect(kindsOf('chunhua-qiaomaifen')).toEqual(['food_licence', 'geographical_indication'])
    expect(kindsOf('changwu-guokui')).toEqual(['workshop_registration'])
    const { rows: licences } = await sql<{ number: string }>`
      select number from certificate where kind = 'food_licence'
    `.execute(store.db)
    expect(licences.every(({ number }) => /^SC\d{14}$/.test(number))).toBe(true)
    const { rows: twice } = await sql`
      select kind, number from certificate group by kind, number having count(*) > 1
    `.execute(store.db)
    expect(twice).toEqual([])
  })

  it('registers cooperatives with credit codes of the right form', async () => {
    const rows = await store.db.selectFrom('cooperative').select(['credit_code', 'service_fee_basis_points']).execute()
    for (const row of rows) {
      expect(row.credit_code).toMatch(/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/)
      expect(row.service_fee_basis_points).toBeLessThanOrEqual(300)
    }
  })

  it('has three pickup points with times of today and tomorrow, and ten buildings', async () => {
    const { points, buildings } = await listPickupChoices(store.db, NOW)
    expect(points.map((point) => point.nameZh)).toEqual(['北校区图书馆东门', '南校区食堂', '教工之家'])
    expect(points.every((point) => point.slots.length >= 4)).toBe(true)
    expect(buildings).toHaveLength(10)
  })

  it('has bought two fifths of the task outside the shop, in every county, channel and month', async () => {
    const { rows } = await sql<{ year: number; county_id: string; channel: string; month: number; amount: number }>`
      select year, county_id, channel, extract(month from business_date)::int as month, amount_fen as amount
      from recognized_purchase
    `.execute(store.db)
    const year = assistanceYear(NOW)
    const thisYears = rows.filter((row) => row.year === year)
    const sum = (list: { amount: number }[]) => list.reduce((total, row) => total + row.amount, 0)
    expect(sum(thisYears) / 100_000_000).toBeGreaterThan(0.38)
    expect(sum(thisYears) / 100_000_000).toBeLessThan(0.48)
    expect(new Set(thisYears.map((row) => row.county_id)).size).toBe(5)
    expect([...new Set(thisYears.map((row) => row.channel))].sort()).toEqual([
      'agreement',
      'counter',
      'other',
      'platform_832',
    ])
    expect(new Set(thisYears.map((row) => row.month)).size).toBe(11)
    expect(sum(rows.filter((row) => row.year === year - 1)) / 100_000_000).toBeGreaterThan(1)
  })

  it('divides each year’s task among counties without remainder', async () => {
    const { rows } = await sql<{ year: number; college: string; counties: string }>`
      select year, sum(amount_fen) filter (where scope = 'college') as college,
        sum(amount_fen) filter (where scope = 'county') as counties
      from target_decision join assistance_target on decision_id = id group by year order by year
    `.execute(store.db)
    expect(rows).toEqual([
      { year: 2025, college: '96000000', counties: '96000000' },
      { year: 2026, college: '100000000', counties: '100000000' },
    ])
  })

  it('keeps every promise that the audit checks', async () => {
    expect(await breachesIn(store)).toEqual([])
  })

  it('lets everybody sign in with the documented password', async () => {
    const { accounts } = await seedDemo(store.ownerUrl, NOW)
    expect(accounts).toEqual(DEMO_ACCOUNTS)
    for (const { login, password } of accounts) {
      const signedIn = await signIn(store.db, { account: login, password, address: '127.0.0.1' })
      expect(signedIn.ok, login).toBe(true)
    }
    expect(DEMO_PASSWORD.length).toBeGreaterThanOrEqual(10)
  })

  it('grants each role to one person', async () => {
    const { rows } = await sql<{ role: string; slug: string | null }>`
      select role, slug from role_grant left join cooperative on cooperative.id = cooperative_id order by role
    `.execute(store.db)
    expect(rows).toEqual([
      { role: 'administrator', slug: null },
      { role: 'auditor', slug: null },
      { role: 'cooperative_manager', slug: 'famen-huajiao' },
      { role: 'finance_approver', slug: null },
      { role: 'finance_officer', slug: null },
      { role: 'finance_payer', slug: null },
      { role: 'pickup_clerk', slug: null },
    ])
  })
})

describe('seeding again', () => {
  it('changes nothing, the same day or in the next year', async () => {
    const before = await census(store)
    for (const days of [0, 1, 60]) {
      await seedDemo(store.ownerUrl, daysLater(days))
      expect(await census(store)).toEqual(before)
    }
  })

  it('leaves one shop when two begin at once', async () => {
    const twice = await givenEmptyDatabase()
    await Promise.all([seedDemo(twice.ownerUrl, NOW), seedDemo(twice.ownerUrl, NOW)])
    expect((await census(twice)).counts).toEqual((await census(store)).counts)
    expect(await breachesIn(twice)).toEqual([])
  })

  it('begins anew when it was ended before the shop was complete', async () => {
    const half = await givenEmptyDatabase()
    await refuseInserts(half, 'role_grant', 3)
    await expect(seedDemo(half.ownerUrl, NOW)).rejects.toThrow('ended here')
    expect((await census(half)).counts).toMatchObject({ cooperative: 0, product: 0, person: 0, pickup_point: 0 })
    await allowInserts(half, 'role_grant')
    await seedDemo(half.ownerUrl, NOW)
    expect((await census(half)).counts).toEqual((await census(store)).counts)
  })

  it('completes what is missing when it was ended among the purchases, even days later', async () => {
    const half = await givenEmptyDatabase()
    await refuseInserts(half, 'recognized_purchase', 30)
    await expect(seedDemo(half.ownerUrl, daysLater(-30))).rejects.toThrow('ended here')
    expect((await census(half)).counts).toMatchObject({ product: 60, recognized_purchase: 30 })
    await allowInserts(half, 'recognized_purchase')
    await seedDemo(half.ownerUrl, NOW)
    const { rows } = await sql<{ last: string; count: number }>`
      select max(business_date)::text as last, count(*) from recognized_purchase
    `.execute(half.db)
    expect(rows).toEqual([{ last: '2026-10-22', count: 59 }])
    expect(await breachesIn(half)).toEqual([])
  })

  it('refuses a database with another shop in it', async () => {
    const other = await givenEmptyDatabase()
    await createPerson(other.db)
    await expect(seedDemo(other.ownerUrl, NOW)).rejects.toThrow('another shop')
    expect((await census(other)).counts).toMatchObject({ person: 1, cooperative: 0 })
  })
})

/** Ends whoever would write one row more than `allowed`. */
async function refuseInserts({ ownerDb }: TestDatabase, table: string, allowed: number): Promise<void> {
  await sql`
    create function end_here() returns trigger language plpgsql as $$
    begin
      if (select count(*) from ${sql.table(table)}) >= ${sql.lit(allowed)} then raise exception 'ended here'; end if;
      return new;
    end $$
  `.execute(ownerDb)
  await sql`create trigger end_here before insert on ${sql.table(table)} for each row execute function end_here()`.execute(
    ownerDb,
  )
}

async function allowInserts({ ownerDb }: TestDatabase, table: string): Promise<void> {
  await sql`drop trigger end_here on ${sql.table(table)}`.execute(ownerDb)
}
