import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { NoticeId, PersonId } from '#app/shared/ids.ts'
import { type NoticeContent, readContent } from './notice.ts'

/** Marks one of a person's notices read, the first time only, and gives it; undefined when it is none of theirs. */
export async function readNotice(
  db: Db,
  { personId, noticeId, now }: { personId: PersonId; noticeId: NoticeId; now: Date },
): Promise<NoticeContent | undefined> {
  const row = await db
    .updateTable('notice')
    .set({ read_at: sql`coalesce(read_at, greatest(created_at, ${now}::timestamptz))` })
    .where('id', '=', noticeId)
    .where('person_id', '=', personId)
    .returning(['kind', 'data'])
    .executeTakeFirst()
  return row && readContent(row.kind, row.data)
}

/** Marks read what a person had been told until `now`; what comes meanwhile stays unread. */
export async function readAllNotices(db: Db, { personId, now }: { personId: PersonId; now: Date }): Promise<void> {
  await db
    .updateTable('notice')
    .set({ read_at: now })
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
    .where('created_at', '<=', now)
    .execute()
}
