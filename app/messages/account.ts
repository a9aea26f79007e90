import type { Notice } from '#app/http/notices.ts'
import type { Language } from '#app/shared/language.ts'

const notices: Record<Notice, string> = {
  cartChanged: '购物袋已更新。',
  cartLineRemoved: '已从购物袋拿出。',
  signedIn: '已登录。',
  signedUp: '账号已开通，欢迎来赶集。',
  signedOut: '已退出登录。',
  sessionRevoked: '那台设备已退出登录。',
  sessionsRevoked: '所有设备都已退出登录。',
  orderCanceled: '订单已取消，没有扣款。',
  supplierOrderAccepted: '已确认收货，并计入学校今年的消费帮扶。',
  reordered: '上次买的都放进购物袋了。',
  reorderedInPart: '能买到的都放进购物袋了，有几样现在没有货。',
}

const zh = {
  notices,
  title: '我的',
  kinds: { staff: '教职工', student: '学生', alumni: '校友', outside: '校外朋友', cooperative: '合作社' },
  roles: {
    cooperative_manager: '合作社负责人',
    pickup_clerk: '取货点值守',
    finance_officer: '财务经办',
    finance_approver: '财务审批',
    administrator: '管理员',
  },
  contribution: {
    title: (year: number) => `${year} 年我的消费帮扶`,
    recognized: '已认定',
    pending: '待确认收货',
    note: '确认收货后计入，退款会扣减。',
    progress: '看全校的进度',
  },
  orders: '我的订单',
  cart: '购物袋',
  ledger: '账簿',
  sessions: {
    title: '登录的设备',
    hint: '不认得的那一条，请让它退出，并到帮扶办公室重设密码。',
    opened: '登录于',
    lastSeen: '最近使用',
    current: '本机',
    revoke: '退出',
    revokeAll: '全部设备退出登录',
  },
  signOut: '退出登录',
}

export type AccountMessages = typeof zh

const enNotices: Record<Notice, string> = {
  cartChanged: 'Your bag is up to date.',
  cartLineRemoved: 'Taken out of your bag.',
  signedIn: 'You are signed in.',
  signedUp: 'Your account is open. Welcome to the fair.',
  signedOut: 'You are signed out.',
  sessionRevoked: 'That device is signed out.',
  sessionsRevoked: 'All devices are signed out.',
  orderCanceled: 'The order is canceled. Nothing was charged.',
  supplierOrderAccepted: 'Receipt confirmed and counted toward the college’s year.',
  reordered: 'Everything from last time is in your bag.',
  reorderedInPart: 'What can be had is in your bag; some of it is out of stock.',
}

const en: AccountMessages = {
  notices: enNotices,
  title: 'Account',
  kinds: { staff: 'Staff', student: 'Student', alumni: 'Alumni', outside: 'Friend', cooperative: 'Cooperative' },
  roles: {
    cooperative_manager: 'Cooperative manager',
    pickup_clerk: 'Pickup clerk',
    finance_officer: 'Finance officer',
    finance_approver: 'Finance approver',
    administrator: 'Administrator',
  },
  contribution: {
    title: (year: number) => `Your purchases in ${year}`,
    recognized: 'Counted',
    pending: 'Awaiting receipt',
    note: 'Counted when you confirm receipt, less refunds.',
    progress: 'See the whole college',
  },
  orders: 'My orders',
  cart: 'Bag',
  ledger: 'Ledger',
  sessions: {
    title: 'Signed-in devices',
    hint: 'Sign out any you do not know, and have the assistance office reset your password.',
    opened: 'Signed in',
    lastSeen: 'Last used',
    current: 'This device',
    revoke: 'Sign out',
    revokeAll: 'Sign out everywhere',
  },
  signOut: 'Sign out',
}

export const accountMessages: Record<Language, AccountMessages> = { zh, en }
