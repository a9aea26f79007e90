import type { Language } from '#app/shared/language.ts'

/** Words for the closed lists of the catalogue: one name for each identifier the database may hold. */
const zh = {
  certificates: {
    conformity: '承诺达标合格证',
    test_report: '检测报告',
    food_licence: '食品生产许可证（SC）',
    animal_quarantine: '动物检疫合格证明',
    geographical_indication: '农产品地理标志',
    workshop_registration: '小作坊登记证',
  },
  returnRules: {
    fresh: {
      name: '生鲜，坏果包赔',
      text: '鲜活易腐，不适用七日无理由退货。有坏果、缺斤或与描述不符，取货 48 小时内拍照说明，换货或退款。',
    },
    seven_day: {
      name: '七日无理由退货（未拆封）',
      text: '收货起七日内，未拆封、不影响再次销售的可以退，不用说理由，退回运费由买家承担。质量问题随时说，运费由我们承担。',
    },
    confirmed_at_order: {
      name: '下单时确认，不适用七日无理由',
      text: '拆封后难以再售，下单时请您确认后不适用七日无理由退货。有质量问题，取货 48 小时内拍照说明，换货或退款。',
    },
  },
  allergens: {
    gluten: '含麸质谷物',
    soy: '大豆',
    egg: '蛋类',
    nuts: '坚果',
    milk: '乳',
    peanut: '花生',
    fish: '鱼类',
    crustacean: '甲壳类',
    buckwheat: '荞麦（自愿提示）',
    bee_products: '蜂产品，1 岁以下婴儿不能吃',
  },
  kinds: {
    cooperative: '农民专业合作社',
    union: '合作社联合社',
    enterprise: '企业',
    family_farm: '家庭农场',
    beekeeper: '蜂农',
    breeder: '养殖合作社',
  },
  months: ['1月', '2月', '3月', '4月', '5月', '6月', '7月', '8月', '9月', '10月', '11月', '12月'],
  monthInitials: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'],
}

export type CatalogTerms = typeof zh

const en: CatalogTerms = {
  certificates: {
    conformity: 'Certificate of conformity',
    test_report: 'Test report',
    food_licence: 'Food production licence (SC)',
    animal_quarantine: 'Animal quarantine certificate',
    geographical_indication: 'Geographical indication',
    workshop_registration: 'Workshop registration',
  },
  returnRules: {
    fresh: {
      name: 'Fresh: spoiled goods replaced',
      text: 'Perishable, so outside the seven-day right of return. If anything is spoiled, short in weight or not as described, send a photo within 48 hours of collecting: replaced or refunded.',
    },
    seven_day: {
      name: 'Seven-day return (unopened)',
      text: 'Within seven days of receipt, unopened and fit to be sold again, no reason asked; you pay the way back. Faults may be reported at any time, and then we pay the way back.',
    },
    confirmed_at_order: {
      name: 'No seven-day return, confirmed when ordering',
      text: 'Cannot be sold again once opened, so you confirm when ordering that the seven-day right does not apply. If the quality is at fault, send a photo within 48 hours of collecting: replaced or refunded.',
    },
  },
  allergens: {
    gluten: 'Cereals with gluten',
    soy: 'Soya',
    egg: 'Egg',
    nuts: 'Nuts',
    milk: 'Milk',
    peanut: 'Peanut',
    fish: 'Fish',
    crustacean: 'Crustaceans',
    buckwheat: 'Buckwheat (voluntary note)',
    bee_products: 'Bee product, not for infants under one year',
  },
  kinds: {
    cooperative: 'Farmers’ cooperative',
    union: 'Union of cooperatives',
    enterprise: 'Enterprise',
    family_farm: 'Family farm',
    beekeeper: 'Beekeeper',
    breeder: 'Breeders’ cooperative',
  },
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  monthInitials: ['J', 'F', 'M', 'A', 'M', 'J', 'J', 'A', 'S', 'O', 'N', 'D'],
}

export const catalogTerms: Record<Language, CatalogTerms> = { zh, en }
