import type { ActionFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listPeople, listTeam } from '#app/modules/identity/people-queries.server.ts'
import { findVisitorBySession } from '#app/modules/identity/sessions.server.ts'
import { createToken, hashToken } from '#app/modules/identity/tokens.server.ts'
import { action as peopleAction, loader as peopleLoader } from '#app/routes/admin/people.tsx'
import { action as acceptAction, loader as acceptLoader } from '#app/routes/auth/accept-invite.tsx'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { type ListingWorld, openListingWorld } from './listing-world.ts'

let world: ListingWorld
beforeAll(async () => {
  world = await openListingWorld()
})
afterAll(() => world.close())

type Handler = (args: ActionFunctionArgs) => unknown
const PASSWORD = '塬上花椒红又红呀真好'

async function send(handler: Handler, ask: { cookie?: string; token?: string; fields?: Record<string, string> }) {
  const { cookie, token = '', fields } = ask
  const request = new Request(`http://shop.test/invitations/${token}`, {
    method: fields ? 'POST' : 'GET',
    headers: cookie ? { cookie } : {},
    ...(fields && { body: new URLSearchParams(fields) }),
  })
  const answer = await Promise.resolve()
    .then(() => handler({ request, params: { token }, context: {} }))
    .catch((thrown: unknown) => {
      if (thrown instanceof Response) return thrown
      throw thrown
    })
  if (answer instanceof Response)
    return {
      status: answer.status,
      location: answer.headers.get('location'),
      cookies: answer.headers.getSetCookie(),
      body: undefined,
    }
  if (typeof answer === 'object' && answer !== null && 'type' in answer && answer.type === 'DataWithResponseInit') {
    const { data, init } = answer as unknown as { data: unknown; init: ResponseInit | null }
    return { status: init?.status ?? 200, location: null, cookies: [], body: data as Record<string, unknown> }
  }
  return { status: 200, location: null, cookies: [], body: answer as Record<string, unknown> }
}

let nextPhone = 13_700_000_000

function freePhone(): string {
  nextPhone += 1
  return String(nextPhone)
}

async function invite(fields: Record<string, string>) {
  const answer = await send(peopleAction, { cookie: world.reviewer.cookie, fields: { intent: 'invite', ...fields } })
  const made = answer.body?.made as { link: string } | undefined
  return { answer, token: made?.link.split('/').at(-1) ?? '' }
}

function inviteManager(phone = freePhone()) {
  return invite({
    role: 'cooperative_manager',
    cooperativeId: world.north.cooperativeId,
    account: phone,
    name: '赵麦穗',
  })
}

function visitorOf(cookies: string[]) {
  const token = /^sid=([^;]+)/.exec(cookies.find((line) => line.startsWith('sid=')) ?? '')?.[1] ?? ''
  return findVisitorBySession(world.db, hashToken(token, 'session', TEST_SESSION_SECRET), new Date())
}

describe('a newcomer’s invitation', () => {
  it('shows its link once, keeps only its hash, and makes a colleague with a password of their own', async () => {
    const { db, north } = world
    const phone = freePhone()
    const { answer, token } = await inviteManager(phone)
    expect(answer.status).toBe(201)
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const kept = await db.selectFrom('invitation').selectAll().where('phone', '=', phone).executeTakeFirstOrThrow()
    expect(kept.token_hash).toEqual(hashToken(token, 'invitation', TEST_SESSION_SECRET))
    expect(JSON.stringify(await send(peopleLoader, { cookie: world.reviewer.cookie }))).not.toContain(token)

    const page = await send(acceptLoader, { token })
    expect(page.body).toMatchObject({
      state: 'open',
      role: 'cooperative_manager',
      cooperative: { zh: '北塬合作社' },
      invitee: { kind: 'newcomer', name: '赵麦穗' },
    })
    const accepted = await send(acceptAction, { token, fields: { name: '赵麦穗', password: PASSWORD } })
    expect(accepted).toMatchObject({ status: 303, location: '/cooperative' })
    expect(await visitorOf(accepted.cookies)).toMatchObject({
      name: '赵麦穗',
      kind: 'cooperative',
      roles: ['cooperative_manager'],
      cooperativeId: north.cooperativeId,
    })
    expect((await listTeam(db, north.cooperativeId)).map(({ name }) => name)).toContain('赵麦穗')
    expect((await listTeam(db, world.south.cooperativeId)).map(({ name }) => name)).not.toContain('赵麦穗')
    const audit = await db
      .selectFrom('audit_event')
      .select('verb')
      .where('object_id', '=', kept.id)
      .orderBy('id')
      .execute()
    expect(audit.map(({ verb }) => verb)).toEqual(['person.invited', 'invitation.accepted'])
    const notice = await db.selectFrom('notice').select('data').where('kind', '=', 'invited').execute()
    expect(notice.map(({ data }) => data)).toContainEqual({ nameZh: '北塬合作社', nameEn: 'north' })

    const again = await send(acceptAction, { token, fields: { name: '坏人', password: PASSWORD } })
    expect(again).toMatchObject({ status: 409, body: { refusal: { kind: 'notOpen', state: 'accepted' } } })
    expect((await send(acceptLoader, { token })).body).toMatchObject({ state: 'accepted' })
  })

  it('used twice at once is used once', async () => {
    const phone = freePhone()
    const { token } = await inviteManager(phone)
    const fields = { name: '赵麦穗', password: PASSWORD }
    const answers = await Promise.all([1, 2, 3].map(() => send(acceptAction, { token, fields })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409])
    const people = await world.db.selectFrom('person').select('id').where('phone', '=', phone).execute()
    expect(people).toHaveLength(1)
  })

  it('ends after seven days, and when it is taken back', async () => {
    const { db, reviewer, store } = world
    const late = await inviteManager()
    const hash = hashToken(late.token, 'invitation', TEST_SESSION_SECRET)
    const week = 7 * 24 * 60 * 60 * 1000
    const kept = await db
      .selectFrom('invitation')
      .select(['created_at', 'expires_at'])
      .where('token_hash', '=', hash)
      .executeTakeFirstOrThrow()
    expect(kept.expires_at.getTime() - kept.created_at.getTime()).toBe(week)
    await store.ownerDb
      .updateTable('invitation')
      .set({ created_at: new Date(0), expires_at: new Date(1) })
      .where('token_hash', '=', hash)
      .execute()
    const fields = { name: '赵麦穗', password: PASSWORD }
    expect(await send(acceptAction, { token: late.token, fields })).toMatchObject({
      status: 409,
      body: { refusal: { state: 'expired' } },
    })

    const { token } = await inviteManager()
    const { id } = await db
      .selectFrom('invitation')
      .select('id')
      .where('token_hash', '=', hashToken(token, 'invitation', TEST_SESSION_SECRET))
      .executeTakeFirstOrThrow()
    const withdraw = { intent: 'withdraw', invitationId: id }
    expect((await send(peopleAction, { cookie: reviewer.cookie, fields: withdraw })).status).toBe(303)
    expect((await send(peopleAction, { cookie: reviewer.cookie, fields: withdraw })).status).toBe(409)
    expect(await send(acceptAction, { token, fields })).toMatchObject({
      status: 409,
      body: { refusal: { state: 'revoked' } },
    })
  })

  it.each(['', 'x', 'a'.repeat(42), '../../etc', "' or 1=1", 'a'.repeat(43)])(
    'that was never made (%j) is not there',
    async (token) => {
      expect((await send(acceptLoader, { token })).status).toBe(404)
      expect((await send(acceptAction, { token, fields: { name: '赵', password: PASSWORD } })).status).toBe(404)
    },
  )

  it('is not opened by a token of another use', async () => {
    const session = await createSession(world.db, world.north.personId)
    expect((await send(acceptLoader, { token: session })).status).toBe(404)
    expect((await send(acceptLoader, { token: createToken() })).status).toBe(404)
  })

  it.each([
    [{ name: '赵麦穗', password: 'short' }, ['password']],
    [{ name: '', password: PASSWORD }, ['name']],
    [{ name: '<b>', password: 'aaaaaaaaaaaa' }, ['name', 'password']],
  ])('asks again for %j and never gives the password back', async (fields, wrong) => {
    const { token } = await inviteManager()
    const answer = await send(acceptAction, { token, fields })
    expect(answer.status).toBe(422)
    const reply = answer.body?.reply as { error: object; initialValue: object }
    expect(Object.keys(reply.error)).toEqual(wrong)
    if (fields.password !== '') expect(JSON.stringify(reply)).not.toContain(fields.password)
    expect((await send(acceptLoader, { token })).body).toMatchObject({ state: 'open' })
  })

  it('gives nobody an account whose phone got another meanwhile, or a password with the phone in it', async () => {
    const phone = freePhone()
    const { token } = await inviteManager(phone)
    expect(await send(acceptAction, { token, fields: { name: '赵麦穗', password: `x${phone}` } })).toMatchObject({
      body: { refusal: { kind: 'passwordHasPhone' } },
    })
    await createPerson(world.db, { phone })
    expect(await send(acceptAction, { token, fields: { name: '赵麦穗', password: PASSWORD } })).toMatchObject({
      status: 409,
      body: { refusal: { kind: 'phoneTaken' } },
    })
  })
})

describe('an invitation of somebody with an account', () => {
  it('is accepted by them, signed in, and by nobody else who has the link', async () => {
    const { db, reviewer } = world
    const campusNumber = 'T20990001'
    const { personId } = await createPerson(db, { campusNumber })
    const { token, answer } = await invite({ role: 'finance_officer', account: campusNumber })
    expect(answer.status).toBe(201)
    const stranger = await send(acceptAction, { token, fields: { password: PASSWORD, name: '坏人' } })
    expect([stranger.status, stranger.location]).toEqual([
      302,
      `/sign-in?returnTo=${encodeURIComponent(`/invitations/${token}`)}`,
    ])
    const byInviter = await send(acceptAction, { token, cookie: reviewer.cookie, fields: {} })
    expect(byInviter).toMatchObject({ status: 409, body: { refusal: { kind: 'forSomebodyElse' } } })
    const cookie = `sid=${await createSession(db, personId)}`
    expect((await send(acceptLoader, { token, cookie })).body).toMatchObject({
      invitee: { kind: 'known', isForVisitor: true },
    })
    expect(await send(acceptAction, { token, cookie, fields: {} })).toMatchObject({ status: 303, location: '/account' })
    const grants = await db.selectFrom('role_grant').select('role').where('person_id', '=', personId).execute()
    expect(grants).toEqual([{ role: 'finance_officer' }])
    expect(await send(acceptAction, { token, cookie, fields: {} })).toMatchObject({
      status: 409,
      body: { refusal: { state: 'accepted' } },
    })
  })

  it('is refused when the roles that came meanwhile do not go together', async () => {
    const { db } = world
    const { personId } = await createPerson(db, { campusNumber: 'T20990002' })
    const cookie = `sid=${await createSession(db, personId)}`
    const first = await invite({ role: 'finance_officer', account: 'T20990002' })
    const second = await invite({ role: 'finance_approver', account: 'T20990002' })
    expect((await send(acceptAction, { token: first.token, cookie, fields: {} })).status).toBe(303)
    expect(await send(acceptAction, { token: second.token, cookie, fields: {} })).toMatchObject({
      status: 409,
      body: { refusal: { kind: 'rolesClash', with: 'finance_officer' } },
    })
  })

  it.each([
    ['finance_officer', 'ownFinanceRole'],
    ['finance_approver', 'ownFinanceRole'],
  ])('of an administrator to %s by themselves is refused', async (role, kind) => {
    const { db, reviewer } = world
    const { phone } = await db
      .selectFrom('person')
      .select('phone')
      .where('id', '=', reviewer.personId)
      .executeTakeFirstOrThrow()
    const { answer } = await invite({ role, account: phone ?? '' })
    expect(answer).toMatchObject({ status: 409, body: { inviteRefusal: { kind } } })
  })

  it('with wrong fields is answered at the field', async () => {
    expect((await invite({})).answer).toMatchObject({
      status: 422,
      body: { errors: { role: 'roleMissing', account: 'accountMissing' } },
    })
    expect((await invite({ role: 'cooperative_manager', account: freePhone(), name: '赵' })).answer).toMatchObject({
      body: { inviteRefusal: { kind: 'cooperativeMissing' } },
    })
    const nowhere = '0193579e-0000-7000-8000-000000000009'
    expect(
      (await invite({ role: 'cooperative_manager', cooperativeId: nowhere, account: freePhone(), name: '赵' })).answer,
    ).toMatchObject({ body: { inviteRefusal: { kind: 'cooperativeUnknown' } } })
  })
})

describe('people', () => {
  const step = (fields: Record<string, string>) => send(peopleAction, { cookie: world.reviewer.cookie, fields })
  const find = async (text: string) => (await listPeople(world.db, { text, page: 1, pageLength: 10 })).people

  it('are found by number, phone and name, with phones half hidden', async () => {
    const { phone } = await createPerson(world.db, { name: '贺兰山', campusNumber: 'T20770001' })
    for (const text of ['贺兰', phone, 'T20770001', 't2077 0001'])
      expect((await find(text)).map(({ name }) => name)).toContain('贺兰山')
    expect(JSON.stringify(await find('贺兰'))).not.toContain(phone)
    for (const text of ['%', '_', "' or 1=1", '\\']) expect(await find(text)).toEqual([])
  })

  it('suspended are out at once on every device, and come back with their roles', async () => {
    const { db } = world
    const { personId } = await createPerson(db, { grants: [{ role: 'pickup_clerk' }] })
    const token = await createSession(db, personId)
    const visitor = () => findVisitorBySession(db, hashToken(token, 'session', TEST_SESSION_SECRET), new Date())
    expect(await visitor()).toBeDefined()
    expect((await step({ intent: 'suspend', personId })).status).toBe(303)
    expect((await step({ intent: 'suspend', personId })).status, 'twice').toBe(303)
    expect(await visitor()).toBeUndefined()
    expect((await step({ intent: 'reinstate', personId })).status).toBe(303)
    const events = await db
      .selectFrom('audit_event')
      .select(['verb', 'actor_id'])
      .where('object_id', '=', personId)
      .orderBy('id')
      .execute()
    expect(events).toEqual([
      { verb: 'person.suspended', actor_id: world.reviewer.personId },
      { verb: 'person.reinstated', actor_id: world.reviewer.personId },
    ])
  })

  it('are not let in again when their phone is somebody else’s by now', async () => {
    const { personId, phone } = await createPerson(world.db)
    await step({ intent: 'suspend', personId })
    await createPerson(world.db, { phone })
    expect(await step({ intent: 'reinstate', personId })).toMatchObject({
      status: 409,
      body: { refusal: { kind: 'accountTaken' } },
    })
  })

  it('lose a role from the next request on, and nobody their own', async () => {
    const { db, reviewer } = world
    const { personId } = await createPerson(db, {
      kind: 'cooperative',
      grants: [{ role: 'cooperative_manager', cooperativeId: world.north.cooperativeId }],
    })
    const token = await createSession(db, personId)
    const { id } = await db
      .selectFrom('role_grant')
      .select('id')
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow()
    expect((await step({ intent: 'revoke', grantId: id })).status).toBe(303)
    expect(await findVisitorBySession(db, hashToken(token, 'session', TEST_SESSION_SECRET), new Date())).toMatchObject({
      roles: [],
    })
    expect((await listTeam(db, world.north.cooperativeId)).some((member) => member.personId === personId)).toBe(false)
    const own = await db
      .selectFrom('role_grant')
      .select('id')
      .where('person_id', '=', reviewer.personId)
      .executeTakeFirstOrThrow()
    const onOneself: Record<string, string>[] = [
      { intent: 'revoke', grantId: own.id },
      { intent: 'suspend', personId: reviewer.personId },
    ]
    for (const fields of onOneself)
      expect(await step(fields)).toMatchObject({ status: 409, body: { refusal: { kind: 'oneself' } } })
    const nobody = '0193579e-0000-7000-8000-000000000009'
    const onNobody: Record<string, string>[] = [
      { intent: 'revoke', grantId: nobody },
      { intent: 'suspend', personId: nobody },
    ]
    for (const fields of onNobody)
      expect(await step(fields)).toMatchObject({ status: 409, body: { refusal: { kind: 'unknown' } } })
    const none: Record<string, string>[] = [{ intent: 'promote' }, { intent: 'suspend', personId: 'x' }, {}]
    for (const fields of none) expect((await step(fields)).status).toBe(400)
  })
})
