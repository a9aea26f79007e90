import type { Language } from '#app/shared/language.ts'

/** A public text of the shop in sections. A section has paragraphs, facts (name and value) or both. */
export interface LegalDocument {
  title: string
  intro: string
  updated: string
  sections: LegalSection[]
}

interface LegalSection {
  heading: string
  paragraphs: string[]
  facts: { name: string; value: string }[]
}

export interface LegalMessages {
  licence: LegalDocument
  returnRules: LegalDocument
  privacy: LegalDocument
}

function section(heading: string, paragraphs: string[], facts: Record<string, string> = {}): LegalSection {
  return { heading, paragraphs, facts: Object.entries(facts).map(([name, value]) => ({ name, value })) }
}

const zh: LegalMessages = {
  licence: {
    title: '经营资质',
    intro:
      '这里公示谁在经营、谁在卖、凭什么卖。本站为演示站点，下列名称、编号、地址和电话均为虚构，标有「演示」，正式上线前须换成真实登记信息。',
    updated: '2026 年 11 月 24 日更新',
    sections: [
      section('平台经营者', ['平台由学校的后勤服务单位经营，提供陈列、代收货款、校内取货和结算服务。'], {
        名称: '塬上集校园服务中心（演示）',
        统一社会信用代码: '91610400MA6DEMO000（演示）',
        住所: '陕西省咸阳市示范路 1 号 学院后勤楼 102 室（演示）',
        食品经营: '仅销售预包装食品经营者备案 YB26104000000000（演示）',
        网站备案: '陕ICP备00000000号（演示）',
        联系电话: '029-0000 0000，工作日 9:00–17:00（演示）',
      }),
      section('谁是卖家', [
        '商品由五县的合作社、企业和家庭农场销售，平台代收货款，不是卖家，也没有自营商品。每件商品页都写明卖家；点开卖家名称，可以看到它的类型、所在乡镇和统一社会信用代码。',
        '农民个人销售自产农副产品，依法不需要办理市场主体登记的，会在它的主页上写明。',
      ]),
      section('食品与农产品', [
        '食用农产品按批次查验承诺达标合格证或检测报告；预包装食品查验生产许可；畜禽产品查验动物检疫证明。编号和有效期写在商品页，过期的证书会标出来。',
        '本站不卖酒类、不把药材当普通食品卖，也不允许宣传治病、防病的功效。',
      ]),
      section('投诉与举报', [
        '先找我们：打上面的电话，或到取货点当面说。由我们先行受理，不让您自己去找合作社。对处理结果不满意，可以拨打 12315。',
      ]),
    ],
  },
  returnRules: {
    title: '退换规则',
    intro: '每件商品页都写着它适用哪一条，结算时还会请您再确认一次，确认的时间会和订单一起留下来。',
    updated: '2026 年 11 月 24 日更新，此后下的订单适用',
    sections: [
      section('生鲜：坏果包赔', [
        '水果、蔬菜、鲜肉、鲜蛋等鲜活易腐商品，依法不适用七日无理由退货。',
        '有坏果、缺斤或与描述不符，取货 48 小时内拍照，发给平台或到取货点说明即可。坏多少赔多少，可以换货，也可以退款，不用把坏果寄回来。',
      ]),
      section('七日无理由：未拆封的干货和预包装食品', [
        '收到商品之日起七日内，包装未拆、不影响再次销售的，可以退货，不用说理由。',
        '退回的运费由您承担；在校内取货点退回不产生运费。我们收到退回的商品之日起七日内退款。',
      ]),
      section('下单时确认的商品', [
        '拆封后难以再次销售的商品，例如蜂蜜、干果和食堂大包装，会在商品页写明，并在您下单时单独请您确认。确认之后不适用七日无理由退货。没有确认，就不能下单，也不会替您默认勾选。',
      ]),
      section('质量问题不受以上限制', [
        '商品变质、过期、有异物，或不符合食品安全标准，任何时候都可以提出。我们先退款，再和合作社分清责任，退回的费用由我们承担。依法应当赔偿的，另行赔偿。',
      ]),
      section('钱怎么退', [
        '退款按原路退回，微信和支付宝通常 1–3 个工作日到账，银行卡以发卡行为准。还没付款的订单可以在订单页直接取消；已经付款的，请联系平台办理。',
        '已经计入消费帮扶的金额，退款后按退款当天的日期等额减去，不会多算。',
      ]),
      section('没能按时取货', [
        '请尽早联系取货点另约时间。干货可以多放几天；生鲜不能久放，坏了难以再赔，所以请您预留好时间再下单。',
      ]),
    ],
  },
  privacy: {
    title: '隐私说明',
    intro:
      '我们只收完成一笔订单用得着的信息，说清楚给谁看、留多久。不放广告，不用第三方统计，不卖数据，也不根据您的浏览做个性化推荐。',
    updated: '2026 年 11 月 24 日更新',
    sections: [
      section('谁负责', [], {
        个人信息处理者: '塬上集校园服务中心（演示）',
        个人信息保护联系人: 'privacy@yuanshang.example（演示），15 个工作日内答复',
      }),
      section('收什么，为什么，留多久', ['用作别的用途之前，我们会另外请您同意；您不同意也不影响买东西。'], {
        '学工号或手机号、姓名、登录密码':
          '用来登录和核对身份类别；为订立和履行合同所必需。密码只存不可还原的摘要。注销账号后删除或匿名化。',
        '取货人姓名、手机号、取货点或楼宇':
          '用来备货、通知和交付；为履行合同所必需。订单完成后对合作社隐去，只留在订单记录里。',
        '订单、付款和退款记录':
          '用来履约、对账和售后；法律要求自交易完成之日起保存不少于三年，会计资料按会计法规保存。',
        '资金类别（教工、学生、校外）': '用来统计消费帮扶任务；只按合计公开，不出现姓名。',
        网络地址和登录失败次数: '用来防止撞库和攻击；为保障安全所必需，短期保存后自动清除。',
      }),
      section('谁能看到', [
        '合作社只能看到自己未完成订单的取货人姓名、手机号和取货地点。取货点工作人员只能看到当天要交付的订单。财务人员看订单金额和订单号，对账不需要您的手机号。',
        '付款由支付服务商 Stripe 处理，我们交给它订单号、商品名称和金额；银行卡号、支付宝和微信账号由您直接填给它，我们看不到，也不保存。支付服务商在境外处理数据时，会在您付款前单独说明并请您同意。',
        '帮扶进度页只公开合计数字，不出现姓名、学工号和单笔订单。',
      ]),
      section('Cookie', ['只有三个，都是必需的或您自己选的，没有跟踪用的。'], {
        'sid（14 天）': '记住您已登录。',
        'cart（60 天）': '没登录时记住购物袋。',
        'prefs（1 年）': '记住语言、字号和深浅色。',
      }),
      section('您的权利', [
        '您可以查看、更正、复制、转移和删除自己的信息，可以撤回同意，也可以注销账号。请写信给上面的联系人办理，我们会先核对是您本人。',
        '注销后，法律要求保留的订单和账目会留下金额和日期，姓名和联系方式会删除或隐去。',
        '不满十四周岁的未成年人须由父母或其他监护人同意后使用。',
      ]),
      section('怎么保护', [
        '全程加密传输；密码用抗硬件破解的方法存摘要；岗位按最小权限授权，敏感操作留有记录。万一发生泄露，我们会及时补救，告知受影响的人，并向主管部门报告。',
      ]),
    ],
  },
}

const en: LegalMessages = {
  licence: {
    title: 'Licences',
    intro:
      'Who runs this shop, who sells, and by what right. This is a demonstration: the names, numbers, addresses and telephone below are fictional and marked “demo”. They must be replaced by the registered facts before launch.',
    updated: 'Updated 24 November 2026',
    sections: [
      section(
        'Who runs the platform',
        [
          'The college’s service unit runs the platform: it shows the goods, collects payment on behalf of the sellers, hands over on campus and settles.',
        ],
        {
          Name: 'Yuanshang Market Campus Service Centre (demo)',
          'Unified social credit code': '91610400MA6DEMO000 (demo)',
          Address: 'Room 102, Service Building, 1 Shifan Road, Xianyang, Shaanxi (demo)',
          Food: 'Filing for the sale of prepackaged food only, YB26104000000000 (demo)',
          'Website filing': 'Shaan ICP 00000000 (demo)',
          Telephone: '029-0000 0000, working days 9:00–17:00 (demo)',
        },
      ),
      section('Who sells', [
        'Cooperatives, enterprises and family farms of five counties sell the goods. The platform collects payment for them; it is not the seller and sells nothing of its own. Every product page names the seller, and the seller’s page gives its kind, township and unified social credit code.',
        'Farmers who sell what they grow themselves need no registration by law; where that is so, their page says it.',
      ]),
      section('Food and farm produce', [
        'Fresh farm produce is checked batch by batch for its certificate of conformity or test report, prepackaged food for its production licence, meat and poultry for its quarantine certificate. Numbers and dates of expiry are on the product page; an expired certificate is marked.',
        'No alcohol is sold here, no medicinal herbs are sold as food, and no product may claim to prevent or cure illness.',
      ]),
      section('Complaints', [
        'Come to us first: telephone, or speak to the pickup counter. We take up the matter ourselves and do not send you to the cooperative. If our answer does not satisfy you, the public line is 12315.',
      ]),
    ],
  },
  returnRules: {
    title: 'Returns',
    intro:
      'Every product page says which rule applies. You confirm it once more at checkout, and the time of your confirmation is kept with the order.',
    updated: 'Updated 24 November 2026, for orders placed from then on',
    sections: [
      section('Fresh goods: spoiled goods replaced', [
        'Fruit, vegetables, fresh meat, eggs and other perishables are outside the seven-day right of return by law.',
        'If anything is spoiled, short in weight or not as described, send the platform a photo or show it at the counter within 48 hours of collecting. As much as is spoiled is replaced or refunded. Nothing needs to be sent back.',
      ]),
      section('Seven days: unopened dry goods and prepackaged food', [
        'Within seven days of receipt, unopened and fit to be sold again, goods may be returned without a reason.',
        'You pay the way back; returning at the pickup counter costs nothing. We refund within seven days of having the goods back.',
      ]),
      section('Goods confirmed when ordering', [
        'Some goods cannot be sold again once opened, such as honey, nuts and canteen packs. Their page says so, and you are asked to confirm it when ordering; after that the seven-day right does not apply. Without your confirmation no order is placed, and the box is never ticked for you.',
      ]),
      section('Faults know no such limits', [
        'Goods that are spoiled, out of date, contaminated or unsafe may be reported at any time. We refund first and settle the blame with the cooperative afterwards; we pay the way back. Compensation due by law is paid besides.',
      ]),
      section('How money comes back', [
        'Refunds go back the way the money came: WeChat and Alipay usually take 1–3 working days, cards depend on the bank. An order not yet paid can be canceled on its page; for a paid one, please contact the platform.',
        'Any amount already counted as consumption assistance is taken off again on the day of the refund, so nothing is counted too high.',
      ]),
      section('If you cannot collect in time', [
        'Please tell the pickup counter early and agree another time. Dry goods can wait a few days. Fresh goods cannot, and what spoils then is hard to replace, so please order for a time you can keep.',
      ]),
    ],
  },
  privacy: {
    title: 'Privacy',
    intro:
      'We take only what an order needs, and say who sees it and how long it is kept. No advertising, no third-party statistics, no sale of data, no recommendations drawn from what you look at.',
    updated: 'Updated 24 November 2026',
    sections: [
      section('Who is responsible', [], {
        Controller: 'Yuanshang Market Campus Service Centre (demo)',
        Contact: 'privacy@yuanshang.example (demo), answered within 15 working days',
      }),
      section(
        'What we take, why, and for how long',
        ['Before any other use we ask you separately. Saying no does not keep you from buying.'],
        {
          'Campus number or phone, name, password':
            'To sign you in and tell your group; needed for the contract. Of the password only an irreversible digest is kept. Deleted or made anonymous when the account is closed.',
          'Recipient’s name, phone, pickup point or building':
            'To pack, notify and hand over; needed for the contract. Hidden from the cooperative once the order is complete, and kept only in the order record.',
          'Orders, payments and refunds':
            'To fulfil, reconcile and put right; the law asks for at least three years from completion, accounting rules for longer.',
          'Group (staff, student, outside)':
            'To count the consumption-assistance task; published as totals only, never with names.',
          'Network address and failed sign-ins':
            'Against password guessing and attacks; needed for security, kept briefly and cleared by itself.',
        },
      ),
      section('Who sees it', [
        'A cooperative sees the recipient’s name, phone and pickup place of its own open orders only. Counter staff see the orders to be handed over. Finance sees amounts and order numbers; it needs no phone number to reconcile.',
        'Payment is handled by Stripe. We pass it the order number, product names and amount; card, Alipay and WeChat details you give to it directly, and we neither see nor keep them. Where the payment provider handles data outside the country, this is said before you pay and your consent is asked.',
        'The progress page publishes totals only: no names, no campus numbers, no single orders.',
      ]),
      section('Cookies', ['Only three, each needed or chosen by you. None follows you.'], {
        'sid (14 days)': 'Remembers that you are signed in.',
        'cart (60 days)': 'Remembers the bag of a guest.',
        'prefs (1 year)': 'Remembers language, type size and light or dark.',
      }),
      section('Your rights', [
        'You may see, correct, copy, move and delete your data, take back consent and close your account. Write to the contact above; we first make sure it is you.',
        'After closing, orders and accounts that the law keeps retain amount and date; name and contact are deleted or masked.',
        'Those under fourteen need the consent of a parent or guardian.',
      ]),
      section('How it is protected', [
        'Encrypted on the way; passwords kept as digests that resist guessing by hardware; staff see no more than their work needs, and sensitive acts are recorded. Should data leak, we act at once, tell those concerned and report to the authority.',
      ]),
    ],
  },
}

export const legalMessages: Record<Language, LegalMessages> = { zh, en }
