import { describe, expect, it } from 'vitest'
import type { OrderLineId, SupplierOrderId } from '#app/shared/ids.ts'
import type { CounterLine } from './pieces.ts'
import { decideReceipt, type ReceivedLine } from './receive-goods.ts'

const line = (id: string, more: Partial<CounterLine> = {}): CounterLine => ({
  orderLineId: id as OrderLineId,
  supplierOrderId: 'part' as SupplierOrderId,
  returnRule: 'fresh',
  quantity: 4,
  shipped: 0,
  received: 0,
  accepted: 0,
  canceled: 0,
  ...more,
})

const said = (id: string, more: Partial<ReceivedLine> = {}): ReceivedLine => ({
  orderLineId: id as OrderLineId,
  quantity: 0,
  defectQuantity: 0,
  missingQuantity: 0,
  defectNote: '',
  ...more,
})

describe('a receipt', () => {
  it('counts what arrived and cancels what is damaged or missing', () => {
    const decided = decideReceipt(
      [line('a'), line('b')],
      [said('a', { quantity: 2, defectQuantity: 1, missingQuantity: 1 }), said('b')],
    )
    expect(decided).toMatchObject({
      ok: true,
      value: {
        arrived: [{ orderLineId: 'a', quantity: 2 }],
        canceled: [{ orderLineId: 'a', quantity: 2 }],
        reason: 'lost',
        isAllHere: false,
      },
    })
  })

  it('makes the order ready when nothing is still to come', () => {
    const lines = [line('a'), line('b', { received: 4, accepted: 4 })]
    expect(decideReceipt(lines, [said('a', { quantity: 3, missingQuantity: 1 })])).toMatchObject({
      value: { reason: 'short', isAllHere: true },
    })
    expect(decideReceipt(lines, [said('a', { missingQuantity: 4 })])).toMatchObject({ value: { isAllHere: false } })
  })

  it('keeps a photograph only of what is damaged', () => {
    const photo = { defectPhotoKey: 'abc' }
    expect(decideReceipt([line('a')], [said('a', { quantity: 1, ...photo })])).toMatchObject({
      value: { lines: [{ defectPhotoKey: undefined }] },
    })
    expect(decideReceipt([line('a')], [said('a', { defectQuantity: 1, ...photo })])).toMatchObject({
      value: { lines: [photo] },
    })
  })

  it.each([
    ['nothing', [said('a')], { kind: 'nothing' }],
    ['a line it has not', [said('x', { quantity: 1 })], { kind: 'lineUnknown' }],
    ['a line twice', [said('a', { quantity: 1 }), said('a', { quantity: 1 })], { kind: 'lineUnknown' }],
    ['more than is to come', [said('a', { quantity: 4, defectQuantity: 1 })], { kind: 'tooMany', toCome: 4 }],
  ])('of %s is refused', (_words, lines, refusal) => {
    expect(decideReceipt([line('a')], lines)).toMatchObject({ ok: false, refusal })
  })
})
