import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, PersonId } from '#app/shared/ids.ts'

/** The account of a cooperative in force on `today`: the latest version whose day has come. */
export async function findAccountInForce(
  db: Db,
  cooperativeId: CooperativeId,
  today: BusinessDate,
): Promise<{ accountId: string; recordedBy: PersonId } | undefined> {
  const row = await db
    .selectFrom('cooperative_bank_account')
    .select(['id', 'recorded_by'])
    .where('cooperative_id', '=', cooperativeId)
    .where('valid_from', '<=', today)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { accountId: row.id, recordedBy: row.recorded_by as PersonId }
}
