import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OrderLineId, PaymentId } from '#app/shared/ids.ts'
import { type Fen, feeOf, fen, subtractFen, sumFen } from '#app/shared/money.ts'
import { feeGivenBack, type RefundPart, splitRefund, takeUpTo } from './split-refund.ts'

const part = (id: string, amount: number): RefundPart => ({
  orderLineId: id as OrderLineId,
  amount: fen(amount),
  bearer: null,
})
const payment = (id: string, left: number) => ({ paymentId: id as PaymentId, left: fen(left) })

const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 8 })
const lefts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 6 })

describe('splitting a refund', () => {
  it('takes from the newest payment first, and cuts a line where one ends', () => {
    const split = splitRefund([part('a', 700), part('b', 500)], [payment('new', 900), payment('old', 900)])
    expect(split).toEqual({
      ok: true,
      value: [
        { paymentId: 'new', amount: 900, parts: [part('a', 700), part('b', 200)] },
        { paymentId: 'old', amount: 300, parts: [part('b', 300)] },
      ],
    })
  })

  it('leaves out payments with nothing left', () => {
    const split = splitRefund([part('a', 5)], [payment('empty', 0), payment('full', 5)])
    expect(split).toMatchObject({ ok: true, value: [{ paymentId: 'full' }] })
  })

  it('loses no fen, gives no line more than its own, takes from no payment more than it has', () => {
    fc.assert(
      fc.property(amounts, lefts, (wanted, left) => {
        const parts = wanted.map((amount, index) => part(String(index), amount))
        const payments = left.map((amount, index) => payment(String(index), amount))
        const total = sumFen(parts.map((one) => one.amount))
        const most = sumFen(payments.map((one) => one.left))
        const split = splitRefund(parts, payments)
        if (total > most) {
          expect(split).toEqual({ ok: false, refusal: { kind: 'exceedsPayments', left: most } })
          return
        }
        if (!split.ok) throw new Error('refused what the payments have')
        for (const share of split.value) {
          expect(share.amount).toBeGreaterThan(0)
          expect(share.amount).toBe(sumFen(share.parts.map((one) => one.amount)))
          expect(share.amount).toBeLessThanOrEqual(
            payments.find((one) => one.paymentId === share.paymentId)?.left ?? -1,
          )
          expect(new Set(share.parts.map((one) => one.orderLineId)).size).toBe(share.parts.length)
        }
        const ofLine = (id: string) =>
          split.value.flatMap((share) => share.parts).filter((one) => one.orderLineId === id)
        for (const one of parts) expect(sumFen(ofLine(one.orderLineId).map((given) => given.amount))).toBe(one.amount)
      }),
    )
  })
})

describe('taking what fits', () => {
  it('parts what is given, fen for fen', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 5_000_000 }), (wanted, most) => {
        const parts = wanted.map((amount, index) => part(String(index), amount))
        const [going, rest] = takeUpTo(parts, fen(most))
        const sum = (given: RefundPart[]) => sumFen(given.map((one) => one.amount))
        expect(sum(going) + sum(rest)).toBe(sum(parts))
        expect(sum(going)).toBe(Math.min(most, sum(parts)))
        expect([...going, ...rest].every((one) => one.amount > 0)).toBe(true)
      }),
    )
  })
})

describe('the fee that goes back', () => {
  it('is what was taken on 1019 of 3057 fen at 3.33 %, once floors are floors', () => {
    expect(feeGivenBack({ feeKept: fen(101), staying: fen(2038), basisPoints: 333 })).toBe(34)
  })

  it('leaves exactly the fee on what stays, however a line handed over at once is given back', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 2000 }), (refunds, basisPoints) => {
        let staying = sumFen(refunds.map(fen))
        let feeKept: Fen = feeOf(staying, basisPoints)
        for (const amount of refunds) {
          staying = subtractFen(staying, fen(amount))
          const back = feeGivenBack({ feeKept, staying, basisPoints })
          expect(back).toBeLessThanOrEqual(amount)
          feeKept = subtractFen(feeKept, back)
          expect(feeKept).toBe(feeOf(staying, basisPoints))
        }
        expect(feeKept).toBe(0)
      }),
    )
  })

  it('never keeps more than the fee on what stays, of lines handed over in several visits', () => {
    fc.assert(
      fc.property(
        amounts,
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 0, max: 100 }),
        (visits, basisPoints, percent) => {
          const total = sumFen(visits.map(fen))
          const taken = sumFen(visits.map((amount) => feeOf(fen(amount), basisPoints)))
          const staying = subtractFen(total, fen(Math.floor((total * percent) / 100)))
          const kept = taken - feeGivenBack({ feeKept: taken, staying, basisPoints })
          expect(kept).toBeLessThanOrEqual(feeOf(staying, basisPoints))
          expect(kept).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})
