import type { Db } from '#app/platform/db.server.ts'
import type { CooperativeId, ListingChangeId } from '#app/shared/ids.ts'

const TAIL = 8

/** Begins the codes of the SKUs a proposal adds: the county's letters and the end of the proposal's own id. */
export async function codePrefixOf(
  db: Db,
  { cooperativeId, changeId }: { cooperativeId: CooperativeId; changeId: ListingChangeId },
): Promise<string> {
  const { county_id } = await db
    .selectFrom('cooperative')
    .select('county_id')
    .where('id', '=', cooperativeId)
    .executeTakeFirstOrThrow()
  return `${county_id.slice(0, 2)}-${changeId.slice(-TAIL)}`.toUpperCase()
}
