import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CooperativeId, CountyId, ProductId, ProductVersionId, SkuId } from '#app/shared/ids.ts'
import { fen, sumFen } from '#app/shared/money.ts'
import { type ClaimedLine, decideOrder, fundTypeOf, MAX_ORDER_TOTAL } from './place-order.ts'

function claimedLine(draft: Partial<ClaimedLine>): ClaimedLine {
  return {
    skuId: 'sku' as SkuId,
    quantity: 1,
    maxPerOrder: 99,
    isForSale: true,
    unitPrice: fen(1000),
    productId: 'product' as ProductId,
    productVersionId: 'version' as ProductVersionId,
    productSlug: 'dahongpao',
    cooperativeId: 'north' as CooperativeId,
    countyId: 'fufeng' as CountyId,
    nameZh: '大红袍花椒',
    nameEn: 'Dahongpao pepper',
    specZh: '250 克',
    specEn: '250 g',
    pictureKind: 'pepper',
    netWeightGrams: 250,
    returnRule: 'seven_day',
    taxClass: 'exempt',
    serviceFeeBasisPoints: 300,
    presaleReadyOn: null,
    ...draft,
  }
}

function counter(): () => string {
  let made = 0
  return () => {
    made += 1
    return `id-${made}`
  }
}

const anyLine = fc
  .record({
    cooperativeId: fc.constantFrom('north', 'south', 'east').map((id) => id as CooperativeId),
    unitPrice: fc.integer({ min: 1, max: 5_000 }).map(fen),
    quantity: fc.integer({ min: 1, max: 20 }),
  })
  .map(claimedLine)

const totalOf = (lines: ClaimedLine[]) => fen(lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0))

describe('decideOrder', () => {
  test('supplier orders and lines add up to the total, fen by fen', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 50 }), (lines) => {
        const decided = decideOrder(lines, totalOf(lines), counter())
        if (!decided.ok) throw new Error(decided.refusal.kind)
        const { total, supplierOrders, lines: drafts } = decided.value
        expect(sumFen(supplierOrders.map((one) => one.total))).toBe(total)
        for (const supplier of supplierOrders) {
          const own = drafts.filter((line) => line.supplierOrderId === supplier.id)
          expect(own.every((line) => line.cooperativeId === supplier.cooperativeId)).toBe(true)
          expect(sumFen(own.map((line) => line.lineTotal))).toBe(supplier.total)
        }
        expect(drafts.map((line) => line.lineNo)).toEqual(lines.map((_, index) => index + 1))
        expect(new Set(supplierOrders.map((one) => one.cooperativeId)).size).toBe(supplierOrders.length)
      }),
    )
  })

  test('never orders at a total the buyer did not see', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1 }), fc.integer({ min: -500, max: 500 }), (lines, off) => {
        const seen = fen(totalOf(lines) + off)
        const decided = decideOrder(lines, seen, counter())
        expect(decided.ok).toBe(off === 0)
        if (!decided.ok) expect(decided.refusal).toEqual({ kind: 'totalChanged', seen, now: totalOf(lines) })
      }),
    )
  })

  test('refuses an empty cart, goods off sale, more than allowed, and a total no wallet takes', () => {
    const refusal = (lines: ClaimedLine[]) => {
      const decided = decideOrder(lines, totalOf(lines), counter())
      return decided.ok ? undefined : decided.refusal
    }
    const name = { skuId: 'sku', nameZh: '大红袍花椒', nameEn: 'Dahongpao pepper' }
    expect(refusal([])).toEqual({ kind: 'cartEmpty' })
    expect(refusal([claimedLine({ isForSale: false })])).toEqual({ kind: 'notOnSale', lines: [name] })
    expect(refusal([claimedLine({ quantity: 3, maxPerOrder: 2 })])).toEqual({
      kind: 'tooMany',
      lines: [{ ...name, max: 2 }],
    })
    expect(refusal([claimedLine({ unitPrice: fen(MAX_ORDER_TOTAL + 1) })])).toMatchObject({ kind: 'amountTooLarge' })
    expect(refusal([claimedLine({ unitPrice: MAX_ORDER_TOTAL })])).toBeUndefined()
  })
})

test('staff and students count for their own fund, everyone else as an assisted sale', () => {
  expect((['staff', 'student', 'alumni', 'outside'] as const).map(fundTypeOf)).toEqual([
    'staff',
    'student',
    'assisted_sale',
    'assisted_sale',
  ])
})
