import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CartId, CooperativeId, SkuId } from '#app/shared/ids.ts'
import { fen, multiplyFen, sumFen } from '#app/shared/money.ts'
import { assembleCartView, type CartLineProblem, type CartLineWithCooperative, findLineProblem } from './cart.ts'

const CART = { id: 'cart' as CartId, version: 3 }

function line(
  skuId: string,
  cooperative: string,
  change: Partial<CartLineWithCooperative> = {},
): CartLineWithCooperative {
  const unitPrice = change.unitPrice ?? fen(1000)
  const quantity = change.quantity ?? 1
  return {
    skuId: skuId as SkuId,
    productSlug: skuId,
    name: skuId,
    spec: '500 g',
    pictureKind: 'pepper',
    netWeightGrams: 500,
    returnRule: 'seven_day',
    lineTotal: multiplyFen(unitPrice, quantity),
    maxPerOrder: 99,
    left: 10,
    problem: undefined,
    cooperativeId: cooperative as CooperativeId,
    cooperativeSlug: cooperative,
    cooperativeName: cooperative,
    ...change,
    unitPrice,
    quantity,
  }
}

describe('what keeps a line from being ordered', () => {
  test.each<[string, Parameters<typeof findLineProblem>[0], CartLineProblem | undefined]>([
    ['nothing', { quantity: 3, maxPerOrder: 3, left: 3, isOnSale: true }, undefined],
    ['withdrawn', { quantity: 1, maxPerOrder: 9, left: 0, isOnSale: false }, 'notOnSale'],
    ['sold out', { quantity: 1, maxPerOrder: 9, left: 0, isOnSale: true }, 'soldOut'],
    ['fewer left', { quantity: 4, maxPerOrder: 9, left: 3, isOnSale: true }, 'fewerLeft'],
    ['more than one order may have', { quantity: 4, maxPerOrder: 3, left: 9, isOnSale: true }, 'aboveMaximum'],
  ])('%s', (_name, stocked, problem) => {
    expect(findLineProblem(stocked)).toBe(problem)
  })
})

describe('a cart on screen', () => {
  test('stands by cooperative, each where its first line stood', () => {
    const view = assembleCartView(CART, [line('a', 'north'), line('b', 'south'), line('c', 'north')])
    expect(view.groups.map((group) => [group.cooperativeId, group.lines.map(({ skuId }) => skuId)])).toEqual([
      ['north', ['a', 'c']],
      ['south', ['b']],
    ])
  })

  test('leaves what cannot be bought out of the sums, and is not ready', () => {
    const view = assembleCartView(CART, [
      line('a', 'north'),
      line('b', 'north', { problem: 'soldOut' }),
      line('c', 'south', { problem: 'notOnSale' }),
    ])
    expect(view.total).toBe(1000)
    expect(view.isReady).toBe(false)
  })

  test('is not ready while it is empty or asks for more than is left', () => {
    expect(assembleCartView(CART, []).isReady).toBe(false)
    expect(assembleCartView(CART, [line('a', 'north', { problem: 'fewerLeft' })]).isReady).toBe(false)
    expect(assembleCartView(CART, [line('a', 'north')]).isReady).toBe(true)
  })

  test('adds up to the fen whatever is in it', () => {
    const lines = fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 100_000_000 }),
        fc.integer({ min: 1, max: 999 }),
        fc.constantFrom('north', 'south', 'east'),
      ),
      { maxLength: 50 },
    )
    fc.assert(
      fc.property(lines, (drawn) => {
        const view = assembleCartView(
          CART,
          drawn.map(([price, quantity, cooperative], index) =>
            line(`sku-${index}`, cooperative, { unitPrice: fen(price), quantity }),
          ),
        )
        const expected = drawn.reduce((sum, [price, quantity]) => sum + price * quantity, 0)
        expect(view.total).toBe(expected)
        expect(sumFen(view.groups.map((group) => group.subtotal))).toBe(view.total)
        expect(view.pieceCount).toBe(drawn.reduce((sum, [, quantity]) => sum + quantity, 0))
      }),
    )
  })
})
