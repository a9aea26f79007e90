import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProviderHistory, tellProviderHistory } from '#app/commands/provider-history.ts'
import { CommandJournal, readJournalSeed } from '#app/sandbox/stripe/command-journal.ts'
import { StripeWorld } from '#app/sandbox/stripe/stripe-world.ts'
import { seedDemo } from '#db/seed.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

const NOW = new Date('2026-11-25T09:00:00Z')

let demo: TestDatabase
let folder: string
beforeAll(async () => {
  demo = await createTestDatabase()
  await seedDemo(demo.ownerUrl, NOW, { ordersAYear: 200, onProgress: () => undefined })
  folder = mkdtempSync(join(tmpdir(), 'provider-history-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await demo.drop()
})

function restored(file: string): StripeWorld {
  const seed = readJournalSeed(file) ?? ''
  const world = new StripeWorld({ seed, now: () => NOW, hostedBase: 'http://pay.test' })
  new CommandJournal(file).restore(world, seed)
  return world
}

describe('the provider’s memory of a history', () => {
  it('holds what the books say it holds, fen for fen, and knows every payment', async () => {
    const file = join(folder, 'stripe.json')
    await tellProviderHistory(demo.ownerUrl, { journalFile: file, provider: new ProviderHistory('test'), now: NOW })
    const { state } = restored(file)
    const { rows } = await sql<{ clearing: number; payments: number }>`
      select (select sum(amount_fen)::bigint from posting where account_code = 'clearing:stripe') as clearing,
        (select count(*) from payment where method <> 'cash') as payments`.execute(demo.db)
    expect(state.totals.captured - state.totals.refunded).toBe(rows[0]?.clearing)
    expect(state.paymentIntents.size).toBe(rows[0]?.payments)
    expect(state.undelivered.size).toBe(0)
  })

  it('is left alone when there is one', async () => {
    const file = join(folder, 'kept.json')
    const world = new StripeWorld({ seed: 'kept', now: () => NOW, hostedBase: 'http://pay.test' })
    new CommandJournal(file).restore(world, 'kept')
    await tellProviderHistory(demo.ownerUrl, { journalFile: file, provider: new ProviderHistory('test'), now: NOW })
    expect(readJournalSeed(file)).toBe('kept')
    expect(restored(file).state.paymentIntents.size).toBe(0)
  })
})
