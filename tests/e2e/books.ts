import pg from 'pg'
import { clock } from '#app/platform/clock.server.ts'
import { createDatabase } from '#app/platform/db.server.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'

/** Any number: no other lock of the run has it. */
const COUNTING = 2_026_1125

/**
 * Does `work` while no other test hands anything over, so that whatever the public
 * progress moves by is this test's. Waits for whoever is counting.
 */
export async function whileNobodyElseCounts(work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl() })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [COUNTING])
    await work()
  } finally {
    await client.end()
  }
}

/** Every promise about money, stock and the task that the shop's tables break: the same as `npm run audit` finds. */
export async function findBreaches(url = databaseUrl()): Promise<string[]> {
  const db = createDatabase(url, { max: 1 })
  try {
    const checks = await checkInvariants(db, clock.now())
    return checks.flatMap(({ name, breaches }) =>
      breaches.map(({ culprit, detail }) => `${name} ${culprit}: ${detail}`),
    )
  } finally {
    await db.destroy()
  }
}

function databaseUrl(): string {
  const url = process.env.E2E_DATABASE_URL
  if (!url) throw new Error('E2E_DATABASE_URL is missing: global-setup.ts sets it')
  return url
}
