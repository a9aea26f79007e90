import { readDay, readSignedYuan, readWords } from '#app/modules/sheets/cell-readers.ts'
import type { SheetKind } from '#app/modules/sheets/sheet-kind.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, negateFen, ZERO_FEN } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

export const WALLETS = ['wechat', 'alipay'] as const
export type Wallet = (typeof WALLETS)[number]

/** How payments by a wallet are called where the provider took them. */
export const METHOD_OF_WALLET: Record<Wallet, string> = { wechat: 'wechat_pay', alipay: 'alipay' }

/** One row of a trade bill as its cells say it. */
export interface BillValues {
  occurredOn: BusinessDate
  walletNo: string
  merchantOrderNo: string
  /** The bill's word for what the row is: SUCCESS, REFUND, 交易, 退款. */
  tradeType: string
  orderAmount: Fen
  walletRefundNo: string
  merchantRefundNo: string
  refundAmount: Fen
  refundState: string
  fee: Fen
}

/** A number of a bill; programs write 0 where there is none. */
function readNumber(text: string): Result<string, 'textTooLong'> {
  const read = readWords(text.replaceAll(/\s/g, ''), 80)
  return read.ok && /^0+$/.test(read.value) ? ok('') : read
}

const words = (text: string) => readWords(text, 40)

/** Trade bills of WeChat Pay and Alipay: values behind a backtick or between tabs, a summary below. */
export const WALLET_BILL: SheetKind<BillValues> = {
  name: 'wallet_bill',
  fields: [
    'occurredOn',
    'walletNo',
    'merchantOrderNo',
    'tradeType',
    'orderAmount',
    'walletRefundNo',
    'merchantRefundNo',
    'refundAmount',
    'refundState',
    'fee',
  ],
  synonyms: {
    occurredOn: ['交易时间', '完成时间'],
    walletNo: ['微信订单号', '支付宝交易号'],
    merchantOrderNo: ['商户订单号'],
    tradeType: ['交易状态', '业务类型'],
    orderAmount: ['应结订单金额', '订单金额（元）'],
    walletRefundNo: ['微信退款单号', '退款批次号/请求号'],
    merchantRefundNo: ['商户退款单号'],
    refundAmount: ['退款金额'],
    refundState: ['退款状态'],
    fee: ['手续费', '服务费（元）'],
  },
  readers: {
    occurredOn: readDay,
    walletNo: readNumber,
    merchantOrderNo: readNumber,
    tradeType: words,
    orderAmount: readSignedYuan,
    walletRefundNo: readNumber,
    merchantRefundNo: readNumber,
    refundAmount: readSignedYuan,
    refundState: words,
    fee: readSignedYuan,
  },
  required: ['occurredOn', 'walletNo', 'merchantOrderNo', 'orderAmount'],
  filled: ['occurredOn', 'walletNo', 'merchantOrderNo'],
  cleanCell: (text) => text.replace(/^[`\s]+/, '').trimEnd(),
  isEnd: ([first = '']) => /^(?:`?总交易单数|#)/.test(first),
}

/** What a row of a bill is: a payment, or a refund of one. */
export interface BillFact {
  walletNo: string
  /** '' for a payment. */
  walletRefundNo: string
  merchantOrderNo: string
  merchantRefundNo: string
  occurredOn: BusinessDate
  amount: Fen
  fee: Fen
  refundState: string
}

export type BillProblem = 'amountMissing' | 'refundNumberMissing'

const REFUND_WORDS = /^(?:REFUND|REVOKED|退款|撤销)$/i

/** What stands where a bill has no such column or left a cell empty. */
const BLANK: BillValues = {
  occurredOn: '',
  walletNo: '',
  merchantOrderNo: '',
  tradeType: '',
  orderAmount: ZERO_FEN,
  walletRefundNo: '',
  merchantRefundNo: '',
  refundAmount: ZERO_FEN,
  refundState: '',
  fee: ZERO_FEN,
}

/**
 * Reads a row as a payment or a refund. WeChat writes the refund beside its payment's
 * amount; Alipay writes a row of its own with a negative amount.
 */
export function readBillFact(values: Partial<BillValues>): Result<BillFact, BillProblem> {
  const row = { ...BLANK, ...values }
  const isRefund = REFUND_WORDS.test(row.tradeType) || row.refundAmount > 0 || row.orderAmount < 0
  return isRefund ? readRefund(row) : readPayment(row)
}

function readPayment(row: BillValues): Result<BillFact, BillProblem> {
  if (row.orderAmount <= 0) return refuse('amountMissing')
  return ok({ ...sharedFacts(row), amount: row.orderAmount, walletRefundNo: '', merchantRefundNo: '', refundState: '' })
}

function readRefund(row: BillValues): Result<BillFact, BillProblem> {
  const amount = row.refundAmount > 0 ? row.refundAmount : negateFen(row.orderAmount)
  if (amount <= 0) return refuse('amountMissing')
  const walletRefundNo = row.walletRefundNo || row.merchantRefundNo
  if (walletRefundNo === '') return refuse('refundNumberMissing')
  const merchantRefundNo = row.merchantRefundNo || walletRefundNo
  return ok({ ...sharedFacts(row), amount, walletRefundNo, merchantRefundNo, refundState: row.refundState })
}

function sharedFacts({ walletNo, merchantOrderNo, occurredOn, fee }: BillValues) {
  return { walletNo, merchantOrderNo, occurredOn, fee }
}
