import { setTarget } from '#app/modules/assistance/set-target.server.ts'
import { computeTarget, type TargetBasis } from '#app/modules/assistance/target-basis.ts'
import type { TargetLine } from '#app/modules/assistance/target-entries.ts'
import type { ExternalChannel, PurchaseFacts } from '#app/modules/external/purchase.ts'
import { recordPurchase } from '#app/modules/external/record-purchase.server.ts'
import type { FundType } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import { addDays, type BusinessDate, businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId, PersonId } from '#app/shared/ids.ts'
import { type Fen, parseYuan } from '#app/shared/money.ts'
import { factsOf, type PurchaseLine } from './purchase-facts.ts'

export interface YearTask {
  documentNo: string
  /** In the December before. */
  decidedOn: string
  college: string
  counties: Record<string, string>
  funds: Partial<Record<FundType, string | TargetBasis>>
}

/** Decisions of a college that does not exist. */
export function taskOf(year: number, isOpeningYear: boolean): YearTask {
  if (!isOpeningYear) {
    return {
      documentNo: `院发〔${year - 1}〕71号`,
      decidedOn: `${year - 1}-12-18`,
      college: '960000.00',
      counties: {
        xunyi: '250000.00',
        changwu: '140000.00',
        yongshou: '200000.00',
        fufeng: '220000.00',
        chunhua: '150000.00',
      },
      funds: {
        canteen: '520000.00',
        union: '280000.00',
        department: '60000.00',
        staff: '90000.00',
        student: '50000.00',
      },
    }
  }
  return {
    documentNo: `院发〔${year - 1}〕86号`,
    decidedOn: `${year - 1}-12-19`,
    college: '1000000.00',
    counties: {
      xunyi: '280000.00',
      changwu: '150000.00',
      yongshou: '210000.00',
      fufeng: '220000.00',
      chunhua: '140000.00',
    },
    funds: {
      canteen: { basis: 'budget_share', budget: yuan('3200000.00'), shareBasisPoints: 1000 },
      union: { basis: 'per_head', heads: 850, perHead: yuan('200.00') },
      department: '40000.00',
      staff: '190000.00',
      student: '280000.00',
    },
  }
}

/** The task of the year in which the demo opened and of the year before. What is decided already stays. */
export async function seedTargets(db: Db, { openingYear, now }: { openingYear: number; now: Date }): Promise<void> {
  for (const year of [openingYear - 1, openingYear]) {
    const { documentNo, decidedOn, ...task } = taskOf(year, year === openingYear)
    const decision = { year, documentNo, decidedOn, lines: targetLines(task) }
    const set = await setTarget(db, { decision, authority: 'reference_data', now })
    if (set.ok || set.refusal.kind === 'documentKnown' || set.refusal.kind === 'notAfterDecisionInForce') continue
    throw new Error(`the task of ${year} was refused: ${set.refusal.kind}`)
  }
}

export function targetLines({
  college,
  counties,
  funds,
}: Pick<YearTask, 'college' | 'counties' | 'funds'>): TargetLine[] {
  return [
    { part: { scope: 'college' }, amount: yuan(college) },
    ...Object.entries(counties).map(
      ([id, amount]): TargetLine => ({ part: { scope: 'county', countyId: id as CountyId }, amount: yuan(amount) }),
    ),
    ...Object.entries(funds).map(([fundType, said]): TargetLine => {
      const basis: TargetBasis = typeof said === 'string' ? { basis: 'amount', amount: yuan(said) } : said
      return { part: { scope: 'fund', fundType: fundType as FundType }, amount: computeTarget(basis), basis }
    }),
  ]
}

/** Day, county, channel, fund, yuan, and the demo's cooperative where the supplier is one of ours. */
type PurchaseRow = readonly [
  day: string,
  county: string,
  channel: ExternalChannel,
  fund: FundType,
  yuan: string,
  cooperative?: string,
]

/** Spring Festival, Dragon Boat, Mid-autumn and 17 October bring most; canteens buy all year. */
const OPENING_YEAR: readonly PurchaseRow[] = [
  ['01-09', 'xunyi', 'platform_832', 'canteen', '15590.00'],
  ['01-14', 'fufeng', 'agreement', 'union', '25510.00', 'famen-huajiao'],
  ['01-16', 'yongshou', 'platform_832', 'union', '17690.00'],
  ['01-20', 'xunyi', 'counter', 'staff', '3480.00', 'taicun-pingguo'],
  ['01-22', 'changwu', 'agreement', 'canteen', '13190.00', 'hongjia-guolin'],
  ['02-05', 'chunhua', 'platform_832', 'canteen', '6980.00'],
  ['02-10', 'fufeng', 'counter', 'staff', '2365.20', 'duanjia-gaodian'],
  ['03-06', 'xunyi', 'platform_832', 'canteen', '14330.00'],
  ['03-12', 'chunhua', 'agreement', 'canteen', '8500.00', 'runzhen-qiaomai'],
  ['03-19', 'changwu', 'counter', 'student', '1689.40', 'hongjia-guolin'],
  ['03-27', 'fufeng', 'platform_832', 'department', '5340.00'],
  ['04-09', 'yongshou', 'platform_832', 'canteen', '12070.00'],
  ['04-16', 'fufeng', 'agreement', 'canteen', '10680.00', 'famen-huajiao'],
  ['04-23', 'yongshou', 'counter', 'staff', '2080.80', 'changning-qinye'],
  ['04-29', 'chunhua', 'other', 'assisted_sale', '3960.00', 'nanyuan-shipin'],
  ['05-08', 'xunyi', 'platform_832', 'canteen', '13030.00'],
  ['05-15', 'yongshou', 'agreement', 'canteen', '14060.00', 'quzi-yangzhi'],
  ['05-21', 'yongshou', 'counter', 'student', '1292.60', 'huaihuapo-fengye'],
  ['05-28', 'yongshou', 'platform_832', 'union', '22670.00'],
  ['06-05', 'yongshou', 'agreement', 'union', '19730.00', 'huaihuapo-fengye'],
  ['06-11', 'changwu', 'platform_832', 'canteen', '10190.00'],
  ['06-18', 'chunhua', 'counter', 'staff', '2475.60', 'fangli-yangzhi'],
  ['06-25', 'fufeng', 'other', 'assisted_sale', '3760.00', 'xifu-tiaowei'],
  ['07-03', 'xunyi', 'platform_832', 'canteen', '7900.00'],
  ['07-10', 'xunyi', 'counter', 'staff', '1338.00', 'shizigou-farm'],
  ['07-24', 'fufeng', 'agreement', 'department', '6760.00', 'famen-huajiao'],
  ['08-06', 'changwu', 'platform_832', 'canteen', '5230.00'],
  ['08-21', 'fufeng', 'counter', 'staff', '2205.30', 'famen-huajiao'],
  ['08-28', 'fufeng', 'agreement', 'canteen', '18310.00', 'famen-huajiao'],
  ['09-04', 'xunyi', 'platform_832', 'canteen', '17000.00'],
  ['09-11', 'fufeng', 'agreement', 'union', '28450.00', 'tiandu-guoye'],
  ['09-15', 'xunyi', 'platform_832', 'union', '21120.00'],
  ['09-18', 'fufeng', 'counter', 'student', '2591.20', 'tiandu-guoye'],
  ['09-24', 'changwu', 'other', 'assisted_sale', '3260.00', 'hongjia-guolin'],
  ['10-09', 'yongshou', 'platform_832', 'canteen', '13270.00'],
  ['10-16', 'changwu', 'counter', 'staff', '4270.00', 'hongjia-guolin'],
  ['10-17', 'xunyi', 'other', 'assisted_sale', '10160.00', 'zhanghong-guopin-union'],
  ['10-22', 'changwu', 'agreement', 'canteen', '17980.00', 'hongjia-guolin'],
  ['10-29', 'chunhua', 'agreement', 'department', '7460.00', 'shiliyuan-guoye'],
  ['11-05', 'chunhua', 'platform_832', 'canteen', '9210.00'],
  ['11-12', 'xunyi', 'counter', 'student', '2790.00', 'taicun-pingguo'],
  ['11-18', 'xunyi', 'agreement', 'canteen', '16680.00', 'taicun-pingguo'],
  ['11-20', 'fufeng', 'platform_832', 'canteen', '6490.00'],
  ['12-04', 'yongshou', 'platform_832', 'canteen', '12850.00'],
  ['12-11', 'fufeng', 'agreement', 'canteen', '14600.00', 'famen-huajiao'],
  ['12-18', 'xunyi', 'platform_832', 'union', '16400.00'],
]

const YEAR_BEFORE: readonly PurchaseRow[] = [
  ['01-08', 'xunyi', 'platform_832', 'canteen', '68400.00'],
  ['01-15', 'yongshou', 'agreement', 'union', '86500.00', 'huaihuapo-fengye'],
  ['01-17', 'fufeng', 'counter', 'staff', '21360.00', 'famen-huajiao'],
  ['02-26', 'chunhua', 'platform_832', 'canteen', '42700.00'],
  ['03-20', 'changwu', 'platform_832', 'canteen', '51300.00'],
  ['04-18', 'fufeng', 'agreement', 'canteen', '47600.00', 'famen-huajiao'],
  ['05-16', 'yongshou', 'platform_832', 'canteen', '56200.00'],
  ['05-23', 'yongshou', 'platform_832', 'union', '62800.00'],
  ['06-12', 'xunyi', 'counter', 'student', '14280.50', 'linjiawa-beekeepers'],
  ['06-27', 'chunhua', 'agreement', 'department', '38900.00', 'runzhen-qiaomai'],
  ['07-11', 'xunyi', 'platform_832', 'canteen', '35600.00'],
  ['08-29', 'fufeng', 'agreement', 'canteen', '72300.00', 'famen-huajiao'],
  ['09-12', 'fufeng', 'agreement', 'union', '94600.00', 'tiandu-guoye'],
  ['09-19', 'xunyi', 'platform_832', 'union', '58200.00'],
  ['10-16', 'chunhua', 'counter', 'staff', '26840.00', 'shiliyuan-guoye'],
  ['10-17', 'xunyi', 'other', 'assisted_sale', '31450.00', 'zhanghong-guopin-union'],
  ['10-24', 'changwu', 'agreement', 'canteen', '78200.00', 'hongjia-guolin'],
  ['11-13', 'chunhua', 'platform_832', 'canteen', '45500.00'],
  ['11-21', 'xunyi', 'counter', 'student', '18230.00', 'taicun-pingguo'],
  ['12-05', 'yongshou', 'agreement', 'canteen', '64900.00', 'quzi-yangzhi'],
  ['12-19', 'changwu', 'platform_832', 'department', '23600.00'],
]

/** What of the opening year somebody still has to run after, by the day of acceptance. */
const LACKING: Record<string, PurchaseLine['lacks']> = {
  '10-09': 'review',
  '11-12': 'payment',
  '11-18': 'invoice',
  '11-20': 'review',
}

const REFERENCE_PREFIX: Record<ExternalChannel, string> = {
  platform_832: '832-',
  agreement: 'GX-',
  counter: 'ZG-',
  other: 'ZX-',
}

/** Days from a purchase to the day on which somebody writes it down. */
const RECORDED_AFTER_DAYS = 4
const RECORDED_AT_MINUTE = 10 * 60 + 20

/** Something bought outside the shop, and when somebody writes it down. */
export interface PlannedPurchase {
  facts: PurchaseFacts
  recordedAt: Date
}

interface Opening {
  openedAt: Date
  cooperatives: ReadonlyMap<string, CooperativeId>
}

export interface PurchasesWish extends Opening {
  now: Date
  /** Only what was written down before. */
  before?: Date
  /** Who writes them down; nobody for reference data. */
  recordedBy?: PersonId | null
  /** What comes into the books in another way. */
  except?: (facts: PurchaseFacts) => boolean
}

/**
 * Counts what was bought outside the shop until the day on which the demo opened;
 * what is counted already stays.
 */
export async function seedPurchases(db: Db, wish: PurchasesWish): Promise<void> {
  const { now, before = now, recordedBy = null, except = () => false } = wish
  const known = await recordedSources(db)
  for (const { facts, recordedAt } of plannedPurchases(wish)) {
    const { channel, externalNo } = facts
    if (recordedAt > before || known.has(`${channel}:${externalNo}`) || except(facts)) continue
    const recorded = await recordPurchase(db, { facts, recordedBy, now: recordedAt })
    if (!recorded.ok && recorded.refusal.kind !== 'alreadyRecorded')
      throw new Error(`the purchase ${externalNo} was refused: ${recorded.refusal.kind}`)
  }
}

/** All that was bought outside until the demo opened, in the order of its recording. */
export function plannedPurchases({ openedAt, cooperatives }: Opening): PlannedPurchase[] {
  const openingYear = Number(businessDate(openedAt).slice(0, 4))
  return purchasesUntil(openedAt).map(({ row, acceptedOn, recordedAt }) => ({
    facts: factsOf(lineOf(row, { acceptedOn, cooperatives, openingYear }), openingYear),
    recordedAt,
  }))
}

function lineOf(
  [, county, channel, fundType, amount, slug]: PurchaseRow,
  of: { acceptedOn: BusinessDate; cooperatives: Opening['cooperatives']; openingYear: number },
): PurchaseLine {
  const { acceptedOn } = of
  const id = slug === undefined ? undefined : of.cooperatives.get(slug)
  if (slug !== undefined && !id) throw new Error(`there is no cooperative ${slug}`)
  return {
    reference: `${REFERENCE_PREFIX[channel]}${acceptedOn.replaceAll('-', '')}-01`,
    acceptedOn,
    channel,
    county,
    fundType,
    amount: yuan(amount),
    cooperative: slug !== undefined && id ? { id, slug } : undefined,
    lacks: acceptedOn.startsWith(String(of.openingYear)) ? LACKING[acceptedOn.slice(5)] : undefined,
  }
}

/** In the order of their recording; none is recorded after the opening. */
function purchasesUntil(openedAt: Date): { row: PurchaseRow; acceptedOn: BusinessDate; recordedAt: Date }[] {
  // The day of opening, not today: a demo that is opened again a week later has not bought in the meantime.
  const openedOn = businessDate(openedAt)
  const openingYear = Number(openedOn.slice(0, 4))
  const dated = [
    ...YEAR_BEFORE.map((row) => ({ row, acceptedOn: `${openingYear - 1}-${row[0]}` })),
    ...OPENING_YEAR.map((row) => ({ row, acceptedOn: `${openingYear}-${row[0]}` })),
  ]
  return dated
    .filter(({ acceptedOn }) => acceptedOn <= openedOn)
    .map(({ row, acceptedOn }) => {
      const noted =
        startOfBusinessDate(addDays(acceptedOn, RECORDED_AFTER_DAYS)).getTime() + RECORDED_AT_MINUTE * 60_000
      return { row, acceptedOn, recordedAt: new Date(Math.min(noted, openedAt.getTime())) }
    })
}

async function recordedSources(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('external_purchase').select(['channel', 'external_no']).execute()
  return new Set(rows.map((row) => `${row.channel}:${row.external_no}`))
}

export function yuan(text: string): Fen {
  const amount = parseYuan(text)
  if (amount === undefined) throw new Error(`${text} is not an amount`)
  return amount
}
