import { describe, expect, it } from 'vitest'
import type { OrderLineId, SupplierOrderId } from '#app/shared/ids.ts'
import type { CounterLine } from './pieces.ts'
import { type CollectionPolicy, collectionDates, planRelease, releaseChoiceSchema } from './uncollected.ts'

const line = (id: string, returnRule: string, more: Partial<CounterLine> = {}): CounterLine => ({
  orderLineId: id as OrderLineId,
  supplierOrderId: 'part' as SupplierOrderId,
  returnRule,
  quantity: 3,
  shipped: 3,
  received: 3,
  accepted: 0,
  canceled: 0,
  ...more,
})

const policy: CollectionPolicy = {
  remindAfterHours: 24,
  keptDays: 3,
  freshOutcome: 'donate',
  durableOutcome: 'refund',
  donateTo: '爱心食堂',
}

describe('goods that nobody fetched', () => {
  it('are kept from the end of the slot, or from when they were ready', () => {
    const at = (day: number) => new Date(Date.UTC(2026, 10, day))
    expect(collectionDates({ slotEndsAt: at(1), readyAt: at(2) }, policy)).toEqual({
      remindAt: at(3),
      keptUntil: at(5),
    })
    expect(collectionDates({ slotEndsAt: at(2), readyAt: at(1) }, policy)).toEqual({
      remindAt: at(3),
      keptUntil: at(5),
    })
  })

  it('are refunded and restocked when they keep, and given away when they do not', () => {
    const plan = planRelease([line('honey', 'seven_day'), line('apples', 'fresh', { accepted: 1 })], policy, undefined)
    expect(plan).toEqual({
      refundAndRestock: [{ orderLineId: 'honey', quantity: 3 }],
      refundOnly: [],
      donate: [{ orderLineId: 'apples', quantity: 2 }],
      donateTo: '爱心食堂',
    })
  })

  it('never come back on sale when they are fresh', () => {
    const plan = planRelease([line('apples', 'fresh')], policy, { outcome: 'refund', donateTo: undefined })
    expect(plan.refundAndRestock).toEqual([])
    expect(plan.refundOnly).toEqual([{ orderLineId: 'apples', quantity: 3 }])
  })

  it('wait for a clerk when the policy asks, unless one has chosen', () => {
    const asking = { ...policy, freshOutcome: 'ask', durableOutcome: 'ask' } as const
    expect(planRelease([line('honey', 'seven_day')], asking, undefined)).toMatchObject({
      refundAndRestock: [],
      donate: [],
    })
    const chosen = planRelease([line('honey', 'seven_day')], asking, { outcome: 'donate', donateTo: '敬老院' })
    expect(chosen).toMatchObject({ donate: [{ quantity: 3 }], donateTo: '敬老院' })
  })

  it('are only what is here', () => {
    const lines = [line('a', 'fresh', { received: 0, shipped: 0 }), line('b', 'fresh', { canceled: 1 })]
    expect(planRelease(lines, policy, undefined).donate).toEqual([{ orderLineId: 'b', quantity: 2 }])
  })

  it('are given to somebody who has a name', () => {
    const said = { orderNo: '202611251001', outcome: 'donate', donateTo: ' ' }
    expect(releaseChoiceSchema.safeParse(said).success).toBe(false)
    expect(releaseChoiceSchema.safeParse({ ...said, donateTo: '敬老院' }).success).toBe(true)
  })
})
