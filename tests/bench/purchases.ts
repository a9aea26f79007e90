import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { paths } from '#app/http/paths.ts'
import { openSession } from '#app/modules/identity/sessions.server.ts'
import { createToken, hashToken } from '#app/modules/identity/tokens.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { createPerson } from '#tests/support/factories/people.ts'
import { BuyerBrowser, fieldValue, keepAliveAgent } from './buyer.ts'
import { quantile } from './load.ts'

export interface Market {
  db: Db
  origin: string
  sandboxUrl: string
  sessionSecret: string
  buildingId: string
  skuIds: readonly string[]
}

export interface PurchaseRun {
  buyers: number
  purchases: number
  perSecond: number
  p50Ms: number
  p99Ms: number
}

export interface RushRun {
  buyers: number
  units: number
  sold: number
  refused: number
  failed: number
  seconds: number
}

const ITEMS = 3
/** How often a buyer looks whether the webhook has brought the money. */
const LOOK_MS = 8
const LONGEST_WAIT_MS = 20_000

/** `buyers` people purchase one after the other, each with a fresh session, until `purchases` are done. */
export async function measurePurchases(
  market: Market,
  { buyers, purchases }: { buyers: number; purchases: number },
): Promise<PurchaseRun> {
  const people = await registerBuyers(market.db, buyers)
  const agent = keepAliveAgent(buyers)
  const samples: number[] = []
  let left = purchases
  const startedAt = performance.now()
  await Promise.all(
    people.map(async (personId) => {
      while (left > 0) {
        left -= 1
        const began = performance.now()
        await purchase(market, await openBrowser(market, { personId, agent }))
        samples.push(performance.now() - began)
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  agent.destroy()
  return {
    buyers,
    purchases: samples.length,
    perSecond: samples.length / seconds,
    p50Ms: quantile(samples, 0.5),
    p99Ms: quantile(samples, 0.99),
  }
}

/** `buyers` people want one of the last `units` at the same moment. */
export async function measureRush(
  market: Market,
  { buyers, units }: { buyers: number; units: number },
): Promise<RushRun> {
  const [skuId = ''] = market.skuIds
  await setStock(market.db, [skuId], units)
  const people = await registerBuyers(market.db, buyers)
  const agent = keepAliveAgent(buyers)
  const browsers = await Promise.all(people.map((personId) => openBrowser(market, { personId, agent })))
  for (const browser of browsers) await browser.post(paths.cart(), { skuId, quantity: '1' })
  const checkouts = await Promise.all(browsers.map((browser) => browser.get(paths.checkout())))
  const startedAt = performance.now()
  const answers = await Promise.all(
    browsers.map((browser, index) =>
      browser.post(paths.checkout(), checkoutFields(checkouts[index]?.body ?? '', market.buildingId)),
    ),
  )
  const seconds = (performance.now() - startedAt) / 1000
  agent.destroy()
  const sold = answers.filter(({ status }) => status === 303).length
  const refused = answers.filter(({ status, body }) => status === 409 && body.includes('role="alert"')).length
  await setStock(market.db, [skuId], 1_000_000)
  return { buyers, units, sold, refused, failed: answers.length - sold - refused, seconds }
}

/** Three items into the bag, checkout, order, payment on the provider's side, and paid once the webhook has said so. */
async function purchase(market: Market, browser: BuyerBrowser): Promise<void> {
  for (const skuId of chooseSkus(market.skuIds))
    expectStatus(await browser.post(paths.cart(), { skuId, quantity: '1' }), 303)
  const checkout = await browser.get(paths.checkout())
  const placed = await browser.post(paths.checkout(), checkoutFields(checkout.body, market.buildingId))
  expectStatus(placed, 303)
  const sessionId = /\/checkout\/(cs_[^/?#]+)/.exec(String(placed.headers.location))?.[1]
  if (!sessionId) throw new Error(`no payment page in ${placed.headers.location}`)
  const paid = await fetch(`${market.sandboxUrl}/_sandbox/sessions/${sessionId}/pay`, { method: 'POST', body: '{}' })
  if (!paid.ok) throw new Error(`the sandbox refuses: ${await paid.text()}`)
  await waitUntilPaid(market.db, sessionId)
}

async function waitUntilPaid(db: Db, sessionId: string): Promise<void> {
  const until = performance.now() + LONGEST_WAIT_MS
  while (performance.now() < until) {
    const { rows } = await sql<{ status: string }>`
      select o.status from payment_attempt a join "order" o on o.id = a.order_id where a.checkout_session_id = ${sessionId}
    `.execute(db)
    if (rows[0]?.status === 'paid') return
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  throw new Error(`session ${sessionId} was not settled within ${LONGEST_WAIT_MS} ms`)
}

function checkoutFields(html: string, buildingId: string): Record<string, string> {
  return {
    requestId: fieldValue(html, 'requestId'),
    cartId: fieldValue(html, 'cartId'),
    expectedTotal: fieldValue(html, 'expectedTotal'),
    fulfillment: 'building',
    buildingId,
    room: '302',
    contactName: '林秋实',
    contactPhone: '13900000001',
    returnRule: 'on',
  }
}

function chooseSkus(skuIds: readonly string[]): string[] {
  const start = randomInt(skuIds.length)
  return Array.from({ length: ITEMS }, (_, index) => skuIds[(start + index * 7) % skuIds.length] ?? '')
}

async function openBrowser(
  market: Market,
  { personId, agent }: { personId: PersonId; agent: ReturnType<typeof keepAliveAgent> },
): Promise<BuyerBrowser> {
  const browser = new BuyerBrowser(market.origin, agent)
  const token = createToken()
  await openSession(market.db, {
    tokenHash: hashToken(token, 'session', market.sessionSecret),
    personId,
    now: new Date(),
  })
  browser.setCookie('sid', token)
  return browser
}

async function registerBuyers(db: Db, count: number): Promise<PersonId[]> {
  const people: PersonId[] = []
  while (people.length < count) people.push((await createPerson(db, { kind: 'staff' })).personId)
  return people
}

/** Sets what can be sold; the bench's database is thrown away, so no movement explains it. */
export async function setStock(db: Db, skuIds: readonly string[], left: number): Promise<void> {
  await sql`
    insert into stock_level (sku_id, on_hand) select unnest(${[...skuIds]}::uuid[]), ${left}::int
    on conflict (sku_id) do update set on_hand = excluded.on_hand + stock_level.reserved + stock_level.allocated
  `.execute(db)
}

function expectStatus({ status, body }: { status: number; body: string }, wanted: number): void {
  if (status !== wanted) throw new Error(`${status} instead of ${wanted}: ${body.slice(0, 400)}`)
}
