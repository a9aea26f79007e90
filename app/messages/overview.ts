import type { ForecastMethod } from '#app/modules/progress/forecast.ts'
import type { Language } from '#app/shared/language.ts'

const methodsZh: Record<ForecastMethod, string> = {
  final: '这一年已经结束，预测就是实际数。',
  season:
    '算法：看去年到今天为止完成了全年的几成（当月按已过天数折算），今年已完成的净额除以这个成数。剩下的月份按去年的形状分摊，不会低于已完成数。',
  even: '算法：去年没有可比的数，按已过天数占全年天数的比例推算，剩下的月份按天数分摊，不会低于已完成数。',
  none: '全年才过去不到 5%，推算没有意义，暂不预测。',
}

/** An agreement near its end: its number, its last day, how many days are left, and what is still to be bought. */
interface AgreementEnd {
  no: string
  day: string
  days: number
  open: string
}

const zh = {
  title: (year: number) => `${year} 年帮扶任务总览`,
  asOf: (time: string) => `截至 ${time}（北京时间）`,
  years: '选择年度',
  target: '年度任务',
  decision: (documentNo: string, day: string) => `依据 ${documentNo}，${day} 确定`,
  noTarget: '还没有下达',
  attained: '净完成（全口径）',
  rate: '完成率',
  pace: '序时进度',
  paceText: (share: string, due: string) => `全年已过 ${share}，按天数应完成 ${due}`,
  ahead: (amount: string) => `快 ${amount}`,
  behind: (amount: string) => `慢 ${amount}`,
  forecast: '全年预测',
  gap: (amount: string) => `比任务少 ${amount}`,
  surplus: (amount: string) => `比任务多 ${amount}`,
  methods: methodsZh,
  share: (share: string) => `去年同期成数或天数占比：${share}`,
  perMonth: '每月还需',
  perMonthText: (months: number) => `含本月还有 ${months} 个月`,
  reached: '任务已完成',
  chart: {
    title: '累计完成',
    text: '粗线是今年累计净完成，虚线是预测，细线是按天数平均的进度，点线是去年。横线是任务。',
    monthly: '每月净完成',
    scale: (amount: string) => `纵轴到 ${amount}`,
    attained: '今年',
    forecast: '预测',
    pace: '平均进度',
    lastYear: '去年',
    target: '任务',
    describe: (attained: string, target: string, forecast: string) =>
      `累计完成 ${attained}，任务 ${target}，全年预测 ${forecast}`,
  },
  alerts: {
    title: '要留意的',
    none: '没有要留意的。',
    open: '去看',
    noTarget: '这一年还没有下达任务，算不出完成率和差额。',
    behindPace: (amount: string, share: string) => `比序时进度慢 ${amount}，占任务的 ${share}。`,
    forecastShort: (amount: string) => `照现在的走势，全年会比任务少 ${amount}。`,
    countyEmpty: (name: string) => `${name}今年还没有完成额。`,
    fundOver: (name: string, amount: string) => `${name}已超过本项任务 ${amount}。`,
    incidentsOpen: (count: number) => `有 ${count} 件异常没有处理完。`,
    monthsOpen: (count: number, first: string) => `有 ${count} 个月没有关账，最早是 ${first}。`,
    agreementEnds: {
      7: ({ no, day, days, open }: AgreementEnd) =>
        days === 0
          ? `购销协议 ${no} 今天到期，还差 ${open} 没有买。`
          : `购销协议 ${no} 只剩 ${days} 天，${day} 到期，还差 ${open} 没有买。`,
      30: ({ no, day, days, open }: AgreementEnd) => `购销协议 ${no} 还有 ${days} 天到期（${day}），还差 ${open}。`,
      90: ({ no, day, days, open }: AgreementEnd) => `购销协议 ${no} 在 ${day} 到期，还有 ${days} 天、${open} 没有买。`,
    },
  },
  measures: {
    title: '两个口径，四个数',
    note: '两个口径并排看，从不相加。直接购买和帮助销售分列。店外采购登记了下单、付款的，才有这两步的数。',
    all: '全口径',
    platform832: '仅 832 平台',
    direct: '直接购买',
    assisted: '帮助销售',
    whole: '合计',
    stage: '步骤',
    forecast: (amount: string) => `全年预测 ${amount}`,
    caption: (measure: string) => `${measure}：从下单到净额，单位：元`,
    open: (what: string, amount: string) => `${what} ${amount}，看明细`,
  },
  pipe: {
    title: '在途',
    note: '现在还没走完的：下了单没付款的，付了款没验收的。验收以后才计入。',
    channel: '渠道',
    orderedNotPaid: '待付款',
    paidNotAccepted: '已付款待验收',
    caption: '各渠道在途金额，单位：元',
  },
  parts: {
    title: '按县和资金',
    analyse: '行列分析',
  },
  work: {
    title: '去做事',
    attainment: '完成额分析',
    refundsAsked: '退款：买家的申请',
    refundsProposed: '退款：等第二个人批',
    refundsOwed: '退款：没退成的',
    purchases: '店外采购：缺什么',
    bankLines: '银行：待说明的流水',
    statementsToAnswer: '结算单：待您提交或答复',
    statementsToApprove: '结算单：待您审批',
    statementsToPay: '结算单：待您付款',
    statements: '结算单',
    incidents: '异常处理',
    evidence: '佐证与缺失',
    ledger: '总账与凭证',
    progress: '公开进度页',
    count: (count: number) => `${count} 件`,
  },
}

export type OverviewMessages = typeof zh

const en: OverviewMessages = {
  title: (year) => `The assistance task of ${year}`,
  asOf: (time) => `As of ${time} (Beijing time)`,
  years: 'Choose a year',
  target: 'Task of the year',
  decision: (documentNo, day) => `Set by ${documentNo} on ${day}`,
  noTarget: 'not set yet',
  attained: 'Attained net, all assistance',
  rate: 'Rate',
  pace: 'Pace',
  paceText: (share, due) => `${share} of the year is over; by days ${due} is due`,
  ahead: (amount) => `${amount} ahead`,
  behind: (amount) => `${amount} behind`,
  forecast: 'Forecast of the year',
  gap: (amount) => `${amount} short of the task`,
  surplus: (amount) => `${amount} above the task`,
  methods: {
    final: 'The year is over: the forecast is the actual amount.',
    season:
      'Method: the share of last year that was attained by today (of the running month, the days that have passed); what is attained this year, net, divided by that share. The rest is spread over the months left in last year’s shape, and never takes away what is attained.',
    even: 'Method: last year gives no comparison, so what is attained is divided by the share of the year’s days that have passed; the rest is spread over the days left, and never takes away what is attained.',
    none: 'Less than 5 % of the year is over: too early for a forecast.',
  },
  share: (share) => `Share of last year by today, or of days: ${share}`,
  perMonth: 'Needed a month',
  perMonthText: (months) => `${months} months left, this one included`,
  reached: 'The task is fulfilled',
  chart: {
    title: 'Running total',
    text: 'The thick line is this year’s running total, net; dashed, the forecast; thin, an even pace by days; dotted, last year. The level line is the task.',
    monthly: 'Net by month',
    scale: (amount) => `Scale to ${amount}`,
    attained: 'This year',
    forecast: 'Forecast',
    pace: 'Even pace',
    lastYear: 'Last year',
    target: 'Task',
    describe: (attained, target, forecast) => `Attained ${attained}, task ${target}, forecast ${forecast}`,
  },
  alerts: {
    title: 'Needs attention',
    none: 'Nothing needs attention.',
    open: 'Look',
    noTarget: 'No task has been set for this year: there is no rate and no gap.',
    behindPace: (amount, share) => `${amount} behind an even pace, ${share} of the task.`,
    forecastShort: (amount) => `At the present course the year ends ${amount} short of the task.`,
    countyEmpty: (name) => `${name} has nothing attained yet this year.`,
    fundOver: (name, amount) => `${name}: ${amount} above its part of the task.`,
    incidentsOpen: (count) => (count === 1 ? 'One incident is open.' : `${count} incidents are open.`),
    monthsOpen: (count, first) =>
      count === 1 ? `${first} is not closed.` : `${count} months are not closed, the earliest ${first}.`,
    agreementEnds: {
      7: ({ no, day, days, open }) =>
        days === 0
          ? `Agreement ${no} ends today, ${open} short of what was promised.`
          : `Agreement ${no} has ${days} days left, until ${day}, and is ${open} short of what was promised.`,
      30: ({ no, day, days, open }) =>
        `Agreement ${no} ends in ${days} days (${day}), ${open} short of what was promised.`,
      90: ({ no, day, days, open }) =>
        `Agreement ${no} ends on ${day}, in ${days} days; ${open} is still to be bought.`,
    },
  },
  measures: {
    title: 'Two measures, four amounts',
    note: 'The two measures stand side by side and are never added. Direct purchase and assisted sale are apart. Outside purchases are ordered and paid only as far as these steps were recorded.',
    all: 'All assistance',
    platform832: '832 platform only',
    direct: 'Direct purchase',
    assisted: 'Assisted sale',
    whole: 'Together',
    stage: 'Step',
    forecast: (amount) => `Forecast of the year ${amount}`,
    caption: (measure) => `${measure}: from ordered to net, in yuan`,
    open: (what, amount) => `${what} ${amount}, open the lines`,
  },
  pipe: {
    title: 'In the pipe',
    note: 'What has not come all the way: ordered and not paid, paid and not accepted. It counts once accepted.',
    channel: 'Channel',
    orderedNotPaid: 'To be paid',
    paidNotAccepted: 'Paid, to be accepted',
    caption: 'In the pipe by channel, in yuan',
  },
  parts: { title: 'By county and fund', analyse: 'Rows and columns' },
  work: {
    title: 'Go to work',
    attainment: 'Attainment, divided',
    refundsAsked: 'Refunds asked by buyers',
    refundsProposed: 'Refunds for a second person',
    refundsOwed: 'Refunds not sent back',
    purchases: 'Purchases elsewhere: what is missing',
    bankLines: 'Bank lines to be explained',
    statementsToAnswer: 'Statements for you to send or answer',
    statementsToApprove: 'Statements for you to approve',
    statementsToPay: 'Statements for you to pay',
    statements: 'Statements of cooperatives',
    incidents: 'Incidents',
    evidence: 'Evidence and what is missing',
    ledger: 'Ledger and entries',
    progress: 'Public progress page',
    count: (count) => `${count}`,
  },
}

export const overviewMessages: Record<Language, OverviewMessages> = { zh, en }
