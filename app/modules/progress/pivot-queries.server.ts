import { type RawBuilder, sql } from 'kysely'
import { FUND_TYPES, PURCHASE_CHANNELS } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import {
  type Amount,
  type AttainmentFilter,
  buildPivot,
  type Dimension,
  NO_UNIT,
  type Pivot,
  type PivotQuery,
  type Slice,
} from './attainment.ts'

/** Something a figure is divided by that has a name of its own in the database. */
interface NamedKey {
  key: string
  nameZh: string
  nameEn: string
}

export interface AttainmentNames {
  counties: NamedKey[]
  /** Units in use and units with amounts; purchases in nobody's name are not among them. */
  units: NamedKey[]
}

const COLUMNS: Record<Dimension, RawBuilder<unknown>> = {
  county: sql`county_id`,
  channel: sql`channel`,
  fund: sql`fund_type`,
  month: sql`month::text`,
  unit: sql`org_unit_id`,
}

/** Counties and units of a year's figure, in their own order. */
export async function readAttainmentNames(db: Db, year: number): Promise<AttainmentNames> {
  const { rows } = await sql<{ kind: 'county' | 'unit'; key: string; name_zh: string; name_en: string }>`
    with met as (select distinct county_id, org_unit_id from stage_amount where year = ${year})
    select 'county' as kind, id as key, name_zh, name_en, sort_order from partner_county
    where id in (select county_id from met) or
      paired_from < ${`${year + 1}-01-01`}::date and (paired_to is null or paired_to > ${`${year}-01-01`}::date)
    union all
    select 'unit', id, name_zh, name_en, sort_order from org_unit where is_active or id in (select org_unit_id from met)
    order by kind, sort_order, key
  `.execute(db)
  const named = (kind: 'county' | 'unit') =>
    rows.filter((row) => row.kind === kind).map((row) => ({ key: row.key, nameZh: row.name_zh, nameEn: row.name_en }))
  return { counties: named('county'), units: named('unit') }
}

/** Every key of a dimension, in the order in which it is shown. */
function keysOf(dimension: Dimension, names: AttainmentNames): string[] {
  switch (dimension) {
    case 'county':
      return names.counties.map((county) => county.key)
    case 'channel':
      return [...PURCHASE_CHANNELS]
    case 'fund':
      return [...FUND_TYPES]
    case 'month':
      return Array.from({ length: 12 }, (_, index) => String(index + 1))
    case 'unit':
      return [...names.units.map((unit) => unit.key), NO_UNIT]
  }
}

/** The year's figure by rows and columns, from sums that are kept: no purchase is read. */
export async function readPivot(db: Db, query: PivotQuery): Promise<{ pivot: Pivot; names: AttainmentNames }> {
  const column = query.columns ? COLUMNS[query.columns] : sql`''`
  const [names, { rows }] = await Promise.all([
    readAttainmentNames(db, query.year),
    sql<{ row: string; column: string; amount: number }>`
      select ${COLUMNS[query.rows]} as row, ${column} as "column", sum(amount_fen)::bigint as amount
      from stage_amount where ${sliceOf(query)} group by 1, 2
    `.execute(db),
  ])
  const cells = rows.map((cell) => ({ ...cell, amount: fen(cell.amount) }))
  const keys = { rows: keysOf(query.rows, names), columns: query.columns ? keysOf(query.columns, names) : [] }
  return { pivot: buildPivot(cells, keys), names }
}

/** The sum of a cell, or of the whole: what its lines add up to. */
export async function readSliceTotal(db: Db, slice: Slice): Promise<Fen> {
  const { rows } = await sql<{ amount: number }>`
    select coalesce(sum(amount_fen), 0)::bigint as amount from stage_amount where ${sliceOf(slice)}
  `.execute(db)
  return fen(rows[0]?.amount ?? 0)
}

/** The condition on `stage_amount` that picks a slice. */
export function sliceOf({ year, measure, amount, filter }: Slice): RawBuilder<boolean> {
  const all = [sql`year = ${year}`, stageIn(amount), ...filterConditions(filter)]
  if (measure === 'platform832') all.push(sql`channel = 'platform_832'`)
  return sql<boolean>`${sql.join(all, sql` and `)}`
}

function stageIn(amount: Amount): RawBuilder<unknown> {
  return amount === 'net' ? sql`stage in ('accepted', 'refunded')` : sql`stage = ${amount}`
}

function filterConditions({ countyId, channel, fund, month, orgUnitId }: AttainmentFilter): RawBuilder<unknown>[] {
  return [
    countyId === undefined ? undefined : sql`county_id = ${countyId}`,
    channel === undefined ? undefined : sql`channel = ${channel}`,
    fund === undefined ? undefined : fund === 'direct' ? sql`fund_type <> 'assisted_sale'` : sql`fund_type = ${fund}`,
    month === undefined ? undefined : sql`month = ${month}`,
    orgUnitId === undefined ? undefined : sql`org_unit_id = ${orgUnitId}`,
  ].filter((condition) => condition !== undefined)
}
