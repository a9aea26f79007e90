import { spawn } from 'node:child_process'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { placeOrder } from '#app/modules/ordering/place-order.server.ts'
import type { PlaceOrderCommand } from '#app/modules/ordering/place-order.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { pollAttempts } from '#app/modules/payments/poll-attempts.server.ts'
import { startPayment } from '#app/modules/payments/start-payment.server.ts'
import { processDueEvents } from '#app/modules/payments/stripe-inbox.server.ts'
import { sweepOverdueOrders } from '#app/modules/payments/sweep-overdue.server.ts'
import { FAULT_POINTS, type FaultPoint } from '#app/platform/fault-points.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import { type StripeSandbox, startStripeSandbox } from '#app/sandbox/stripe/stripe-sandbox-server.ts'
import type { SkuId } from '#app/shared/ids.ts'
import { insertGround, insertSku } from '#tests/integration/cart/goods.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createOrder, draftPlaceOrder, insertPickup } from '#tests/support/factories/orders.ts'
import { createBuyer } from '#tests/support/factories/people.ts'
import { CRASH_SECRET, openRuntime } from './crash-runtime.ts'
import type { Errand } from './purchase-child.ts'

let store: TestDatabase
let sandbox: StripeSandbox
let runtime: Runtime

beforeAll(async () => {
  store = await createTestDatabase()
  // Its webhooks go nowhere: what comes back after a crash must not depend on one.
  sandbox = await startStripeSandbox({
    port: 0,
    webhookUrl: 'http://127.0.0.1:9/webhooks/stripe',
    webhookSecret: CRASH_SECRET,
    seed: 'crash',
  })
  runtime = openRuntime(store.url, sandbox.url)
  await insertGround(store.ownerDb)
  await insertPickup(store.ownerDb)
})
afterAll(async () => {
  await runtime.db.destroy()
  await sandbox.close()
  await store.drop()
})

/** Runs the errand in a child that kills itself at `point`; fails when the child never got there. */
async function crashAt(point: FaultPoint, errand: Errand): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/integration/crash/purchase-child.ts'], {
    env: {
      ...process.env,
      DATABASE_URL: store.url,
      STRIPE_API_BASE: sandbox.url,
      FAULT_POINT: point,
      ERRAND: JSON.stringify(errand),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  const signal = await new Promise((resolve) => child.once('exit', (_code, by) => resolve(by)))
  expect(signal, `the child passed ${point} alive. ${said}`).toBe('SIGKILL')
  await untilLetGo()
}

/** The database has noticed that the process is gone: nothing is locked by a transaction nobody will end. */
async function untilLetGo(): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await sql<{ open: number }>`select count(*)::int as open from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`.execute(
        store.ownerDb,
      )
      return rows[0]?.open
    })
    .toBe(0)
}

/** The process starts again and its jobs run on, until well after every payment page has closed. */
async function recover(): Promise<void> {
  for (const minutes of [2, 4, 40, 42, 80]) {
    const now = new Date(Date.now() + minutes * 60_000)
    await processDueEvents(runtime, now)
    await executeRefunds(runtime, now)
    await sweepOverdueOrders(runtime, now)
    await pollAttempts(runtime, now)
  }
}

/** Promises that hold after any crash, each with the rows that break it. */
const PROMISES: Record<string, string> = {
  'stock numbers are the sum of reservations': `
    select level.sku_id from stock_level level left join stock_reservation r using (sku_id)
    group by level.sku_id, level.reserved, level.allocated
    having level.reserved <> coalesce(sum(r.quantity) filter (where r.state = 'held'), 0)
      or level.allocated <> coalesce(sum(r.quantity) filter (where r.state = 'allocated'), 0)`,
  'stock numbers are the sum of movements': `
    select level.sku_id from stock_level level left join stock_movement m using (sku_id)
    group by level.sku_id, level.reserved, level.allocated
    having level.reserved <> coalesce(sum(m.delta_reserved), 0) or level.allocated <> coalesce(sum(m.delta_allocated), 0)`,
  'nothing is undecided': `
    select id::text from payment_attempt where state in ('created', 'open', 'processing')
    union all select id::text from "order" where status = 'awaiting_payment'
    union all select id from stripe_event where state in ('received', 'dead')
    union all select id::text from refund where state in ('decided', 'sent')`,
  'each payment is booked once': `
    select p.id from payment p where 1 <> (
      select count(*) from journal_entry where source_type in ('capture', 'late_payment') and source_id = p.id::text)`,
  'a paid order has one payment of its total': `
    select o.id from "order" o where o.status in ('paid', 'completed') and o.total_fen <> (
      select coalesce(sum(amount_fen), 0) from payment where order_id = o.id and disposition = 'order')`,
  'the books hold what the provider holds': `
    select 1 where (select coalesce(sum(amount_fen), 0) from posting where account_code = 'clearing:stripe') <>
      (select coalesce(sum(amount_fen), 0) from payment)
      - (select coalesce(sum(amount_fen), 0) from refund where state = 'succeeded')`,
  'taken places are those of living orders': `
    select slot.id from pickup_slot slot where slot.taken <> (
      select count(*) from "order" where pickup_slot_id = slot.id and status in ('awaiting_payment', 'paid', 'completed'))`,
}

async function expectPromisesKept(): Promise<void> {
  for (const [promise, query] of Object.entries(PROMISES)) {
    const { rows } = await sql.raw(query).execute(store.db)
    expect(rows, promise).toEqual([])
  }
  const { captured, refunded } = sandbox.world.state.totals
  const { rows } = await sql<{ held: number }>`
    select coalesce(sum(amount_fen), 0)::bigint as held from posting where account_code = 'clearing:stripe'`.execute(
    store.db,
  )
  expect(rows[0]?.held, 'the books hold what Stripe holds').toBe(captured - refunded)
}

async function endOf(skuId: SkuId) {
  const { rows } = await sql<{ status: string }>`
    select o.status from "order" o join order_line line on line.order_id = o.id where line.sku_id = ${skuId}`.execute(
    store.db,
  )
  return rows.map((row) => row.status)
}

const PURCHASE_ENDS: Partial<Record<FaultPoint, string[]>> = {
  'place-order:before-begin': [],
  'place-order:after-order': [],
  'place-order:after-reserve': [],
  'place-order:after-commit': ['expired'],
  'checkout-session:attempt-stored': ['expired'],
  'checkout-session:before-call': ['expired'],
  'checkout-session:after-call': ['expired'],
  'checkout-session:stored': ['expired'],
  'webhook:before-inbox': ['paid'],
  'webhook:after-inbox': ['paid'],
  'capture:before-commit': ['paid'],
  'capture:after-commit': ['paid'],
}

test.each(Object.entries(PURCHASE_ENDS))('killed at %s: the jobs bring it to the end %j', async (point, end) => {
  const skuId = await insertSku(store.ownerDb, { stock: 3 })
  const buyer = await createBuyer(store.db)
  const slotId = await insertPickup(store.ownerDb, { now: new Date(Date.now() + Math.floor(Math.random() * 1e9)) })
  const command: PlaceOrderCommand = await draftPlaceOrder(store.db, {
    buyer,
    slotId,
    lines: [{ skuId, quantity: 2 }],
  })
  await crashAt(point as FaultPoint, { kind: 'purchase', command })
  await recover()
  expect(await endOf(skuId)).toEqual(end)
  await expectPromisesKept()
  // The buyer presses the button again: the same order when there was one, a first one when there was none.
  const again = await placeOrder(store.db, command)
  expect(again.ok).toBe(true)
  expect(await endOf(skuId)).toEqual(end.length > 0 ? end : ['awaiting_payment'])
  await recover()
  await expectPromisesKept()
})

async function openOrder(stock: number) {
  const skuId = await insertSku(store.ownerDb, { stock })
  const buyer = await createBuyer(store.db)
  const { orderId } = await createOrder(store.db, { buyer, lines: [{ skuId, quantity: 2 }] })
  const started = await startPayment(runtime, { orderId, now: new Date() })
  if (!started.ok) throw new Error(started.refusal.kind)
  return { skuId, orderId, sessionId: started.value.checkoutUrl.split('/').at(-1) ?? '' }
}

test.each(['expire:before-call', 'expire:before-commit'] as const)(
  'killed at %s: the order still ends once',
  async (point) => {
    const { skuId } = await openOrder(2)
    await crashAt(point, { kind: 'sweep', at: new Date(Date.now() + 40 * 60_000).toISOString() })
    expect(await endOf(skuId)).toEqual(['awaiting_payment'])
    await recover()
    expect(await endOf(skuId)).toEqual(['expired'])
    await expectPromisesKept()
  },
)

test.each(['refund:before-call', 'refund:after-call'] as const)(
  'killed at %s: late money goes back once',
  async (point) => {
    const { skuId, orderId, sessionId } = await openOrder(2)
    await sql`update payment_attempt set state = 'expired' where order_id = ${orderId}`.execute(store.db)
    await sweepOverdueOrders(runtime, new Date(Date.now() + 40 * 60_000))
    await sql`update stock_level set on_hand = 1 where sku_id = ${skuId}`.execute(store.ownerDb)
    const paid = sandbox.world.pay({ sessionId, method: 'card', outcome: 'succeed' })
    expect(paid.ok).toBe(true)
    const before = sandbox.world.state.refunds.size
    await crashAt(point, { kind: 'settleAndRefund', sessionId })
    await recover()
    expect(sandbox.world.state.refunds.size).toBe(before + 1)
    expect(await endOf(skuId)).toEqual(['expired'])
    await expectPromisesKept()
  },
)

test('no fault point is left out', () => {
  const tried = [
    ...Object.keys(PURCHASE_ENDS),
    'expire:before-call',
    'expire:before-commit',
    'refund:before-call',
    'refund:after-call',
  ]
  expect(tried.sort()).toEqual([...FAULT_POINTS].sort())
})
