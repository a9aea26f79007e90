import { sql } from 'kysely'
import { openSession } from '#app/modules/identity/sessions.server.ts'
import { createToken, hashToken } from '#app/modules/identity/tokens.server.ts'
import { createDatabase, type Db } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { BuyerBrowser, keepAliveAgent } from './buyer.ts'
import { addressAt, BARE_ADDRESS, FINANCE_ADDRESSES } from './finance-addresses.ts'
import { quantile } from './load.ts'

/** Every page is asked in each round anew, after all others: what the machine does for a while does not meet one page alone. */
const ROUNDS = 3
const WARMING = 3
const ASKED = 15
/** How long the sums that a job gathers may take. */
const GATHERING_MS = 180_000
/** How long what a shop does after its start may take. */
const QUIET_MS = 60_000

export interface PageTime {
  name: string
  /** Undefined when the shop has no such page. */
  ms: number | undefined
  p95Ms: number
  /** Times the bare page's. */
  ratio: number
}

/** A shop and the database it runs on. */
export interface FinanceShop {
  origin: string
  databaseUrl: string
}

/**
 * Times the pages of finance as a finance officer sees them, one request at a time, from
 * asking to the last byte of HTML. Each page is asked of all shops in turn, so that what
 * else the machine does meets them alike. Gives the times of each shop.
 */
export async function measureFinancePages(
  shops: readonly FinanceShop[],
  session: { sessionSecret: string; now: Date },
): Promise<PageTime[][]> {
  const readers = await Promise.all(shops.map((shop) => openReader(shop, session)))
  try {
    for (const { db } of readers) {
      await waitUntilGathered(db)
      await waitUntilQuiet(db)
    }
    const bare = readers.map(({ stranger }): Asked => ({ browser: stranger, path: BARE_ADDRESS, samples: [] }))
    const pages = FINANCE_ADDRESSES.map(({ name, address }) => ({
      name,
      asked: readers.map(({ browser, places }): Asked => ({ browser, path: addressAt(address, places), samples: [] })),
    }))
    for (let round = 0; round < ROUNDS; round += 1) {
      await askInTurn(bare)
      for (const { asked } of pages) await askInTurn(asked)
    }
    return readers.map((_, place) =>
      pages.map(({ name, asked }) => {
        const time = timeOf(asked[place]?.samples ?? [])
        return { name, ...time, ratio: (time.ms ?? 0) / (timeOf(bare[place]?.samples ?? []).ms ?? Number.NaN) }
      }),
    )
  } finally {
    for (const { close } of readers) await close()
  }
}

interface Reader {
  db: Db
  browser: BuyerBrowser
  /** Nobody who has signed in. */
  stranger: BuyerBrowser
  places: Record<string, string>
  close(): Promise<void>
}

async function openReader(
  { origin, databaseUrl }: FinanceShop,
  { sessionSecret, now }: { sessionSecret: string; now: Date },
): Promise<Reader> {
  const db = createDatabase(databaseUrl, { max: 2 })
  const agent = keepAliveAgent(1)
  const browser = new BuyerBrowser(origin, agent)
  browser.setCookie('sid', await signInOfficer(db, sessionSecret))
  const today = businessDate(now)
  const places = { year: today.slice(0, 4), month: lastMonth(today), ...(await findPlaces(db)) }
  return {
    db,
    browser,
    stranger: new BuyerBrowser(origin, agent),
    places,
    async close() {
      agent.destroy()
      await db.destroy()
    },
  }
}

interface Asked {
  browser: BuyerBrowser
  path: string
  /** In ms; none when the shop has no such page. */
  samples: number[]
}

/** Asks a page of each shop in turn, some times over, and keeps how long it took. */
async function askInTurn(asked: readonly Asked[]): Promise<void> {
  for (let request = 0; request < WARMING + ASKED; request += 1)
    for (const one of asked) {
      const ms = await timeOnce(one)
      if (ms === undefined) return
      if (request >= WARMING) one.samples.push(ms)
    }
}

function timeOf(samples: readonly number[]): Pick<PageTime, 'ms' | 'p95Ms'> {
  if (samples.length === 0) return { ms: undefined, p95Ms: 0 }
  return { ms: quantile(samples, 0.5), p95Ms: quantile(samples, 0.95) }
}

/** Undefined when the shop has no such page. */
async function timeOnce({ browser, path }: Asked): Promise<number | undefined> {
  const startedAt = performance.now()
  const { status, body } = await browser.get(path)
  if (status === 404) return undefined
  if (status !== 200) throw new Error(`${path} answers ${status}: ${body.slice(0, 300)}`)
  return performance.now() - startedAt
}

async function signInOfficer(db: Db, sessionSecret: string): Promise<string> {
  const officer = await db
    .selectFrom('role_grant')
    .select('person_id')
    .where('role', '=', 'finance_officer')
    .executeTakeFirstOrThrow()
  const token = createToken()
  const tokenHash = hashToken(token, 'session', sessionSecret)
  await openSession(db, { tokenHash, personId: officer.person_id as PersonId, now: new Date() })
  return token
}

/** What a shop does after its start, on books it has not seen, is over: nobody else has asked the database for two seconds. */
async function waitUntilQuiet(db: Db): Promise<void> {
  const until = performance.now() + QUIET_MS
  for (let still = 0; performance.now() < until && still < 10; ) {
    const { rows } = await sql<{ busy: number }>`select count(*) as busy from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`.execute(db)
    still = rows[0]?.busy === 0 ? still + 1 : 0
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** One of each thing that has a page of its own; where they differ in size, a large one. */
async function findPlaces(db: Db): Promise<Record<string, string>> {
  const { rows } = await sql<Record<string, string>>`
    select (select id from recognized_purchase order by business_date desc, id limit 1) as counted,
      (select id::text from journal_entry where book = 'money' order by id desc limit 1) as entry,
      (select id from settlement_statement order by line_count desc limit 1) as statement,
      (select id from provider_payout order by amount_fen desc limit 1) as payout,
      (select id from bank_line where bank_link_id is null order by booked_on desc limit 1) as "bankLine",
      (select id from external_purchase order by ordered_on desc, id limit 1) as purchase`.execute(db)
  return rows[0] ?? {}
}

/** New amounts are gathered by a job of the shop. Waits for it, or until nothing is gathered any more. */
async function waitUntilGathered(db: Db): Promise<void> {
  const until = performance.now() + GATHERING_MS
  let before = Number.POSITIVE_INFINITY
  for (let still = 0; performance.now() < until && still < 10; ) {
    const { rows } = await sql<{ left: number }>`select count(*) as left from stage_delta`.execute(db)
    const left = rows[0]?.left ?? 0
    if (left === 0) return
    still = left < before ? 0 : still + 1
    before = left
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

function lastMonth(today: string): string {
  const first = new Date(`${today.slice(0, 7)}-01T00:00:00Z`)
  return new Date(first.getTime() - 86_400_000).toISOString().slice(0, 7)
}
