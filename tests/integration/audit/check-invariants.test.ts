import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tx } from '#app/platform/db.server.ts'
import { checkInvariants, INVARIANTS } from '#db/invariants/check-invariants.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { BANK_FAULTS } from './bank-faults.ts'
import { makeCleanWorld } from './clean-world.ts'
import { CLOSING_FAULTS } from './closing-faults.ts'
import { COUNTER_FAULTS } from './counter-faults.ts'
import { EXTERNAL_FAULTS } from './external-faults.ts'
import { FINANCE_FAULTS } from './finance-faults.ts'
import { FAULTS } from './planted-faults.ts'
import { RECONCILIATION_FAULTS } from './reconciliation-faults.ts'
import { REFUND_FAULTS } from './refund-faults.ts'
import { REPORT_FAULTS } from './report-faults.ts'
import { RULE_FAULTS } from './rule-faults.ts'
import { SETTLEMENT_FAULTS } from './settlement-faults.ts'
import { SUPPLY_FAULTS } from './supply-faults.ts'

const ALL_FAULTS = [
  ...BANK_FAULTS,
  ...CLOSING_FAULTS,
  ...COUNTER_FAULTS,
  ...EXTERNAL_FAULTS,
  ...FINANCE_FAULTS,
  ...FAULTS,
  ...RECONCILIATION_FAULTS,
  ...REFUND_FAULTS,
  ...REPORT_FAULTS,
  ...RULE_FAULTS,
  ...SETTLEMENT_FAULTS,
  ...SUPPLY_FAULTS,
]

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await makeCleanWorld(shop)
})
afterAll(() => shop.close())

class Undo extends Error {}

/** Plants a fault as nobody can in operation (triggers and foreign keys asleep), looks, and takes it back. */
async function breachesAfter(plant: (tx: Tx) => Promise<unknown>): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  const look = shop.store.ownerDb.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await plant(tx)
    for (const { name, breaches } of INVARIANTS) {
      const { rows } = await breaches(shop.clock.now).execute(tx)
      if (rows.length > 0) found[name] = rows.map((row) => row.culprit)
    }
    throw new Undo()
  })
  await expect(look).rejects.toBeInstanceOf(Undo)
  return found
}

describe('the audit', () => {
  it('gives no alarm on clean data, as the shop’s own role', async () => {
    const checks = await checkInvariants(shop.db, shop.clock.now)
    expect(checks.filter((check) => check.breaches.length > 0)).toEqual([])
  })

  it('gives no alarm on an empty database', async () => {
    const empty = await openShop()
    try {
      const checks = await checkInvariants(empty.db, empty.clock.now)
      expect(checks.filter((check) => check.breaches.length > 0)).toEqual([])
    } finally {
      await empty.close()
    }
  })

  it.each(ALL_FAULTS)('$check names $fault', async ({ check, plant, culprit }) => {
    const found = await breachesAfter(async (tx) => {
      const result = await plant.execute(tx)
      if (result.numAffectedRows !== undefined) expect(result.numAffectedRows).toBeGreaterThan(0n)
    })
    expect(found[check]?.join('\n')).toMatch(culprit)
  })

  it('has a planted fault for each check', () => {
    const planted = new Set(ALL_FAULTS.map((fault) => fault.check))
    expect(INVARIANTS.map((invariant) => invariant.name).filter((name) => !planted.has(name))).toEqual([])
    expect(new Set(INVARIANTS.map((invariant) => invariant.name)).size).toBe(INVARIANTS.length)
  })
})
