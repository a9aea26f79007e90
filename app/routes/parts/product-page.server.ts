import { listProducts, readProduct } from '#app/modules/catalog/product-queries.server.ts'
import type { ProductCard, ProductView, SkuOffer } from '#app/modules/catalog/product-views.ts'
import { readProductContribution } from '#app/modules/progress/progress-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { type BusinessDate, businessDate, monthOf, startOfBusinessDate } from '#app/shared/business-date.ts'
import { formatDate } from '#app/shared/display-time.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { formatWeight } from '#app/shared/weight.ts'
import { cardViews } from './card-views.ts'
import { productJsonLd, toScriptJson } from './product-json-ld.ts'

const NEIGHBOURS = 4

/** A product's page in one language; undefined when nothing of that name is on sale. */
export async function readProductPage(slug: string, { language, now }: { language: Language; now: Date }) {
  const { db, env } = getRuntime()
  const product = await readProduct(db, slug)
  if (!product) return undefined
  const today = businessDate(now)
  const filter = { countyId: product.countyId }
  const [contribution, neighbours] = await Promise.all([
    readProductContribution(db, product.productId),
    listProducts(db, { filter, sort: 'newest', page: 1, pageLength: NEIGHBOURS + 1 }),
  ])
  return {
    slug: product.slug,
    name: product.name[language],
    summary: product.summary[language],
    countyId: product.countyId,
    county: product.county[language],
    category: { id: product.categoryId, name: product.category[language] },
    cooperative: { slug: product.cooperativeSlug, name: product.cooperative[language] },
    closedUntil: product.closedUntil,
    pictureKind: product.pictureKind,
    photos: product.photos.map(({ storageKey, alt, ...size }) => ({ key: storageKey, ...size, alt: alt[language] })),
    returnRule: product.returnRule,
    allergens: product.allergens,
    seasonMonths: product.seasonMonths,
    currentMonth: monthOf(today),
    skus: product.skus.map((sku) => skuView(sku, language)),
    certificates: certificateViews(product, { language, today }),
    facts: factsOf(product, language),
    contribution,
    neighbours: neighbourCards(neighbours.cards, { product, language }),
    jsonLd: toScriptJson(jsonLdOf(product, { language, origin: env.shopOrigin })),
  }
}

export type ProductPage = NonNullable<Awaited<ReturnType<typeof readProductPage>>>

function skuView(sku: SkuOffer, language: Language) {
  return {
    skuId: sku.skuId,
    spec: sku.spec[language],
    price: sku.price,
    jinPrice: sku.jinPrice,
    left: sku.left,
    presale: sku.presale,
    max: sku.maxPerOrder,
    content: contentOf(sku, language),
  }
}

/** Net weight as on a label, or millilitres of what is sold by volume. */
function contentOf({ netWeightGrams, netVolumeMl }: SkuOffer, language: Language): string | number {
  return netWeightGrams === null ? (netVolumeMl ?? 0) : formatWeight(netWeightGrams, language)
}

function certificateViews(
  { certificates }: ProductView,
  { language, today }: { language: Language; today: BusinessDate },
) {
  return certificates.map(({ kind, number, issuer, expiresOn }) => ({
    kind,
    number,
    issuer: issuer[language],
    expiresOn: expiresOn && formatDate(startOfBusinessDate(expiresOn), language),
    isExpired: expiresOn !== undefined && expiresOn < today,
  }))
}

function factsOf(product: ProductView, language: Language) {
  const { county, township, village, latestBatch } = product
  const day = (date: BusinessDate) => formatDate(startOfBusinessDate(date), language)
  return {
    origin: inLanguage(
      `${county.zh}${township.zh}${village.zh}`,
      [village.en, township.en, county.en].filter(Boolean).join(', '),
      language,
    ),
    shelfLife: product.shelfLife[language],
    storage: product.storage[language],
    season: product.season[language],
    batch: latestBatch && {
      lotCode: latestBatch.lotCode,
      harvestedOn: day(latestBatch.harvestedOn),
      bestBeforeOn: day(latestBatch.bestBeforeOn),
    },
  }
}

function neighbourCards(
  cards: readonly ProductCard[],
  { product, language }: { product: ProductView; language: Language },
) {
  const others = cards.filter((card) => card.slug !== product.slug).slice(0, NEIGHBOURS)
  const county = { countyId: product.countyId, nameZh: product.county.zh, nameEn: product.county.en }
  return cardViews(others, { language, counties: [county] })
}

function jsonLdOf(product: ProductView, { language, origin }: { language: Language; origin: string }) {
  return productJsonLd(
    {
      slug: product.slug,
      name: product.name[language],
      summary: product.summary[language],
      pictureKind: product.pictureKind,
      category: product.category[language],
      cooperative: product.cooperative[language],
      skus: product.skus.map(({ code, spec, price, left }) => ({ code, spec: spec[language], price, left })),
    },
    origin,
  )
}
