import type { PurchaseFacts } from '#app/modules/external/purchase.ts'
import type { FundType } from '#app/modules/ledger/accounts.ts'
import { formatYuan } from '#app/shared/money.ts'

const HEAD = [
  ...[
    '订单编号',
    '行号',
    '采购单位',
    '资金类别',
    '帮扶县',
    '供应商',
    '统一社会信用代码',
    '商品名称',
    '商品类别',
    '规格',
  ],
  ...[
    '计量单位',
    '金额',
    '退款金额',
    '下单时间',
    '验收时间',
    '付款时间',
    '评价时间',
    '发票号',
    '支付流水号',
    '订单状态',
  ],
]

const FUNDS: Record<FundType, string> = {
  canteen: '食堂经费',
  union: '工会经费',
  department: '公用经费',
  staff: '教工个人',
  student: '学生个人',
  assisted_sale: '帮助销售',
}

export interface PlaceNames {
  counties: ReadonlyMap<string, string>
  units: ReadonlyMap<string, string>
}

/** Purchases as the 832 platform exports them. */
export function purchaseFile(purchases: readonly PurchaseFacts[], names: PlaceNames): string[][] {
  return [HEAD, ...purchases.map((facts) => cellsOf(facts, names))]
}

function cellsOf(facts: PurchaseFacts, { counties, units }: PlaceNames): string[] {
  const { orgUnitId, fundType, countyId, acceptedOn, paidOn, reviewedOn } = facts
  const [amount, refund] = [facts.amount, facts.refund].map((money) => formatYuan(money).replaceAll(',', ''))
  return [
    ...[
      facts.externalNo,
      String(facts.lineNo),
      orgUnitId === null ? '' : (units.get(orgUnitId) ?? ''),
      FUNDS[fundType],
    ],
    ...[counties.get(countyId) ?? '', facts.supplierName, facts.supplierCreditCode, facts.product, facts.category],
    ...[facts.spec, facts.unit, amount ?? '', refund ?? '', facts.orderedOn, acceptedOn ?? '', paidOn ?? ''],
    ...[reviewedOn ?? '', facts.invoiceNo, facts.paymentRef, reviewedOn === null ? '待评价' : '已完成'],
  ]
}
