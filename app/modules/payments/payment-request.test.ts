import { expect, test } from 'vitest'
import { fen } from '#app/shared/money.ts'
import { checkoutSessionBody, holdFor, sessionExpiry } from './payment-request.ts'

const now = new Date('2026-11-24T01:00:00.900Z')

test('a page lives longer than the thirty minutes Stripe asks for, and the stock longer than the page', () => {
  const expiresAt = sessionExpiry(now)
  expect(expiresAt.getTime() - now.getTime()).toBeGreaterThan(30 * 60_000)
  expect(holdFor(expiresAt).getTime()).toBeGreaterThan(expiresAt.getTime())
})

test('Stripe is told the order number and the total, and nothing about the buyer or the goods', () => {
  const request = {
    attemptId: 'a1',
    orderNo: '202611241001',
    total: fen(5530),
    isAtCounter: false,
    shopOrigin: 'https://shop.test',
    now,
  }
  expect(checkoutSessionBody(request)).toEqual({
    mode: 'payment',
    line_items: [
      {
        quantity: 1,
        price_data: { currency: 'cny', unit_amount: 5530, product_data: { name: '塬上集 202611241001' } },
      },
    ],
    allowed_payment_method_types: ['card', 'alipay', 'wechat_pay'],
    payment_method_options: { wechat_pay: { client: 'web' } },
    client_reference_id: '202611241001',
    metadata: { attempt_id: 'a1', order_no: '202611241001' },
    payment_intent_data: { metadata: { attempt_id: 'a1', order_no: '202611241001' } },
    success_url: 'https://shop.test/orders/202611241001?payment=returned',
    cancel_url: 'https://shop.test/orders/202611241001?payment=canceled',
    expires_at: 1795483860,
  })
})
