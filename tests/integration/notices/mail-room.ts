import { sql } from 'kysely'
import { deliverMail } from '#app/jobs/deliver-mail.server.ts'
import { setContact } from '#app/modules/identity/contact.server.ts'
import { enqueueNotice } from '#app/modules/notices/enqueue-notice.server.ts'
import type { NoticeContent } from '#app/modules/notices/notice.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { type Env, readEnv } from '#app/platform/env.server.ts'
import { createMailPort, type MailPort } from '#app/platform/mail.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import { createStripe } from '#app/platform/stripe.server.ts'
import { startMailSandbox } from '#app/sandbox/mail/mail-sandbox-server.ts'
import type { NoticeId, PersonId } from '#app/shared/ids.ts'
import type { Language } from '#app/shared/language.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { createPerson, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'

export const FROM = '塬上集 <shop@yuanshang.example>'
export const REFUNDED: NoticeContent<'refunded'> = {
  kind: 'refunded',
  data: { orderNo: '202611250001', amountFen: 2000 },
}

export type MailRoom = Awaited<ReturnType<typeof openMailRoom>>

/** A shop on its own database with a real SMTP server in the same process. `settings` are further variables of the environment. */
export async function openMailRoom(settings: Record<string, string> = {}) {
  const store = await createTestDatabase()
  const sandbox = await startMailSandbox({ smtpPort: 0, httpPort: 0 })
  const env: Env = readEnv({
    NODE_ENV: 'test',
    DATABASE_URL: store.url,
    SESSION_SECRET: TEST_SESSION_SECRET,
    STRIPE_SECRET_KEY: 'sk_sandbox_notices',
    STRIPE_WEBHOOK_SECRET: 'whsec_notices',
    SHOP_ORIGIN: 'https://shop.example',
    SMTP_URL: sandbox.smtpUrl,
    MAIL_FROM: FROM,
    ...settings,
  })
  const mail = createMailPort({ smtpUrl: sandbox.smtpUrl, from: FROM })
  const runtime: Runtime & { mail: MailPort } = { env, db: store.db, stripe: createStripe(env.stripeSecretKey), mail }
  return {
    store,
    db: store.db,
    sandbox,
    runtime,
    /** A person who gave an address. */
    async reader({ email = `reader-${crypto.randomUUID()}@example.com`, language = 'zh' as Language } = {}) {
      const { personId } = await createPerson(store.db)
      await setContact(store.db, personId, { email, language })
      return { personId, email }
    },
    /** Tells a person something and gives the notice's id. */
    async tell(personId: PersonId, content: NoticeContent = REFUNDED, now = new Date()): Promise<NoticeId> {
      const dedupeKey = `${content.kind}:${crypto.randomUUID()}`
      await inTransaction(store.db, (tx) => enqueueNotice(tx, { ...content, personId, dedupeKey, now }))
      const row = await store.db
        .selectFrom('notice')
        .select('id')
        .where('dedupe_key', '=', dedupeKey)
        .executeTakeFirstOrThrow()
      return row.id as NoticeId
    },
    async outboxOf(noticeId: NoticeId) {
      return store.db.selectFrom('mail_outbox').selectAll().where('notice_id', '=', noticeId).executeTakeFirstOrThrow()
    },
    caughtBy(email: string) {
      return sandbox.mails().filter((caught) => caught.to.includes(email))
    },
    deliver(now: Date, port: MailPort | undefined = mail) {
      const { mail: _mail, ...without } = runtime
      return deliverMail(port ? { ...without, mail: port } : without, now)
    },
    /** Nothing of an earlier test is due any more. */
    async clear() {
      await sql`delete from mail_outbox`.execute(store.ownerDb)
    },
    async close() {
      await sandbox.close()
      await store.drop()
    },
  }
}

export const minutesAfter = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000)
