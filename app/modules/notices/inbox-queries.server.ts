import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { NoticeId, PersonId } from '#app/shared/ids.ts'
import { type NoticeContent, readContent } from './notice.ts'

interface InboxNotice {
  noticeId: NoticeId
  content: NoticeContent
  createdAt: Date
  isRead: boolean
}

export interface InboxPage {
  notices: InboxNotice[]
  /** Pass as `before` to see older ones; undefined when there are none. */
  older: NoticeId | undefined
}

/** A person's notices, newest first. An unknown or foreign `before` gives none. */
export async function listInbox(
  db: Db,
  personId: PersonId,
  { before, limit }: { before?: NoticeId; limit: number },
): Promise<InboxPage> {
  const rows = await db
    .selectFrom('notice')
    .select(['id', 'kind', 'data', 'created_at', 'read_at'])
    .where('person_id', '=', personId)
    .$if(before !== undefined, (query) =>
      query.where(
        sql<boolean>`(created_at, id) < (select created_at, id from notice where id = ${before} and person_id = ${personId})`,
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const shown = rows.slice(0, limit)
  return {
    notices: shown.map((row) => ({
      noticeId: row.id as NoticeId,
      content: readContent(row.kind, row.data),
      createdAt: row.created_at,
      isRead: row.read_at !== null,
    })),
    older: rows.length > limit ? (shown.at(-1)?.id as NoticeId) : undefined,
  }
}

/** How many notices a person has not read. */
export async function countUnread(db: Db, personId: PersonId): Promise<number> {
  const { count } = await db
    .selectFrom('notice')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}
