import net from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { setContact } from '#app/modules/identity/contact.server.ts'
import { retryMail } from '#app/modules/notices/retry-mail.server.ts'
import { listUndelivered } from '#app/modules/notices/undelivered-queries.server.ts'
import { createMailPort, MailNotTaken, type MailPort } from '#app/platform/mail.server.ts'
import type { NoticeId } from '#app/shared/ids.ts'
import { FROM, type MailRoom, minutesAfter, openMailRoom } from './mail-room.ts'

let room: MailRoom

beforeAll(async () => {
  room = await openMailRoom()
})
afterEach(() => room.clear())
afterAll(() => room.close())

const now = new Date('2026-11-25T08:00:00Z')

/** A port that fails as told and remembers nothing. */
const failing = (reason: MailNotTaken['reason'], message = 'no'): MailPort => ({
  send: () => Promise.reject(new MailNotTaken(reason, message)),
})

/** A port whose one mail ends when the test says so. */
function slowPort() {
  let end: (error?: Error) => void = () => undefined
  const port: MailPort = {
    send: () =>
      new Promise((resolve, reject) => {
        end = (error) => (error ? reject(error) : resolve())
      }),
  }
  return { port, end: (error?: Error) => end(error) }
}

async function closedPort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('a notice arrives over SMTP in its reader’s language, with a link and a Message-ID of its own', async () => {
  const zh = await room.reader()
  const en = await room.reader({ language: 'en' })
  const noticeId = await room.tell(zh.personId, undefined, now)
  await room.tell(en.personId, undefined, now)
  expect(await room.deliver(now)).toBe(2)
  const [mail] = room.caughtBy(zh.email)
  expect(mail).toMatchObject({
    from: 'shop@yuanshang.example',
    to: [zh.email],
    messageId: `<${noticeId}@shop.example>`,
    subject: '订单 202611250001 已退款 · 塬上集',
  })
  expect(mail?.text).toContain('退款 ¥20.00 已发出，1–3 个工作日到账。')
  expect(mail?.text).toContain('https://shop.example/orders/202611250001')
  expect(mail?.text).toContain('https://shop.example/account/contact')
  expect(room.caughtBy(en.email)[0]?.subject).toBe('Order 202611250001 refunded · Yuanshang Market')
  expect(await room.outboxOf(noticeId)).toMatchObject({ state: 'sent', tries: 1, last_error: null, sent_at: now })
  expect(await room.deliver(minutesAfter(now, 600))).toBe(0)
  expect(room.caughtBy(zh.email)).toHaveLength(1)
})

test('any number of workers deliver each mail once', async () => {
  const reader = await room.reader()
  const ids: NoticeId[] = []
  for (let index = 0; index < 12; index += 1) ids.push(await room.tell(reader.personId, undefined, now))
  const sent = await Promise.all(Array.from({ length: 4 }, () => room.deliver(now)))
  expect(sent.reduce((sum, count) => sum + count, 0)).toBe(12)
  const messageIds = room.caughtBy(reader.email).map((mail) => mail.messageId)
  expect(messageIds.sort()).toEqual(ids.map((id) => `<${id}@shop.example>`).sort())
})

test('no server: tried ten times with growing pauses, then given up, visible, and sent when somebody asks', async () => {
  const reader = await room.reader()
  const noticeId = await room.tell(reader.personId, undefined, now)
  const nobody = createMailPort({ smtpUrl: `smtp://127.0.0.1:${await closedPort()}`, from: FROM })
  let at = now
  for (let tries = 1; tries <= 10; tries += 1) {
    await room.deliver(at, nobody)
    const row = await room.outboxOf(noticeId)
    expect(row).toMatchObject({ tries, state: tries === 10 ? 'dead' : 'failed', sent_at: null })
    expect(row.last_error).toContain('ECONNREFUSED')
    // Not a second before its time.
    await room.deliver(new Date(row.next_try_at.getTime() - 1), nobody)
    expect((await room.outboxOf(noticeId)).tries).toBe(tries)
    at = row.next_try_at
  }
  expect(await room.deliver(minutesAfter(at, 10_000))).toBe(0)
  const { mails, counts } = await listUndelivered(room.db, { limit: 10 })
  expect(mails).toMatchObject([
    { noticeId, kind: 'refunded', state: 'dead', tries: 10, maskedAddress: 'r…@example.com' },
  ])
  expect(counts).toEqual({ waiting: 0, failed: 0, dead: 1, skipped: 0 })
  expect(await retryMail(room.db, { noticeId, now: at })).toEqual({ ok: true, value: undefined })
  expect(await retryMail(room.db, { noticeId, now: at })).toEqual({ ok: true, value: undefined })
  expect(await room.deliver(at)).toBe(1)
  // One that arrived is not sent anew, whoever asks.
  await retryMail(room.db, { noticeId, now: at })
  expect(await room.deliver(at)).toBe(0)
  expect(room.caughtBy(reader.email)).toHaveLength(1)
})

test('a server that is silent ends the round, so that the rest do not wait for it one by one', async () => {
  const reader = await room.reader()
  for (let index = 0; index < 3; index += 1) await room.tell(reader.personId, undefined, now)
  let asked = 0
  const silent: MailPort = {
    send: () => {
      asked += 1
      return Promise.reject(new MailNotTaken('unreachable', 'silence'))
    },
  }
  expect(await room.deliver(now, silent)).toBe(0)
  expect(asked).toBe(1)
})

test('an address the server refuses for good is given up at once; the others go on', async () => {
  const [bad, good] = [await room.reader(), await room.reader()]
  const noticeId = await room.tell(bad.personId, undefined, now)
  await room.tell(good.personId, undefined, minutesAfter(now, 1))
  const refusing: MailPort = {
    send: (mail) =>
      mail.to === bad.email ? failing('permanent', '550 no such person').send(mail) : room.runtime.mail.send(mail),
  }
  expect(await room.deliver(minutesAfter(now, 1), refusing)).toBe(1)
  expect(await room.outboxOf(noticeId)).toMatchObject({ state: 'dead', tries: 1, last_error: '550 no such person' })
})

test('a process that dies after the server took the mail: sent again under the same Message-ID, not before its time', async () => {
  const reader = await room.reader()
  const noticeId = await room.tell(reader.personId, undefined, now)
  let tookIt: () => void = () => undefined
  const taken = new Promise<void>((resolve) => {
    tookIt = resolve
  })
  // The mail goes out and nothing is ever heard of the process again.
  const dying: MailPort = {
    async send(mail) {
      await room.runtime.mail.send(mail)
      tookIt()
      return new Promise(() => undefined)
    },
  }
  void room.deliver(now, dying)
  await taken
  expect(await room.outboxOf(noticeId)).toMatchObject({ state: 'sending', tries: 1 })
  expect(await room.deliver(minutesAfter(now, 1))).toBe(0)
  expect(await room.deliver(minutesAfter(now, 2))).toBe(1)
  const messageIds = room.caughtBy(reader.email).map((mail) => mail.messageId)
  expect(messageIds).toEqual([`<${noticeId}@shop.example>`, `<${noticeId}@shop.example>`])
  expect(await room.outboxOf(noticeId)).toMatchObject({ state: 'sent', tries: 2 })
})

test('a try that fails after another began has no say in how that one goes', async () => {
  const reader = await room.reader()
  const noticeId = await room.tell(reader.personId, undefined, now)
  const first = slowPort()
  const second = slowPort()
  const early = room.deliver(now, first.port)
  await expect.poll(async () => (await room.outboxOf(noticeId)).tries).toBe(1)
  const later = room.deliver(minutesAfter(now, 2), second.port)
  await expect.poll(async () => (await room.outboxOf(noticeId)).tries).toBe(2)
  first.end(new MailNotTaken('permanent', '550 no such person'))
  expect(await early).toBe(0)
  expect(await room.outboxOf(noticeId)).toMatchObject({ state: 'sending', tries: 2, last_error: null })
  second.end()
  expect(await later).toBe(1)
  expect(await room.outboxOf(noticeId)).toMatchObject({ state: 'sent', tries: 2, last_error: null })
})

test('a try that succeeds after another began means that the mail arrived', async () => {
  const reader = await room.reader()
  const noticeId = await room.tell(reader.personId, undefined, now)
  const first = slowPort()
  const early = room.deliver(now, first.port)
  await expect.poll(async () => (await room.outboxOf(noticeId)).tries).toBe(1)
  await room.deliver(minutesAfter(now, 2), failing('passing', '451 later'))
  expect(await room.outboxOf(noticeId)).toMatchObject({ state: 'failed', tries: 2 })
  first.end()
  expect(await early).toBe(1)
  expect(await room.outboxOf(noticeId)).toMatchObject({ state: 'sent', last_error: null })
})

test('without a mail server nothing pretends to be sent, and the notice is in the inbox', async () => {
  const reader = await room.reader()
  const noticeId = await room.tell(reader.personId, undefined, now)
  const { mail: _none, ...without } = room.runtime
  const { deliverMail } = await import('#app/jobs/deliver-mail.server.ts')
  expect(await deliverMail(without, now)).toBe(0)
  expect(await room.outboxOf(noticeId)).toMatchObject({ state: 'skipped', last_error: 'noMailServer', sent_at: null })
  expect(await deliverMail(room.runtime, minutesAfter(now, 600))).toBe(0)
})

test('mail goes to the address its reader has when it is sent, and nowhere once they gave none', async () => {
  const [moved, quiet] = [await room.reader(), await room.reader()]
  const movedId = await room.tell(moved.personId, undefined, now)
  const quietId = await room.tell(quiet.personId, undefined, now)
  await setContact(room.db, moved.personId, { email: 'new-home@example.com', language: 'zh' })
  await setContact(room.db, quiet.personId, { language: 'zh' })
  expect(await room.deliver(now)).toBe(1)
  expect(room.caughtBy('new-home@example.com')).toHaveLength(1)
  expect(room.caughtBy(moved.email)).toEqual([])
  expect(await room.outboxOf(movedId)).toMatchObject({ address: 'new-home@example.com', state: 'sent' })
  expect(await room.outboxOf(quietId)).toMatchObject({ state: 'skipped', last_error: 'noAddress' })
  expect(await retryMail(room.db, { noticeId: quietId, now })).toEqual({ ok: false, refusal: { kind: 'noAddress' } })
})
