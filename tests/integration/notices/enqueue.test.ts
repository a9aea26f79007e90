import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setContact } from '#app/modules/identity/contact.server.ts'
import { enqueueForCooperative, enqueueNotice } from '#app/modules/notices/enqueue-notice.server.ts'
import { placeOrder } from '#app/modules/ordering/place-order.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { settleSession } from '#app/modules/payments/settle-attempt.server.ts'
import { sweepOverdueOrders } from '#app/modules/payments/sweep-overdue.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import type { CooperativeId, PersonId } from '#app/shared/ids.ts'
import { insertSku } from '#tests/integration/cart/goods.ts'
import { openOrder, openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createOrder, draftPlaceOrder } from '#tests/support/factories/orders.ts'
import { createBuyer, createPerson } from '#tests/support/factories/people.ts'
import { REFUNDED } from './mail-room.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

async function toldTo(personId: PersonId) {
  const { rows } = await sql<{ kind: string; data: Record<string, unknown>; address: string | null; state: string }>`
    select kind, data, address, state from notice left join mail_outbox on notice_id = id
    where person_id = ${personId} order by created_at, kind`.execute(shop.db)
  return rows
}

const kindsTold = async (personId: PersonId) => (await toldTo(personId)).map(({ kind }) => kind)

test('a placed order tells its buyer once, by mail too if they gave an address', async () => {
  const buyer = await createBuyer(shop.db)
  await setContact(shop.db, buyer.personId, { email: 'lin@example.com', language: 'zh' })
  const skuId = await insertSku(shop.store.ownerDb)
  const command = await draftPlaceOrder(shop.db, { buyer, lines: [{ skuId, quantity: 2 }] })
  const answers = await Promise.all(Array.from({ length: 5 }, () => placeOrder(shop.db, command)))
  const [answer] = answers
  if (!answer?.ok) throw new Error('not placed')
  expect(await toldTo(buyer.personId)).toEqual([
    {
      kind: 'order_placed',
      data: {
        orderNo: answer.value.orderNo,
        totalFen: 2000,
        payBefore: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      },
      address: 'lin@example.com',
      state: 'waiting',
    },
  ])
})

test('a refused order tells nobody', async () => {
  const buyer = await createBuyer(shop.db)
  const skuId = await insertSku(shop.store.ownerDb, { stock: 1 })
  const command = await draftPlaceOrder(shop.db, { buyer, lines: [{ skuId, quantity: 2 }] })
  expect((await placeOrder(shop.db, command)).ok).toBe(false)
  expect(await toldTo(buyer.personId)).toEqual([])
})

test('paid is told once however often the news comes, and without an address there is no mail', async () => {
  const buyer = await createBuyer(shop.db)
  const { sessionId, orderNo } = await openOrder(shop, { buyer })
  shop.stripeMsw.pay(sessionId)
  await Promise.all([1, 2, 3].map(() => settleSession(shop.runtime, sessionId, shop.clock.now)))
  const told = await toldTo(buyer.personId)
  expect(told.map(({ kind, address }) => [kind, address])).toEqual([
    ['order_paid', null],
    ['order_placed', null],
  ])
  expect(told[0]?.data).toEqual({ orderNo, amountFen: 2000 })
})

test('money that came too late and goes back is told as refunded once it went, not as paid', async () => {
  const buyer = await createBuyer(shop.db)
  const { sessionId, orderId, orderNo, skuId } = await openOrder(shop, { buyer, stock: 2 })
  await sql`update payment_attempt set state = 'expired' where order_id = ${orderId}`.execute(shop.db)
  await sql`update "order" set payment_due_at = placed_at + interval '1 second' where id = ${orderId}`.execute(shop.db)
  shop.advance(1)
  await sweepOverdueOrders(shop.runtime, shop.clock.now)
  const other = await createBuyer(shop.db)
  await createOrder(shop.db, { buyer: other, lines: [{ skuId, quantity: 1 }], now: shop.clock.now })
  shop.stripeMsw.pay(sessionId)
  await settleSession(shop.runtime, sessionId, shop.clock.now)
  expect(await kindsTold(buyer.personId)).toEqual(['order_placed'])
  for (let round = 0; round < 3; round += 1) {
    await executeRefunds(shop.runtime, shop.clock.now)
    shop.advance(10)
  }
  const told = await toldTo(buyer.personId)
  expect(told.map(({ kind }) => kind)).toEqual(['order_placed', 'refunded'])
  expect(told[1]?.data).toEqual({ orderNo, amountFen: 2000 })
})

test('a notice comes true with its cause and not without', async () => {
  const { personId } = await createPerson(shop.db)
  const notice = { ...REFUNDED, personId, dedupeKey: 'refunded:1', now: shop.clock.now }
  const undone = inTransaction(shop.db, async (tx) => {
    await enqueueNotice(tx, notice)
    throw new Error('the cause failed')
  })
  await expect(undone).rejects.toThrow('the cause failed')
  expect(await toldTo(personId)).toEqual([])
  await inTransaction(shop.db, (tx) => enqueueNotice(tx, notice))
  expect(await kindsTold(personId)).toEqual(['refunded'])
})

test('the same fact twice, at once or later, is one notice and one mail; another person still gets their own', async () => {
  const [{ personId }, other] = [await createPerson(shop.db), await createPerson(shop.db)]
  for (const [id, email] of [[personId, 'a@example.com'] as const, [other.personId, 'b@example.com'] as const])
    await setContact(shop.db, id, { email, language: 'zh' })
  const tell = (to: PersonId) =>
    inTransaction(shop.db, (tx) =>
      enqueueNotice(tx, { ...REFUNDED, personId: to, dedupeKey: 'refunded:2', now: shop.clock.now }),
    )
  await Promise.all(Array.from({ length: 8 }, () => tell(personId)))
  await tell(personId)
  await tell(other.personId)
  expect(await toldTo(personId)).toMatchObject([{ kind: 'refunded', address: 'a@example.com' }])
  expect(await toldTo(other.personId)).toMatchObject([{ kind: 'refunded', address: 'b@example.com' }])
})

test('what concerns a cooperative is told to all who manage it now, and to nobody else', async () => {
  const [north, south] = await Promise.all(
    ['north', 'south'].map(async (slug) => {
      const row = await shop.db
        .selectFrom('cooperative')
        .select('id')
        .where('slug', '=', slug)
        .executeTakeFirstOrThrow()
      return row.id as CooperativeId
    }),
  )
  if (!north || !south) throw new Error('no cooperatives')
  const manager = (cooperativeId: CooperativeId) =>
    createPerson(shop.db, { kind: 'cooperative', grants: [{ role: 'cooperative_manager', cooperativeId }] })
  const [first, second, left, gone, foreign] = await Promise.all(
    [north, north, north, north, south].map((cooperativeId) => manager(cooperativeId)),
  )
  if (!first || !second || !left || !gone || !foreign) throw new Error('no managers')
  await sql`update role_grant set revoked_at = now() where person_id = ${left.personId}`.execute(shop.store.ownerDb)
  await sql`update person set status = 'suspended' where id = ${gone.personId}`.execute(shop.store.ownerDb)
  const tell = () =>
    inTransaction(shop.db, (tx) =>
      enqueueForCooperative(tx, north, {
        kind: 'listing_published',
        data: { nameZh: '花椒', nameEn: 'Pepper', productSlug: 'pepper' },
        dedupeKey: 'listing_published:1',
        now: shop.clock.now,
      }),
    )
  await Promise.all([tell(), tell()])
  const kinds = await Promise.all([first, second, left, gone, foreign].map(({ personId }) => kindsTold(personId)))
  expect(kinds).toEqual([['listing_published'], ['listing_published'], [], [], []])
})
