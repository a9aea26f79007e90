import type { Wallet } from '#app/modules/reconciliation/wallet-bill.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, feeOf, formatYuan, negateFen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import { seededRandom } from '../history/random.ts'
import type { Days } from './bank-sheet.ts'

/** A payment by a wallet or a refund of one, as the wallet saw it. */
export interface WalletRow {
  /** In Shanghai, to the second. */
  at: string
  paidOn: BusinessDate
  /** What tells its payment from others. */
  paymentRef: string
  merchantOrderNo: string
  /** What was paid. */
  amount: Fen
  refund: { ref: string; amount: Fen } | undefined
}

const WECHAT_HEAD = [
  ...['交易时间', '公众账号ID', '商户号', '特约商户号', '设备号', '微信订单号', '商户订单号', '用户标识', '交易类型'],
  ...['交易状态', '付款银行', '货币种类', '应结订单金额', '代金券金额', '微信退款单号', '商户退款单号', '退款金额'],
  ...['充值券退款金额', '退款类型', '退款状态', '商品名称', '商户数据包', '手续费', '费率', '订单金额', '申请退款金额'],
  '费率备注',
]
const WECHAT_SUM_HEAD =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'.split(',')
const ALIPAY_HEAD = [
  ...['支付宝交易号', '商户订单号', '业务类型', '商品名称', '创建时间', '完成时间', '门店编号', '对方账户'],
  ...['订单金额（元）', '商家实收（元）', '退款批次号/请求号', '服务费（元）', '分润（元）', '备注'],
]
const GOODS = '塬上集农产品'
const FEE_BASIS_POINTS = 60

/** A wallet's trade bill of some days as its merchant website exports it. */
export function walletFile(wallet: Wallet, days: Days, rows: readonly WalletRow[]): string[][] {
  return wallet === 'wechat' ? wechatFile(rows) : alipayFile(days, rows)
}

function wechatFile(rows: readonly WalletRow[]): string[][] {
  const paid = sumFen(rows.map(({ refund, amount }) => (refund ? ZERO_FEN : amount)))
  const back = sumFen(rows.map(({ refund }) => refund?.amount ?? ZERO_FEN))
  const fees = sumFen(rows.map(feeOfRow))
  const sums = [String(rows.length), ...[paid, back, ZERO_FEN, fees, paid, back].map(digits)]
  return [WECHAT_HEAD, ...rows.map(wechatCells).map(ticked), WECHAT_SUM_HEAD, ticked(sums)]
}

function wechatCells(row: WalletRow): string[] {
  const { at, merchantOrderNo, refund } = row
  const paid = digits(refund ? ZERO_FEN : row.amount)
  const back = digits(refund?.amount ?? ZERO_FEN)
  const [state, kind, refundState] = refund ? ['REFUND', 'ORIGINAL', 'SUCCESS'] : ['SUCCESS', '', '']
  const refundNos = refund ? [refundNo(row, refund.ref), refund.ref] : ['0', '0']
  return [
    ...[at, 'wx61ac8f3d5e70b249', '1608320832', '0', '', walletNo('wechat', row), merchantOrderNo],
    ...[`o${seededRandom(`payer ${row.paymentRef}`).text(27)}`, 'JSAPI', state, 'OTHERS', 'CNY', paid, '0.00'],
    ...[...refundNos, back, '0.00', kind, refundState, GOODS, '', digits(feeOfRow(row)), '0.60%', paid, back, ''],
  ]
}

function refundNo({ at }: WalletRow, ref: string): string {
  const serial = seededRandom(`wechat ${ref}`).between(100_000_000_000, 999_999_999_999)
  return `503000${at.slice(0, 10).replaceAll('-', '')}${serial}`
}

function ticked(cells: readonly string[]): string[] {
  return cells.map((cell) => `\`${cell}`)
}

function alipayFile({ from, to }: Days, rows: readonly WalletRow[]): string[][] {
  return [
    ['#支付宝业务明细查询'],
    ['#账号：[20886108320832560156]'],
    [`#起始日期：[${from} 00:00:00]   终止日期：[${to} 23:59:59]`],
    ['#-----------------------------------------业务明细列表----------------------------------------'],
    ALIPAY_HEAD,
    ...rows.map(alipayCells),
    ['#-----------------------------------------业务明细列表结束------------------------------------'],
    [`#合计：${rows.length} 笔`],
  ]
}

function alipayCells(row: WalletRow): string[] {
  const { at, merchantOrderNo, refund } = row
  const moved = digits(refund ? negateFen(refund.amount) : row.amount)
  const numbers = [`${walletNo('alipay', row)}\t`, `${merchantOrderNo}\t`]
  const payer = `${seededRandom(`payer ${row.paymentRef}`).between(130, 199)}****`
  return [
    ...[...numbers, refund ? '退款' : '交易', GOODS, at, at, '', payer, moved, moved],
    ...[refund?.ref ?? '', digits(negateFen(feeOfRow(row))), '0.00', ''],
  ]
}

function feeOfRow({ amount, refund }: WalletRow): Fen {
  return refund ? negateFen(feeOf(refund.amount, FEE_BASIS_POINTS)) : feeOf(amount, FEE_BASIS_POINTS)
}

/** The number a wallet gave a payment; its refunds are listed under the same. */
function walletNo(wallet: Wallet, { paymentRef, paidOn }: WalletRow): string {
  const [day, random] = [paidOn.replaceAll('-', ''), seededRandom(`${wallet} ${paymentRef}`)]
  const serial = random.between(1_000_000_000, 9_999_999_999)
  if (wallet === 'wechat') return `4200002${random.between(100, 999)}${day}${serial}`
  return `${day}22001${random.between(10_000, 99_999)}${serial}`
}

function digits(amount: Fen): string {
  return formatYuan(amount).replaceAll(',', '')
}
