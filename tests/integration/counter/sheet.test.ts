import { afterAll, beforeAll, expect, it } from 'vitest'
import { keyInSheet } from '#app/modules/counter/key-in-sheet.server.ts'
import { printSheet } from '#app/modules/counter/print-sheet.server.ts'
import { parseKeyedText } from '#app/modules/counter/sheet.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { expectCleanAudit } from '#tests/integration/aftersale/desk.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { codeOf, createClerk, type PaidOrder, paidOrder, readLines, secretOf, statusOf } from './counter.ts'

let shop: Shop
let clerk: Clerk
beforeAll(async () => {
  shop = await openShop()
  clerk = await createClerk(shop)
})
afterAll(() => shop.close())

const print = async () => {
  const sheet = await printSheet(shop.db, { clerk, slotId: shop.slotId, secret: secretOf(shop), now: shop.clock.now })
  if (!sheet) throw new Error('no sheet')
  return sheet
}

const keysOf = async (order: PaidOrder) => {
  const sheet = await print()
  return sheet.orders.find((one) => one.orderNo === order.orderNo)?.lines.map((line) => line.key) ?? []
}

const keyIn = async (text: string, by = clerk) => {
  const done = await keyInSheet(shop.db, { clerk: by, lines: parseKeyedText(text), now: shop.clock.now })
  return done.map((line) => line.outcome)
}

it('a sheet names nobody whole, has no codes, and the same keys each time', async () => {
  const order = await paidOrder(shop)
  const code = await codeOf(shop, order.orderNo)
  const sheet = await print()
  const text = JSON.stringify(sheet)
  expect(text).not.toContain(code)
  expect(text).not.toContain('13900000001')
  expect(text).not.toContain('林秋实')
  expect(sheet.orders.find((one) => one.orderNo === order.orderNo)).toMatchObject({
    maskedName: '林**',
    phoneTail: '0001',
  })
  expect(await keysOf(order)).toEqual(await keysOf(order))
  expect(new Set((await print()).orders.flatMap((one) => one.lines.map((line) => line.key))).size).toBe(
    (await print()).orders.flatMap((one) => one.lines).length,
  )
})

it('a line keyed in twice, and by two clerks at once, was handed over once', async () => {
  const order = await paidOrder(shop)
  const [first = '', second = ''] = await keysOf(order)
  const other = await createClerk(shop)
  const both = await Promise.all([keyIn(first), keyIn(first, other)])
  expect(
    both
      .flat()
      .map((outcome) => outcome.kind)
      .sort(),
  ).toEqual(['already', 'handedOver'])
  expect(await keyIn(`${first}\n${second}`)).toEqual([{ kind: 'already' }, { kind: 'handedOver', quantity: 2 }])
  expect((await readLines(shop, order.orderId)).map((line) => line.accepted_quantity)).toEqual([3, 2])
  expect(await statusOf(shop, order.orderId)).toBe('completed')
  await expectCleanAudit(shop)
})

it('a line of which only some were taken can be printed and keyed in again', async () => {
  const order = await paidOrder(shop)
  const [first = ''] = await keysOf(order)
  expect(await keyIn(`${first} 2`)).toEqual([{ kind: 'handedOver', quantity: 2 }])
  const [again = ''] = await keysOf(order)
  expect(again).not.toBe(first)
  expect(await keyIn(`${again} 2`)).toEqual([{ kind: 'tooMany', open: 1 }])
  expect(await keyIn(again)).toEqual([{ kind: 'handedOver', quantity: 1 }])
  expect(await keyIn('ABCDEFGH\n什么')).toEqual([{ kind: 'unknown' }, { kind: 'unknown' }])
})
