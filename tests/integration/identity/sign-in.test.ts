import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { signIn } from '#app/modules/identity/sign-in.server.ts'
import { signUp } from '#app/modules/identity/sign-up.server.ts'
import { signUpSchema } from '#app/modules/identity/sign-up.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createPerson, TEST_PASSWORD } from '#tests/support/factories/people.ts'

const WRONG = { ok: false, refusal: { kind: 'wrongCredentials' } }
let base: TestDatabase
let addresses = 0

beforeAll(async () => {
  base = await createTestDatabase()
})
afterAll(() => base.drop())
afterEach(() => {
  vi.useRealTimers()
})

function newAddress(): string {
  addresses += 1
  return `10.0.${Math.floor(addresses / 256)}.${addresses % 256}`
}

function tryPassword(account: string, password: string, address = newAddress()) {
  return signIn(base.db, { account, password, address })
}

/** Moves the clock of everything in this process; the database's own plays no part in throttling. */
function pass(seconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })
}

describe('signing in', () => {
  test('works by phone and by campus number, however they are typed', async () => {
    const { personId, phone } = await createPerson(base.db, { campusNumber: 'JS2021001' })
    for (const account of [phone, `+86 ${phone}`, 'js2021001', ' JS2021-001 ']) {
      expect(await tryPassword(account, TEST_PASSWORD)).toEqual({ ok: true, value: { personId } })
    }
  })

  test('answers a wrong password, an unknown account, a suspended person and nonsense alike', async () => {
    const { phone } = await createPerson(base.db)
    const suspended = await createPerson(base.db)
    await base.db.updateTable('person').set({ status: 'suspended' }).where('id', '=', suspended.personId).execute()
    expect(await tryPassword(phone, 'not the password')).toEqual(WRONG)
    expect(await tryPassword('13100000000', TEST_PASSWORD)).toEqual(WRONG)
    expect(await tryPassword(suspended.phone, TEST_PASSWORD)).toEqual(WRONG)
    expect(await tryPassword("' or '1'='1", TEST_PASSWORD)).toEqual(WRONG)
  })

  test('takes as long for an unknown account as for a known one', async () => {
    const { phone } = await createPerson(base.db)
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
    for (let round = 0; round < 15; round += 1) {
      for (const [kind, account] of [
        ['known', phone],
        ['unknown', `131${String(round).padStart(8, '0')}`],
      ] as const) {
        const started = performance.now()
        await tryPassword(account, 'not the password')
        times[kind].push(performance.now() - started)
      }
    }
    const median = (values: number[]) => [...values].sort((a, b) => a - b)[7] as number
    expect(Math.abs(median(times.known) - median(times.unknown))).toBeLessThan(0.5 * median(times.known))
  })
})

describe('many failures', () => {
  test('delay the next try at the same address, even the right password, and are forgotten after a good one', async () => {
    const { phone, personId } = await createPerson(base.db)
    const address = newAddress()
    for (let failure = 1; failure <= 6; failure += 1) expect(await tryPassword(phone, 'wrong', address)).toEqual(WRONG)
    const held = await tryPassword(phone, TEST_PASSWORD, address)
    expect(held).toMatchObject({ ok: false, refusal: { kind: 'throttled' } })
    if (!held.ok && held.refusal.kind === 'throttled') expect(held.refusal.retryAfterSeconds).toBeLessThanOrEqual(5)
    pass(6)
    expect(await tryPassword(phone, 'wrong', address)).toEqual(WRONG)
    pass(6)
    expect(await tryPassword(phone, TEST_PASSWORD, address), 'the delay has doubled').toMatchObject({ ok: false })
    pass(6)
    expect(await tryPassword(phone, TEST_PASSWORD, address)).toEqual({ ok: true, value: { personId } })
    for (let failure = 1; failure <= 6; failure += 1) expect(await tryPassword(phone, 'wrong', address)).toEqual(WRONG)
  })

  test('at one address keep nobody out at another', async () => {
    const { phone, personId } = await createPerson(base.db)
    const address = newAddress()
    for (let failure = 1; failure <= 12; failure += 1) await tryPassword(phone, 'wrong', address)
    expect(await tryPassword(phone, TEST_PASSWORD, address)).toMatchObject({ ok: false })
    expect(await tryPassword(phone, TEST_PASSWORD)).toEqual({ ok: true, value: { personId } })
  })

  test('all at once get no further than one after another', async () => {
    const { phone } = await createPerson(base.db)
    const address = newAddress()
    const answers = await Promise.all(Array.from({ length: 60 }, () => tryPassword(phone, 'wrong', address)))
    const judged = answers.filter((answer) => !answer.ok && answer.refusal.kind === 'wrongCredentials')
    expect(judged.length).toBeGreaterThanOrEqual(6)
    expect(judged.length).toBeLessThanOrEqual(10)
  })

  test('at unknown accounts are delayed like those at known ones', async () => {
    const address = newAddress()
    for (let failure = 1; failure <= 6; failure += 1)
      expect(await tryPassword('13199999999', 'wrong', address)).toEqual(WRONG)
    expect(await tryPassword('13199999999', 'wrong', address)).toMatchObject({ refusal: { kind: 'throttled' } })
  })

  test('leave nothing of what was typed in the database', async () => {
    await tryPassword('my-secret-typed-into-the-wrong-field', 'wrong')
    const keys = await base.db.selectFrom('rate_limit').select('key').execute()
    expect(keys.length).toBeGreaterThan(0)
    for (const { key } of keys) expect(key).toMatch(/^(failures|hold):[A-Za-z0-9_-]{43}$/)
  })
})

describe('signing up', () => {
  const now = new Date('2026-11-24T02:00:00Z')
  const form = signUpSchema.parse({
    kind: 'alumni',
    name: '林秋实',
    phone: '13700000001',
    password: '一句只有自己知道的话呀',
  })

  test('enters a person who can sign in at once, with a hash that costs 19 MiB and two passes', async () => {
    const result = await signUp(base.db, { form, address: newAddress(), now })
    expect(result.ok).toBe(true)
    expect(await tryPassword(form.phone, form.password)).toEqual(result)
    const person = await base.db
      .selectFrom('person')
      .selectAll()
      .where('phone', '=', form.phone)
      .executeTakeFirstOrThrow()
    expect(person).toMatchObject({ kind: 'alumni', status: 'active', campus_number: null })
    expect(person.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('twice with one phone at once enters one', async () => {
    const twice = signUpSchema.parse({ ...form, phone: '13700000002' })
    const results = await Promise.all([1, 2, 3].map(() => signUp(base.db, { form: twice, address: newAddress(), now })))
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(results.filter((result) => !result.ok)).toEqual(
      [1, 2].map(() => ({ ok: false, refusal: { kind: 'phoneTaken' } })),
    )
  })
})
