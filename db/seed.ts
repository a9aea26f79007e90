import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { clock } from '#app/platform/clock.server.ts'
import { createDatabase } from '#app/platform/db.server.ts'
import { type DemoWish, fillDemo, openDemo } from './seed/demo.ts'
import { DEMO_ACCOUNTS, type DemoAccount } from './seed/people.ts'

/**
 * Fills the migrated database at `ownerUrl` with the demo shop, unless it is there, and
 * says who may sign in. The orders of the year before are filled in when asked for.
 */
export async function seedDemo(
  ownerUrl: string,
  now = clock.now(),
  history?: DemoWish['history'],
): Promise<{ accounts: DemoAccount[] }> {
  const db = createDatabase(ownerUrl, { max: 2 })
  try {
    await fillDemo(db, { now, history })
  } finally {
    await db.destroy()
  }
  return { accounts: [...DEMO_ACCOUNTS] }
}

/** The same shop on its first morning: people and goods, no targets, and nothing in the books. */
export async function seedEmptyBooks(ownerUrl: string, now: Date): Promise<{ accounts: DemoAccount[] }> {
  const db = createDatabase(ownerUrl, { max: 2 })
  try {
    await openDemo(db, now)
  } finally {
    await db.destroy()
  }
  return { accounts: [...DEMO_ACCOUNTS] }
}

/** `npm run db:seed`. */
async function run(): Promise<void> {
  const url = process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL
  if (!url) {
    console.error(
      'DATABASE_URL is missing: set it to a migrated database, e.g. postgres://user:password@host/yuanshang',
    )
    process.exitCode = 1
    return
  }
  const { accounts } = await seedDemo(url)
  for (const { role, login, password } of accounts) console.log(`${role}  ${login}  ${password}`)
}

const entry = process.argv[1]
if (entry && realpathSync(entry) === fileURLToPath(import.meta.url)) await run()
