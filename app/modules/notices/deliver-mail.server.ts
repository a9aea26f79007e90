import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import { type Mail, MailNotTaken, type MailPort } from '#app/platform/mail.server.ts'
import type { NoticeId } from '#app/shared/ids.ts'
import { LANGUAGES, type Language } from '#app/shared/language.ts'
import { decideNextTry, type MailState, MOST_TRIES, type OwnReason, TRY_LASTS_MS } from './mail-state.ts'
import { type NoticeContent, readContent } from './notice.ts'

/** Puts a notice into words. The words live with the adapters; this module knows facts. */
export type ComposeMail = (
  content: NoticeContent,
  to: { noticeId: NoticeId; address: string; language: Language },
) => Mail

/** `unreachable`: no server answered, so the next mail would fare no better now. */
export type DeliveryOutcome = 'none due' | 'sent' | 'not sent' | 'unreachable'

interface ClaimedMail {
  notice_id: NoticeId
  address: string | null
  language: string
  kind: string
  data: unknown
  tries: number
}

/**
 * Sends the mail that has been due longest, to the address its recipient has now.
 * Marking it comes first, so no two processes send one at a time; a crash after
 * the mail server took it leads to a repeat under the same Message-ID, and to no
 * more than that.
 */
export async function deliverNextMail(
  db: Db,
  { mail, compose }: { mail: MailPort; compose: ComposeMail },
  now: Date,
): Promise<DeliveryOutcome> {
  const claimed = await claimMail(db, now)
  if (!claimed) return 'none due'
  const ending = await tryMail(claimed, { mail, compose, now })
  await finish(db, claimed, { ...ending, now })
  return ending.outcome
}

/** How a try ended. */
interface Ending {
  outcome: DeliveryOutcome
  state: MailState
  /** One of our own reasons, or what the mail server said. */
  error?: OwnReason | (string & {})
  nextTryAt?: Date
}

async function tryMail(
  claimed: ClaimedMail,
  { mail, compose, now }: { mail: MailPort; compose: ComposeMail; now: Date },
): Promise<Ending> {
  const { notice_id: noticeId, address, tries } = claimed
  if (address === null) return { outcome: 'not sent', state: 'skipped', error: 'noAddress' }
  if (tries > MOST_TRIES) return { outcome: 'not sent', state: 'dead', error: 'interrupted' }
  const language = LANGUAGES.find((one) => one === claimed.language) ?? LANGUAGES[0]
  try {
    await mail.send(compose(readContent(claimed.kind, claimed.data), { noticeId, address, language }))
    return { outcome: 'sent', state: 'sent' }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message : String(thrown)
    logger.warn({ notice: noticeId, tries, error }, 'mail not sent')
    const reason = thrown instanceof MailNotTaken ? thrown.reason : 'passing'
    const next = decideNextTry({ tries, isPermanent: reason === 'permanent' }, now)
    return { ...next, error, outcome: reason === 'unreachable' ? 'unreachable' : 'not sent' }
  }
}

/** Says of everything due that it was not sent, where the shop has no mail server; gives how many. */
export async function skipDueMail(db: Db, now: Date): Promise<number> {
  const skipped = await db
    .updateTable('mail_outbox')
    .set({ state: 'skipped', last_error: 'noMailServer' satisfies OwnReason })
    .where('state', 'in', ['waiting', 'sending', 'failed'])
    .where('next_try_at', '<=', now)
    .returning('notice_id')
    .execute()
  return skipped.length
}

async function claimMail(db: Db, now: Date): Promise<ClaimedMail | undefined> {
  const { rows } = await sql<ClaimedMail>`
    update mail_outbox mail set state = 'sending', tries = mail.tries + 1,
      next_try_at = ${new Date(now.getTime() + TRY_LASTS_MS)}, address = coalesce(person.email, mail.address)
    from notice join person on person.id = notice.person_id
    where notice.id = mail.notice_id and mail.notice_id = (
      select notice_id from mail_outbox
      where state in ('waiting', 'sending', 'failed') and next_try_at <= ${now}
      order by next_try_at limit 1 for update skip locked
    )
    returning mail.notice_id, case when person.status = 'active' then person.email end as address,
      person.language, notice.kind, notice.data, mail.tries
  `.execute(db)
  return rows[0]
}

/** Writes how a try ended. One that lasted until another began has no say any more, unless its mail arrived. */
async function finish(
  db: Db,
  { notice_id: noticeId, tries }: ClaimedMail,
  { state, error, nextTryAt, now }: Ending & { now: Date },
): Promise<void> {
  const isSent = state === 'sent'
  await db
    .updateTable('mail_outbox')
    .set({
      state,
      next_try_at: nextTryAt ?? now,
      last_error: error?.slice(0, 500) ?? null,
      sent_at: isSent ? now : null,
    })
    .where('notice_id', '=', noticeId)
    .where('state', '!=', 'sent')
    .$if(!isSent, (query) => query.where('state', '=', 'sending').where('tries', '=', tries))
    .execute()
}
