import { sql } from 'kysely'
import pg from 'pg'
import { createDatabase, type Db, inTransaction } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { migrateToLatest } from '#db/migrator.ts'
import { fillHistory } from '#db/seed/history/fill-history.server.ts'
import { readWorld } from '#db/seed/history/read-world.server.ts'
import { seedHistoryPeople } from '#db/seed/history/seed-people.server.ts'
import { seedDemo } from '#db/seed.ts'

export interface ScaleDatabase {
  ownerUrl: string
  appUrl: string
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

/**
 * The demo's shop with a history of about `wanted` orders, in a database of its own on
 * the bench's server: the same triggers, indexes and constraints, and tables that were
 * vacuumed as a server does overnight.
 */
export async function makeScaleDatabase(
  server: ScaleServer,
  { wanted, now, say }: { wanted: number; now: Date; say: (text: string) => void },
): Promise<ScaleDatabase> {
  const name = `scale_${wanted}`
  const [ownerUrl, appUrl] = [withDatabase(server.ownerUrl, name), withDatabase(server.appUrl, name)]
  await createOwned(server.adminUrl, { name, owner: new URL(server.ownerUrl).username })
  const startedAt = performance.now()
  await migrateToLatest(ownerUrl)
  await seedDemo(ownerUrl, now)
  const db = createDatabase(ownerUrl, { max: 2 })
  try {
    await fill(db, { wanted, now, say })
    const seconds = (performance.now() - startedAt) / 1000
    return { ownerUrl, appUrl, ...(await countRows(db)), seconds }
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
  await sql`set statement_timeout = '600s'`.execute(db)
  await sql`vacuum (analyze)`.execute(db)
}

async function countRows(db: Db): Promise<{ orders: number; postings: number }> {
  const { rows } = await sql<{ orders: number; postings: number }>`
    select (select count(*) from "order") as orders, (select sum(seq)::bigint from ledger_head) as postings`.execute(db)
  return rows[0] ?? { orders: 0, postings: 0 }
}

async function createOwned(adminUrl: string, { name, owner }: { name: string; owner: string }): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query(`create database ${pg.escapeIdentifier(name)} owner ${pg.escapeIdentifier(owner)}`)
  } finally {
    await admin.end()
  }
}

function withDatabase(url: string, name: string): string {
  const made = new URL(url)
  made.pathname = `/${name}`
  return made.href
}
