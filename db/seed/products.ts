import type { Bilingual, ProductDraft, SkuDraft } from '#app/modules/catalog/product-draft.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId } from '#app/shared/ids.ts'
import { type Fen, parseYuan } from '#app/shared/money.ts'
import { type CatalogueRow, readCatalogue } from './catalogue.ts'
import { certificatesOf } from './certificates.ts'
import { COOPERATIVES, type CooperativeText } from './cooperatives.ts'
import { isPast, type Lot, newestLot, startingStock } from './lots.ts'
import type { ProductText, SkuText, Words } from './product-text.ts'
import { changwuTexts } from './texts/changwu.ts'
import { chunhuaTexts } from './texts/chunhua.ts'
import { fufengTexts } from './texts/fufeng.ts'
import { xunyiTexts } from './texts/xunyi.ts'
import { yongshouTexts } from './texts/yongshou.ts'

const TEXTS: readonly ProductText[] = [
  ...xunyiTexts,
  ...changwuTexts,
  ...yongshouTexts,
  ...fufengTexts,
  ...chunhuaTexts,
]

export interface SeedProduct {
  cooperativeSlug: string
  /** Everything but the key of the cooperative, which is known when that is registered. */
  draft: Omit<ProductDraft, 'cooperativeId'>
  lot: Lot
  /** Pieces by the order of the SKUs; none out of season. */
  stock: number[]
}

export function withCooperative(product: SeedProduct, cooperativeId: CooperativeId): ProductDraft {
  return { ...product.draft, cooperativeId }
}

/** The CSV's products with their texts, as they are on `today`. Throws where the two do not fit each other. */
export function readProducts(today: BusinessDate): SeedProduct[] {
  const texts = new Map(TEXTS.map((text) => [text.no, text]))
  const rows = readCatalogue()
  if (rows.length !== TEXTS.length || texts.size !== TEXTS.length)
    throw new Error(`${rows.length} products in catalogue.csv, ${TEXTS.length} texts with ${texts.size} numbers`)
  return rows.map((row) => {
    const text = texts.get(row.no)
    if (!text) throw new Error(`product ${row.no} of catalogue.csv has no text`)
    return describeProduct(row, text, today)
  })
}

function describeProduct(row: CatalogueRow, text: ProductText, today: BusinessDate): SeedProduct {
  const cooperative = COOPERATIVES.find(({ slug }) => slug === text.cooperative)
  if (!cooperative) throw new Error(`${text.slug} is of an unknown cooperative`)
  requireAgreement(row, text, cooperative)
  const lot = newestLot(text, row, today)
  const skus = skusOf(row, text)
  return {
    cooperativeSlug: cooperative.slug,
    draft: {
      slug: text.slug,
      countyId: row.countyId as CountyId,
      categoryId: row.categoryId,
      pictureKind: text.picture,
      name: bilingual(text.name),
      summary: bilingual(text.summary),
      township: bilingual(text.origin.township),
      village: bilingual(text.origin.village),
      storage: row.storage,
      shelfLife: row.shelfLife,
      season: bilingual(text.season),
      seasonMonths: text.months,
      allergens: row.allergens,
      returnRule: row.returnRule,
      taxClass: row.taxClass,
      skus,
      certificates: certificatesOf({ row, text, cooperative, lot, today }),
    },
    lot,
    stock: skus.map(({ code }, position) => (isPast(lot, today) ? 0 : startingStock(row, { code, position }))),
  }
}

function requireAgreement(row: CatalogueRow, text: ProductText, cooperative: CooperativeText): void {
  const [own] = text.skus
  if (cooperative.county !== row.countyId || cooperative.kind !== row.supplierKind)
    throw new Error(`${text.slug} comes from a ${row.supplierKind} in ${row.countyId}, not from ${cooperative.slug}`)
  const content = row.netContent && ('ml' in row.netContent ? row.netContent.ml : -row.netContent.grams)
  if (content !== undefined && content !== (own.ml ?? -(own.grams ?? 0)))
    throw new Error(`${text.slug}: catalogue.csv has another net content than ${own.spec[0]}`)
}

const CODE_PREFIXES: Record<string, string> = {
  xunyi: 'XY',
  changwu: 'CW',
  yongshou: 'YS',
  fufeng: 'FF',
  chunhua: 'CH',
}

function skusOf(row: CatalogueRow, text: ProductText): SkuDraft[] {
  const [own, ...others] = text.skus
  return [skuOf(row, own, row.price), ...others.map((sku) => skuOf(row, sku, yuan(sku.yuan)))]
}

function skuOf(row: CatalogueRow, { spec, grams, ml }: SkuText, price: Fen): SkuDraft {
  const content = ml === undefined ? `${grams}G` : `${ml}ML`
  return {
    code: `${CODE_PREFIXES[row.countyId]}-${String(row.no).padStart(3, '0')}-${content}`,
    spec: bilingual(spec),
    ...(grams !== undefined && { netWeightGrams: grams }),
    ...(ml !== undefined && { netVolumeMl: ml }),
    price,
  }
}

function yuan(text: string): Fen {
  const amount = parseYuan(text)
  if (amount === undefined) throw new Error(`${text} is not an amount`)
  return amount
}

function bilingual([zh, en]: Words): Bilingual {
  return { zh, en }
}
