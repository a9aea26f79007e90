import type { Language } from '#app/shared/language.ts'

const zh = {
  shopName: '塬上集',
  tagline: '塬上的好东西，校园里取。',
  skip: '跳到正文',
  nav: {
    label: '主导航',
    home: '首页',
    products: '全部商品',
    progress: '帮扶进度',
    cart: '购物袋',
    account: '我的',
    orders: '我的订单',
    signIn: '登录',
    ledger: '账簿',
  },
  search: { label: '搜索商品', placeholder: '搜花椒、苹果、蜂蜜…', submit: '找' },
  cartCount: (count: number) => `购物袋里有 ${count} 件`,
  language: { switchTo: 'English', label: '切换到英文' },
  size: { big: '大字版', normal: '标准字号' },
  footer: {
    about: '塬上集是学校的消费帮扶商店：买五县好物，每一笔都记进年度任务。',
    licence: '经营资质',
    returnRules: '退换规则',
    privacy: '隐私说明',
    progress: '帮扶进度公开',
    demo: '这里是演示：合作社、证书和价格均为虚构，不会真的扣款或发货。',
  },
  errors: {
    client: { title: '这一页不在这里', text: '网址可能写错了，或者商品已经下架。' },
    server: { title: '这一页没打开，不是您的问题', text: '我们已经记下了。请稍后再试一次，购物袋里的东西还在。' },
    forbidden: { title: '这里由别的同事处理', text: '您的账号没有这一页的权限。需要的话请联系管理员。' },
    badRequest: { title: '这个请求看不懂', text: '请回到上一页，再填一次。' },
  },
  backHome: '回到首页',
  backProducts: '看看全部商品',
}

export type ChromeMessages = typeof zh

const en: ChromeMessages = {
  shopName: 'Yuanshang Market',
  tagline: 'From the loess tableland to your campus counter.',
  skip: 'Skip to content',
  nav: {
    label: 'Main',
    home: 'Home',
    products: 'All produce',
    progress: 'Progress',
    cart: 'Bag',
    account: 'Account',
    orders: 'My orders',
    signIn: 'Sign in',
    ledger: 'Ledger',
  },
  search: { label: 'Search produce', placeholder: 'Pepper, apples, honey…', submit: 'Go' },
  cartCount: (count: number) => `${count} ${count === 1 ? 'item' : 'items'} in your bag`,
  language: { switchTo: '中文', label: 'Switch to Chinese' },
  size: { big: 'Large type', normal: 'Standard type' },
  footer: {
    about:
      'The college’s consumption-assistance shop: good food from five partner counties, every purchase counted toward the year’s task.',
    licence: 'Licences',
    returnRules: 'Returns',
    privacy: 'Privacy',
    progress: 'Public progress',
    demo: 'This is a demonstration: cooperatives, certificates and prices are fictional. No money is taken and nothing is shipped.',
  },
  errors: {
    client: {
      title: 'This page is not here',
      text: 'The address may be mistyped, or the product is no longer on sale.',
    },
    server: {
      title: 'This page did not open, and that is our fault',
      text: 'It has been noted. Please try again in a moment. Your bag is kept.',
    },
    forbidden: {
      title: 'Someone else looks after this',
      text: 'Your account has no right to this page. Ask the administrator if you need it.',
    },
    badRequest: { title: 'We could not read that request', text: 'Please go back and fill it in again.' },
  },
  backHome: 'Back to the home page',
  backProducts: 'See all produce',
}

export const chromeMessages: Record<Language, ChromeMessages> = { zh, en }
