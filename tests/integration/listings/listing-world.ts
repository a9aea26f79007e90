import { sql } from 'kysely'
import { type ListingForm, listingFormSchema } from '#app/modules/catalog/listing-form.ts'
import { startListing } from '#app/modules/catalog/propose-listing.server.ts'
import { publishListing } from '#app/modules/catalog/review-listing.server.ts'
import { saveListing, submitListing } from '#app/modules/catalog/save-listing.server.ts'
import type { Actor, Manager } from '#app/modules/identity/permissions.ts'
import { readEnv } from '#app/platform/env.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { createStripe } from '#app/platform/stripe.server.ts'
import type { CooperativeId, ListingChangeId, ProductId } from '#app/shared/ids.ts'
import { insertGround } from '#tests/integration/cart/goods.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'

export const NOW = new Date('2026-11-24T04:00:00Z')

export type ListingWorld = Awaited<ReturnType<typeof openListingWorld>>

/** Two cooperatives with a manager each, two administrators, and the categories that have rules. */
export async function openListingWorld() {
  const store = await createTestDatabase()
  const { db } = store
  await insertGround(store.ownerDb)
  for (const [index, id] of ['fruit', 'honey', 'meat-eggs', 'noodles-bakery', 'grain-oil'].entries()) {
    await sql`insert into category (id, name_zh, name_en, picture_kind, sort_order) values (${id}, ${id}, ${id}, 'apple', ${index + 2})`.execute(
      store.ownerDb,
    )
  }
  const env = readEnv({
    NODE_ENV: 'test',
    DATABASE_URL: store.url,
    SESSION_SECRET: TEST_SESSION_SECRET,
    STRIPE_SECRET_KEY: 'sk_test_listings',
    STRIPE_WEBHOOK_SECRET: 'whsec_listings',
    SHOP_ORIGIN: 'http://shop.test',
  })
  setRuntime({ env, db, stripe: createStripe(env.stripeSecretKey, undefined) })

  const cooperativeIds = await db.selectFrom('cooperative').select(['id', 'slug']).execute()
  const cooperativeId = (slug: string) => cooperativeIds.find((row) => row.slug === slug)?.id as CooperativeId
  const manager = async (slug: string): Promise<Manager & { cookie: string }> => {
    const id = cooperativeId(slug)
    const grants = [{ role: 'cooperative_manager' as const, cooperativeId: id }]
    const { personId } = await createPerson(db, { kind: 'cooperative', name: '雷春生', grants })
    const cookie = `sid=${await createSession(db, personId)}`
    return {
      personId,
      name: '雷春生',
      kind: 'cooperative',
      roles: ['cooperative_manager'],
      permission: 'cooperative:own',
      cooperativeId: id,
      cookie,
    }
  }
  const administrator = async (): Promise<Actor<'catalog:manage'> & { cookie: string }> => {
    const { personId } = await createPerson(db, { grants: [{ role: 'administrator' }] })
    const cookie = `sid=${await createSession(db, personId)}`
    return {
      personId,
      name: '唐立',
      kind: 'staff',
      roles: ['staff', 'administrator'],
      permission: 'catalog:manage',
      cookie,
    }
  }
  return {
    store,
    db,
    manager,
    north: await manager('north'),
    south: await manager('south'),
    reviewer: await administrator(),
    otherReviewer: await administrator(),
    async close() {
      setRuntime(undefined)
      await store.drop()
    },
  }
}

/** A complete grower's form of dried pepper; `fields` change it. */
export function pepperForm(fields: Record<string, unknown> = {}): ListingForm {
  return listingFormSchema.parse({
    revision: '1',
    goods: 'spice:dried-spice',
    nameZh: '大红袍花椒',
    village: '农林村',
    storage: '放阴凉干燥处',
    shelfLife: '常温 12 个月',
    seasonMonths: ['7', '8'],
    noAllergens: 'on',
    skus: [{ content: '250', unit: 'g', price: '21' }],
    certificates: [
      {
        kind: 'test_report',
        number: 'WB-2026-1',
        issuer: '渭北检测中心',
        issuedOn: '2026-03-01',
        expiresOn: '2027-02-28',
      },
    ],
    ...fields,
  })
}

/** A draft with this form in it, at the revision it has then. */
export async function givenDraft(
  { db, north }: Pick<ListingWorld, 'db' | 'north'>,
  { manager = north, form = pepperForm() }: { manager?: Manager; form?: ListingForm } = {},
): Promise<{ changeId: ListingChangeId; revision: number }> {
  const changeId = newId<ListingChangeId>()
  await startListing(db, { manager, changeId, now: NOW })
  const saved = await saveListing(db, { manager, changeId, form, now: NOW })
  if (!saved.ok) throw new Error(`not saved: ${JSON.stringify(saved.refusal)}`)
  return { changeId, revision: saved.value }
}

export async function givenSubmitted(
  world: Pick<ListingWorld, 'db' | 'north'>,
  wish: Parameters<typeof givenDraft>[1] = {},
): Promise<{ changeId: ListingChangeId; revision: number }> {
  const { changeId, revision } = await givenDraft(world, wish)
  const submitted = await submitListing(world.db, {
    manager: wish.manager ?? world.north,
    changeId,
    revision,
    now: NOW,
  })
  if (!submitted.ok) throw new Error(`not submitted: ${JSON.stringify(submitted.refusal)}`)
  return { changeId, revision: revision + 1 }
}

export async function givenPublished(
  world: ListingWorld,
  wish: Parameters<typeof givenDraft>[1] = {},
): Promise<{ productId: ProductId; slug: string; changeId: ListingChangeId }> {
  const submitted = await givenSubmitted(world, wish)
  const published = await publishListing(world.db, { reviewer: world.reviewer, ...submitted, now: NOW })
  if (!published.ok) throw new Error(`not published: ${JSON.stringify(published.refusal)}`)
  return { ...published.value, changeId: submitted.changeId }
}
