import { FUND_TYPES, type FundType } from '#app/modules/ledger/accounts.ts'
import {
  narrow,
  readChoice,
  readDay,
  readReference,
  readSignedYuan,
  readWords,
  readYuan,
} from '#app/modules/sheets/cell-readers.ts'
import type { SheetKind } from '#app/modules/sheets/sheet-kind.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, negateFen } from '#app/shared/money.ts'
import { ok, refuse } from '#app/shared/result.ts'

/** One line of an export of the 832 platform, of an agreement's or a counter's list. */
export interface PurchaseCells {
  externalNo: string
  lineNo: number
  county: string
  supplierName: string
  supplierCreditCode: string
  product: string
  category: string
  spec: string
  quantity: string
  unit: string
  amount: Fen
  refund: Fen
  fundType: FundType
  orgUnit: string
  orderedOn: BusinessDate
  acceptedOn: BusinessDate
  paidOn: BusinessDate
  reviewedOn: BusinessDate
  invoiceNo: string
  paymentRef: string
  agreementNo: string
  event: string
  note: string
  /** Canceled on the other side: it is no purchase. */
  status: 'canceled' | 'normal'
}

const FUND_WORDS: Record<FundType, readonly string[]> = {
  canteen: ['食堂', '食堂经费', '食堂食材', '食堂采购'],
  union: ['工会', '工会经费', '工会福利', '工会采购'],
  department: ['部门', '部门经费', '行政', '公用经费'],
  staff: ['教工', '职工', '个人-教工', '教工个人', '教职工'],
  student: ['学生', '个人-学生', '学生个人'],
  assisted_sale: ['帮助销售', '帮销', '校外', '社会'],
}
const FUNDS = new Map(FUND_TYPES.flatMap((fund) => [fund, ...FUND_WORDS[fund]].map((word) => [word, fund] as const)))

const CANCELED = /取消|关闭|作废|无效|canceled|cancelled|closed/i

const words = (most: number) => (text: string) => readWords(text, most)

/** What the sheet calls 0.00 or leaves out is no refund; its sign is a matter of taste. */
function readRefund(text: string) {
  const read = readSignedYuan(text)
  return read.ok && read.value < 0 ? ok(negateFen(read.value)) : read
}

function readLineNo(text: string) {
  const plain = narrow(text)
  if (!/^\d{1,4}(?:\.0+)?$/.test(plain)) return refuse('notWhole' as const)
  const line = Number.parseInt(plain, 10)
  return line === 0 ? refuse('zero' as const) : ok(line)
}

export const purchaseSheet: SheetKind<PurchaseCells> = {
  name: 'external_purchase',
  fields: [
    'externalNo',
    'lineNo',
    'county',
    'supplierName',
    'supplierCreditCode',
    'product',
    'category',
    'spec',
    'quantity',
    'unit',
    'amount',
    'refund',
    'fundType',
    'orgUnit',
    'orderedOn',
    'acceptedOn',
    'paidOn',
    'reviewedOn',
    'invoiceNo',
    'paymentRef',
    'agreementNo',
    'event',
    'note',
    'status',
  ],
  synonyms: {
    externalNo: [
      '订单编号',
      '订单号',
      '832订单号',
      '交易编号',
      '单号',
      '外部单号',
      'order no',
      'order number',
      'reference',
    ],
    lineNo: ['行号', '订单行号', '明细行号', '子订单序号', 'line', 'line no'],
    county: ['帮扶县', '采购地区', '产地', '供应商所在县', '供应商所在地', '脱贫县', '县区', '所属县', 'county'],
    supplierName: ['供应商', '供应商名称', '供货商', '卖家', '店铺名称', '供应主体', 'supplier'],
    supplierCreditCode: ['统一社会信用代码', '供应商信用代码', '社会信用代码', 'credit code'],
    product: ['商品名称', '产品名称', '产品', '商品', '品名', 'product'],
    category: ['商品类别', '类别', '品类', '商品分类', 'category'],
    spec: ['规格', '商品规格', '规格型号', 'spec'],
    quantity: ['数量', '采购数量', '购买数量', 'quantity'],
    unit: ['计量单位', '数量单位', 'unit'],
    amount: ['金额', '订单金额', '采购金额', '实付金额', '成交金额', '交易金额', '商品金额', '合计', 'amount'],
    refund: ['退款', '退款金额', '退货金额', 'refund'],
    fundType: ['资金类别', '资金来源', '经费来源', '采购类型', 'fund'],
    orgUnit: ['采购单位', '预算单位', '所属预算单位', '采购部门', '部门', 'org unit'],
    orderedOn: ['下单时间', '下单日期', '订单日期', '创建时间', '成交时间', '采购日期', '日期', 'ordered', 'date'],
    acceptedOn: ['验收时间', '验收日期', '收货时间', '确认收货时间', '完成时间', 'accepted'],
    paidOn: ['付款时间', '付款日期', '支付时间', '支付日期', 'paid'],
    reviewedOn: ['评价时间', '评价日期', 'reviewed'],
    invoiceNo: ['发票号', '发票号码', '发票编号', 'invoice'],
    paymentRef: ['支付流水号', '付款流水号', '交易流水号', '流水号', 'payment ref'],
    agreementNo: ['协议编号', '合同号', '合同编号', '购销协议号', 'agreement'],
    event: ['活动', '活动名称', '展销活动', 'event'],
    note: ['备注', '说明', 'note', 'remark'],
    status: ['订单状态', '状态', '交易状态', 'status'],
  },
  readers: {
    externalNo: readReference,
    lineNo: readLineNo,
    county: words(60),
    supplierName: words(120),
    supplierCreditCode: words(40),
    product: words(200),
    category: words(60),
    spec: words(120),
    quantity: words(40),
    unit: words(20),
    amount: readYuan,
    refund: readRefund,
    fundType: (text) => readChoice(text, FUNDS),
    orgUnit: words(80),
    orderedOn: readDay,
    acceptedOn: readDay,
    paidOn: readDay,
    reviewedOn: readDay,
    invoiceNo: words(80),
    paymentRef: words(80),
    agreementNo: words(80),
    event: words(80),
    note: words(300),
    status: (text) => ok(CANCELED.test(text) ? 'canceled' : 'normal'),
  },
  required: ['externalNo', 'county', 'amount', 'orderedOn'],
  filled: ['externalNo', 'county', 'amount', 'orderedOn'],
  isEnd: (payload) => /^(?:合计|总计|小计|total)[:：]?$/i.test(payload.find((cell) => cell !== '') ?? ''),
}
