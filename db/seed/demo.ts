import { sql } from 'kysely'
import { publishProduct } from '#app/modules/catalog/publish-product.server.ts'
import { hashPassword } from '#app/modules/identity/passwords.server.ts'
import { registerCooperative } from '#app/modules/partners/register-cooperative.server.ts'
import { openPickupSlots } from '#app/modules/pickup/open-slots.server.ts'
import { receiveBatch } from '#app/modules/stock/receive-batch.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { createBlobStore, setBlobStore } from '#app/platform/open-blob-store.server.ts'
import { assistanceYear, businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId } from '#app/shared/ids.ts'
import { COOPERATIVES, type CooperativeText } from './cooperatives.ts'
import { type DemoHistory, fillDemoHistory } from './demo-history.ts'
import { openDesk, type Provider } from './office/desk.ts'
import { openOffice } from './office/office.server.ts'
import { DEMO_PASSWORD, seedPeople } from './people.ts'
import { readProducts, type SeedProduct, withCooperative } from './products.ts'
import { seedPurchases, seedTargets } from './purchases.ts'
import { seedReference } from './reference.ts'

/** The cooperative whose manager has an account. */
const MANAGED_COOPERATIVE = 'famen-huajiao'

export interface DemoWish {
  now: Date
  /** Asks for the orders of the year up to the opening, which take a while. */
  history?: (Pick<DemoHistory, 'onProgress' | 'ordersAYear'> & { office?: OfficeWish }) | undefined
}

/** Asks for the work of the finance office besides. */
export interface OfficeWish {
  provider: Provider
  /** Where the papers it keeps are kept. */
  blobFolder: string
}

/**
 * Fills an empty database with the demo shop, through the use cases that a real one
 * goes through. The shop itself comes whole or not at all; targets and purchases
 * after it one by one, each of them once, so that a seed that was killed is
 * completed by the next and a complete one is left alone. Throws when the database
 * holds somebody else's shop: the demo's passwords are known to everybody.
 */
export async function fillDemo(db: Db, { now, history }: DemoWish): Promise<void> {
  const openedAt = (await findOpening(db)) ?? (await openDemo(db, now))
  if (history?.office) return fillWithOffice(db, { openedAt, history: { ...history, office: history.office } })
  await seedTargets(db, { openingYear: assistanceYear(openedAt), now })
  const purchases = { openedAt, cooperatives: await listCooperativeIds(db), now }
  if (history) {
    const recordOthers = (before: Date) => seedPurchases(db, { ...purchases, before })
    await fillDemoHistory(db, { ...history, openedAt, recordOthers })
  }
  await seedPurchases(db, purchases)
}

/** The year with all that a finance office did in it; the last of it after the last order. */
async function fillWithOffice(
  db: Db,
  { openedAt, history }: { openedAt: Date; history: NonNullable<DemoWish['history']> & { office: OfficeWish } },
): Promise<void> {
  const { provider, blobFolder } = history.office
  setBlobStore(createBlobStore({ kind: 'folder', folder: blobFolder }))
  try {
    let office: ReturnType<typeof openOffice> | undefined
    const recordOthers = async (before: Date) => {
      // Opened with the first work: by then everybody who works there, or answers for a cooperative, is registered.
      office ??= openOffice(await openDesk(db, { openedAt, provider }))
      await office.recordUntil(before)
    }
    await fillDemoHistory(db, { ...history, openedAt, recordOthers })
  } finally {
    setBlobStore(undefined)
  }
}

/** When the demo shop was opened in this database; the demo's first cooperative tells. */
async function findOpening(db: Db): Promise<Date | undefined> {
  const first = await db
    .selectFrom('cooperative')
    .select('created_at')
    .where('slug', '=', COOPERATIVES[0]?.slug ?? '')
    .executeTakeFirst()
  return first?.created_at
}

/** Opens the shop in an empty database, with its people and goods; one that is open is left alone. Says when it was. */
export async function openDemo(db: Db, now: Date): Promise<Date> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  return inTransaction(db, async (tx) => {
    // Two seeds at once: the second waits for the whole of the first.
    await sql`set local lock_timeout = '60s'`.execute(tx)
    await sql`set local statement_timeout = '60s'`.execute(tx)
    await sql`select pg_advisory_xact_lock(hashtextextended('demo shop', 0))`.execute(tx)
    const openedAt = await findOpening(tx)
    if (openedAt) return openedAt
    await refuseOtherShop(tx)
    await seedReference(tx)
    await openPickupSlots(tx, now)
    const cooperatives = await seedCooperatives(tx, now)
    for (const [index, product] of readProducts(businessDate(now)).entries()) {
      const cooperativeId = idOf(cooperatives, product.cooperativeSlug)
      await seedProduct(tx, { product, cooperativeId, now: mixed(index, now) })
    }
    await seedPeople(tx, { cooperativeId: idOf(cooperatives, MANAGED_COOPERATIVE), passwordHash, now })
    return now
  })
}

async function refuseOtherShop(tx: Tx): Promise<void> {
  const { rows } = await sql`
    select from person union all select from cooperative union all select from product limit 1
  `.execute(tx)
  if (rows.length > 0) throw new Error('this database holds another shop; demo data belong into an empty one')
}

async function seedCooperatives(tx: Tx, now: Date): Promise<Map<string, CooperativeId>> {
  const ids = new Map<string, CooperativeId>()
  for (const text of COOPERATIVES) ids.set(text.slug, await registerCooperative(tx, { ...draftOf(text), now }))
  return ids
}

function draftOf({ slug, county, kind, name, township, village, story, ...facts }: CooperativeText) {
  return {
    slug,
    countyId: county as CountyId,
    kind,
    nameZh: name[0],
    nameEn: name[1],
    townshipZh: township[0],
    townshipEn: township[1],
    villageZh: village[0],
    villageEn: village[1],
    storyZh: story[0],
    storyEn: story[1],
    creditCode: facts.creditCode,
    householdCount: facts.households,
    serviceFeeBasisPoints: facts.feeBasisPoints,
  }
}

async function seedProduct(
  tx: Tx,
  { product, cooperativeId, now }: { product: SeedProduct; cooperativeId: CooperativeId; now: Date },
): Promise<void> {
  const { skuIds } = await publishProduct(tx, { draft: withCooperative(product, cooperativeId), now })
  for (const [position, skuId] of skuIds.entries()) {
    const quantity = product.stock[position] ?? 0
    if (quantity === 0) continue
    const lotCode = `${product.draft.skus[position]?.code}-${product.lot.harvestedOn.replaceAll('-', '')}`
    await receiveBatch(tx, { skuId, lotCode, ...product.lot, quantity, now })
  }
}

/** Some milliseconds after `now`, in an order that mixes the counties: the newest are not all from one. */
function mixed(index: number, now: Date): Date {
  return new Date(now.getTime() + ((index * 23) % 60))
}

async function listCooperativeIds(db: Db): Promise<Map<string, CooperativeId>> {
  const rows = await db.selectFrom('cooperative').select(['slug', 'id']).execute()
  return new Map(rows.map((row) => [row.slug, row.id as CooperativeId]))
}

function idOf(cooperatives: Map<string, CooperativeId>, slug: string): CooperativeId {
  const id = cooperatives.get(slug)
  if (!id) throw new Error(`there is no cooperative ${slug}`)
  return id
}
