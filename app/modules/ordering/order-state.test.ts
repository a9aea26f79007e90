import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPaidStatus, nextOrderStatus, ORDER_STATUSES, type OrderChange, type OrderStatus } from './order-state.ts'

const CHANGES: OrderChange[] = ['pay', 'payLate', 'complete', 'cancel', 'expire']

test('the moves are these and no others', () => {
  const moves = ORDER_STATUSES.flatMap((from) =>
    CHANGES.flatMap((change) => {
      const to = nextOrderStatus(from, change)
      return to ? [`${from} ${change} ${to}`] : []
    }),
  )
  expect(moves).toEqual([
    'awaiting_payment pay paid',
    'awaiting_payment cancel canceled',
    'awaiting_payment expire expired',
    'paid complete completed',
    'canceled payLate paid',
    'expired payLate paid',
  ])
})

test('an order once paid is never unpaid, canceled or expired again, whatever is tried', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...CHANGES)), (changes) => {
      let status: OrderStatus = 'awaiting_payment'
      let wasPaid = false
      for (const change of changes) {
        status = nextOrderStatus(status, change) ?? status
        if (wasPaid) expect(isPaidStatus(status)).toBe(true)
        wasPaid ||= isPaidStatus(status)
      }
    }),
  )
})

test('no change can be made twice in a row', () => {
  for (const status of ORDER_STATUSES) {
    for (const change of CHANGES) {
      const once = nextOrderStatus(status, change)
      if (once) expect(nextOrderStatus(once, change)).toBeUndefined()
    }
  }
})
