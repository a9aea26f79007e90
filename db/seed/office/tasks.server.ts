import { recordAgreement } from '#app/modules/assistance/record-agreement.server.ts'
import { recordCountingRule } from '#app/modules/assistance/record-counting-rule.server.ts'
import { setTarget } from '#app/modules/assistance/set-target.server.ts'
import { addDays, type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { CountyId, OrgUnitId } from '#app/shared/ids.ts'
import { formatYuan } from '#app/shared/money.ts'
import { targetLines, type YearTask, yuan } from '../purchases.ts'
import { type Desk, taken, takenOrDone } from './desk.ts'
import { storePaper } from './papers.server.ts'

const COUNTIES = ['xunyi', 'changwu', 'yongshou', 'fufeng', 'chunhua']

interface RuleText {
  documentNo: string
  title: string
  validFrom: BusinessDate
  cap: string
  notes: string
}

/** The rules of a year: one it begins with, and one that raises the union's cap in autumn. */
export function rulesOf(year: number): { recordedOn: BusinessDate; rule: RuleText }[] {
  return [
    {
      recordedOn: `${year - 1}-12-10`,
      rule: {
        documentNo: `院发〔${year - 1}〕84号`,
        title: `${year} 年度消费帮扶计数办法`,
        validFrom: `${year}-01-01`,
        cap: '2000.00',
        notes: '验收且付款后计入；退货退款冲减。食堂采购预留份额不低于百分之十。',
      },
    },
    {
      recordedOn: `${year}-08-20`,
      rule: {
        documentNo: `院发〔${year}〕52号`,
        title: '关于调整工会慰问品人均上限的通知',
        validFrom: `${year}-09-01`,
        cap: '2200.00',
        notes: '其余条款同年初办法。',
      },
    },
  ]
}

export async function recordRule(desk: Desk, rule: RuleText, now: Date): Promise<void> {
  const { db } = desk
  const known = await db
    .selectFrom('counting_rule')
    .select('id')
    .where('document_no', '=', rule.documentNo)
    .executeTakeFirst()
  if (known) return
  const officer = desk.as('finance_officer', 'rule:record')
  const { documentNo, title, validFrom, cap, notes } = rule
  const lines = [
    `文号：${documentNo}`,
    `自 ${validFrom} 起施行。`,
    '计入范围：旬邑、长武、永寿、扶风、淳化五县的农副产品。',
    '832 平台采购单列统计；食堂采购预留份额不低于 10%。',
    `工会慰问品人均每年不低于 200.00 元、不超过 ${cap} 元。`,
    notes,
  ]
  const paper = { fileName: `${documentNo}.pdf`, title, lines }
  const documentId = await storePaper(db, { paper, by: officer.personId, now })
  const form = {
    documentNo,
    title,
    validFrom,
    notes,
    reservedShare: 1000,
    perHeadMin: yuan('200.00'),
    perHeadCap: yuan(cap),
    counties: COUNTIES,
    listed: COUNTIES,
    categories: [],
    channels: ['platform_832' as const],
  }
  taken(await recordCountingRule(db, { form, documentId, officer, now }), `rule ${documentNo}`)
}

export async function recordTask(
  desk: Desk,
  year: number,
  { task, now }: { task: YearTask; now: Date },
): Promise<void> {
  const { db } = desk
  const { documentNo, decidedOn } = task
  const known = await db
    .selectFrom('target_decision')
    .select('id')
    .where('document_no', '=', documentNo)
    .executeTakeFirst()
  if (known) return
  const authority = desk.as('finance_officer', 'target:set')
  const lines = targetLines(task)
  const college = lines.find(({ part }) => part.scope === 'college')
  const paper = {
    fileName: `${documentNo}.pdf`,
    title: `关于下达 ${year} 年度消费帮扶任务的通知`,
    lines: [
      `文号：${documentNo}`,
      `决定日期：${decidedOn}`,
      ...(college ? [`学院全年任务：${formatYuan(college.amount)} 元`] : []),
      '各县、各类资金任务见附表；食堂按食品采购预算的份额、工会按会员人数计算。',
    ],
  }
  const documentId = await storePaper(db, { paper, by: authority.personId, now })
  const decision = { year, documentNo, decidedOn, lines, documentId }
  const done = ['documentKnown', 'notAfterDecisionInForce']
  takenOrDone(await setTarget(db, { decision, authority, now }), `task of ${year}`, done)
}

interface AgreementText {
  no: string
  title: string
  cooperative: string
  county: string
  fund: 'canteen' | 'union' | 'department'
  unit: string
  signedOn: BusinessDate
  endsOn: BusinessDate
  committed: string
  price: string
}

const MARKET_PRICE = '按下单当日商城同规格售价结算，不高于当地同期批发价。'

/** The agreements under which a year's agreement purchases are made, by their last letters. */
export function agreementsOf(year: number, openedOn: BusinessDate): AgreementText[] {
  const no = (place: string) => `GX-${year}-${place}`
  return [
    {
      no: no('01'),
      title: '花椒及调味品年度购销协议',
      cooperative: 'famen-huajiao',
      county: 'fufeng',
      fund: 'canteen',
      unit: 'logistics',
      signedOn: `${year}-01-05`,
      endsOn: `${year}-12-31`,
      committed: '96000.00',
      price: MARKET_PRICE,
    },
    {
      no: no('02'),
      title: '食堂鲜果购销协议',
      cooperative: 'hongjia-guolin',
      county: 'changwu',
      fund: 'canteen',
      unit: 'canteen-1',
      signedOn: `${year}-01-08`,
      // Near its end, whenever the demo is opened.
      endsOn: addDays(openedOn, 16),
      committed: '36000.00',
      price: '按季节议价，每季度首月确认一次。',
    },
    {
      no: no('03'),
      title: '荞麦杂粮购销协议',
      cooperative: 'runzhen-qiaomai',
      county: 'chunhua',
      fund: 'canteen',
      unit: 'canteen-2',
      signedOn: `${year}-02-26`,
      endsOn: `${year + 1}-02-25`,
      committed: '20000.00',
      price: MARKET_PRICE,
    },
    {
      no: no('04'),
      title: '牛羊肉购销协议',
      cooperative: 'quzi-yangzhi',
      county: 'yongshou',
      fund: 'canteen',
      unit: 'canteen-1',
      signedOn: `${year}-04-28`,
      endsOn: `${year + 1}-04-27`,
      committed: '45000.00',
      price: '按送货当日西安市场批发价下浮百分之三。',
    },
    {
      no: no('05'),
      title: '中秋慰问品购销协议',
      cooperative: 'tiandu-guoye',
      county: 'fufeng',
      fund: 'union',
      unit: 'union',
      signedOn: `${year}-08-18`,
      endsOn: `${year}-10-15`,
      committed: '28000.00',
      price: '礼盒每份 138.00 元，送货到教工之家。',
    },
  ]
}

export async function recordAgreements(desk: Desk, agreement: AgreementText, now: Date): Promise<void> {
  const { db } = desk
  const { no, title, county, fund, unit, signedOn, endsOn, committed, price } = agreement
  const known = await db.selectFrom('purchase_agreement').select('id').where('agreement_no', '=', no).executeTakeFirst()
  const seller = desk.cooperatives.find(({ slug }) => slug === agreement.cooperative)
  if (known || !seller) return
  const officer = desk.as('finance_officer', 'agreement:record')
  const lines = [
    `协议编号：${no}`,
    `甲方：学院（经办部门见系统登记）`,
    `乙方：${seller.name}`,
    `期限：${signedOn} 至 ${endsOn}`,
    `约定采购金额：${committed} 元`,
    `价格：${price}`,
    '付款：验收后三十日内。',
  ]
  const paper = { fileName: `${no}-购销协议.pdf`, title, lines }
  const documentId = await storePaper(db, { paper, by: officer.personId, now })
  const form = {
    agreementNo: no,
    title,
    startsOn: signedOn,
    endsOn,
    signedOn,
    orgUnitId: unit as OrgUnitId,
    cooperativeId: seller.cooperativeId,
    countyId: county as CountyId,
    fundType: fund,
    committed: yuan(committed),
    priceRule: price,
    paymentTermDays: 30,
  }
  taken(await recordAgreement(db, { form, documentId, officer, now }), `agreement ${no}`)
}

export function isSignedBy(agreement: AgreementText, openedAt: Date): boolean {
  return agreement.signedOn < businessDate(openedAt) && agreement.signedOn < agreement.endsOn
}
