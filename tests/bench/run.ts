import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { PROJECT } from '#app/commands/backstage.ts'
import { paths } from '#app/http/paths.ts'
import { createDatabase } from '#app/platform/db.server.ts'
import { findBrowser, NO_BROWSER } from '#tests/support/browser.ts'
import { weighFirstVisit } from '#tests/support/first-visit.ts'
import { type BenchStack, type PageBytes, residentMiB, startBenchStack } from './bench-stack.ts'
import { type FinanceShop, measureFinancePages, type PageTime } from './finance-pages.ts'
import { measure, quantile, type Rate } from './load.ts'
import { type Market, measurePurchases, measureRush, setStock } from './purchases.ts'
import { makeScaleDatabase, type ScaleDatabase } from './scale-database.ts'

// `npm run bench`: the built shop beside what bare node:http reaches on the same machine and database, in one run, and the
// pages of finance at 10,000 and 100,000 orders. `npm run bench -- shop` and `-- finance` do one of the two;
// FINANCE_SIZES=10000,100000,1000000 adds the largest.

const CONNECTIONS = 32
const SECONDS = 4
const ROUNDS = 3
const PRODUCT = 'fufeng-dahongpao'
const RESULTS = join(PROJECT, '.cache/bench')
const FINANCE_SIZES = (process.env.FINANCE_SIZES ?? '10000,100000').split(',').map(Number)
/** The size at which pages have to be there within their time. */
const FULL_SIZE = 100_000
const [PART = 'all'] = process.argv.slice(2)

interface Line {
  name: string
  value: number
  unit: string
  /** What it has to reach: at least, or at most. */
  target?: { atLeast: number } | { atMost: number }
}

const lines: Line[] = []
const raw: Record<string, unknown> = {}
const stack = await startBenchStack()
try {
  if (PART !== 'finance') await measureAll(stack)
  if (PART !== 'shop') await measureFinance(stack)
} finally {
  await stack.stop()
}
report()

async function measureAll({ backstage, cached, uncached, startLimits }: BenchStack): Promise<void> {
  note({ name: 'first answer after start', value: cached.firstAnswerMs, unit: 'ms', target: { atMost: 1000 } })
  note({ name: 'resident memory idle', value: cached.idleMiB, unit: 'MiB', target: { atMost: 150 } })

  const db = createDatabase(backstage.env.DATABASE_OWNER_URL ?? '', { max: 8 })
  try {
    const market = await openMarket(db, { backstage, origin: cached.origin })
    const limits = await startLimits(await keepBytes(cached.origin))
    await measurePages({ cached: cached.origin, uncached: uncached.origin, limits })
    await measureBuying(market, limits)
    await measureFirstVisits(cached.origin)
    note({ name: 'resident memory after load', value: residentMiB(cached.pid), unit: 'MiB' })
  } finally {
    await db.destroy()
  }
}

/** Pages of finance, in ms and beside a bare page of the same server, and how they grow with the books. */
async function measureFinance({ backstage, withShopOn }: BenchStack): Promise<void> {
  const { env, adminUrl } = backstage
  const server = { adminUrl, ownerUrl: env.DATABASE_OWNER_URL ?? '', appUrl: env.DATABASE_URL ?? '' }
  const now = new Date()
  const databases: ScaleDatabase[] = []
  for (const wanted of FINANCE_SIZES) {
    const database = await makeScaleDatabase(server, { wanted, before: databases.at(-1), now, say })
    databases.push(database)
    say(`    ${database.orders} orders, ${database.postings} postings in ${database.seconds.toFixed(0)} s`)
    if (wanted >= FULL_SIZE)
      note({
        name: `postings at ${wanted} orders`,
        value: database.postings,
        unit: '',
        target: { atLeast: wanted * 10 },
      })
  }
  const times = await withShopsOn(databases, (shops) =>
    measureFinancePages(shops, { sessionSecret: env.SESSION_SECRET ?? '', now }),
  )
  const curve = times.map((pages, place) => ({ size: FINANCE_SIZES[place] ?? 0, pages }))
  raw.finance = curve
  for (const { size, pages } of curve) for (const page of pages) notePage(page, size)
  for (const [index, { size, pages }] of curve.entries()) {
    const smaller = curve[index - 1]
    if (smaller) for (const page of pages) noteGrowth(page, { size, smaller })
  }

  /** The shop on each of the databases, all at once. */
  async function withShopsOn<Result>(
    left: readonly ScaleDatabase[],
    use: (shops: FinanceShop[]) => Promise<Result>,
    open: FinanceShop[] = [],
  ): Promise<Result> {
    const [database, ...rest] = left
    if (!database) return use(open)
    return withShopOn(database, ({ origin }) =>
      withShopsOn(rest, use, [...open, { origin, databaseUrl: database.ownerUrl }]),
    )
  }
}

function notePage({ name, ms, p95Ms, ratio }: PageTime, size: number): void {
  if (ms === undefined) {
    say(`     ${name}: there is no such page`)
    return
  }
  const target = size >= FULL_SIZE ? { target: { atMost: 300 } } : {}
  note({
    name: `${name} at ${size}`,
    value: ms,
    unit: `ms, p95 ${p95Ms.toFixed(0)}, ${ratio.toFixed(1)} × bare`,
    ...target,
  })
}

/** From a hundred thousand orders on, ten times as many may cost a fifth more. */
function noteGrowth(
  { name, ms }: PageTime,
  { size, smaller }: { size: number; smaller: { size: number; pages: PageTime[] } },
): void {
  const before = smaller.pages.find((page) => page.name === name)?.ms
  if (ms === undefined || before === undefined) return
  const target = smaller.size >= FULL_SIZE ? { target: { atMost: 1.2 } } : {}
  note({ name: `${name}: ${size} beside ${smaller.size}`, value: ms / before, unit: '×', ...target })
}

async function measurePages(at: { cached: string; uncached: string; limits: string }): Promise<void> {
  const list = paths.products()
  const product = paths.product(PRODUCT)
  const search = paths.search('huajiao')
  await compare('list, cached', [at.cached + list, `${at.limits}/bytes/list`], 0.6)
  await compare('product, cached', [at.cached + product, `${at.limits}/bytes/product`], 0.6)
  await compare('search, cached', [at.cached + search, `${at.limits}/bytes/search`], 0.6)
  await compare('list, uncached', [at.uncached + list, `${at.limits}/list`], 0.06)
  await compare('product, uncached', [at.uncached + product, `${at.limits}/list`])
  await compare('search, uncached', [at.uncached + search, `${at.limits}/list`], 0.05)
}

/** Ours and the limit in turn, several rounds; the ratio is the median of the rounds' ratios. */
async function compare(name: string, [ours, limit]: [string, string], atLeast?: number): Promise<void> {
  const rounds: { ours: Rate; limit: Rate }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({
      limit: await measure({ url: limit, connections: CONNECTIONS, seconds: SECONDS }),
      ours: await measure({ url: ours, connections: CONNECTIONS, seconds: SECONDS }),
    })
  }
  raw[name] = rounds
  const failures = rounds.reduce((sum, round) => sum + round.ours.errors + round.limit.errors, 0)
  if (failures > 0) throw new Error(`${name}: ${failures} requests failed`)
  const ratios = rounds.map((round) => round.ours.requestsPerSecond / round.limit.requestsPerSecond)
  note({ name, value: quantile(ratios, 0.5), unit: '× limit', ...(atLeast && { target: { atLeast } }) })
  const rates = rounds.map((round) => round.ours.requestsPerSecond)
  const waits = rounds.map((round) => round.ours.p99Ms)
  say(`    ${quantile(rates, 0.5)} requests/s, p99 ${quantile(waits, 0.5)} ms`)
}

async function measureBuying(market: Market, limits: string): Promise<void> {
  await measurePurchases(market, { buyers: 2, purchases: 10 })
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const { requestsPerSecond } = await measure({
      url: `${limits}/order`,
      connections: 8,
      seconds: SECONDS,
      method: 'POST',
    })
    bare.push(requestsPerSecond)
  }
  const limit = quantile(bare, 0.5)
  const one = await measurePurchases(market, { buyers: 1, purchases: 40 })
  const eight = await measurePurchases(market, { buyers: 8, purchases: 240 })
  const many = await measurePurchases(market, { buyers: 32, purchases: 480 })
  raw.purchases = { bareOrdersPerSecond: bare, one, eight, many }
  for (const run of [one, eight, many]) {
    say(
      `    ${run.buyers} buyers: ${run.perSecond.toFixed(1)} purchases/s, p50 ${run.p50Ms.toFixed(0)} ms, p99 ${run.p99Ms.toFixed(0)} ms`,
    )
  }
  note({
    name: 'whole purchase, 8 buyers',
    value: eight.perSecond / limit,
    unit: '× bare order',
    target: { atLeast: 0.08 },
  })
  note({ name: 'p99 at 32 buyers', value: many.p99Ms / one.p50Ms, unit: '× p50 at 1', target: { atMost: 8 } })
  const rush = await measureRush(market, { buyers: 300, units: 100 })
  raw.rush = rush
  note({ name: '300 buyers for 100 units: sold', value: rush.sold, unit: '', target: { atLeast: 100 } })
  note({
    name: '300 buyers for 100 units: sold or politely refused',
    value: rush.sold + rush.refused,
    unit: '',
    target: { atLeast: 300 },
  })
  note({ name: '300 buyers for 100 units: oversold', value: rush.sold - 100, unit: '', target: { atMost: 0 } })
}

async function measureFirstVisits(origin: string): Promise<void> {
  const executablePath = findBrowser(say)
  if (!executablePath) throw new Error(NO_BROWSER)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    for (const [name, path] of [
      ['home', paths.home()],
      ['list', paths.products()],
      ['product', paths.product(PRODUCT)],
    ] as const) {
      const visits: Awaited<ReturnType<typeof weighFirstVisit>>[] = []
      for (let round = 0; round < ROUNDS; round += 1)
        visits.push(await weighFirstVisit(browser, { url: origin + path, throttled: true }))
      raw[`first visit ${name}`] = visits
      const median = (read: (visit: (typeof visits)[number]) => number) => quantile(visits.map(read), 0.5)
      note({
        name: `${name}: LCP on a slow phone`,
        value: median((visit) => visit.lcpMs),
        unit: 'ms',
        target: { atMost: 1000 },
      })
      note({
        name: `${name}: script`,
        value: median((visit) => visit.scriptBytes) / 1000,
        unit: 'kB',
        target: { atMost: 110 },
      })
      note({
        name: `${name}: whole visit`,
        value: median((visit) => visit.totalBytes) / 1000,
        unit: 'kB',
        target: { atMost: 150 },
      })
    }
  } finally {
    await browser.close()
  }
}

async function openMarket(
  db: Market['db'],
  { backstage, origin }: { backstage: BenchStack['backstage']; origin: string },
): Promise<Market> {
  const skus = await db
    .selectFrom('sku')
    .innerJoin('product', 'product.id', 'sku.product_id')
    .select('sku.id')
    .where('sku.on_sale', '=', true)
    .where('product.state', '=', 'published')
    .where('sku.price_fen', '<', 10_000)
    .orderBy('sku.code')
    .execute()
  const building = await db.selectFrom('campus_building').select('id').limit(1).executeTakeFirstOrThrow()
  const skuIds = skus.map((row) => row.id)
  await setStock(db, skuIds, 1_000_000)
  return {
    db,
    origin,
    sandboxUrl: backstage.sandboxUrl,
    sessionSecret: backstage.env.SESSION_SECRET ?? '',
    buildingId: building.id,
    skuIds,
  }
}

/** The pages' own bytes, for the limit that answers them from memory. */
async function keepBytes(origin: string): Promise<PageBytes> {
  mkdirSync(RESULTS, { recursive: true })
  const keep = async (name: string, path: string) => {
    const answer = await fetch(origin + path, { headers: { 'Accept-Encoding': 'identity' } })
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}`)
    const file = join(RESULTS, name)
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()))
    return file
  }
  return {
    list: await keep('list.html', paths.products()),
    product: await keep('product.html', paths.product(PRODUCT)),
    search: await keep('search.html', paths.search('huajiao')),
  }
}

function note(line: Line): void {
  lines.push(line)
  say(`${hasReached(line) ? 'ok  ' : 'MISS'} ${line.name.padEnd(52)} ${show(line.value)} ${line.unit} ${goal(line)}`)
}

function hasReached({ value, target }: Line): boolean {
  if (!target) return true
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost
}

function goal({ target }: Line): string {
  if (!target) return ''
  return 'atLeast' in target ? `(at least ${target.atLeast})` : `(at most ${target.atMost})`
}

function show(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(3)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function report(): void {
  mkdirSync(RESULTS, { recursive: true })
  const file = join(RESULTS, 'results.json')
  const machine = { node: process.version, platform: process.platform, architecture: process.arch }
  writeFileSync(file, `${JSON.stringify({ machine, lines, raw }, null, 2)}\n`)
  const missed = lines.filter((line) => !hasReached(line))
  say(`\n${lines.length - missed.length} of ${lines.length} lines reached. Figures: ${file}`)
  if (missed.length > 0) process.exitCode = 1
}
