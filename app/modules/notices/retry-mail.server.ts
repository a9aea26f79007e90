import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { NoticeId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { UNDELIVERED } from './mail-state.ts'
import type { RetryMailRefusal } from './retry-mail.ts'

/**
 * Puts a mail that did not arrive back into the line, with all its tries before
 * it. One that is in the line or has arrived meanwhile is left as it is.
 */
export async function retryMail(
  db: Db,
  { noticeId, now }: { noticeId: NoticeId; now: Date },
): Promise<Result<void, RetryMailRefusal>> {
  return inTransaction(db, async (tx) => {
    const row = await tx
      .selectFrom('mail_outbox')
      .innerJoin('notice', 'notice.id', 'mail_outbox.notice_id')
      .innerJoin('person', 'person.id', 'notice.person_id')
      .select(['person.email', 'person.status'])
      .where('mail_outbox.notice_id', '=', noticeId)
      .forUpdate('mail_outbox')
      .executeTakeFirst()
    if (!row) return refuse({ kind: 'noSuchMail' })
    if (row.email === null || row.status !== 'active') return refuse({ kind: 'noAddress' })
    await tx
      .updateTable('mail_outbox')
      .set({ state: 'waiting', tries: 0, next_try_at: now, last_error: null, address: row.email })
      .where('notice_id', '=', noticeId)
      .where('state', 'in', [...UNDELIVERED])
      .execute()
    return ok(undefined)
  })
}
