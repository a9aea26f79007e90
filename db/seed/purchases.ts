import { setTarget } from '#app/modules/assistance/set-target.server.ts'
import type { TargetLine } from '#app/modules/assistance/target-entries.ts'
import type { ExternalChannel } from '#app/modules/external/purchase.ts'
import { recordExternalPurchase } from '#app/modules/external/record-external-purchase.server.ts'
import type { FundType } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId } from '#app/shared/ids.ts'
import { type Fen, parseYuan } from '#app/shared/money.ts'

interface YearTask {
  documentNo: string
  /** In the December before. */
  decidedOn: string
  college: string
  counties: Record<string, string>
  funds: Partial<Record<FundType, string>>
}

/** Decisions of a college that does not exist. */
function taskOf(year: number, isOpeningYear: boolean): YearTask {
  if (!isOpeningYear) {
    return {
      documentNo: `院发〔${year - 1}〕71号`,
      decidedOn: `${year - 1}-12-18`,
      college: '1000000.00',
      counties: {
        xunyi: '260000.00',
        changwu: '150000.00',
        yongshou: '210000.00',
        fufeng: '230000.00',
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
    college: '1200000.00',
    counties: {
      xunyi: '320000.00',
      changwu: '180000.00',
      yongshou: '260000.00',
      fufeng: '280000.00',
      chunhua: '160000.00',
    },
    funds: {
      canteen: '600000.00',
      union: '300000.00',
      department: '80000.00',
      staff: '120000.00',
      student: '60000.00',
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

function targetLines({ college, counties, funds }: Omit<YearTask, 'documentNo' | 'decidedOn'>): TargetLine[] {
  return [
    { part: { scope: 'college' }, amount: yuan(college) },
    ...Object.entries(counties).map(
      ([id, amount]): TargetLine => ({ part: { scope: 'county', countyId: id as CountyId }, amount: yuan(amount) }),
    ),
    ...Object.entries(funds).map(
      ([fundType, amount]): TargetLine => ({
        part: { scope: 'fund', fundType: fundType as FundType },
        amount: yuan(amount),
      }),
    ),
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
  ['01-09', 'xunyi', 'platform_832', 'canteen', '28600.00'],
  ['01-14', 'fufeng', 'agreement', 'union', '46800.00', 'famen-huajiao'],
  ['01-16', 'yongshou', 'platform_832', 'union', '32450.00'],
  ['01-20', 'xunyi', 'counter', 'staff', '6386.50', 'taicun-pingguo'],
  ['01-22', 'changwu', 'agreement', 'canteen', '24200.00', 'hongjia-guolin'],
  ['02-05', 'chunhua', 'platform_832', 'canteen', '12800.00'],
  ['02-10', 'fufeng', 'counter', 'staff', '3942.00', 'duanjia-gaodian'],
  ['03-06', 'xunyi', 'platform_832', 'canteen', '26300.00'],
  ['03-12', 'chunhua', 'agreement', 'canteen', '15600.00', 'runzhen-qiaomai'],
  ['03-19', 'changwu', 'counter', 'student', '2815.60', 'hongjia-guolin'],
  ['03-27', 'fufeng', 'platform_832', 'department', '9800.00'],
  ['04-09', 'yongshou', 'platform_832', 'canteen', '22150.00'],
  ['04-16', 'fufeng', 'agreement', 'canteen', '19600.00', 'famen-huajiao'],
  ['04-23', 'yongshou', 'counter', 'staff', '3468.00', 'changning-qinye'],
  ['04-29', 'chunhua', 'other', 'assisted_sale', '7260.00', 'nanyuan-shipin'],
  ['05-08', 'xunyi', 'platform_832', 'canteen', '23900.00'],
  ['05-15', 'yongshou', 'agreement', 'canteen', '25800.00', 'quzi-yangzhi'],
  ['05-21', 'yongshou', 'counter', 'student', '2154.40', 'huaihuapo-fengye'],
  ['05-28', 'yongshou', 'platform_832', 'union', '41600.00'],
  ['06-05', 'yongshou', 'agreement', 'union', '36200.00', 'huaihuapo-fengye'],
  ['06-11', 'changwu', 'platform_832', 'canteen', '18700.00'],
  ['06-18', 'chunhua', 'counter', 'staff', '4126.00', 'fangli-yangzhi'],
  ['06-25', 'fufeng', 'other', 'assisted_sale', '6890.80', 'xifu-tiaowei'],
  ['07-03', 'xunyi', 'platform_832', 'canteen', '14500.00'],
  ['07-10', 'xunyi', 'counter', 'staff', '2230.00', 'shizigou-farm'],
  ['07-24', 'fufeng', 'agreement', 'department', '12400.00', 'famen-huajiao'],
  ['08-06', 'changwu', 'platform_832', 'canteen', '9600.00'],
  ['08-21', 'fufeng', 'counter', 'staff', '3675.50', 'famen-huajiao'],
  ['08-28', 'fufeng', 'agreement', 'canteen', '33600.00', 'famen-huajiao'],
  ['09-04', 'xunyi', 'platform_832', 'canteen', '31200.00'],
  ['09-11', 'fufeng', 'agreement', 'union', '52200.00', 'tiandu-guoye'],
  ['09-15', 'xunyi', 'platform_832', 'union', '38750.00'],
  ['09-18', 'fufeng', 'counter', 'student', '4318.60', 'tiandu-guoye'],
  ['09-24', 'changwu', 'other', 'assisted_sale', '5980.00', 'hongjia-guolin'],
  ['10-09', 'yongshou', 'platform_832', 'canteen', '24350.00'],
  ['10-16', 'changwu', 'counter', 'staff', '7842.50', 'hongjia-guolin'],
  ['10-17', 'xunyi', 'other', 'assisted_sale', '18640.00', 'zhanghong-guopin-union'],
  ['10-22', 'changwu', 'agreement', 'canteen', '33000.00', 'hongjia-guolin'],
  ['10-29', 'chunhua', 'agreement', 'department', '13680.00', 'shiliyuan-guoye'],
  ['11-05', 'chunhua', 'platform_832', 'canteen', '16900.00'],
  ['11-12', 'xunyi', 'counter', 'student', '5126.40', 'taicun-pingguo'],
  ['11-18', 'xunyi', 'agreement', 'canteen', '30600.00', 'taicun-pingguo'],
  ['11-20', 'fufeng', 'platform_832', 'canteen', '11900.00'],
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

const REFERENCE_PREFIX: Record<ExternalChannel, string> = {
  platform_832: '832-',
  agreement: 'GX-',
  counter: 'ZG-',
  other: 'ZX-',
}

/**
 * Counts what was bought outside the shop until the day on which the demo opened;
 * what is counted already stays.
 */
export async function seedPurchases(
  db: Db,
  { openedAt, cooperatives, now }: { openedAt: Date; cooperatives: Map<string, CooperativeId>; now: Date },
): Promise<void> {
  // The day of opening, not today: a demo that is opened again a week later has not bought in the meantime.
  const openedOn = businessDate(openedAt)
  const openingYear = Number(openedOn.slice(0, 4))
  const known = await recordedSources(db)
  const years = [
    { year: openingYear - 1, rows: YEAR_BEFORE },
    { year: openingYear, rows: OPENING_YEAR },
  ]
  for (const { year, rows } of years) {
    for (const [day, county, channel, fundType, amount, cooperative] of rows) {
      const acceptedOn = `${year}-${day}`
      const reference = `${REFERENCE_PREFIX[channel]}${acceptedOn.replaceAll('-', '')}-01`
      if (acceptedOn > openedOn || known.has(`${channel}:${reference}`)) continue
      const cooperativeId = cooperative === undefined ? undefined : cooperatives.get(cooperative)
      if (cooperative !== undefined && !cooperativeId) throw new Error(`there is no cooperative ${cooperative}`)
      const recorded = await recordExternalPurchase(db, {
        reference,
        channel,
        amount: yuan(amount),
        orderedOn: addDays(acceptedOn, -4),
        acceptedOn,
        reviewedOn: channel === 'platform_832' ? acceptedOn : null,
        countyId: county as CountyId,
        ...(cooperativeId && { cooperativeId }),
        fundType,
        now,
      })
      if (!recorded.ok && recorded.refusal.kind !== 'alreadyRecorded')
        throw new Error(`the purchase ${reference} was refused: ${recorded.refusal.kind}`)
    }
  }
}

async function recordedSources(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('external_purchase').select(['channel', 'external_no']).execute()
  return new Set(rows.map((row) => `${row.channel}:${row.external_no}`))
}

function yuan(text: string): Fen {
  const amount = parseYuan(text)
  if (amount === undefined) throw new Error(`${text} is not an amount`)
  return amount
}
