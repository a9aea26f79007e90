import { describe, expect, test } from 'vitest'
import { fen } from '#app/shared/money.ts'
import { decideBill } from './decide-bill.ts'
import { type BillValues, readBillFact, WALLET_BILL } from './wallet-bill.ts'

const PAID: Partial<BillValues> = {
  occurredOn: '2026-11-25',
  walletNo: '4200001',
  merchantOrderNo: '20261125-1001',
  tradeType: 'SUCCESS',
  orderAmount: fen(2_000),
  fee: fen(12),
}

describe('a row of a bill', () => {
  test('is a payment', () => {
    expect(readBillFact(PAID)).toMatchObject({
      ok: true,
      value: { amount: 2_000, walletRefundNo: '', refundState: '' },
    })
  })

  test('is a refund beside its payment’s amount, as WeChat writes it', () => {
    const row = {
      ...PAID,
      tradeType: 'REFUND',
      refundAmount: fen(500),
      walletRefundNo: '50001',
      merchantRefundNo: 're_1',
    }
    expect(readBillFact({ ...row, refundState: 'SUCCESS' })).toMatchObject({
      value: { amount: 500, walletRefundNo: '50001', merchantRefundNo: 're_1', refundState: 'SUCCESS' },
    })
  })

  test('is a refund with a negative amount, as Alipay writes it', () => {
    const row = { ...PAID, tradeType: '退款', orderAmount: fen(-700), walletRefundNo: 'R001' }
    expect(readBillFact(row)).toMatchObject({
      value: { amount: 700, walletRefundNo: 'R001', merchantRefundNo: 'R001' },
    })
  })

  test('without an amount, or a refund without a number, is none', () => {
    expect(readBillFact({ ...PAID, orderAmount: fen(0) })).toEqual({ ok: false, refusal: 'amountMissing' })
    expect(readBillFact({ ...PAID, refundAmount: fen(500) })).toEqual({ ok: false, refusal: 'refundNumberMissing' })
  })

  test('loses its backtick, and a zero is no number', () => {
    expect(WALLET_BILL.cleanCell?.('`20261125-1001\t')).toBe('20261125-1001')
    expect(WALLET_BILL.readers.walletRefundNo('0')).toEqual({ ok: true, value: '' })
    expect(WALLET_BILL.isEnd?.(['总交易单数', '总额'])).toBe(true)
    expect(WALLET_BILL.isEnd?.(['#-----业务明细列表结束-----'])).toBe(true)
    expect(WALLET_BILL.isEnd?.(['`2026-11-25 10:00:00'])).toBe(false)
  })
})

describe('beside our books it', () => {
  const fact = { amount: fen(500), refundState: '' }
  test.each([
    [undefined, '', 'bill_only'],
    [undefined, 'PROCESSING', 'refund_pending'],
    [{ amount: fen(500), isRefund: false, hasEnded: true }, '', 'matched'],
    [{ amount: fen(501), isRefund: false, hasEnded: true }, '', 'amount_differs'],
    [{ amount: fen(500), isRefund: true, hasEnded: false }, 'SUCCESS', 'refund_pending'],
    [{ amount: fen(500), isRefund: true, hasEnded: true }, 'PROCESSING', 'matched'],
  ] as const)('%j and “%s” is %s', (counterpart, refundState, state) => {
    expect(decideBill({ ...fact, refundState }, counterpart)).toBe(state)
  })
})
