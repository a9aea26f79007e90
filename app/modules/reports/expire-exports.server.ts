import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { getBlobStore } from '#app/platform/open-blob-store.server.ts'

const MOST_AT_ONCE = 100

/** Throws away files whose time is over; says how many. What was asked for, by whom, and the file's hash stay. */
export async function expireExports(db: Db, now: Date): Promise<number> {
  const due = await db
    .selectFrom('report_export')
    .select(['id', 'blob_name'])
    .where('state', '=', 'done')
    .where('expired_at', 'is', null)
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(MOST_AT_ONCE)
    .execute()
  for (const { id, blob_name } of due) {
    if (blob_name) await getBlobStore().remove(blob_name)
    await inTransaction(db, (tx) =>
      tx.updateTable('report_export').set({ expired_at: now }).where('id', '=', id).execute(),
    )
  }
  return due.length
}
