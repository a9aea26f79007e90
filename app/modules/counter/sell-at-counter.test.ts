import { describe, expect, it } from 'vitest'
import type { SkuId } from '#app/shared/ids.ts'
import { formatSaleItems, parseSaleItems, withSaleItem } from './sale-items.ts'
import { sellSchema } from './sell-at-counter.ts'

const [a, b] = ['019ab000-0000-7000-8000-00000000000a', '019ab000-0000-7000-8000-00000000000b'] as SkuId[] as [
  SkuId,
  SkuId,
]

describe('goods on the counter', () => {
  it('are kept in the address of the page', () => {
    expect(parseSaleItems(`${a}.2,${b}.1,${a}.3`)).toEqual([
      { skuId: a, quantity: 5 },
      { skuId: b, quantity: 1 },
    ])
    expect(formatSaleItems(parseSaleItems(`${a}.2,${b}.1`))).toBe(`${a}.2,${b}.1`)
  })

  it.each(['', 'x.1', `${a}.0`, `${a}.-1`, `${a}.1000`, `${a}.1.5`, `${a}`])('%j holds nothing', (text) => {
    expect(parseSaleItems(text)).toEqual([])
  })

  it('are added, changed and taken off', () => {
    const one = withSaleItem([], a, 1)
    expect(withSaleItem(one, b, 2)).toEqual([
      { skuId: a, quantity: 1 },
      { skuId: b, quantity: 2 },
    ])
    expect(withSaleItem(one, a, 4)).toEqual([{ skuId: a, quantity: 4 }])
    expect(withSaleItem(one, a, 0)).toEqual([])
  })

  it('are sold to somebody whose fund is known', () => {
    const said = { requestId: a, shiftId: b, items: `${a}.2`, expectedTotal: '2000', fundType: 'staff', method: 'cash' }
    expect(sellSchema.parse({ ...said, campusNumber: ' t1234 ' })).toMatchObject({ campusNumber: 'T1234' })
    expect(sellSchema.safeParse({ ...said, fundType: 'canteen' }).success).toBe(false)
    expect(sellSchema.safeParse({ ...said, expectedTotal: '20.00' }).success).toBe(false)
  })
})
