import { pathTo } from '#app/http/destinations.ts'
import { explainNotice } from '#app/messages/notice-text.ts'
import { noticesMessages } from '#app/messages/notices.ts'
import { countUnread, listInbox } from '#app/modules/notices/inbox-queries.server.ts'
import { subjectOf } from '#app/modules/notices/notice.ts'
import type { Db } from '#app/platform/db.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import type { NoticeId, PersonId } from '#app/shared/ids.ts'
import type { Language } from '#app/shared/language.ts'

const PAGE_LENGTH = 30

/** A page of somebody's inbox in their words, newest first. */
export async function viewInbox(
  db: Db,
  personId: PersonId,
  { before, language }: { before: NoticeId | undefined; language: Language },
) {
  const [page, unread] = await Promise.all([
    listInbox(db, personId, { limit: PAGE_LENGTH, ...(before && { before }) }),
    countUnread(db, personId),
  ])
  return {
    unread,
    older: page.older,
    notices: page.notices.map(({ noticeId, content, createdAt, isRead }) => {
      const subject = subjectOf(content)
      return {
        noticeId,
        isRead,
        at: createdAt.toISOString(),
        shownAt: formatInstant(createdAt, language),
        path: pathTo(subject),
        linkLabel: noticesMessages[language].links[subject.page],
        ...explainNotice(content, language),
      }
    }),
  }
}
