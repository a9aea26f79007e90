import type { Language } from '#app/shared/language.ts'

const zh = {
  nav: {
    label: '财务工作台',
    skip: '跳到正文',
    shop: '回到塬上集首页',
    more: '更多',
    groups: { task: '帮扶任务', money: '资金', proof: '报表与佐证' },
    purchases: '店外采购',
    targets: '年度任务',
    rules: '认定口径',
    agreements: '购销协议',
    refunds: '退款',
    ledger: '总账',
  },
  errors: {
    forbidden: { title: '这里由财务处理', text: '您没有这一页的权限。需要的话，请联系管理员。' },
    badRequest: { title: '这个网址不完整', text: '请从工作台重新进入。' },
    client: { title: '没有这一页', text: '它可能被移走了，或者网址打错了。' },
    server: { title: '这一页没打开，不是您的问题', text: '没有任何数据被改动。请稍后再试。' },
    back: '回到财务工作台',
  },
}

export type FinanceFrameMessages = typeof zh

const en: FinanceFrameMessages = {
  nav: {
    label: 'Finance',
    skip: 'Skip to content',
    shop: 'To the front page of Yuanshang Market',
    more: 'More',
    groups: { task: 'Assistance task', money: 'Money', proof: 'Reports and proof' },
    purchases: 'Purchases elsewhere',
    targets: 'Targets',
    rules: 'Counting rules',
    agreements: 'Agreements',
    refunds: 'Refunds',
    ledger: 'Ledger',
  },
  errors: {
    forbidden: { title: 'Finance handles this', text: 'You have no right to this page. Please ask an administrator.' },
    badRequest: { title: 'This address is incomplete', text: 'Please enter again from the workspace.' },
    client: { title: 'There is no such page', text: 'It may have moved, or the address is mistyped.' },
    server: {
      title: 'This page did not open, and it is not your fault',
      text: 'Nothing was changed. Please try again later.',
    },
    back: 'Back to the finance workspace',
  },
}

export const financeFrameMessages: Record<Language, FinanceFrameMessages> = { zh, en }
