import type { Language } from '#app/shared/language.ts'

const zh = {
  nav: {
    label: '财务工作台',
    skip: '跳到正文',
    shop: '回到塬上集首页',
    more: '更多',
    groups: { task: '帮扶任务', money: '资金', proof: '报表与佐证' },
    bank: '银行',
    deposits: '缴存',
    evidence: '佐证包',
    fapiao: '发票',
    targets: '年度任务',
    rules: '认定口径',
    agreements: '购销协议',
    overview: '总览',
    attainment: '完成额分析',
    purchases: '店外采购',
    refunds: '退款',
    statements: '合作社结算',
    bankAccounts: '收款账户',
    reconciliation: 'Stripe 对账',
    incidents: '待办异常',
    bills: '钱包账单',
    ledger: '总账',
    reports: '报表',
    periods: '关账',
    tieOuts: '勾稽',
    audit: '审计日志',
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
    bank: 'Bank',
    deposits: 'Deposits',
    evidence: 'Evidence',
    fapiao: 'Invoices',
    targets: 'Targets',
    rules: 'Counting rules',
    agreements: 'Agreements',
    overview: 'Overview',
    attainment: 'Attainment',
    purchases: 'Purchases elsewhere',
    refunds: 'Refunds',
    statements: 'Settlement',
    bankAccounts: 'Bank accounts',
    reconciliation: 'Stripe reconciliation',
    incidents: 'Incidents',
    bills: 'Wallet bills',
    ledger: 'Ledger',
    reports: 'Reports',
    periods: 'Close',
    tieOuts: 'Tie-outs',
    audit: 'Audit log',
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
