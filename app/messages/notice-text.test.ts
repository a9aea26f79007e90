import { describe, expect, test } from 'vitest'
import { NOTICE_KINDS, type NoticeContent, type NoticeKind, readContent } from '#app/modules/notices/notice.ts'
import { explainNotice } from './notice-text.ts'

const named = { nameZh: '大红袍花椒', nameEn: 'Dahongpao pepper' }
const place = { placeZh: '南门取货点', placeEn: 'South Gate' }
const orderNo = '202611250001'
const INSTANT = '2026-12-02T09:00:00.000Z'

const SAMPLES: { [Kind in NoticeKind]: NoticeContent<Kind> } = {
  order_placed: { kind: 'order_placed', data: { orderNo, totalFen: 123_450, payBefore: INSTANT } },
  order_paid: { kind: 'order_paid', data: { orderNo, amountFen: 5 } },
  order_ready: {
    kind: 'order_ready',
    data: { orderNo, ...place, opensAt: INSTANT, closesAt: '2026-12-02T11:30:00.000Z' },
  },
  lines_shorted: {
    kind: 'lines_shorted',
    data: { orderNo, lines: [{ ...named, quantity: 2 }], refundFen: 2000, note: '今年霜早，\r\n收得少' },
  },
  pickup_reminder: { kind: 'pickup_reminder', data: { orderNo, ...place, keptUntil: INSTANT } },
  not_collected: { kind: 'not_collected', data: { orderNo, outcome: 'refunded', refundFen: 2000 } },
  refunded: { kind: 'refunded', data: { orderNo, amountFen: 2000 } },
  refund_refused: { kind: 'refund_refused', data: { orderNo, reason: 'Photo 3' } },
  listing_published: { kind: 'listing_published', data: { ...named, productSlug: 'dahongpao' } },
  listing_sent_back: { kind: 'listing_sent_back', data: { ...named, changeId: 'x', reason: 'Photo 3' } },
  batch_recalled: { kind: 'batch_recalled', data: { ...named, lotNo: 'L-7', orderNo, reason: 'SO2' } },
  invited: { kind: 'invited', data: named },
  statement_sent: {
    kind: 'statement_sent',
    data: { statementId: 'x', statementNo: 'JS-202611-001', month: '2026-11', totalFen: 841_230 },
  },
  statement_paid: {
    kind: 'statement_paid',
    data: { statementId: 'x', statementNo: 'JS-202611-001', month: '2026-11', totalFen: 841_230 },
  },
  bank_account_recorded: {
    kind: 'bank_account_recorded',
    data: { bankName: 'Bank 7', masked: '•••• 5678', validFrom: '2026-12-01' },
  },
}

const EXPECTED: Record<NoticeKind, { zh: string[]; en: string[] }> = {
  order_placed: {
    zh: ['订单 202611250001 已下单，等您付款', '合计 ¥1,234.50。商品为您保留到 2026年12月2日 17:00，请在这之前付款。'],
    en: [
      'Order 202611250001 placed, awaiting your payment',
      'The total is ¥1,234.50. The goods are kept for you until 2 December 2026, 17:00. Please pay before then.',
    ],
  },
  order_paid: {
    zh: ['订单 202611250001 已付款', '收到 ¥0.05。接下来由合作社备货，到了会再告诉您。'],
    en: [
      'Order 202611250001 is paid',
      'We have received ¥0.05. The cooperative packs next, and we tell you when it is here.',
    ],
  },
  order_ready: {
    zh: ['订单 202611250001 到了', '南门取货点，12月2日周三 17:00–19:30 可取。取货时出示订单里的取货码。'],
    en: [
      'Order 202611250001 is here',
      'Ready at South Gate, Wed 2 December 17:00–19:30. Show the pickup code of the order at the counter.',
    ],
  },
  lines_shorted: {
    zh: [
      '订单 202611250001 有货没备齐',
      '没能备齐：大红袍花椒 2 份。',
      '¥20.00 原路退回，1–3 个工作日到账，不用申请。',
      '合作社说明：今年霜早， 收得少',
    ],
    en: [
      'Part of order 202611250001 could not be supplied',
      'Not supplied: 2 × Dahongpao pepper.',
      '¥20.00 goes back the way it was paid, in 1–3 working days. Nothing to ask for.',
      'The cooperative says: 今年霜早， 收得少',
    ],
  },
  pickup_reminder: {
    zh: ['订单 202611250001 还没来取', '货在南门取货点，放到 2026年12月2日 17:00，请在这之前来取。'],
    en: [
      'Order 202611250001 has not been collected',
      'It is at South Gate and kept until 2 December 2026, 17:00. Please collect it before then.',
    ],
  },
  not_collected: {
    zh: ['订单 202611250001 过了取货时间', '一直没有来取，货已退回。', '¥20.00 原路退回，1–3 个工作日到账，不用申请。'],
    en: [
      'The time to collect order 202611250001 is over',
      'It was not collected and has gone back.',
      '¥20.00 goes back the way it was paid, in 1–3 working days. Nothing to ask for.',
    ],
  },
  refunded: {
    zh: ['订单 202611250001 已退款', '退款 ¥20.00 已发出，1–3 个工作日到账。'],
    en: ['Order 202611250001 refunded', 'A refund of ¥20.00 is on its way. 1–3 working days.'],
  },
  refund_refused: {
    zh: ['订单 202611250001 的退款申请没有通过', '原因：Photo 3', '有不同意见，请联系帮扶办公室。'],
    en: [
      'The refund you asked for on order 202611250001 was not granted',
      'Reason: Photo 3',
      'If you see it differently, please contact the assistance office.',
    ],
  },
  listing_published: {
    zh: ['「大红袍花椒」已上架', '审核通过，店里现在买得到。'],
    en: ['“Dahongpao pepper” is on sale', 'It passed the review and can be bought now.'],
  },
  listing_sent_back: {
    zh: ['「大红袍花椒」需要修改', '审核说明：Photo 3', '改好后可以再次提交。'],
    en: ['“Dahongpao pepper” needs changes', 'The reviewer says: Photo 3', 'Submit it again when it is changed.'],
  },
  batch_recalled: {
    zh: ['「大红袍花椒」批次 L-7 召回', '您在订单 202611250001 里买过这一批。请不要食用，先把货留好。', '原因：SO2'],
    en: [
      'Recall of “Dahongpao pepper”, lot L-7',
      'Order 202611250001 holds some of this lot. Please do not eat it, and keep what is left.',
      'Reason: SO2',
    ],
  },
  invited: {
    zh: ['您可以管理「大红袍花椒」了', '登录后打开合作社工作台，就能看到今天要做的事。'],
    en: [
      'You can now manage “Dahongpao pepper”',
      'Sign in and open the cooperative’s workspace to see what is to be done today.',
    ],
  },
  statement_sent: {
    zh: [
      '2026-11 的结算单等您核对',
      '结算单 JS-202611-001，应结 ¥8,412.30。',
      '请在结算里核对明细：没有问题就确认，有问题就写明哪几行不对。',
    ],
    en: [
      'The statement of 2026-11 is ready for you to check',
      'Statement JS-202611-001, ¥8,412.30 to be paid to you.',
      'Please check its lines under Statements: confirm it, or say which lines are not right.',
    ],
  },
  statement_paid: {
    zh: ['2026-11 的货款已付', '结算单 JS-202611-001，¥8,412.30 已由学校账户汇出，请留意到账。'],
    en: ['2026-11 has been paid', 'Statement JS-202611-001: ¥8,412.30 was sent from the college’s account.'],
  },
  bank_account_recorded: {
    zh: [
      '收款账户有变更',
      '财务登记了新的收款账户：Bank 7 •••• 5678，2026-12-01 起使用。',
      '如果不是您提出的，请马上联系财务。',
    ],
    en: [
      'Your bank account was changed',
      'Finance recorded a new account: Bank 7 •••• 5678, used from 2026-12-01.',
      'If this was not asked for by you, please contact finance at once.',
    ],
  },
}

describe.each(NOTICE_KINDS)('a notice of the kind %s', (kind) => {
  test.each(['zh', 'en'] as const)('says in %s what happened', (language) => {
    const { title, lines } = explainNotice(SAMPLES[kind], language)
    expect([title, ...lines]).toEqual(EXPECTED[kind][language])
  })

  test('is the same after it was written down', () => {
    const stored: unknown = JSON.parse(JSON.stringify(SAMPLES[kind].data))
    expect(readContent(kind, stored)).toEqual(SAMPLES[kind])
  })
})

describe('a notice', () => {
  test('says nothing of a refund there is none of', () => {
    const donated = explainNotice({ kind: 'not_collected', data: { orderNo, outcome: 'donated', refundFen: 0 } }, 'zh')
    expect(donated.lines).toEqual(['一直没有来取，货已按规则捐出。'])
  })

  test('of goods that came to a building names no hours', () => {
    const data = { orderNo, placeZh: '图书馆 302', placeEn: 'Library 302', opensAt: null, closesAt: null }
    expect(explainNotice({ kind: 'order_ready', data }, 'zh').lines).toEqual([
      '已经送到图书馆 302。收好后，请在订单里确认收货。',
    ])
  })

  test('tells the cooperative of its own recall without an order', () => {
    const data = { ...named, lotNo: 'L-7', orderNo: null, reason: 'SO2' }
    expect(explainNotice({ kind: 'batch_recalled', data }, 'zh').lines[0]).toBe('这一批已经停止销售。')
  })

  test('keeps what somebody typed on one line and within bounds', () => {
    const reason = `a\r\nSubject: b\u2028c\u0000d ${'x'.repeat(600)}`
    const [line = ''] = explainNotice({ kind: 'refund_refused', data: { orderNo, reason } }, 'en').lines
    expect(line.startsWith('Reason: a Subject: b c d xxx')).toBe(true)
    expect(line).toHaveLength('Reason: '.length + 501)
  })

  test('of an unknown kind or with other facts cannot be read', () => {
    expect(() => readContent('weather', {})).toThrow('weather is no kind of notice')
    expect(() => readContent('refunded', { orderNo })).toThrow()
  })
})
