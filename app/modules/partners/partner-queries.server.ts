import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId } from '#app/shared/ids.ts'
import type { CooperativeKind, CooperativeView, CountyView } from './partner-views.ts'

// What the tables demand of their keys. Anything else is in no address of ours, and need not reach the database.
const COUNTY_ID = /^[a-z]{2,32}$/
const COOPERATIVE_SLUG = /^[a-z0-9-]{2,64}$/

/** The counties paired on `today`, in the college's order. */
export async function listCounties(db: Db, today: BusinessDate): Promise<CountyView[]> {
  const rows = await pairedCounties(db, today).orderBy('sort_order').orderBy('id').execute()
  return rows.map(readCounty)
}

/** Undefined when there is no such county, or it is not paired on `today`. */
export async function findCounty(db: Db, countyId: string, today: BusinessDate): Promise<CountyView | undefined> {
  if (!COUNTY_ID.test(countyId)) return undefined
  const row = await pairedCounties(db, today).where('id', '=', countyId).executeTakeFirst()
  return row && readCounty(row)
}

/** The active cooperatives of a county, in the order in which they joined. */
export async function listCooperatives(db: Db, countyId: CountyId): Promise<CooperativeView[]> {
  const rows = await activeCooperatives(db).where('county_id', '=', countyId).orderBy('id').execute()
  return rows.map(readCooperative)
}

/** Undefined when no active cooperative has this slug. */
export async function findCooperative(db: Db, slug: string): Promise<CooperativeView | undefined> {
  if (!COOPERATIVE_SLUG.test(slug)) return undefined
  const row = await activeCooperatives(db).where('slug', '=', slug).executeTakeFirst()
  return row && readCooperative(row)
}

/** Both names of a cooperative, whatever its state. Throws when there is none. */
export async function getCooperativeNames(
  db: Db,
  cooperativeId: CooperativeId,
): Promise<{ nameZh: string; nameEn: string }> {
  return db
    .selectFrom('cooperative')
    .select(['name_zh as nameZh', 'name_en as nameEn'])
    .where('id', '=', cooperativeId)
    .executeTakeFirstOrThrow()
}

function pairedCounties(db: Db, today: BusinessDate) {
  return db
    .selectFrom('partner_county')
    .select(['id', 'name_zh', 'name_en', 'story_zh', 'story_en', 'paired_from'])
    .where('paired_from', '<=', today)
    .where((eb) => eb.or([eb('paired_to', 'is', null), eb('paired_to', '>', today)]))
}

type CountyRow = Awaited<ReturnType<ReturnType<typeof pairedCounties>['execute']>>[number]

function readCounty(row: CountyRow): CountyView {
  return {
    countyId: row.id as CountyId,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    storyZh: row.story_zh,
    storyEn: row.story_en,
    pairedFrom: row.paired_from,
  }
}

function activeCooperatives(db: Db) {
  return db.selectFrom('cooperative').selectAll().where('status', '=', 'active')
}

type CooperativeRow = Awaited<ReturnType<ReturnType<typeof activeCooperatives>['execute']>>[number]

function readCooperative(row: CooperativeRow): CooperativeView {
  return {
    cooperativeId: row.id as CooperativeId,
    slug: row.slug,
    countyId: row.county_id as CountyId,
    kind: row.kind as CooperativeKind,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    townshipZh: row.township_zh,
    townshipEn: row.township_en,
    villageZh: row.village_zh,
    villageEn: row.village_en,
    storyZh: row.story_zh,
    storyEn: row.story_en,
    creditCode: row.credit_code,
    householdCount: row.household_count,
  }
}
