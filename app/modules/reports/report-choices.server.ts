import type { Db } from '#app/platform/db.server.ts'

interface Choice {
  id: string
  zh: string
  en: string
}

export interface ReportChoices {
  counties: Choice[]
  units: Choice[]
}

/** Counties and buying units that a report may be narrowed to. */
export async function listReportChoices(db: Db): Promise<ReportChoices> {
  const [counties, units] = await Promise.all([
    db.selectFrom('partner_county').select(['id', 'name_zh as zh', 'name_en as en']).orderBy('sort_order').execute(),
    db.selectFrom('org_unit').select(['id', 'name_zh as zh', 'name_en as en']).orderBy('sort_order').execute(),
  ])
  return { counties, units }
}
