import type { PolicyRefusal } from '#app/modules/aftersale/record-policy.server.ts'
import type { PolicyOutcome } from '#app/modules/counter/uncollected.ts'
import type { Language } from '#app/shared/language.ts'

const zh = {
  heading: '售后与取货规则',
  lead: '规则写上生效日期，到那天起执行，直到下一版生效。已经定下的不能改，只能再定一版。新规则不缩短已经下的单原有的期限。',
  aftersale: {
    title: '售后',
    approvalLimit: '一名财务经办可以独自决定的退款',
    approvalLimitHint: '元，按一单累计；超过的要另一人批准。填 0 就是都要批准。',
    qualityHours: '质量问题时限（不能退的货）',
    qualityHoursHint: '小时，48 到 720；商店各页写的是 48 小时。',
    returnDays: '无理由退货',
    returnDaysHint: '天，7 到 90，法律规定至少七天。',
    notCollectedDays: '过时未取保留',
    notCollectedDaysHint: '天，1 到 30，从取货时段结束算起。',
    autoAcceptDays: '送到后自动验收',
    autoAcceptDaysHint: '天，1 到 30，没有人说不对时。',
  },
  collection: {
    title: '无人取货',
    remindAfterHours: '提醒取货',
    remindAfterHoursHint: '小时，1 到 168，从取货时段结束算起。',
    freshOutcome: '鲜货到期没人取',
    durableOutcome: '耐放货到期没人取',
    donateTo: '捐给谁',
    donateToHint: '写在单据和通知里，最长 60 个字。',
  },
  outcomes: { refund: '退款', donate: '捐出', ask: '留着，等值守决定' } as Record<PolicyOutcome, string>,
  validFrom: '生效日期',
  validFromHint: '今天或以后的一天。',
  submitAftersale: '定下售后规则',
  submitCollection: '定下取货规则',
  newVersion: '再定一版',
  versions: '各版规则',
  from: (day: string) => `${day} 起`,
  current: '正在执行',
  coming: '还没到日子',
  hours: (count: number) => `${count} 小时`,
  days: (count: number) => `${count} 天`,
  byReference: '系统启用时的规则',
  recorded: (name: string, time: string) => `${name}于 ${time} 定下`,
  refusals: {
    dayPassed: '这一天已经过去。请选今天或以后的一天。',
    dayTaken: '从这一天起已经定了一版，不能再改。请选另一天。',
    nothingChanged: '和那天执行的规则一样，没有要改的。',
  } as Record<PolicyRefusal['kind'], string>,
}

export type PoliciesMessages = typeof zh

const en: PoliciesMessages = {
  heading: 'After-sale and collection rules',
  lead: 'Rules have a day from which they are in force, until others begin. Those that are set cannot be changed, only followed by others. New rules do not shorten what was promised for orders placed before.',
  aftersale: {
    title: 'After-sale',
    approvalLimit: 'Refund that one finance officer may decide alone',
    approvalLimitHint: 'In yuan, added up over an order; more needs a second person. With 0, everything does.',
    qualityHours: 'Poor quality of goods not to be returned',
    qualityHoursHint: 'Hours, 48 to 720; the shop’s pages promise 48.',
    returnDays: 'Return without a reason',
    returnDaysHint: 'Days, 7 to 90; the law asks for seven.',
    notCollectedDays: 'Kept when nobody comes',
    notCollectedDaysHint: 'Days, 1 to 30, from the end of the pickup slot.',
    autoAcceptDays: 'Accepted after delivery',
    autoAcceptDaysHint: 'Days, 1 to 30, when nobody says otherwise.',
  },
  collection: {
    title: 'When nobody comes',
    remindAfterHours: 'Reminder',
    remindAfterHoursHint: 'Hours, 1 to 168, from the end of the pickup slot.',
    freshOutcome: 'Fresh goods that nobody fetched',
    durableOutcome: 'Durable goods that nobody fetched',
    donateTo: 'Given to whom',
    donateToHint: 'For papers and notices, 60 characters.',
  },
  outcomes: { refund: 'money back', donate: 'given away', ask: 'kept until a clerk says' },
  validFrom: 'In force from',
  validFromHint: 'Today or a later day.',
  submitAftersale: 'Set rules of after-sale',
  submitCollection: 'Set rules of collection',
  newVersion: 'Set new rules',
  versions: 'All rules so far',
  from: (day) => `from ${day}`,
  current: 'in force',
  coming: 'not yet in force',
  hours: (count) => (count === 1 ? '1 hour' : `${count} hours`),
  days: (count) => (count === 1 ? '1 day' : `${count} days`),
  byReference: 'rules the shop started with',
  recorded: (name, time) => `set by ${name}, ${time}`,
  refusals: {
    dayPassed: 'That day is over. Choose today or a later day.',
    dayTaken: 'Other rules begin on that day and cannot be changed. Choose another day.',
    nothingChanged: 'These are the rules of that day already.',
  },
}

export const policiesMessages: Record<Language, PoliciesMessages> = { zh, en }
