import type { Db } from '#app/platform/db.server.ts'
import type { NoticeId } from '#app/shared/ids.ts'
import { UNDELIVERED } from './mail-state.ts'
import type { NoticeKind } from './notice.ts'

export interface UndeliveredMail {
  noticeId: NoticeId
  kind: NoticeKind
  personName: string
  /** Enough to recognise it, not enough to write to it. */
  maskedAddress: string
  state: (typeof UNDELIVERED)[number]
  tries: number
  /** What the mail server said, in its own words. */
  error: string
  createdAt: Date
  /** When it is tried again by itself; only of `failed`. */
  nextTryAt: Date
}

/** Mail that did not arrive, the latest first, with how many wait in the line and how many such there are. */
export async function listUndelivered(
  db: Db,
  { limit }: { limit: number },
): Promise<{ mails: UndeliveredMail[]; counts: Record<UndeliveredMail['state'] | 'waiting', number> }> {
  const [rows, counted] = await Promise.all([
    db
      .selectFrom('mail_outbox')
      .innerJoin('notice', 'notice.id', 'mail_outbox.notice_id')
      .innerJoin('person', 'person.id', 'notice.person_id')
      .select(['notice_id', 'notice.kind', 'person.name', 'address', 'state', 'tries', 'last_error'])
      .select(['notice.created_at', 'next_try_at'])
      .where('state', 'in', [...UNDELIVERED])
      .orderBy('next_try_at', 'desc')
      .orderBy('notice_id')
      .limit(limit)
      .execute(),
    db
      .selectFrom('mail_outbox')
      .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
      .where('state', '!=', 'sent')
      .groupBy('state')
      .execute(),
  ])
  const countOf = (state: string) => counted.find((row) => row.state === state)?.count ?? 0
  return {
    mails: rows.map((row) => ({
      noticeId: row.notice_id as NoticeId,
      kind: row.kind as NoticeKind,
      personName: row.name,
      maskedAddress: maskAddress(row.address),
      state: row.state as UndeliveredMail['state'],
      tries: row.tries,
      error: row.last_error ?? '',
      createdAt: row.created_at,
      nextTryAt: row.next_try_at,
    })),
    counts: {
      waiting: countOf('waiting') + countOf('sending'),
      failed: countOf('failed'),
      dead: countOf('dead'),
      skipped: countOf('skipped'),
    },
  }
}

/** 'l…@example.edu.cn' */
function maskAddress(address: string): string {
  return address.replace(/^(.)[^@]*/u, '$1…')
}
