import { type ExternalChannel, type PurchaseFacts, purchaseFacts } from '#app/modules/external/purchase.ts'
import type { FundType } from '#app/modules/ledger/accounts.ts'
import { addDays, type BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId, OrgUnitId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { seededRandom } from './history/random.ts'

export interface PurchaseLine {
  reference: string
  acceptedOn: BusinessDate
  channel: ExternalChannel
  county: string
  fundType: FundType
  amount: Fen
  /** A supplier of the shop's, if it is one. */
  cooperative: { id: CooperativeId; slug: string } | undefined
  /** Its papers and payment are to be had: false for the latest, which somebody still has to chase. */
  lacks: 'payment' | 'review' | 'invoice' | undefined
}

/** Sellers on the 832 platform, one a county; none of them exists. */
const PLATFORM_SELLERS: Record<string, readonly [name: string, creditCode: string, product: string, category: string]> =
  {
    xunyi: ['旬邑原上仓农产品有限公司', '91610429MA6TCANG12', '红富士苹果', '鲜果'],
    changwu: ['长武塬顶果蔬有限公司', '91610428MA6TDING05', '瑞雪苹果', '鲜果'],
    yongshou: ['永寿翠屏粮油有限公司', '91610426MA6TPING27', '杂粮礼包', '粮油'],
    fufeng: ['扶风周原调味有限公司', '91610324MA6TZHOU31', '大红袍花椒', '花椒调味'],
    chunhua: ['淳化甘泉荞麦制品有限公司', '91610430MA6TQUAN09', '荞麦挂面', '粮油'],
  }

const GOODS: Record<string, readonly [product: string, category: string, spec: string, unit: string]> = {
  'famen-huajiao': ['大红袍花椒', '花椒调味', '500 克/袋', '袋'],
  'hongjia-guolin': ['红富士苹果', '鲜果', '10 千克/箱', '箱'],
  'taicun-pingguo': ['红富士苹果', '鲜果', '10 千克/箱', '箱'],
  'duanjia-gaodian': ['传统糕点礼盒', '面食馍饼', '1 千克/盒', '盒'],
  'runzhen-qiaomai': ['荞麦面粉', '粮油', '5 千克/袋', '袋'],
  'changning-qinye': ['土鸡蛋', '肉禽蛋', '30 枚/箱', '箱'],
  'nanyuan-shipin': ['果干组合', '零食饮品', '400 克/盒', '盒'],
  'quzi-yangzhi': ['鲜羊肉', '肉禽蛋', '按重量', '千克'],
  'huaihuapo-fengye': ['槐花蜜', '蜂蜜', '1 千克/瓶', '瓶'],
  'fangli-yangzhi': ['黑猪肉', '肉禽蛋', '按重量', '千克'],
  'xifu-tiaowei': ['香醋礼盒', '花椒调味', '4 瓶/盒', '盒'],
  'shizigou-farm': ['柿饼', '干果干货', '500 克/袋', '袋'],
  'tiandu-guoye': ['猕猴桃礼盒', '水果礼盒', '5 千克/盒', '盒'],
  'zhanghong-guopin-union': ['苹果组合', '鲜果', '10 千克/箱', '箱'],
  'shiliyuan-guoye': ['苹果礼盒', '水果礼盒', '5 千克/盒', '盒'],
  'linjiawa-beekeepers': ['百花蜜', '蜂蜜', '1 千克/瓶', '瓶'],
}

const AGREEMENTS: Record<string, string> = {
  'famen-huajiao': '01',
  'hongjia-guolin': '02',
  'runzhen-qiaomai': '03',
  'quzi-yangzhi': '04',
  'tiandu-guoye': '05',
}

const UNITS: Partial<Record<FundType, string>> = { union: 'union', department: 'academic-office' }

/** All that is written down of a purchase made elsewhere. */
export function factsOf(line: PurchaseLine, openingYear: number): PurchaseFacts {
  const { reference, acceptedOn, channel, fundType, lacks } = line
  const random = seededRandom(`purchase ${reference}`)
  const orderedOn = addDays(acceptedOn, -4)
  const [invoice, payment] = [random.between(10_000_000, 99_999_999), random.between(100_000, 999_999)]
  const unit = fundType === 'canteen' ? random.pick(['canteen-1', 'canteen-2']) : UNITS[fundType]
  const isPaid = lacks !== 'payment'
  return purchaseFacts({
    channel,
    externalNo: reference,
    countyId: line.county as CountyId,
    amount: line.amount,
    fundType,
    orderedOn,
    acceptedOn,
    ...goodsOf(line),
    ...(unit && { orgUnitId: unit as OrgUnitId }),
    paidOn: isPaid ? acceptedOn : null,
    reviewedOn: channel === 'platform_832' && lacks !== 'review' ? acceptedOn : null,
    invoiceNo: lacks === 'invoice' ? '' : `26612000000${invoice}0`.slice(0, 20),
    paymentRef: isPaid ? `ZF${acceptedOn.replaceAll('-', '')}${payment}` : '',
    agreementNo: agreementOf(line, openingYear),
    event: eventOf(line),
  })
}

function goodsOf({ channel, county, cooperative }: PurchaseLine): Partial<PurchaseFacts> {
  const [product = '农副产品', category = '', spec = '', unit = ''] = GOODS[cooperative?.slug ?? ''] ?? []
  if (cooperative) return { cooperativeId: cooperative.id, product, category, spec, unit }
  const [supplierName, supplierCreditCode, sold, kind] = PLATFORM_SELLERS[county] ?? ['', '', product, category]
  if (channel !== 'platform_832') return { product: sold, category: kind }
  return { supplierName, supplierCreditCode, product: sold, category: kind, spec: '10 千克/箱', unit: '箱' }
}

/** Agreements are on file since the opening year. */
function agreementOf({ channel, cooperative, acceptedOn }: PurchaseLine, openingYear: number): string {
  const no = AGREEMENTS[cooperative?.slug ?? '']
  const year = Number(acceptedOn.slice(0, 4))
  return channel === 'agreement' && no && year === openingYear ? `GX-${year}-${no}` : ''
}

function eventOf({ channel, acceptedOn }: PurchaseLine): string {
  if (channel === 'counter') return '校内帮扶专柜'
  if (channel !== 'other') return ''
  return acceptedOn.endsWith('10-17') ? '10·17 消费帮扶展销' : '师生助农展销'
}
