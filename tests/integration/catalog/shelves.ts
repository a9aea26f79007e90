import type { ProductDraft } from '#app/modules/catalog/product-draft.ts'
import { publishProduct } from '#app/modules/catalog/publish-product.server.ts'
import { recordCategory } from '#app/modules/catalog/record-category.server.ts'
import { recordCounty } from '#app/modules/partners/record-county.server.ts'
import { registerCooperative } from '#app/modules/partners/register-cooperative.server.ts'
import { receiveStock } from '#app/modules/stock/receive-stock.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CooperativeId, CountyId, ProductId, SkuId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'

export const NOW = new Date('2026-11-24T02:00:00Z')

const COUNTIES = [
  ['xunyi', '旬邑', 'Xunyi'],
  ['changwu', '长武', 'Changwu'],
  ['yongshou', '永寿', 'Yongshou'],
  ['fufeng', '扶风', 'Fufeng'],
  ['chunhua', '淳化', 'Chunhua'],
] as const
export type CountySlug = (typeof COUNTIES)[number][0]

const CATEGORIES = [
  ['fruit', '水果', 'Fruit'],
  ['seasoning', '调味', 'Seasoning'],
  ['bee-products', '蜂产品', 'Bee products'],
  ['grain', '粮油', 'Grain and oil'],
  ['vegetables', '蔬菜', 'Vegetables'],
  ['eggs', '禽蛋', 'Eggs'],
  ['bakery', '面点', 'Breads'],
  ['empty', '礼盒', 'Gift boxes'],
] as const
export type CategorySlug = (typeof CATEGORIES)[number][0]

/** The five counties with one cooperative each, and categories. */
export interface Ground {
  cooperativeOf: Record<CountySlug, CooperativeId>
}

export async function prepareGround(db: Db): Promise<Ground> {
  return inTransaction(db, async (tx) => {
    const cooperatives: [CountySlug, CooperativeId][] = []
    for (const [index, [id, nameZh, nameEn]] of COUNTIES.entries()) {
      const story = { storyZh: '', storyEn: '' }
      const county = { id: id as CountyId, nameZh, nameEn, ...story, on832List: false, pairedFrom: '2020-01-01' }
      await recordCounty(tx, { county: { ...county, sortOrder: index } })
      const cooperativeId = await registerCooperative(tx, {
        slug: `${id}-coop`,
        countyId: id as CountyId,
        kind: 'cooperative',
        nameZh: id === 'fufeng' ? '椒乡合作社' : `${nameZh}农丰合作社`,
        nameEn: id === 'fufeng' ? 'Jiaoxiang Cooperative' : `${nameEn} Nongfeng Cooperative`,
        townshipZh: '',
        townshipEn: '',
        villageZh: '',
        villageEn: '',
        ...story,
        creditCode: `DEMO-${id}`,
        householdCount: 12,
        now: NOW,
      })
      cooperatives.push([id, cooperativeId])
    }
    for (const [index, [id, zh, en]] of CATEGORIES.entries())
      await recordCategory(tx, { id, name: { zh, en }, pictureKind: id, sortOrder: index })
    return { cooperativeOf: Object.fromEntries(cooperatives) as Ground['cooperativeOf'] }
  })
}

const nothing = { zh: '', en: '' }

export interface GoodsDraft extends Partial<Omit<ProductDraft, 'cooperativeId' | 'countyId' | 'categoryId'>> {
  county?: CountySlug
  category?: CategorySlug
  /** Pieces of each SKU on the shelf; none is received when it is 0. */
  stock?: number
  now?: Date
}

let made = 0

/** Publishes a product through the use case: one SKU of 500 g at 10 yuan and 20 pieces, unless told otherwise. */
export async function publish(
  db: Db,
  ground: Ground,
  draft: GoodsDraft = {},
): Promise<{ productId: ProductId; skuIds: SkuId[]; slug: string }> {
  const { county = 'fufeng', category = 'seasoning', stock = 20, now = NOW, ...rest } = draft
  made += 1
  const slug = rest.slug ?? `goods-${made}`
  const product: ProductDraft = {
    cooperativeId: ground.cooperativeOf[county],
    countyId: county as CountyId,
    categoryId: category,
    pictureKind: 'pepper',
    name: { zh: '大红袍花椒', en: 'Dahongpao pepper' },
    summary: nothing,
    township: nothing,
    village: nothing,
    storage: nothing,
    shelfLife: nothing,
    season: nothing,
    seasonMonths: [8],
    allergens: [],
    returnRule: 'seven_day',
    taxClass: 'exempt',
    skus: [skuDraft(`${slug}-500`)],
    certificates: [],
    ...rest,
    slug,
  }
  return inTransaction(db, async (tx) => {
    const { productId, skuIds } = await publishProduct(tx, { draft: product, now })
    for (const skuId of stock > 0 ? skuIds : [])
      await receiveStock(tx, { skuId, quantity: stock, causeType: 'batch', causeId: newId(), now })
    return { productId, skuIds, slug }
  })
}

export function skuDraft(code: string, change: Partial<ProductDraft['skus'][number]> = {}) {
  return { code, spec: { zh: '500 克', en: '500 g' }, netWeightGrams: 500, price: fen(1000), ...change }
}

export function certificateDraft(change: Partial<ProductDraft['certificates'][number]> = {}) {
  const issuer = { zh: '县农检站', en: 'County inspection' }
  return { kind: 'test_report' as const, number: 'T-1', issuer, issuedOn: '2026-09-01', ...change }
}

/** A catalogue to search in: [slug, county, category, Chinese name, English name]. */
const CATALOGUE: readonly (readonly [string, CountySlug, CategorySlug, string, string])[] = [
  ['dahongpao', 'fufeng', 'seasoning', '扶风大红袍花椒', 'Dahongpao Sichuan pepper'],
  ['huajiaofen', 'fufeng', 'seasoning', '花椒粉', 'Ground Sichuan pepper'],
  ['lajiaomian', 'fufeng', 'seasoning', '扶风线辣椒面', 'Chilli powder'],
  ['kiwi', 'fufeng', 'fruit', '扶风红阳猕猴桃', 'Hongyang kiwifruit'],
  ['lugaomo', 'fufeng', 'bakery', '扶风鹿羔馍', 'Lugao bun'],
  ['hongfushi', 'xunyi', 'fruit', '旬邑红富士苹果', 'Xunyi Red Fuji apples'],
  ['xiaomi', 'xunyi', 'grain', '旬邑小米', 'Xunyi millet'],
  ['hetao', 'xunyi', 'grain', '旬邑薄皮核桃', 'Thin-shelled walnuts'],
  ['tufengmi', 'xunyi', 'bee-products', '旬邑土蜂蜜', 'Wild bee honey'],
  ['ruixue', 'changwu', 'fruit', '瑞雪苹果', 'Ruixue apples'],
  ['guokui', 'changwu', 'bakery', '长武锅盔', 'Guokui flatbread'],
  ['caiziyou', 'changwu', 'grain', '长武压榨菜籽油', 'Pressed rapeseed oil'],
  ['huaihuami', 'yongshou', 'bee-products', '永寿槐花蜜', 'Acacia honey'],
  ['tujidan', 'yongshou', 'eggs', '永寿土鸡蛋', 'Free-range eggs'],
  ['fentiao', 'yongshou', 'grain', '永寿红薯粉条', 'Sweet potato noodles'],
  ['tudou', 'chunhua', 'vegetables', '淳化土豆', 'Chunhua potatoes'],
  ['fanqie', 'chunhua', 'vegetables', '淳化番茄', 'Chunhua tomatoes'],
  ['qiaomai', 'chunhua', 'grain', '淳化荞麦面粉', 'Buckwheat flour'],
  ['xianggu', 'chunhua', 'vegetables', '淳化鲜香菇', 'Fresh shiitake'],
]

export async function publishCatalogue(db: Db, ground: Ground): Promise<void> {
  for (const [index, [slug, county, category, zh, en]] of CATALOGUE.entries()) {
    const now = new Date(NOW.getTime() - index * 60_000)
    const village = slug === 'dahongpao' ? { zh: '农林村', en: 'Nonglin village' } : nothing
    await publish(db, ground, { slug, county, category, name: { zh, en }, village, now })
  }
}
