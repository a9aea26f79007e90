import { sql } from 'kysely'
import pg from 'pg'
import { createDatabase, type Db, inTransaction } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import { migrateToLatest } from '#db/migrator.ts'
import { fillHistory } from '#db/seed/history/fill-history.server.ts'
import { readWorld } from '#db/seed/history/read-world.server.ts'
import { seedHistoryPeople } from '#db/seed/history/seed-people.server.ts'
import { seedDemo } from '#db/seed.ts'
import { GROWTH, growDatabase } from './grow-database.ts'
import { writeOfficeFacts } from './office-facts.ts'

export interface ScaleDatabase {
  ownerUrl: string
  appUrl: string
  /** Orders asked for, and how often they were multiplied. */
  wanted: number
  rounds: number
  orders: number
  postings: number
  /** How long the filling took. */
  seconds: number
}

/** Where the databases of the bench are made. */
export interface ScaleServer {
  adminUrl: string
  ownerUrl: string
  appUrl: string
}

/** Up to so many orders are written one by one; more are made of them. */
const WRITTEN = 10_000

/**
 * The demo's shop with a history of about `wanted` orders and the work of its finance
 * office, in a database of its own on the bench's server. Ten thousand orders come through
 * the same triggers, indexes and constraints as in the shop; more are ten times the
 * database `before`, or ten times what was written.
 */
export async function makeScaleDatabase(
  server: ScaleServer,
  { wanted, before, now, say }: ScaleWish,
): Promise<ScaleDatabase> {
  const name = `scale_${wanted}`
  const [ownerUrl, appUrl] = [withDatabase(server.ownerUrl, name), withDatabase(server.appUrl, name)]
  const owner = new URL(server.ownerUrl).username
  const startedAt = performance.now()
  if (before && before.wanted * GROWTH === wanted) {
    await createOwned(server.adminUrl, { name, owner, template: `scale_${before.wanted}` })
    await growDatabase(withDatabase(server.adminUrl, name), before.rounds + 1)
  } else {
    await createOwned(server.adminUrl, { name, owner })
    await writeDatabase(ownerUrl, { wanted: wanted / GROWTH ** roundsOf(wanted), now, say })
    for (let round = 1; round <= roundsOf(wanted); round += 1)
      await growDatabase(withDatabase(server.adminUrl, name), round)
  }
  const db = createDatabase(ownerUrl, { max: 2 })
  try {
    const seconds = (performance.now() - startedAt) / 1000
    return { ownerUrl, appUrl, wanted, rounds: roundsOf(wanted), ...(await countRows(db)), seconds }
  } finally {
    await db.destroy()
  }
}

interface ScaleWish {
  wanted: number
  before: ScaleDatabase | undefined
  now: Date
  say: (text: string) => void
}

/** How often it takes ten times what was written. */
function roundsOf(wanted: number): number {
  return wanted <= WRITTEN ? 0 : 1 + roundsOf(wanted / GROWTH)
}

async function writeDatabase(
  ownerUrl: string,
  { wanted, now, say }: { wanted: number; now: Date; say: (text: string) => void },
) {
  await migrateToLatest(ownerUrl)
  await seedDemo(ownerUrl, now)
  const db = createDatabase(ownerUrl, { max: 2 })
  try {
    await fill(db, { wanted, now, say })
    await writeOfficeFacts(db, { from: `${businessDate(now).slice(0, 4)}-01-01` as BusinessDate, now })
    await sql`set statement_timeout = '600s'`.execute(db)
    await sql`vacuum (analyze)`.execute(db)
  } finally {
    await db.destroy()
  }
}

async function fill(db: Db, { wanted, now, say }: { wanted: number; now: Date; say: (text: string) => void }) {
  const year = Number(businessDate(now).slice(0, 4))
  const from = `${year}-01-01`
  const passwordHash = 'nobody signs in'
  await inTransaction(db, (tx) =>
    seedHistoryPeople(tx, { seed: 'bench', orders: wanted, year, at: new Date(`${from}T00:00:00Z`), passwordHash }),
  )
  const world = await readWorld(db, { buyers: [], cooperative: '' })
  let told = ''
  await fillHistory(
    db,
    { world, wish: { seed: 'bench', orders: wanted, from, until: now } },
    async (day, { orders }) => {
      if (day.slice(0, 7) !== told) say(`    ${day}: ${orders} of ${wanted} orders`)
      told = day.slice(0, 7)
    },
  )
}

async function countRows(db: Db): Promise<{ orders: number; postings: number }> {
  const { rows } = await sql<{ orders: number; postings: number }>`
    select (select count(*) from "order") as orders, (select sum(seq)::bigint from ledger_head) as postings`.execute(db)
  return rows[0] ?? { orders: 0, postings: 0 }
}

async function createOwned(
  adminUrl: string,
  { name, owner, template }: { name: string; owner: string; template?: string },
): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    const like = template ? `template ${pg.escapeIdentifier(template)}` : ''
    await admin.query(`create database ${pg.escapeIdentifier(name)} owner ${pg.escapeIdentifier(owner)} ${like}`)
  } finally {
    await admin.end()
  }
}

function withDatabase(url: string, name: string): string {
  const made = new URL(url)
  made.pathname = `/${name}`
  return made.href
}
