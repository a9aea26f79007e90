import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CartOwner } from '#app/modules/cart/cart.ts'
import { countCartPieces, findCart, viewCart } from '#app/modules/cart/cart-queries.server.ts'
import { mergeCarts } from '#app/modules/cart/merge-carts.server.ts'
import { closeCart, lockCart } from '#app/modules/cart/order-cart.server.ts'
import { setCartQuantity } from '#app/modules/cart/set-cart-quantity.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { PersonId, SkuId } from '#app/shared/ids.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createPerson } from '#tests/support/factories/people.ts'
import { insertGround, insertSku } from './goods.ts'

const now = new Date('2026-11-24T02:00:00Z')
let base: TestDatabase

beforeAll(async () => {
  base = await createTestDatabase()
  await insertGround(base.db)
})
afterAll(() => base.drop())

function guest(): { tokenHash: Buffer } {
  return { tokenHash: randomBytes(32) }
}

async function member(): Promise<{ personId: PersonId }> {
  const { personId } = await createPerson(base.db)
  return { personId }
}

function put(owner: CartOwner, skuId: SkuId, quantity: number) {
  return setCartQuantity(base.db, { owner, skuId, quantity, now })
}

async function contents(owner: CartOwner): Promise<Record<string, number>> {
  const cart = await findCart(base.db, owner)
  return Object.fromEntries(cart?.lines.map((line) => [line.skuId, line.quantity]) ?? [])
}

describe.each([
  ['a guest', async () => guest()],
  ['a person', member],
])('the cart of %s', (_who, makeOwner) => {
  test('holds what was set last, not the sum, and grows its version with every change', async () => {
    const owner = await makeOwner()
    const sku = await insertSku(base.db)
    expect(await findCart(base.db, owner)).toBeUndefined()
    await put(owner, sku, 2)
    await put(owner, sku, 5)
    const cart = await findCart(base.db, owner)
    expect(cart).toMatchObject({ version: 1, lines: [{ skuId: sku, quantity: 5 }] })
    expect(await countCartPieces(base.db, owner)).toBe(5)
  })

  test('loses a line set to zero; taking out what is not there changes nothing', async () => {
    const owner = await makeOwner()
    const sku = await insertSku(base.db)
    expect(await put(owner, sku, 0)).toEqual({ ok: true, value: { cartId: undefined } })
    await put(owner, sku, 1)
    await put(owner, sku, 0)
    await put(owner, sku, 0)
    expect(await findCart(base.db, owner)).toMatchObject({ version: 1, lines: [] })
  })

  test('refuses what is unknown, withdrawn, or more than one order may have, and makes no cart for it', async () => {
    const owner = await makeOwner()
    const [withdrawn, few] = [
      await insertSku(base.db, { published: false }),
      await insertSku(base.db, { maxPerOrder: 3 }),
    ]
    expect(await put(owner, newId<SkuId>(), 1)).toEqual({ ok: false, refusal: { kind: 'notOnSale' } })
    expect(await put(owner, withdrawn, 1)).toEqual({ ok: false, refusal: { kind: 'notOnSale' } })
    expect(await put(owner, few, 4)).toEqual({ ok: false, refusal: { kind: 'aboveMaximum', max: 3 } })
    expect(await findCart(base.db, owner)).toBeUndefined()
  })

  test('takes fifty lines and no more, but still lets those there be changed', async () => {
    const owner = await makeOwner()
    const skus = await Promise.all(Array.from({ length: 51 }, () => insertSku(base.db)))
    for (const sku of skus.slice(0, 50)) expect((await put(owner, sku, 1)).ok).toBe(true)
    expect(await put(owner, skus[50] as SkuId, 1)).toEqual({ ok: false, refusal: { kind: 'tooManyLines', max: 50 } })
    expect((await put(owner, skus[0] as SkuId, 7)).ok).toBe(true)
    expect(Object.keys(await contents(owner))).toHaveLength(50)
  })

  test('is one cart although two tabs make and change it at once', async () => {
    const owner = await makeOwner()
    const [left, right] = [await insertSku(base.db), await insertSku(base.db)]
    const tabs = Array.from({ length: 20 }, (_, index) => put(owner, index % 2 ? left : right, 1 + (index % 3)))
    const results = await Promise.all(tabs)
    expect(new Set(results.map((result) => result.ok && result.value.cartId)).size).toBe(1)
    const cart = await findCart(base.db, owner)
    expect(cart?.version).toBe(19)
    expect(cart?.lines).toHaveLength(2)
    for (const { quantity } of cart?.lines ?? []) expect([1, 2, 3]).toContain(quantity)
  })
})

test('nobody finds, changes or locks the cart of another', async () => {
  const [owner, otherGuest, other] = [guest(), guest(), await member()]
  const sku = await insertSku(base.db)
  await put(owner, sku, 4)
  const cart = await findCart(base.db, owner)
  for (const stranger of [otherGuest, other]) {
    expect(await findCart(base.db, stranger)).toBeUndefined()
    await put(stranger, sku, 0)
  }
  expect(await contents(owner)).toEqual({ [sku]: 4 })
  if (!cart) throw new Error('the owner has a cart')
  expect(
    await inTransaction(base.db, (tx) => lockCart(tx, { cartId: cart.id, personId: other.personId })),
  ).toBeUndefined()
})

describe('signing in', () => {
  test('turns the guest cart into the person’s; where both hold a SKU the larger number stands, within the maximum', async () => {
    const [owner, person] = [guest(), await member()]
    const [onlyGuest, guestMore, personMore, capped] = [
      await insertSku(base.db),
      await insertSku(base.db),
      await insertSku(base.db),
      await insertSku(base.db, { maxPerOrder: 99 }),
    ]
    for (const [sku, quantity] of [
      [onlyGuest, 1],
      [guestMore, 5],
      [personMore, 2],
      [capped, 40],
    ] as const)
      await put(owner, sku, quantity)
    for (const [sku, quantity] of [
      [guestMore, 3],
      [personMore, 9],
    ] as const)
      await put(person, sku, quantity)
    await base.db.updateTable('sku').set({ max_per_order: 10 }).where('id', '=', capped).execute()
    const merge = () => inTransaction(base.db, (tx) => mergeCarts(tx, { ...owner, ...person, now }))
    await merge()
    await merge()
    expect(await contents(person)).toEqual({ [onlyGuest]: 1, [guestMore]: 5, [personMore]: 9, [capped]: 10 })
    expect(await findCart(base.db, owner)).toBeUndefined()
  })

  test('in two tabs at once merges once', async () => {
    const [owner, person, sku] = [guest(), await member(), await insertSku(base.db)]
    await put(owner, sku, 3)
    await Promise.all(
      [1, 2, 3, 4].map(() => inTransaction(base.db, (tx) => mergeCarts(tx, { ...owner, ...person, now }))),
    )
    expect(await contents(person)).toEqual({ [sku]: 3 })
  })

  test('keeps the person’s own lines when both together are too many', async () => {
    const [owner, person] = [guest(), await member()]
    const skus = await Promise.all(Array.from({ length: 60 }, () => insertSku(base.db)))
    for (const sku of skus.slice(0, 40)) await put(person, sku, 1)
    for (const sku of skus.slice(20)) await put(owner, sku, 2)
    await inTransaction(base.db, (tx) => mergeCarts(tx, { ...owner, ...person, now }))
    const merged = await contents(person)
    expect(Object.keys(merged)).toHaveLength(50)
    for (const sku of skus.slice(0, 40)) expect(merged).toHaveProperty(sku)
    for (const sku of skus.slice(20, 40)) expect(merged[sku]).toBe(2)
  })
})

test('an ordered cart is closed, and the next line opens a new one', async () => {
  const [person, sku] = [await member(), await insertSku(base.db)]
  await put(person, sku, 2)
  const first = await findCart(base.db, person)
  if (!first) throw new Error('there is a cart')
  await inTransaction(base.db, async (tx) => {
    expect(await lockCart(tx, { cartId: first.id, personId: person.personId })).toMatchObject({
      lines: [{ skuId: sku, quantity: 2 }],
    })
    await closeCart(tx, first.id, now)
  })
  expect(await findCart(base.db, person)).toBeUndefined()
  expect(
    await inTransaction(base.db, (tx) => lockCart(tx, { cartId: first.id, personId: person.personId })),
  ).toBeUndefined()
  await put(person, sku, 1)
  expect((await findCart(base.db, person))?.id).not.toBe(first.id)
})

test('a cart on screen has today’s prices, what is left, and what stands in the way', async () => {
  const owner = guest()
  const good = await insertSku(base.db, { priceFen: 2880, cooperative: 'south' })
  const few = await insertSku(base.db, { priceFen: 999, stock: 2 })
  const gone = await insertSku(base.db, { priceFen: 500, stock: 0 })
  for (const [index, [sku, quantity]] of (
    [
      [good, 3],
      [few, 5],
      [gone, 1],
    ] as const
  ).entries()) {
    await setCartQuantity(base.db, { owner, skuId: sku, quantity, now: new Date(now.getTime() + index) })
  }
  await base.db.updateTable('sku').set({ price_fen: 3000 }).where('id', '=', good).execute()
  const view = await viewCart(base.db, owner, 'en')
  if (!view) throw new Error('there is something in it')
  expect(view.groups.map((group) => [group.cooperativeName, group.subtotal])).toEqual([
    ['south', 9000],
    ['north', 4995],
  ])
  expect(
    view.groups
      .flatMap((group) => group.lines)
      .map(({ name, lineTotal, left, problem }) => ({ name, lineTotal, left, problem })),
  ).toEqual([
    { name: 'Dahongpao pepper', lineTotal: 9000, left: 100, problem: undefined },
    { name: 'Dahongpao pepper', lineTotal: 4995, left: 2, problem: 'fewerLeft' },
    { name: 'Dahongpao pepper', lineTotal: 500, left: 0, problem: 'soldOut' },
  ])
  expect(view).toMatchObject({ total: 13_995, pieceCount: 9, isReady: false, version: 2 })
})
