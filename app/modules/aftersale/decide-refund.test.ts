import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OrderLineId } from '#app/shared/ids.ts'
import { fen, sumFen } from '#app/shared/money.ts'
import { type LineWish, planRefund, type RefundableLine, standingOf } from './decide-refund.ts'

const line = (given: Partial<RefundableLine> = {}): RefundableLine => ({
  orderLineId: 'line' as OrderLineId,
  lineNo: 1,
  unitPrice: fen(1000),
  quantity: 5,
  accepted: 3,
  canceled: 1,
  returned: fen(500),
  ...given,
})
const wish = (given: Partial<LineWish>): LineWish => ({
  lineNo: 1,
  openPieces: 0,
  acceptedPieces: 0,
  goodwill: fen(0),
  isRestocked: false,
  ...given,
})

describe('planning a refund', () => {
  it('parts what was handed over from what was not', () => {
    expect(planRefund([line()], [wish({ openPieces: 1, acceptedPieces: 2, isRestocked: true })])).toEqual({
      ok: true,
      value: [
        { orderLineId: 'line', quantity: 1, amount: 1000, isAccepted: false, isRestocked: true },
        { orderLineId: 'line', quantity: 2, amount: 2000, isAccepted: true, isRestocked: true },
      ],
    })
  })

  it('never restocks what the buyer keeps', () => {
    const planned = planRefund([line()], [wish({ goodwill: fen(250), isRestocked: true })])
    expect(planned).toMatchObject({ value: [{ quantity: 0, amount: 250, isAccepted: true, isRestocked: false }] })
  })

  it('refuses one line twice', () => {
    const twice = [wish({ openPieces: 1 }), wish({ acceptedPieces: 1 })]
    expect(planRefund([line()], twice)).toEqual({ ok: false, refusal: { kind: 'lineUnknown' } })
  })

  it('never plans more than a line has left', () => {
    const counters = fc
      .tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 5000 }), fc.nat(100))
      .map(([accepted, canceled, open, unit, returnedPercent]) =>
        line({
          unitPrice: fen(unit),
          quantity: accepted + canceled + open,
          accepted,
          canceled,
          returned: fen(Math.floor((unit * accepted * returnedPercent) / 100)),
        }),
      )
    const wished = fc
      .tuple(fc.nat(25), fc.nat(25), fc.nat(30_000), fc.boolean())
      .map(([openPieces, acceptedPieces, amount, isGoodwill]) =>
        wish({ openPieces, acceptedPieces: isGoodwill ? 0 : acceptedPieces, goodwill: fen(isGoodwill ? amount : 0) }),
      )
    fc.assert(
      fc.property(counters, wished, (given, wanted) => {
        const planned = planRefund([given], [wanted])
        if (!planned.ok) return
        const accepted = sumFen(planned.value.filter((one) => one.isAccepted).map((one) => one.amount))
        const open = planned.value.filter((one) => !one.isAccepted)
        expect(accepted + given.returned).toBeLessThanOrEqual(given.unitPrice * given.accepted)
        for (const one of open) {
          expect(one.quantity).toBeLessThanOrEqual(given.quantity - given.accepted - given.canceled)
          expect(one.amount).toBe(one.quantity * given.unitPrice)
        }
      }),
    )
  })
})

describe('whether a decision stands alone', () => {
  it('does up to the limit, counted with what was decided alone before', () => {
    expect(standingOf({ amount: fen(200), decidedAlone: fen(0), limit: fen(200) }).state).toBe('approved')
    expect(standingOf({ amount: fen(1), decidedAlone: fen(200), limit: fen(200) })).toEqual({
      state: 'proposed',
      alone: 201,
    })
  })
})
