import type { Manager } from '#app/modules/identity/permissions.ts'
import { getCooperativeNames } from '#app/modules/partners/partner-queries.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'

/** The name of the cooperative that a manager acts for. */
export async function readCooperativeName(
  db: Db,
  cooperativeId: Manager['cooperativeId'],
  language: Language,
): Promise<string> {
  const { nameZh, nameEn } = await getCooperativeNames(db, cooperativeId)
  return inLanguage(nameZh, nameEn, language)
}
