import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Allergen, Bilingual, CertificateKind, ReturnRule, TaxClass } from '#app/modules/catalog/product-draft.ts'
import type { CooperativeKind } from '#app/modules/partners/partner-views.ts'
import { type Fen, parseYuan } from '#app/shared/money.ts'
import type { Words } from './product-text.ts'

/** What one row of catalogue.csv says, in the catalogue's terms. */
export interface CatalogueRow {
  no: number
  countyId: string
  supplierKind: CooperativeKind
  categoryId: string
  price: Fen
  /** As the CSV has it; absent for what is counted in pieces. */
  netContent: { grams: number } | { ml: number } | undefined
  storage: Bilingual
  shelfLife: Bilingual
  /** By the worst and the best way of keeping it. */
  shelfLifeDays: { shortest: number; longest: number }
  allergens: Allergen[]
  returnRule: ReturnRule
  taxClass: TaxClass
  certificates: CertificateKind[]
}

type Cells = Record<string, string>

/** Reads the sixty products. Throws on the first cell it cannot give a meaning: nothing is guessed. */
export function readCatalogue(): CatalogueRow[] {
  const text = readFileSync(new URL('./catalogue.csv', import.meta.url), 'utf8')
  return (parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true }) as Cells[]).map(readRow)
}

/** One row, its cells by the CSV's column names. */
export function readRow(cells: Cells): CatalogueRow {
  const cell = (column: string) => {
    const value = cells[column]
    if (!value) throw meaningless(cells, column)
    return value
  }
  const meaning = <Meaning>(column: string, meanings: Record<string, Meaning>): Meaning => {
    const value = cell(column)
    if (!Object.hasOwn(meanings, value)) throw meaningless(cells, column)
    return meanings[value] as Meaning
  }
  const price = parseYuan(cell('price_cny'))
  if (price === undefined || price === 0) throw meaningless(cells, 'price_cny')
  const no = Number(cell('no'))
  if (!Number.isInteger(no)) throw meaningless(cells, 'no')
  const lives = cell('shelf_life').split('/').map(readShelfLife)
  if (!lives.every((life) => life !== undefined)) throw meaningless(cells, 'shelf_life')
  const [zh, en] = meaning('storage', STORAGE)
  return {
    no,
    countyId: meaning('county', COUNTIES),
    supplierKind: meaning('producer_type', SUPPLIER_KINDS),
    categoryId: meaning('category', CATEGORIES),
    price,
    netContent: readNetContent(cell('spec')),
    storage: { zh, en },
    shelfLife: { zh: lives.map((life) => life.zh).join('，'), en: lives.map((life) => life.en).join(', ') },
    shelfLifeDays: {
      shortest: Math.min(...lives.map((life) => life.days)),
      longest: Math.max(...lives.map((life) => life.days)),
    },
    allergens: meaning('allergen', ALLERGENS),
    returnRule: meaning('return_rule', RETURN_RULES),
    taxClass: readTaxClass(meaning('tax_hint', TAX_CLASSES), cell('producer_type')),
    certificates: meaning('cert', CERTIFICATES),
  }
}

function meaningless(cells: Cells, column: string): Error {
  return new Error(`catalogue.csv, product ${cells.no}: ${column} is ${JSON.stringify(cells[column])}`)
}

const COUNTIES: Record<string, string> = {
  旬邑: 'xunyi',
  长武: 'changwu',
  永寿: 'yongshou',
  扶风: 'fufeng',
  淳化: 'chunhua',
}

const SUPPLIER_KINDS: Record<string, CooperativeKind> = {
  合作社联合社: 'union',
  合作社: 'cooperative',
  '合作社(法门镇农林村一带)': 'cooperative',
  企业: 'enterprise',
  '企业/小作坊': 'enterprise',
  家庭农场: 'family_farm',
  '个体蜂农/合作社': 'beekeeper',
  养殖合作社: 'breeder',
}

const CATEGORIES: Record<string, string> = {
  水果: 'fruit',
  水果礼盒: 'fruit-gift',
  休闲食品: 'snack-drink',
  饮品: 'snack-drink',
  粮油: 'grain-oil',
  干果: 'dried',
  干货: 'dried',
  蜂产品: 'honey',
  蜂产品礼盒: 'honey',
  食堂大宗: 'canteen',
  面点: 'noodles-bakery',
  方便食品: 'noodles-bakery',
  蔬菜: 'vegetable',
  鲜肉: 'meat-eggs',
  禽肉: 'meat-eggs',
  禽蛋: 'meat-eggs',
  调味: 'spice',
  调味礼盒: 'spice',
}

const STORAGE: Record<string, Words> = {
  阴凉: ['放阴凉处', 'Keep in a cool place'],
  '阴凉/0-4℃': ['放阴凉处，久放冷藏（0–4℃）', 'Keep in a cool place; chilled (0–4 °C) for longer'],
  阴凉干燥: ['放阴凉干燥处', 'Keep cool and dry'],
  冷藏: ['冷藏', 'Keep refrigerated'],
  '0-4℃': ['冷藏（0–4℃）', 'Keep refrigerated at 0–4 °C'],
  '冷藏,催熟食用': ['冷藏，吃前室温放软', 'Keep refrigerated; let it soften at room temperature before eating'],
  冷藏更佳: ['常温，冷藏更好', 'Room temperature; better refrigerated'],
  冷冻: ['冷冻（−18℃ 以下）', 'Keep frozen at −18 °C or below'],
  冷链: ['全程冷链，取货后立即冷藏或冷冻', 'Kept cold all the way; refrigerate or freeze as soon as collected'],
  干燥: ['放干燥处', 'Keep dry'],
  常温: ['常温', 'Keep at room temperature'],
  常温避光: ['常温避光', 'Keep at room temperature, out of the light'],
  避光: ['避光', 'Keep out of the light'],
  避光干燥: ['避光干燥', 'Keep dry and out of the light'],
  避光干燥密封: ['密封，避光干燥', 'Keep sealed, dry and out of the light'],
}

const ALLERGENS: Record<string, Allergen[]> = {
  无: [],
  坚果: ['nuts'],
  大豆: ['soy'],
  蛋类: ['egg'],
  含麸质谷物: ['gluten'],
  '含麸质谷物 蛋类': ['gluten', 'egg'],
  '含麸质谷物 荞麦': ['gluten', 'buckwheat'],
  '含麸质谷物 荞麦 大豆': ['gluten', 'buckwheat', 'soy'],
  '荞麦(自愿提示)': ['buckwheat'],
  '蜂产品(1岁以下禁食提示)': ['bee_products'],
  '1岁以下禁食提示': ['bee_products'],
}

const RETURN_RULES: Record<string, ReturnRule> = {
  '鲜活易腐-不适用7日无理由': 'fresh',
  '7日无理由(未拆封)': 'seven_day',
  下单时确认后不适用: 'confirmed_at_order',
}

/** `by_supplier`: thirteen per cent for a company, the small-scale rate for whoever is smaller or may be. */
const TAX_CLASSES: Record<string, TaxClass | 'by_supplier'> = {
  '免税(自产)': 'exempt',
  '免税(自产)/流通环节免': 'exempt',
  // Shelled by the cooperative from its members' own walnuts.
  '免税或9%': 'exempt',
  // A company buys the apples; nothing in it is self-produced.
  '9%或免税(按主体)': 'nine_percent',
  '9%': 'nine_percent',
  '9%/13%': 'nine_percent',
  '13%': 'thirteen_percent',
  '13%/小规模': 'by_supplier',
}

function readTaxClass(hint: TaxClass | 'by_supplier', producerType: string): TaxClass {
  if (hint !== 'by_supplier') return hint
  return producerType === '企业' ? 'thirteen_percent' : 'small_scale'
}

const CERTIFICATES: Record<string, CertificateKind[]> = {
  '合格证(按批)': ['conformity'],
  '合格证(食用菌)/检测报告': ['conformity', 'test_report'],
  检测报告: ['test_report'],
  '检测报告(合格证非强制)': ['test_report'],
  '自检/检测报告(合格证非强制)': ['test_report'],
  '检测报告/SC': ['test_report'],
  SC或检测报告: ['test_report'],
  SC证: ['food_licence'],
  'SC证+检测报告': ['food_licence', 'test_report'],
  SC或小作坊登记: ['workshop_registration'],
  '地理标志+检测报告': ['geographical_indication', 'test_report'],
  '检测报告+地理标志': ['test_report', 'geographical_indication'],
  'SC证+地理标志': ['food_licence', 'geographical_indication'],
  '动物检疫+肉品检验': ['animal_quarantine', 'test_report'],
  动物检疫: ['animal_quarantine'],
}

interface ShelfLife {
  zh: string
  en: string
  days: number
}

const KEPT: Record<string, Words> = {
  常温: ['常温', 'at room temperature'],
  冷藏: ['冷藏', 'chilled'],
  '0-4℃': ['0–4℃', 'at 0–4 °C'],
  '-18℃': ['−18℃', 'at −18 °C'],
}

/** '常温30天', '-18℃ 6个月' or '18个月'. */
function readShelfLife(text: string): ShelfLife | undefined {
  const match = /^(常温|冷藏|0-4℃|-18℃)?\s*(\d+)(天|个月)$/.exec(text)
  if (!match) return undefined
  const [, kept = '', count = '', unit] = match
  const number = Number(count)
  const [keptZh, keptEn] = KEPT[kept] ?? ['', '']
  const isDays = unit === '天'
  return {
    zh: `${keptZh} ${number} ${unit}`.trim(),
    en: `${number} ${isDays ? 'days' : 'months'} ${keptEn}`.trim(),
    days: isDays ? number : Math.ceil((number * 365) / 12),
  }
}

/** The net content a specification names: '80mm 净重2.5kg(约10-12个)', '500ml×2'. What is said of a single fruit is not it. */
function readNetContent(spec: string): CatalogueRow['netContent'] {
  const match = /(\d+)(?:\.(\d))?(kg|g|L|ml)(?:×(\d+))?/.exec(spec.replace(/单果\S+/, ''))
  if (!match) return undefined
  const [, whole = '', tenth = '0', unit = '', times = '1'] = match
  const tenths = Number(whole + tenth) * Number(times)
  const amount = unit === 'kg' || unit === 'L' ? tenths * 100 : tenths / 10
  return unit === 'kg' || unit === 'g' ? { grams: amount } : { ml: amount }
}
