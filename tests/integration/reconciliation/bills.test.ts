import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { applyBills } from '#app/modules/reconciliation/apply-bill.server.ts'
import { countBills, listBills } from '#app/modules/reconciliation/bill-queries.server.ts'
import { decideBillRows } from '#app/modules/reconciliation/check-bill.server.ts'
import { explainBill } from '#app/modules/reconciliation/explain-bill.server.ts'
import { matchBills } from '#app/modules/reconciliation/match-bills.server.ts'
import { WALLET_BILL, type Wallet } from '#app/modules/reconciliation/wallet-bill.ts'
import { startSheet } from '#app/modules/sheets/apply-sheet.server.ts'
import { checkSheet } from '#app/modules/sheets/check-sheet.server.ts'
import { findSheet, listSheetRows } from '#app/modules/sheets/sheet-queries.server.ts'
import { uploadSheet } from '#app/modules/sheets/upload-sheet.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { PersonId, SheetFileId } from '#app/shared/ids.ts'
import { encodeGb18030 } from '#tests/integration/imports/files.ts'
import { openOrder, openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createMatcher, tellingAll } from './balance.ts'

let shop: Shop
let officer: Actor<'reconciliation:match'>

beforeAll(async () => {
  shop = await openShop()
  setRuntime(shop.runtime)
  officer = await createMatcher(shop.db)
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

const WECHAT_HEAD =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const WECHAT_SUM_HEAD = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
let running = 0

interface Row {
  merchantNo: string
  yuan: string
  refund?: { no: string; yuan: string; state: string }
  walletNo?: string
}

/** A bill as WeChat writes it: every value behind a backtick, a summary below. */
function wechatBill(rows: readonly Row[]): Buffer {
  const day = businessDate(shop.clock.now)
  const lines = rows.map(({ merchantNo, yuan, refund, walletNo }) => {
    running += 1
    const number = walletNo ?? `4200002026${String(running).padStart(8, '0')}`
    const [state, kind] = refund ? ['REFUND', 'ORIGINAL'] : ['SUCCESS', '']
    const { no, yuan: back, state: refundState } = refund ?? { no: '0', yuan: '0.00', state: '' }
    const cells = [
      ...[`${day} 10:00:00`, 'wx1', '1600', '0', '', number, merchantNo, 'oUser', 'JSAPI', state, 'OTHERS', 'CNY'],
      ...[yuan, '0.00', no, no, back, '0.00', kind, refundState, '花椒', '', '0.12', '0.60%', yuan, back, ''],
    ]
    return cells.map((cell) => `\`${cell}`).join(',')
  })
  const sum = ['`2', '`1', '`0', '`0', '`0', '`1', '`0'].join(',')
  return Buffer.from(`\ufeff${[WECHAT_HEAD, ...lines, WECHAT_SUM_HEAD, sum].join('\r\n')}\r\n`, 'utf8')
}

async function bring(bytes: Buffer, wallet: Wallet = 'wechat'): Promise<SheetFileId> {
  const { now } = shop.clock
  const day = businessDate(now)
  const uploaded = await uploadSheet(shop.db, WALLET_BILL, {
    actorId: officer.personId as PersonId,
    requestId: newId(),
    fileName: 'bill.csv',
    bytes,
    options: { wallet, fromOn: day, toOn: day },
    now,
  })
  if (!uploaded.ok) throw new Error(JSON.stringify(uploaded.refusal))
  const file = await findSheet(shop.db, 'wallet_bill', uploaded.value)
  const command = { sheetId: uploaded.value, mapping: file?.mapping ?? [], now }
  const checked = await checkSheet(shop.db, WALLET_BILL, { command, decide: decideBillRows })
  if (!checked.ok) throw new Error(JSON.stringify(checked.refusal))
  return uploaded.value
}

async function book(sheetId: SheetFileId) {
  const { now } = shop.clock
  const started = await startSheet(shop.db, WALLET_BILL, { sheetId, actorId: officer.personId, now })
  if (started.ok) await applyBills(shop.db, now)
  return started
}

const countsOf = async (sheetId: SheetFileId) => (await findSheet(shop.db, 'wallet_bill', sheetId))?.counts

async function paidByWechat(quantity: number) {
  const order = await openOrder(shop, { quantity })
  await tellingAll(shop, true, () => shop.stripeMsw.pay(order.sessionId, { method: 'wechat_pay' }))
  const charge = shop.stripeMsw.world.state.charges.all().at(-1)
  return { ...order, paymentRef: charge?.payment_intent ?? '' }
}

describe('a bill of WeChat', () => {
  test('is matched by order number and by the provider’s number, and says what is not', async () => {
    const [byOrder, byRef, missing, other] = [
      await paidByWechat(2),
      await paidByWechat(3),
      await paidByWechat(4),
      await paidByWechat(5),
    ]
    const sheetId = await bring(
      wechatBill([
        { merchantNo: byOrder.orderNo, yuan: '20.00' },
        { merchantNo: byRef.paymentRef, yuan: '30.00' },
        { merchantNo: other.orderNo, yuan: '49.99' },
        { merchantNo: 'NOBODY-1', yuan: '8.80' },
      ]),
    )
    expect(await countsOf(sheetId)).toMatchObject({ new: 4, error: 0 })
    const rows = await listSheetRows(shop.db, { sheetId, state: 'new', after: 0, limit: 10 })
    expect(rows.map((row) => row.warnings.map((note) => note.hint))).toEqual([[], [], ['amountDiffers'], ['billOnly']])
    expect((await book(sheetId)).ok).toBe(true)
    expect(await countBills(shop.db)).toMatchObject({ matched: 2, amount_differs: 1, bill_only: 1, order_only: 1 })
    const [only] = await listBills(shop.db, { state: 'order_only', after: undefined, limit: 10 })
    expect(only).toMatchObject({ orderNo: missing.orderNo, booked: 4_000, wallet: 'wechat' })
  })

  test('brought again changes nothing, and one that says otherwise is refused as a whole', async () => {
    const order = await paidByWechat(1)
    const row = { merchantNo: order.orderNo, yuan: '10.00', walletNo: '4200009' }
    await book(await bring(wechatBill([row])))
    const before = await countBills(shop.db)
    // Two files speak of this day now; what neither has is missing once.
    expect(before.order_only).toBe(1)
    expect(await listBills(shop.db, { state: 'order_only', after: undefined, limit: 10 })).toHaveLength(1)
    const again = await bring(wechatBill([row]))
    expect(await countsOf(again)).toMatchObject({ duplicate: 1, new: 0 })
    expect(await book(again)).toEqual({ ok: false, refusal: { kind: 'nothingToApply' } })
    const changed = await bring(
      wechatBill([
        { ...row, yuan: '11.00' },
        { ...row, walletNo: '4200010' },
        { ...row, walletNo: '4200010' },
      ]),
    )
    const errors = await listSheetRows(shop.db, { sheetId: changed, state: 'error', after: 0, limit: 10 })
    expect(errors.map((one) => one.errors.map((note) => note.hint))).toEqual([['differsFromKept'], ['rowTwice']])
    expect(await book(changed)).toMatchObject({ ok: false, refusal: { kind: 'hasErrors' } })
    expect(await countBills(shop.db)).toEqual(before)
  })

  test('tells refunds from payments; one under way is pending until the buyer has the money', async () => {
    const order = await paidByWechat(6)
    shop.stripeMsw.setFaults({ pendingRefund: 1 })
    await tellingAll(shop, true, () =>
      shop.runtime.stripe.refunds.create({ payment_intent: order.paymentRef, amount: 1_500 }),
    )
    shop.stripeMsw.setFaults({})
    const refund = shop.stripeMsw.world.state.refunds.all().at(-1)
    const told = { no: refund?.id ?? '', yuan: '15.00', state: 'PROCESSING' }
    const sheetId = await bring(
      wechatBill([
        { merchantNo: order.orderNo, yuan: '60.00', walletNo: '4200777' },
        { merchantNo: order.orderNo, yuan: '60.00', walletNo: '4200777', refund: told },
      ]),
    )
    await book(sheetId)
    const pending = await listBills(shop.db, { state: 'refund_pending', after: undefined, limit: 10 })
    expect(pending).toMatchObject([{ isRefund: true, amount: 1_500, booked: 1_500, orderNo: order.orderNo }])
    await tellingAll(shop, true, () => shop.stripeMsw.settleRefund(refund?.id ?? '', 'succeed'))
    await executeRefunds(shop.runtime, shop.clock.now)
    await matchBills(shop.db, shop.clock.now)
    expect(await listBills(shop.db, { state: 'refund_pending', after: undefined, limit: 10 })).toEqual([])
  })

  test('has two refunds of one amount for two, and a third for nobody', async () => {
    const order = await paidByWechat(8)
    for (let index = 0; index < 2; index += 1)
      await tellingAll(shop, true, () =>
        shop.runtime.stripe.refunds.create({ payment_intent: order.paymentRef, amount: 700 }),
      )
    const row = { merchantNo: order.orderNo, yuan: '80.00', walletNo: '4200888' }
    const refunds = ['A1', 'A2', 'A3'].map((no) => ({ ...row, refund: { no, yuan: '7.00', state: 'SUCCESS' } }))
    await book(await bring(wechatBill([row, ...refunds])))
    const lines = await shop.db
      .selectFrom('bill_line')
      .select('state')
      .where('wallet_no', '=', '4200888')
      .orderBy('wallet_refund_no')
      .execute()
    expect(lines.map((line) => line.state)).toEqual(['matched', 'matched', 'matched', 'bill_only'])
  })

  test('that does not agree a day later is one incident a day, and a row is explained once', async () => {
    const before = shop.clock.now
    shop.advance(3 * 24 * 60)
    await matchBills(shop.db, shop.clock.now)
    await matchBills(shop.db, shop.clock.now)
    const incidents = await shop.db
      .selectFrom('incident')
      .select(['source_id', 'detail'])
      .where('kind', '=', 'bill_difference')
      .execute()
    expect(incidents).toMatchObject([{ source_id: `wechat:${businessDate(before)}` }])
    const [row] = await listBills(shop.db, { state: 'bill_only', after: undefined, limit: 1 })
    const given = { billLineId: row?.billLineId ?? '', officer, reason: '别家店的单', now: shop.clock.now }
    expect((await explainBill(shop.db, given)).ok).toBe(true)
    expect(await explainBill(shop.db, given)).toEqual({ ok: false, refusal: { kind: 'notOpen' } })
  })
})

describe('a bill of Alipay', () => {
  test('is read in GB18030 with its lines above and below, refunds as negative rows', async () => {
    const order = await openOrder(shop, { quantity: 7 })
    await tellingAll(shop, true, () => shop.stripeMsw.pay(order.sessionId, { method: 'alipay' }))
    const day = businessDate(shop.clock.now)
    const text = [
      '#支付宝业务明细查询',
      '#账号：[20881234]',
      `#起始日期：[${day} 00:00:00]   终止日期：[${day} 23:59:59]`,
      '#-----------------------------------------业务明细列表----------------------------------------',
      '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,对方账户,订单金额（元）,商家实收（元）,退款批次号/请求号,服务费（元）,分润（元）,备注',
      `20261125220001\t,${order.orderNo}\t,交易,花椒,${day} 09:00:00,${day} 09:00:05,,*三,70.00,70.00,,-0.42,0.00,`,
      `20261125220001\t,${order.orderNo}\t,退款,花椒,${day} 12:00:00,${day} 12:00:05,,*三,-5.00,-5.00,R001,0.03,0.00,`,
      '#-----------------------------------------业务明细列表结束------------------------------------',
      '#导出时间：[2026-11-26 10:00:00]',
    ].join('\r\n')
    const sheetId = await bring(encodeGb18030(text), 'alipay')
    expect(await countsOf(sheetId)).toMatchObject({ new: 2, error: 0 })
    await book(sheetId)
    const lines = await shop.db
      .selectFrom('bill_line')
      .select(['amount_fen', 'wallet_refund_no', 'state'])
      .where('provider', '=', 'alipay')
      .orderBy('wallet_refund_no')
      .execute()
    expect(lines).toEqual([
      { amount_fen: 7_000, wallet_refund_no: '', state: 'matched' },
      { amount_fen: 500, wallet_refund_no: 'R001', state: 'bill_only' },
    ])
  })
})
