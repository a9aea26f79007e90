import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { CooperativeId, CountyId, OrgUnitId } from '#app/shared/ids.ts'
import type { Parties } from '../parties.ts'
import type { FactProblem, PurchaseFacts } from '../purchase.ts'

/** What is wrong with the county, the supplier and the unit that facts name. */
export async function findPartyProblems(
  db: Db,
  { countyId, cooperativeId, orgUnitId }: PurchaseFacts,
): Promise<FactProblem[]> {
  const { rows } = await sql<{ county: boolean; unit: boolean; cooperative: boolean }>`
    select exists (select from partner_county where id = ${countyId}) as county,
      ${orgUnitId}::text is null or exists (select from org_unit where id = ${orgUnitId}) as unit,
      ${cooperativeId}::uuid is null
        or exists (select from cooperative where id = ${cooperativeId}::uuid and county_id = ${countyId}) as cooperative
  `.execute(db)
  const [known] = rows
  if (!known) throw new Error('a select without a table gave no row')
  if (!known.county) return [{ field: 'countyId', problem: 'unknownCounty' }]
  if (!known.unit) return [{ field: 'orgUnitId', problem: 'unknownUnit' }]
  return known.cooperative ? [] : [{ field: 'cooperativeId', problem: 'cooperativeOfOtherCounty' }]
}

/** Everybody a purchase can be from or of. */
export async function readParties(db: Db): Promise<Parties> {
  const counties = await db
    .selectFrom('partner_county')
    .select(['id', 'name_zh', 'name_en'])
    .orderBy('sort_order')
    .orderBy('id')
    .execute()
  const units = await db
    .selectFrom('org_unit')
    .select(['id', 'name_zh', 'name_en', 'is_active'])
    .orderBy('sort_order')
    .orderBy('id')
    .execute()
  const cooperatives = await db
    .selectFrom('cooperative')
    .select(['id', 'county_id', 'name_zh', 'name_en', 'credit_code'])
    .orderBy('county_id')
    .orderBy('id')
    .execute()
  const categories = await db
    .selectFrom('category')
    .select(['id', 'name_zh', 'name_en'])
    .orderBy('sort_order')
    .orderBy('id')
    .execute()
  return {
    counties: counties.map((row) => ({ countyId: row.id as CountyId, nameZh: row.name_zh, nameEn: row.name_en })),
    units: units.map((row) => ({
      orgUnitId: row.id as OrgUnitId,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      isActive: row.is_active,
    })),
    cooperatives: cooperatives.map((row) => ({
      cooperativeId: row.id as CooperativeId,
      countyId: row.county_id as CountyId,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      creditCode: row.credit_code,
    })),
    categories: categories.map((row) => ({ categoryId: row.id, nameZh: row.name_zh, nameEn: row.name_en })),
  }
}
