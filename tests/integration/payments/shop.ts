import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { setupServer } from 'msw/node'
import type { Buyer } from '#app/modules/identity/permissions.ts'
import { startPayment } from '#app/modules/payments/start-payment.server.ts'
import { processStripeEvent, recordStripeEvent } from '#app/modules/payments/stripe-inbox.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import { createStripe } from '#app/platform/stripe.server.ts'
import type { RenderedEvent } from '#app/sandbox/stripe/stripe-objects.ts'
import type { OrderId, SkuId } from '#app/shared/ids.ts'
import { insertGround, insertSku } from '#tests/integration/cart/goods.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { createOrder, insertPickup } from '#tests/support/factories/orders.ts'
import { createBuyer } from '#tests/support/factories/people.ts'
import { createStripeMsw } from '#tests/support/stripe-msw.ts'

export const WEBHOOK_SECRET = 'whsec_test_current'
export const OLD_WEBHOOK_SECRET = 'whsec_test_old'

export type Shop = Awaited<ReturnType<typeof openShop>>

/** A shop on its own database with Stripe in the same process; `clock.now` is moved by the test. */
export async function openShop() {
  const store = await createTestDatabase()
  const clock = { now: new Date() }
  const stripeMsw = createStripeMsw({ now: () => clock.now })
  const server = setupServer(...stripeMsw.handlers)
  server.listen({ onUnhandledRequest: 'error' })
  const runtime: Runtime = {
    db: store.db,
    stripe: createStripe('sk_test_integration'),
    env: {
      databaseUrl: store.url,
      databaseOwnerUrl: store.ownerUrl,
      sessionSecret: 'a secret for tests only, of more than 32 characters',
      stripeSecretKey: 'sk_test_integration',
      stripeWebhookSecrets: [WEBHOOK_SECRET, OLD_WEBHOOK_SECRET],
      stripeApiBase: undefined,
      mail: undefined,
      mailSandboxUrl: undefined,
      shopOrigin: 'http://shop.test',
      port: 0,
      host: undefined,
      pageCache: false,
      blobs: { kind: 'folder', folder: join(tmpdir(), 'yuanshang-blobs') },
    },
  }
  await insertGround(store.ownerDb)
  const inAYear = new Date(clock.now.getTime() + 365 * 24 * 60 * 60_000)
  const slotId = await insertPickup(store.ownerDb, { capacity: 10_000, now: inAYear })
  const buyer = await createBuyer(store.db)
  return {
    store,
    db: store.db,
    clock,
    stripeMsw,
    runtime,
    slotId,
    buyer,
    advance(minutes: number) {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000)
      stripeMsw.tick()
    },
    async close() {
      server.close()
      await store.drop()
    },
  }
}

/** An order of `quantity` pieces at 10 yuan with its payment page open. */
export async function openOrder(
  shop: Shop,
  {
    quantity = 2,
    stock = 100,
    buyer = shop.buyer,
    skuId,
    toBuilding = false,
  }: { quantity?: number; stock?: number; buyer?: Buyer; skuId?: SkuId; toBuilding?: boolean } = {},
): Promise<{ orderId: OrderId; orderNo: string; skuId: SkuId; sessionId: string }> {
  const sku = skuId ?? (await insertSku(shop.store.ownerDb, { stock }))
  const place = toBuilding ? {} : { slotId: shop.slotId }
  const wish = { buyer, lines: [{ skuId: sku, quantity }], ...place, now: shop.clock.now }
  const placed = await createOrder(shop.db, wish)
  const sessionId = await startSession(shop, placed.orderId)
  return { ...placed, skuId: sku, sessionId }
}

export async function startSession(shop: Shop, orderId: OrderId): Promise<string> {
  const started = await startPayment(shop.runtime, { orderId, now: shop.clock.now })
  if (!started.ok) throw new Error(`no payment page: ${started.refusal.kind}`)
  return started.value.checkoutUrl.split('/').at(-1) ?? ''
}

/** Brings an event to the door as Stripe would, and lets it be processed at once. */
export async function deliver(shop: Shop, event: RenderedEvent): Promise<void> {
  const { body, headers } = shop.stripeMsw.webhook(event, WEBHOOK_SECRET)
  const message = { rawBody: body, signature: headers['stripe-signature'], now: shop.clock.now }
  const recorded = await recordStripeEvent(shop.runtime, message)
  if (!recorded.ok) throw new Error('our own event was not genuine')
  await processStripeEvent(shop.runtime, recorded.value.eventId, shop.clock.now)
}

/** Events about these objects, oldest first. */
export function eventsAbout(shop: Shop, type?: string): RenderedEvent[] {
  return shop.stripeMsw.events().filter((event) => type === undefined || event.type === type)
}

export async function stockOf(shop: Shop, skuId: SkuId) {
  return shop.db
    .selectFrom('stock_level')
    .select(['on_hand', 'reserved', 'allocated'])
    .where('sku_id', '=', skuId)
    .executeTakeFirstOrThrow()
}

/** Everything that must be the same however the news came: status, attempts, money, refunds, timeline kinds, books. */
export async function digestOf(shop: Shop, orderId: OrderId) {
  const { rows } = await sql<{ digest: unknown }>`
    select jsonb_build_object(
      'status', o.status,
      'attempts', (select jsonb_agg(state order by number) from payment_attempt where order_id = o.id),
      'payments', (select jsonb_agg(jsonb_build_array(disposition, amount_fen, refunded_fen) order by captured_at) from payment where order_id = o.id),
      'refunds', (select jsonb_agg(jsonb_build_array(reason, state, amount_fen) order by amount_fen) from refund where order_id = o.id),
      'stock', (select jsonb_agg(state) from stock_reservation where order_id = o.id),
      'entries', (
        select jsonb_agg(jsonb_build_array(source_type, line_count) order by source_type) from journal_entry
        where source_id in (select id::text from payment where order_id = o.id)
          or source_id in (select id::text from refund where order_id = o.id)
      )
    ) as digest from "order" o where o.id = ${orderId}
  `.execute(shop.db)
  return rows[0]?.digest
}

export async function incidentsOf(shop: Shop, orderId: OrderId): Promise<string[]> {
  const rows = await shop.db.selectFrom('incident').select('kind').where('order_id', '=', orderId).execute()
  return rows.map((row) => row.kind).sort()
}

/** Balance of an account of the money book, in fen. */
export async function balanceOf(shop: Shop, account: string): Promise<number> {
  const row = await shop.db
    .selectFrom('posting')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<string>('amount_fen'), eb.lit(0)).as('balance'))
    .where('account_code', '=', account)
    .executeTakeFirstOrThrow()
  return Number(row.balance)
}
