import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type ExternalChannel, type PurchaseFacts, purchaseFacts } from '#app/modules/external/purchase.ts'
import { recordPurchase } from '#app/modules/external/record-purchase.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { createStripe } from '#app/platform/stripe.server.ts'
import type { CountyId, ExternalPurchaseId, PersonId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { insertGround } from '#tests/integration/cart/goods.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createPerson, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'

export const NOW = new Date('2026-11-24T08:00:00Z')
export const FUFENG = 'fufeng' as CountyId

export interface PurchaseWorld extends TestDatabase {
  officer: PersonId
}

/** A database with two counties, units and someone of finance. */
export async function openPurchases(): Promise<PurchaseWorld> {
  const store = await createTestDatabase()
  await insertGround(store.ownerDb)
  await store.ownerDb
    .insertInto('partner_county')
    .values({
      id: 'xunyi',
      name_zh: '旬邑',
      name_en: 'Xunyi',
      story_zh: '',
      story_en: '',
      on_832_list: true,
      paired_from: '2020-01-01',
      sort_order: 2,
    })
    .execute()
  await store.ownerDb
    .insertInto('org_unit')
    .values({ id: 'canteen-north', name_zh: '北院食堂', name_en: 'North canteen', kind: 'canteen', sort_order: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { personId } = await createPerson(store.db, { grants: [{ role: 'finance_officer' }] })
  setRuntime({ db: store.db, stripe: createStripe('sk_test_integration'), env: envOf(store) })
  const drop = async () => {
    setRuntime(undefined)
    await store.drop()
  }
  return { ...store, drop, officer: personId }
}

function envOf({ url, ownerUrl }: TestDatabase) {
  return {
    databaseUrl: url,
    databaseOwnerUrl: ownerUrl,
    sessionSecret: TEST_SESSION_SECRET,
    stripeSecretKey: 'sk_test_integration',
    stripeWebhookSecrets: ['whsec_test'],
    stripeApiBase: undefined,
    mail: undefined,
    mailSandboxUrl: undefined,
    shopOrigin: 'http://shop.test',
    port: 0,
    host: undefined,
    pageCache: false,
    blobs: { kind: 'folder' as const, folder: join(tmpdir(), 'yuanshang-blobs') },
  }
}

let numbers = 0

/** A line bought, accepted and paid in October; each call under a number of its own. */
export function bought(said: Partial<PurchaseFacts> = {}): PurchaseFacts {
  numbers += 1
  return purchaseFacts({
    channel: 'platform_832',
    externalNo: `NO-${numbers}`,
    countyId: FUFENG,
    amount: fen(100_000),
    fundType: 'canteen',
    orderedOn: '2026-10-08',
    acceptedOn: '2026-10-12',
    paidOn: '2026-10-20',
    ...said,
  })
}

export async function record(world: PurchaseWorld, facts: PurchaseFacts, now = NOW): Promise<ExternalPurchaseId> {
  const recorded = await recordPurchase(world.db, { facts, recordedBy: world.officer, now })
  if (!recorded.ok) throw new Error(JSON.stringify(recorded.refusal))
  return recorded.value
}

/** What counts, by county, channel, fund and month. */
export async function figures(
  db: Db,
  channels: readonly (ExternalChannel | 'own_shop')[],
): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('recognized_purchase')
    .select(['county_id', 'channel', 'fund_type', 'business_date', 'amount_fen'])
    .where('channel', 'in', channels)
    .execute()
  const sums: Record<string, number> = {}
  for (const row of rows) {
    const key = `${row.county_id} ${row.channel} ${row.fund_type} ${row.business_date.slice(0, 7)}`
    sums[key] = (sums[key] ?? 0) + row.amount_fen
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0))
}

/** The recognitions of one number, oldest first: source and amount. */
export async function recognitionsOf(db: Db, externalNo: string): Promise<[string, number, string][]> {
  const rows = await db
    .selectFrom('recognized_purchase')
    .select(['source_id', 'amount_fen', 'business_date'])
    .where('source_id', 'like', `%:${externalNo}:%`)
    .orderBy('recorded_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => [row.source_id, row.amount_fen, row.business_date])
}

export async function expectCleanAudit(db: Db, now = NOW): Promise<void> {
  const checks = await checkInvariants(db, now)
  expect(
    checks.flatMap(({ name, breaches }) => breaches.map((one) => `${name}: ${one.culprit} ${one.detail}`)),
  ).toEqual([])
}
