import { sql } from 'kysely'
import type { BuyerKind } from '#app/modules/identity/permissions.ts'
import { fundTypeOf } from '#app/modules/ordering/place-order.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { CooperativeId, OrgUnitId, PersonId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { readCatalogue } from '../catalogue.ts'
import type { HistoryWorld, WorldBuyer, WorldPoint, WorldSku, WorldStaff } from './world.ts'

const DAYS_UNKNOWN = 30

export interface Featured {
  /** By campus number. */
  buyers: readonly string[]
  /** By slug. */
  cooperative: string
}

/** The shop as it stands, for a history to be planned in. The same shop gives the same world. */
export async function readWorld(db: Db, featured: Featured): Promise<HistoryWorld> {
  const skus = await readSkus(db)
  const people = await readBuyers(db)
  const shown = await db
    .selectFrom('person')
    .select('id')
    .where('campus_number', 'in', [...featured.buyers, ''])
    .orderBy('campus_number')
    .execute()
  const cooperative = await db
    .selectFrom('cooperative')
    .select('id')
    .where('slug', '=', featured.cooperative)
    .executeTakeFirst()
  const buildings = await db.selectFrom('campus_building').select('id').where('open', '=', true).orderBy('id').execute()
  return {
    skus,
    buyers: people,
    managers: await readManagers(db),
    points: await readPoints(db),
    buildings: buildings.map((row) => row.id),
    staff: await readStaff(db),
    featured: shown.map((row) => row.id as PersonId),
    featuredSku: skus.find((sku) => sku.cooperativeId === cooperative?.id),
  }
}

async function readSkus(db: Db): Promise<WorldSku[]> {
  const daysOf = new Map(readCatalogue().map((row) => [String(row.no).padStart(3, '0'), row.shelfLifeDays.longest]))
  const { rows } = await sql<Omit<WorldSku, 'shelfLifeDays'>>`
    select sku.id as "skuId", sku.code, sku.price_fen as "unitPrice", product.id as "productId", version.id as "productVersionId",
      product.slug as "productSlug", product.cooperative_id as "cooperativeId", product.county_id as "countyId",
      version.name_zh as "nameZh", version.name_en as "nameEn", sku.spec_zh as "specZh", sku.spec_en as "specEn",
      product.picture_kind as "pictureKind", sku.net_weight_grams as "netWeightGrams", version.return_rule as "returnRule",
      version.tax_class as "taxClass", cooperative.service_fee_basis_points as "serviceFeeBasisPoints",
      product.category_id as "categoryId", version.season_months as "seasonMonths"
    from sku join product on product.id = sku.product_id join product_version version on version.id = product.published_version_id
      join cooperative on cooperative.id = product.cooperative_id
    where sku.on_sale and product.state = 'published' order by sku.code
  `.execute(db)
  return rows.map((row) => ({
    ...row,
    unitPrice: fen(row.unitPrice),
    shelfLifeDays: daysOf.get(row.code.slice(3, 6)) ?? DAYS_UNKNOWN,
  }))
}

/** Who buys and has no office in the shop. */
async function readBuyers(db: Db): Promise<WorldBuyer[]> {
  const { rows } = await sql<{
    id: PersonId
    kind: BuyerKind
    name: string
    phone: string | null
    unit: OrgUnitId | null
  }>`
    select id, kind, name, phone, org_unit_id as unit from person
    where kind <> 'cooperative' and status = 'active' and not exists (select from role_grant where person_id = person.id)
    order by id
  `.execute(db)
  return rows.map(({ id: personId, kind, name, phone, unit }, index) => ({
    personId,
    kind,
    fundType: fundTypeOf(kind),
    name,
    phone: phone ?? `152${String(10_000_000 + index)}`,
    orgUnitId: unit ?? undefined,
  }))
}

async function readManagers(db: Db): Promise<Map<CooperativeId, PersonId>> {
  const rows = await db
    .selectFrom('role_grant')
    .select(['cooperative_id', 'person_id'])
    .where('role', '=', 'cooperative_manager')
    .where('revoked_at', 'is', null)
    .orderBy('person_id')
    .execute()
  return new Map(rows.map((row) => [row.cooperative_id as CooperativeId, row.person_id as PersonId]))
}

async function readPoints(db: Db): Promise<WorldPoint[]> {
  const { rows } = await sql<{ id: string; weekday: number; opens: number; closes: number; capacity: number }>`
    select point.id, weekday, (extract(epoch from hours.starts_at) / 60)::int as opens, (extract(epoch from hours.ends_at) / 60)::int as closes, capacity
    from pickup_point point join pickup_hours hours on hours.pickup_point_id = point.id
    where point.open order by point.sort_order, weekday, hours.starts_at
  `.execute(db)
  const points = new Map<string, WorldPoint & { hours: WorldPoint['hours'][number][] }>()
  for (const { id, weekday, opens, closes, capacity } of rows) {
    const point = points.get(id) ?? { id, hours: [] }
    point.hours.push({ weekday, opensAt: opens, closesAt: closes, capacity })
    points.set(id, point)
  }
  return [...points.values()]
}

async function readStaff(db: Db): Promise<WorldStaff> {
  const rows = await db
    .selectFrom('role_grant')
    .select(['role', 'person_id'])
    .where('role', 'in', ['pickup_clerk', 'finance_officer', 'finance_approver'])
    .where('revoked_at', 'is', null)
    .orderBy('granted_at')
    .execute()
  const holder = (role: string) => {
    const row = rows.find((each) => each.role === role)
    if (!row) throw new Error(`nobody is ${role}`)
    return row.person_id as PersonId
  }
  return {
    clerkId: holder('pickup_clerk'),
    officerId: holder('finance_officer'),
    approverId: holder('finance_approver'),
  }
}
