import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { ExternalPurchaseId } from '#app/shared/ids.ts'
import { keyText, type PurchaseFacts, type PurchaseKey } from '../purchase.ts'

/** The last revision that was written under each key, by the texts of the keys. */
export async function readLastRevisions(tx: Tx, keys: readonly PurchaseKey[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; last: number }>`
    select given.key, max(known.revision) as last
    from jsonb_to_recordset(${JSON.stringify(keys.map((key) => ({ ...key, key: keyText(key) })))}::jsonb)
        as given (key text, channel text, "externalNo" text, "lineNo" int)
      join external_purchase_revision known on known.channel = given.channel and known.external_no = given."externalNo"
        and known.line_no = given."lineNo"
    group by given.key`.execute(tx)
  return new Map(rows.map(({ key, last }) => [key, last]))
}

/** The purchase that a form has recorded or corrected already. */
export async function findByRequest(db: Db, requestId: string): Promise<ExternalPurchaseId | undefined> {
  const row = await db
    .selectFrom('external_purchase_revision')
    .select('purchase_id')
    .where('request_id', '=', requestId)
    .executeTakeFirst()
  return row?.purchase_id as ExternalPurchaseId | undefined
}

/** The facts that the latest of these requests left, and those it found; undefined when none of them made a revision. */
export async function findRevisionFacts(
  db: Db,
  requestIds: readonly string[],
): Promise<{ before: PurchaseFacts; after: PurchaseFacts } | undefined> {
  const { rows } = await sql<{ before: PurchaseFacts; after: PurchaseFacts }>`
    select known.facts as before, made.facts as after
    from external_purchase_revision made
      join external_purchase_revision known on known.purchase_id = made.purchase_id and known.revision = made.revision - 1
    where made.request_id = any(${[...requestIds]}::uuid[])
    order by made.revision desc limit 1`.execute(db)
  return rows[0]
}
