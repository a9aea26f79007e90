import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen } from '#app/shared/money.ts'
import { amountOf, findBalanceGaps } from './bank-row.ts'

describe('the amount of a row', () => {
  it.each([
    [{ amount: fen(500) }, 500],
    [{ amount: fen(-500) }, -500],
    [{ amount: fen(500), direction: 'out' as const }, -500],
    [{ amount: fen(-500), direction: 'out' as const }, -500],
    [{ income: fen(500), expense: fen(0) }, 500],
    [{ income: fen(0), expense: fen(500) }, -500],
    [{ expense: fen(-500) }, -500],
  ])('of %j is %i', (row, amount) => {
    expect(amountOf(row)).toEqual({ ok: true, value: amount })
  })

  it.each([
    [{}, 'noAmount'],
    [{ income: fen(0), expense: fen(0) }, 'zeroAmount'],
    [{ income: fen(1), expense: fen(1) }, 'bothSides'],
    [{ amount: fen(-500), direction: 'in' as const }, 'signAgainstDirection'],
  ])('of %j is refused as %s', (row, refusal) => {
    expect(amountOf(row)).toEqual({ ok: false, refusal })
  })
})

describe('gaps of the balance', () => {
  const run = (amounts: number[]) => {
    let balance = 10_000
    return amounts.map((amount) => {
      balance += amount
      return { amount: fen(amount), balance: fen(balance) }
    })
  }

  it('are none in a whole statement, forwards or backwards', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { maxLength: 30 }), (amounts) => {
        expect(findBalanceGaps(run(amounts)).size).toBe(0)
        expect(findBalanceGaps(run(amounts).reverse()).size).toBe(0)
      }),
    )
  })

  it('name the row after one that is missing', () => {
    const rows = run([100, 200, -50, 70, 5])
    rows.splice(2, 1)
    expect([...findBalanceGaps(rows)]).toEqual([2])
  })
})
