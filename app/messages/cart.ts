import type { Language } from '#app/shared/language.ts'

const zh = {
  title: '购物袋',
  empty: '购物袋还是空的。',
  emptyHint: '去看看这周塬上有什么好东西。',
  toProducts: '看看全部商品',
  from: '供货',
  quantity: '数量',
  quantityOf: (name: string) => `${name}的数量`,
  oneMore: (name: string) => `${name}加一件`,
  oneLess: (name: string) => `${name}减一件`,
  update: '更新',
  remove: '拿出来',
  removeNamed: (name: string) => `把${name}拿出来`,
  each: '单价',
  subtotal: '小计',
  total: '合计',
  pieces: (count: number) => `共 ${count} 件`,
  pickupNote: '下一步选取货点或送到楼里。',
  checkout: '去结算',
  fixFirst: '有商品需要先改一下，再去结算。',
  problems: {
    notOnSale: () => '已经下架，请拿出来。',
    soldOut: () => '暂时卖完了，请拿出来。',
    fewerLeft: (left: number, _max: number) => `只剩 ${left} 份，请改一下数量。`,
    aboveMaximum: (_left: number, max: number) => `每单最多 ${max} 份，请改一下数量。`,
  },
  refusals: {
    notOnSale: () => '这件商品刚刚下架，没有放进购物袋。',
    aboveMaximum: (max: number) => `每单最多 ${max} 份，没有改动。`,
    tooManyLines: (max: number) => `购物袋最多放 ${max} 种商品，请先下一单。`,
  },
  quantityInvalid: '数量请填 0 到 999 的整数，没有改动。',
}

export type CartMessages = typeof zh

const en: CartMessages = {
  title: 'Your bag',
  empty: 'Your bag is empty.',
  emptyHint: 'See what the tableland has this week.',
  toProducts: 'See all produce',
  from: 'from',
  quantity: 'Quantity',
  quantityOf: (name: string) => `Quantity of ${name}`,
  oneMore: (name: string) => `One more ${name}`,
  oneLess: (name: string) => `One ${name} fewer`,
  update: 'Update',
  remove: 'Take out',
  removeNamed: (name: string) => `Take out ${name}`,
  each: 'Each',
  subtotal: 'Subtotal',
  total: 'Total',
  pieces: (count: number) => `${count} ${count === 1 ? 'item' : 'items'}`,
  pickupNote: 'Next: choose a pickup point or a building.',
  checkout: 'Go to checkout',
  fixFirst: 'Something needs changing before checkout.',
  problems: {
    notOnSale: () => 'No longer on sale. Please take it out.',
    soldOut: () => 'Sold out for now. Please take it out.',
    fewerLeft: (left: number, _max: number) => `Only ${left} left. Please change the quantity.`,
    aboveMaximum: (_left: number, max: number) => `At most ${max} an order. Please change the quantity.`,
  },
  refusals: {
    notOnSale: () => 'This has just gone off sale and was not added.',
    aboveMaximum: (max: number) => `At most ${max} an order. Nothing was changed.`,
    tooManyLines: (max: number) => `A bag holds ${max} kinds at most. Please order these first.`,
  },
  quantityInvalid: 'Quantity is a whole number from 0 to 999. Nothing was changed.',
}

export const cartMessages: Record<Language, CartMessages> = { zh, en }
