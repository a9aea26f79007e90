import net from 'node:net'
import type { ActionFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMailWriter } from '#app/jobs/notice-mail.ts'
import { readContact } from '#app/modules/identity/contact.server.ts'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { countUnread } from '#app/modules/notices/inbox-queries.server.ts'
import { createMailPort } from '#app/platform/mail.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { action as contactAction, loader as contactLoader } from '#app/routes/account/contact.tsx'
import { action as inboxAction, loader as inboxLoader } from '#app/routes/account/inbox.tsx'
import { action as adminAction, loader as adminLoader } from '#app/routes/admin/notices.tsx'
import { loader as sandboxLoader } from '#app/routes/shop/sandbox-mail.tsx'
import { readHeader, readMailText } from '#app/sandbox/mail/mail-text.ts'
import { type Received, SmtpDialogue } from '#app/sandbox/mail/smtp-dialogue.ts'
import type { NoticeId, PersonId } from '#app/shared/ids.ts'
import { createPerson, createSession } from '#tests/support/factories/people.ts'
import { FROM, type MailRoom, openMailRoom } from './mail-room.ts'

let room: MailRoom

beforeAll(async () => {
  room = await openMailRoom()
  setRuntime(room.runtime)
})
afterAll(async () => {
  setRuntime(undefined)
  await room.close()
})

interface Answer {
  status: number
  location: string | null
  body: unknown
}

/** Visits a page as a person, or posts a form to it. */
async function visit(
  door: (args: ActionFunctionArgs) => unknown,
  path: string,
  { as, form }: { as?: PersonId; form?: Record<string, string> } = {},
): Promise<Answer> {
  const token = as && (await createSession(room.db, as))
  const request = new Request(new URL(path, 'https://shop.example'), {
    headers: token ? { Cookie: `__Host-sid=${token}` } : {},
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  })
  const answer = await Promise.resolve()
    .then(() => door({ request, params: {}, context: {} } as ActionFunctionArgs))
    .catch((thrown: unknown) => {
      if (thrown instanceof Response) return thrown
      throw thrown
    })
  if (answer instanceof Response)
    return { status: answer.status, location: answer.headers.get('location'), body: undefined }
  const { data: body, init } = answer as { data?: unknown; init?: ResponseInit | null }
  return body === undefined
    ? { status: 200, location: null, body: answer }
    : { status: init?.status ?? 200, location: null, body }
}

async function inboxOf(personId: PersonId, path = '/account/inbox') {
  const { body } = await visit(inboxLoader, path, { as: personId })
  return body as Awaited<ReturnType<typeof inboxLoader>>
}

async function officer(role: GrantedRole): Promise<PersonId> {
  return (await createPerson(room.db, { kind: 'staff', grants: [{ role }] })).personId
}

describe('the inbox', () => {
  test('lists one’s own notices, newest first, and leads to the order; reading is kept', async () => {
    const reader = await room.reader()
    const older = await room.tell(reader.personId, undefined, new Date('2026-11-25T08:00:00Z'))
    const newer = await room.tell(
      reader.personId,
      { kind: 'order_paid', data: { orderNo: '202611250002', amountFen: 1000 } },
      new Date('2026-11-25T09:00:00Z'),
    )
    const before = await inboxOf(reader.personId)
    expect(before.unread).toBe(2)
    expect(before.notices.map(({ noticeId, isRead, path }) => [noticeId, isRead, path])).toEqual([
      [newer, false, '/orders/202611250002'],
      [older, false, '/orders/202611250001'],
    ])
    const read = { intent: 'read', noticeId: older }
    for (let times = 0; times < 2; times += 1)
      expect(await visit(inboxAction, '/account/inbox', { as: reader.personId, form: read })).toMatchObject({
        status: 303,
        location: '/account/inbox',
      })
    expect(await countUnread(room.db, reader.personId)).toBe(1)
    const opened = await visit(inboxAction, '/account/inbox', {
      as: reader.personId,
      form: { intent: 'open', noticeId: newer },
    })
    expect(opened).toMatchObject({ status: 303, location: '/orders/202611250002' })
    expect(await countUnread(room.db, reader.personId)).toBe(0)
  })

  test('shows thirty a page, each once, whatever the ends of the pages', async () => {
    const reader = await room.reader()
    const at = new Date('2026-11-25T08:00:00Z')
    const told: NoticeId[] = []
    // All of one instant: the id decides, or some would be seen twice and others never.
    for (let index = 0; index < 65; index += 1) told.push(await room.tell(reader.personId, undefined, at))
    const seen: string[] = []
    let path: string | undefined = '/account/inbox'
    while (path) {
      const page = await inboxOf(reader.personId, path)
      expect(page.notices.length).toBeLessThanOrEqual(30)
      seen.push(...page.notices.map(({ noticeId }) => noticeId))
      path = page.older && `/account/inbox?before=${page.older}`
    }
    expect(seen).toHaveLength(65)
    expect(seen.sort()).toEqual([...told].sort())
    await visit(inboxAction, '/account/inbox', { as: reader.personId, form: { intent: 'readAll' } })
    expect(await countUnread(room.db, reader.personId)).toBe(0)
  })

  test('of another is closed: nothing listed, nothing marked, nothing told', async () => {
    const [owner, stranger] = [await room.reader(), await room.reader()]
    const noticeId = await room.tell(owner.personId)
    for (const intent of ['read', 'open'])
      expect(
        await visit(inboxAction, '/account/inbox', { as: stranger.personId, form: { intent, noticeId } }),
      ).toMatchObject({ status: 404 })
    await visit(inboxAction, '/account/inbox', { as: stranger.personId, form: { intent: 'readAll' } })
    expect((await inboxOf(stranger.personId)).notices).toEqual([])
    expect((await inboxOf(stranger.personId, `/account/inbox?before=${noticeId}`)).notices).toEqual([])
    expect(await countUnread(room.db, owner.personId)).toBe(1)
  })

  test.each([{}, { intent: 'open' }, { intent: 'read', noticeId: 'x' }, { intent: 'delete', noticeId: 'x' }])(
    'refuses what comes from no form of ours: %j',
    async (form) => {
      const { personId } = await room.reader()
      expect(
        await visit(inboxAction, '/account/inbox', { as: personId, form: form as Record<string, string> }),
      ).toMatchObject({ status: 400 })
    },
  )

  test('begins at the newest for an address that names no notice', async () => {
    const { personId } = await room.reader()
    await room.tell(personId)
    for (const before of ['x', "' or 1=1", '']) {
      const page = await inboxOf(personId, `/account/inbox?before=${encodeURIComponent(before)}`)
      expect(page).toMatchObject({ unread: 1, isFirst: true })
    }
  })
})

describe('e-mail and language', () => {
  test('are kept, and an empty field means no mail', async () => {
    const { personId } = await createPerson(room.db)
    const save = (form: Record<string, string>) => visit(contactAction, '/account/contact', { as: personId, form })
    expect(await save({ email: ' Lin@Example.COM ', language: 'en' })).toMatchObject({
      status: 303,
      location: '/account/contact',
    })
    expect(await readContact(room.db, personId)).toEqual({ email: 'lin@example.com', language: 'en' })
    const page = await visit(contactLoader, '/account/contact', { as: personId })
    expect(page.body).toMatchObject({ contact: { email: 'lin@example.com', language: 'en' } })
    expect((await save({ email: '', language: 'zh' })).status).toBe(303)
    expect(await readContact(room.db, personId)).toEqual({ email: '', language: 'zh' })
  })

  test('are refused when they are none, and nothing changes', async () => {
    const { personId } = await createPerson(room.db)
    for (const form of [
      { email: 'lin@example.com\r\nBcc: all@example.com', language: 'zh' },
      { email: 'lin', language: 'zh' },
      { email: 'lin@example.com', language: 'tlh' },
      { email: 'lin@example.com' },
    ] as Record<string, string>[])
      expect((await visit(contactAction, '/account/contact', { as: personId, form })).status).toBe(422)
    expect(await readContact(room.db, personId)).toEqual({ email: '', language: 'zh' })
  })
})

describe('mail that did not arrive', () => {
  test('is seen and sent anew by an administrator and by nobody else', async () => {
    const reader = await room.reader()
    const noticeId = await room.tell(reader.personId)
    const { mail: _none, ...without } = room.runtime
    const { deliverMail } = await import('#app/jobs/deliver-mail.server.ts')
    await deliverMail(without, new Date())
    const [administrator, clerk] = [await officer('administrator'), await officer('finance_officer')]
    const seen = await visit(adminLoader, '/admin/notices', { as: administrator })
    const { mails } = seen.body as { mails: { noticeId: string; state: string; maskedAddress: string }[] }
    expect(mails.find((mail) => mail.noticeId === noticeId)).toMatchObject({
      state: 'skipped',
      error: 'noMailServer',
      maskedAddress: 'r…@example.com',
    })
    expect(JSON.stringify(seen.body)).not.toContain(reader.email)
    const retry = (as: PersonId) => visit(adminAction, '/admin/notices', { as, form: { noticeId } })
    expect((await visit(adminLoader, '/admin/notices', { as: clerk })).status).toBe(403)
    expect((await retry(clerk)).status).toBe(403)
    expect((await room.outboxOf(noticeId)).state).toBe('skipped')
    expect((await Promise.all([retry(administrator), retry(administrator)])).map(({ status }) => status)).toEqual([
      303, 303,
    ])
    await room.deliver(new Date())
    expect(room.caughtBy(reader.email)).toHaveLength(1)
    expect(
      await visit(adminAction, '/admin/notices', {
        as: administrator,
        form: { noticeId: '0193579e-0000-7000-8000-000000000009' },
      }),
    ).toMatchObject({ status: 409, body: { refusal: { kind: 'noSuchMail' } } })
    expect(await visit(adminAction, '/admin/notices', { as: administrator, form: { noticeId: 'x' } })).toMatchObject({
      status: 400,
    })
  })
})

describe('the demo’s caught mail', () => {
  test('is shown where payments are the sandbox’s', async () => {
    const demo = await openMailRoom({ STRIPE_API_BASE: 'http://127.0.0.1:12111' })
    try {
      setRuntime({ ...demo.runtime, env: { ...demo.runtime.env, mailSandboxUrl: demo.sandbox.httpUrl } })
      const reader = await demo.reader()
      await demo.tell(reader.personId)
      await demo.deliver(new Date())
      const { body } = await visit(sandboxLoader, '/sandbox/mail')
      expect(body).toMatchObject({ mails: [{ to: [reader.email], subject: '订单 202611250001 已退款 · 塬上集' }] })
      await demo.sandbox.close()
      expect(await visit(sandboxLoader, '/sandbox/mail')).toMatchObject({ status: 200, body: { mails: undefined } })
    } finally {
      setRuntime(room.runtime)
      await demo.store.drop()
    }
  })

  test.each([
    ['a real key', { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_API_BASE: 'http://127.0.0.1:12111' }],
    ['a test key of Stripe', { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_API_BASE: 'http://127.0.0.1:12111' }],
    ['Stripe itself', { STRIPE_SECRET_KEY: 'sk_sandbox_1' }],
  ])('is not there with %s, whatever else is set', async (_name, settings) => {
    const { readEnv } = await import('#app/platform/env.server.ts')
    const env = readEnv({
      NODE_ENV: 'test',
      DATABASE_URL: room.store.url,
      SESSION_SECRET: room.runtime.env.sessionSecret,
      STRIPE_WEBHOOK_SECRET: 'whsec_notices',
      MAIL_SANDBOX_URL: room.sandbox.httpUrl,
      ...settings,
    })
    setRuntime({ ...room.runtime, env })
    try {
      expect((await visit(sandboxLoader, '/sandbox/mail')).status).toBe(404)
    } finally {
      setRuntime(room.runtime)
    }
  })
})

describe('a mail', () => {
  const write = createMailWriter('https://shop.example')
  const noticeId = '0193579e-0000-7000-8000-000000000001' as NoticeId

  test('shows what somebody typed as text, never as HTML', () => {
    const reason = '<script>alert(1)</script> & "quoted" <a href=\'https://evil.example\'>win</a>'
    const mail = write(
      { kind: 'refund_refused', data: { orderNo: '1', reason } },
      { noticeId, address: 'lin@example.com', language: 'en' },
    )
    expect(mail.html).not.toMatch(/<script|<a href='|"quoted"/)
    expect(mail.html).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot; &lt;a href=&#39;https://evil.example&#39;&gt;win&lt;/a&gt;',
    )
    expect(mail.text).toContain(reason)
  })

  test('cannot be made to carry another header or reach another person', async () => {
    const evil = '花椒\r\nBcc: all@example.com\r\nX-Evil: 1'
    const composed = write(
      { kind: 'listing_published', data: { nameZh: evil, nameEn: evil, productSlug: 'x' } },
      { noticeId, address: 'target@example.com', language: 'zh' },
    )
    expect(composed.subject).toBe('「花椒 Bcc: all@example.com X-Evil: 1」已上架 · 塬上集')
    const received = await receiveOne((smtpUrl) =>
      // As if nothing before the port had cleaned anything.
      createMailPort({ smtpUrl, from: FROM }).send({
        ...composed,
        subject: '订单\r\nBcc: all@example.com\r\n\r\nbody',
        language: 'zh\r\nX-Evil: 1',
        messageId: 'a@b>\r\nX-Evil: 1',
      }),
    )
    expect(received?.to).toEqual(['target@example.com'])
    const raw = received?.raw ?? Buffer.alloc(0)
    expect(readMailText(raw).subject).toBe('订单 Bcc: all@example.com body')
    for (const header of ['X-Evil', 'Bcc', 'Cc']) expect(readHeader(raw, header)).toBeUndefined()
    expect(readHeader(raw, 'Auto-Submitted')).toBe('auto-generated')
  })

  test('to an address that is two goes to neither', async () => {
    const composed = write(
      { kind: 'refunded', data: { orderNo: '1', amountFen: 1 } },
      { noticeId, address: 'target@example.com>\r\nRCPT TO:<all@example.com', language: 'zh' },
    )
    const received = await receiveOne((smtpUrl) =>
      createMailPort({ smtpUrl, from: FROM })
        .send(composed)
        .catch(() => undefined),
    )
    expect(received?.to ?? []).not.toContain('all@example.com')
    expect(received?.to ?? []).not.toContain('target@example.com')
  })
})

/** The message that `send` hands to a mail server of its own, byte by byte. */
async function receiveOne(send: (smtpUrl: string) => Promise<unknown>): Promise<Received | undefined> {
  const taken: Received[] = []
  const server = net.createServer((socket) => {
    const dialogue = new SmtpDialogue((received) => taken.push(received))
    socket.write(dialogue.greet())
    socket.on('data', (chunk) => {
      socket.write(dialogue.receive(chunk))
      if (dialogue.isOver) socket.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await send(`smtp://127.0.0.1:${(server.address() as net.AddressInfo).port}`)
  } finally {
    server.close()
  }
  return taken[0]
}
