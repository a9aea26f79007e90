import type { LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paths } from '#app/http/paths.ts'
import { requireActor, requireBuyer } from '#app/http/require-actor.server.ts'
import { readEnv } from '#app/platform/env.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { createStripe } from '#app/platform/stripe.server.ts'
import { action as signInAction, loader as signInLoader } from '#app/routes/auth/sign-in.tsx'
import { action as signOutAction } from '#app/routes/auth/sign-out.ts'
import { action as signUpAction } from '#app/routes/auth/sign-up.tsx'
import { action as cartAction, loader as cartLoader } from '#app/routes/shop/cart.tsx'
import { action as preferencesAction } from '#app/routes/shop/preferences.ts'
import { loader as visitorLoader } from '#app/routes/shop/visitor.ts'
import { insertGround, insertSku } from '#tests/integration/cart/goods.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createPerson, createSession, TEST_PASSWORD, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'

let base: TestDatabase

beforeAll(async () => {
  base = await createTestDatabase()
  await insertGround(base.db)
  openShopAt('http://localhost:3000')
})
afterAll(async () => {
  setRuntime(undefined)
  await base.drop()
})

function openShopAt(origin: string): void {
  const env = readEnv({
    NODE_ENV: 'test',
    DATABASE_URL: base.url,
    SESSION_SECRET: TEST_SESSION_SECRET,
    STRIPE_SECRET_KEY: 'sk_test_pages',
    STRIPE_WEBHOOK_SECRET: 'whsec_pages',
    SHOP_ORIGIN: origin,
  })
  setRuntime({ env, db: base.db, stripe: createStripe(env.stripeSecretKey, undefined) })
}

/** A browser: keeps cookies, and follows nothing. */
function openBrowser(cookies: Record<string, string> = {}) {
  const jar = new Map(Object.entries(cookies))
  const send = async (
    handler: (args: LoaderFunctionArgs) => unknown,
    path: string,
    fields?: Record<string, string>,
  ): Promise<{ status: number; headers: Headers; body: unknown }> => {
    const headers = { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }
    const init = fields ? { method: 'POST', headers, body: new URLSearchParams(fields) } : { headers }
    const request = new Request(new URL(path, 'http://localhost:3000'), init)
    const answer = await Promise.resolve()
      .then(() => handler({ request, params: {}, context: {} }))
      .catch((thrown: unknown) => {
        if (thrown instanceof Response) return thrown
        throw thrown
      })
    const { status, headers: answered, body } = await readAnswer(answer)
    for (const line of answered.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0/.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return { status, headers: answered, body }
  }
  return { jar, send }
}

async function readAnswer(answer: unknown): Promise<{ status: number; headers: Headers; body: unknown }> {
  if (answer instanceof Response) {
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) }
  }
  if (typeof answer === 'object' && answer !== null && 'type' in answer && answer.type === 'DataWithResponseInit') {
    const { data, init } = answer as unknown as { data: unknown; init: ResponseInit | null }
    return { status: init?.status ?? 200, headers: new Headers(init?.headers), body: data }
  }
  return { status: 200, headers: new Headers(), body: answer }
}

describe('signing in on the page', () => {
  test('gives a new token every time, never one that was there before, and the old one opens nothing', async () => {
    const { phone, personId } = await createPerson(base.db)
    const planted = await createSession(base.db, (await createPerson(base.db)).personId)
    const browser = openBrowser({ sid: planted })
    const first = await browser.send(signInAction, paths.signIn(), {
      account: phone,
      password: TEST_PASSWORD,
      returnTo: '/orders',
    })
    expect(first.status).toBe(303)
    expect(first.headers.get('Location')).toBe('/orders')
    const token = browser.jar.get('sid')
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(token).not.toBe(planted)
    const stale = openBrowser({ sid: planted })
    expect(await stale.send(visitorLoader, paths.visitor())).toMatchObject({ body: { signedIn: false } })
    await browser.send(signInAction, paths.signIn(), { account: phone, password: TEST_PASSWORD })
    expect(browser.jar.get('sid')).not.toBe(token)
    expect(await openBrowser({ sid: token ?? '' }).send(visitorLoader, paths.visitor())).toMatchObject({
      body: { signedIn: false },
    })
    const open = await base.db
      .selectFrom('session')
      .select('token_hash')
      .where('person_id', '=', personId)
      .where('revoked_at', 'is', null)
      .execute()
    expect(open).toHaveLength(1)
  })

  test('sends nobody off the site', async () => {
    const { phone } = await createPerson(base.db)
    const answer = await openBrowser().send(signInAction, paths.signIn(), {
      account: phone,
      password: TEST_PASSWORD,
      returnTo: '/\\evil.example',
    })
    expect(answer.headers.get('Location')).toBe('/')
  })

  test('answers wrong passwords and unknown accounts with the same bytes, and never gives the password back', async () => {
    const { phone } = await createPerson(base.db)
    const [known, unknown] = await Promise.all(
      [phone, '13100000000'].map((account) =>
        openBrowser().send(signInAction, paths.signIn(), { account, password: 'not-the-one' }),
      ),
    )
    expect(known?.status).toBe(422)
    const bytes = (answer: typeof known, account: string) => JSON.stringify(answer?.body).replaceAll(account, 'ACCOUNT')
    expect(bytes(known, phone)).toBe(bytes(unknown, '13100000000'))
    expect(bytes(known, phone)).not.toContain('not-the-one')
  })

  test('hides its cookie from scripts, and on https from sub-domains and plain http', async () => {
    const { phone } = await createPerson(base.db)
    const signInOnce = async () =>
      (
        await openBrowser().send(signInAction, paths.signIn(), { account: phone, password: TEST_PASSWORD })
      ).headers.getSetCookie()
    expect((await signInOnce()).find((line) => line.startsWith('sid='))).toMatch(
      /; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Lax$/,
    )
    openShopAt('https://shop.example')
    try {
      expect((await signInOnce()).find((line) => line.startsWith('__Host-sid='))).toMatch(
        /; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure$/,
      )
    } finally {
      openShopAt('http://localhost:3000')
    }
  })

  test.each([
    [{ account: '', password: '' }, ['account', 'password']],
    [{ account: 'a\0b', password: 'x' }, ['account']],
    [{ account: 'x'.repeat(10_000), password: '\u202e'.repeat(500) }, ['account', 'password']],
  ])('says at the field what is wrong (%#)', async (fields, wrong) => {
    const answer = await openBrowser().send(signInAction, paths.signIn(), fields)
    expect(answer.status).toBe(422)
    expect(Object.keys((answer.body as { reply: { error: object } }).reply.error)).toEqual(wrong)
  })

  test('is over for who is signed in already', async () => {
    const token = await createSession(base.db, (await createPerson(base.db)).personId)
    const answer = await openBrowser({ sid: token }).send(signInLoader, paths.signIn('/orders'))
    expect([answer.status, answer.headers.get('Location')]).toEqual([302, '/orders'])
  })
})

test('signing out ends the session itself, not only the cookie', async () => {
  const token = await createSession(base.db, (await createPerson(base.db)).personId)
  const browser = openBrowser({ sid: token })
  await browser.send(signOutAction, paths.signOut(), {})
  expect(browser.jar.has('sid')).toBe(false)
  expect(await openBrowser({ sid: token }).send(visitorLoader, paths.visitor())).toMatchObject({
    body: { signedIn: false },
  })
})

describe('a guarded page', () => {
  const ledger = ({ request }: LoaderFunctionArgs) => requireActor(request, 'ledger:read')
  const checkout = ({ request }: LoaderFunctionArgs) => requireBuyer(request)

  test('leads strangers to the sign-in page and from there back', async () => {
    const answer = await openBrowser().send(ledger, '/finance/ledger?page=2')
    expect([answer.status, answer.headers.get('Location')]).toEqual([302, paths.signIn('/finance/ledger?page=2')])
  })

  test.each(['', 'x', 'a'.repeat(43), '../../etc', '\u00e9'])('takes the token %j for a stranger’s', async (sid) => {
    expect((await openBrowser({ sid }).send(ledger, '/finance/ledger')).status).toBe(302)
  })

  test('takes two session cookies for none: one of them was planted', async () => {
    const token = await createSession(base.db, (await createPerson(base.db)).personId)
    expect((await openBrowser({ sid: `${token}; sid=${'a'.repeat(43)}` }).send(checkout, '/checkout')).status).toBe(302)
  })

  test('refuses the wrong role and lets in the right one', async () => {
    const clerk = await createPerson(base.db, { kind: 'cooperative', grants: [{ role: 'pickup_clerk' }] })
    const officer = await createPerson(base.db, { grants: [{ role: 'finance_officer' }] })
    const asClerk = openBrowser({ sid: await createSession(base.db, clerk.personId) })
    const asOfficer = openBrowser({ sid: await createSession(base.db, officer.personId) })
    expect((await asClerk.send(ledger, '/finance/ledger')).status).toBe(403)
    expect((await asClerk.send(checkout, '/checkout')).status).toBe(403)
    expect((await asOfficer.send(ledger, '/finance/ledger')).body).toMatchObject({
      personId: officer.personId,
      permission: 'ledger:read',
    })
    expect((await asOfficer.send(checkout, '/checkout')).body).toMatchObject({ permission: 'order:place' })
  })
})

describe('the cart page', () => {
  test('keeps a guest’s things, shows them to nobody else, and hands them over at sign-in', async () => {
    const { phone } = await createPerson(base.db)
    const sku = await insertSku(base.db)
    const browser = openBrowser()
    const added = await browser.send(cartAction, paths.cart(), { skuId: sku, quantity: '3' })
    expect([added.status, added.headers.get('Location')]).toEqual([303, '/cart'])
    expect(await browser.send(cartLoader, paths.cart())).toMatchObject({
      body: { view: { pieceCount: 3 }, notice: 'cartChanged' },
    })
    expect(await browser.send(cartLoader, paths.cart()), 'a notice is said once').toMatchObject({
      body: { notice: undefined },
    })
    expect(await openBrowser().send(cartLoader, paths.cart())).toMatchObject({ body: { view: undefined } })
    expect(await openBrowser({ cart: 'a'.repeat(43) }).send(cartLoader, paths.cart())).toMatchObject({
      body: { view: undefined },
    })
    await browser.send(signInAction, paths.signIn(), { account: phone, password: TEST_PASSWORD, returnTo: '/cart' })
    expect(browser.jar.has('cart')).toBe(false)
    expect(await browser.send(visitorLoader, paths.visitor())).toMatchObject({
      body: { signedIn: true, name: '林**', cartCount: 3, mayReadLedger: false },
    })
  })

  test('answers a bad quantity with words and a bad SKU with 400, and writes nothing', async () => {
    const sku = await insertSku(base.db)
    const browser = openBrowser()
    for (const quantity of ['-1', '1e3', '0x10', 'NaN', '9007199254740993', '１２', '9'.repeat(4096), '', '1\0']) {
      expect(await browser.send(cartAction, paths.cart(), { skuId: sku, quantity })).toMatchObject({
        status: 422,
        body: { kind: 'quantityInvalid' },
      })
    }
    expect((await browser.send(cartAction, paths.cart(), { skuId: 'x', quantity: '1' })).status).toBe(400)
    expect((await browser.send(cartAction, paths.cart(), {})).status).toBe(422)
    expect(browser.jar.has('cart')).toBe(false)
  })
})

describe('preferences', () => {
  test('change what is named, keep the rest, and lead back', async () => {
    const browser = openBrowser({ prefs: 'zh.big.dark' })
    const answer = await browser.send(preferencesAction, paths.preferences(), {
      language: 'en',
      returnTo: '/products?page=2',
    })
    expect([answer.status, answer.headers.get('Location'), browser.jar.get('prefs')]).toEqual([
      303,
      '/products?page=2',
      'en.big.dark',
    ])
    await browser.send(preferencesAction, paths.preferences(), { size: 'toggle' })
    expect(browser.jar.get('prefs')).toBe('en.normal.dark')
  })

  test('that do not exist are a bad request', async () => {
    expect((await openBrowser().send(preferencesAction, paths.preferences(), { language: 'fr' })).status).toBe(400)
  })
})

test('signing up signs in', async () => {
  const browser = openBrowser()
  const answer = await browser.send(signUpAction, paths.signUp(), {
    kind: 'outside',
    name: '外来客',
    phone: '13712345678',
    password: '一句只有自己知道的话呀',
    role: 'administrator',
  })
  expect(answer.status).toBe(303)
  expect(await browser.send(visitorLoader, paths.visitor())).toMatchObject({
    body: { signedIn: true, name: '外**', mayReadLedger: false },
  })
})
