import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'

/** Something to choose, in both languages. */
export interface Choice {
  id: string
  zh: string
  en: string
}

export interface OfficeChoices {
  counties: (Choice & { on832List: boolean })[]
  categories: Choice[]
  /** In use first; those out of use are named in what was decided before. */
  units: (Choice & { isActive: boolean })[]
  cooperatives: (Choice & { countyId: string })[]
}

/** Whatever rules, targets and agreements can name, in the college's order: one statement. */
export async function listOfficeChoices(db: Db): Promise<OfficeChoices> {
  const { rows } = await sql<OfficeChoices>`select
    (select coalesce(json_agg(json_build_object('id', id, 'zh', name_zh, 'en', name_en, 'on832List', on_832_list)
      order by sort_order, id), '[]') from partner_county) as counties,
    (select coalesce(json_agg(json_build_object('id', id, 'zh', name_zh, 'en', name_en) order by sort_order, id), '[]')
      from category) as categories,
    (select coalesce(json_agg(json_build_object('id', id, 'zh', name_zh, 'en', name_en, 'isActive', is_active)
      order by is_active desc, sort_order, id), '[]') from org_unit) as units,
    (select coalesce(json_agg(json_build_object('id', id, 'zh', name_zh, 'en', name_en, 'countyId', county_id)
      order by county_id, name_zh), '[]') from cooperative) as cooperatives`.execute(db)
  return rows[0] ?? { counties: [], categories: [], units: [], cooperatives: [] }
}
