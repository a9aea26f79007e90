import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId, ProductId, SkuId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import type { Allergen, Bilingual, CertificateKind, ReturnRule } from './product-draft.ts'

/** What a list says of a published product. */
export interface ProductCard {
  productId: ProductId
  slug: string
  name: Bilingual
  /** Of the cheapest SKU, as are price and weight. */
  spec: Bilingual
  countyId: CountyId
  categoryId: string
  pictureKind: string
  photoKey: string | undefined
  price: Fen
  /** Per 斤 (500 g); undefined for what is sold by volume. */
  jinPrice: Fen | undefined
  skuCount: number
  /** Pieces that could be ordered now over all SKUs, never below zero; none while its cooperative is closed. */
  left: number
  /** The last day on which its cooperative sells nothing; undefined while it sells. */
  closedUntil: BusinessDate | undefined
}

export interface SkuOffer {
  skuId: SkuId
  code: string
  spec: Bilingual
  netWeightGrams: number | null
  netVolumeMl: number | null
  price: Fen
  jinPrice: Fen | undefined
  maxPerOrder: number
  /** Pieces that could be ordered now, never below zero; none while its cooperative is closed. */
  left: number
  /** Sold before it is there: the day promised, and the last day of selling it so. */
  presale: { readyOn: BusinessDate; closesOn: BusinessDate } | undefined
}

interface CertificateView {
  kind: CertificateKind
  number: string
  issuer: Bilingual
  issuedOn: BusinessDate
  /** Undefined: issued for each batch, or without an end. */
  expiresOn: BusinessDate | undefined
}

/** Everything a product's own page says. */
export interface ProductView {
  productId: ProductId
  slug: string
  name: Bilingual
  summary: Bilingual
  countyId: CountyId
  county: Bilingual
  categoryId: string
  category: Bilingual
  township: Bilingual
  village: Bilingual
  cooperativeId: CooperativeId
  cooperativeSlug: string
  cooperative: Bilingual
  /** The last day on which its cooperative sells nothing; undefined while it sells. */
  closedUntil: BusinessDate | undefined
  pictureKind: string
  photos: { storageKey: string; width: number; height: number; alt: Bilingual }[]
  storage: Bilingual
  shelfLife: Bilingual
  season: Bilingual
  seasonMonths: number[]
  allergens: Allergen[]
  returnRule: ReturnRule
  /** SKUs on sale, in the cooperative's order. */
  skus: SkuOffer[]
  certificates: CertificateView[]
  /** The newest batch of any of its SKUs. */
  latestBatch: { lotCode: string; harvestedOn: BusinessDate; bestBeforeOn: BusinessDate } | undefined
}

export const PRODUCT_SORTS = ['newest', 'price-asc', 'price-desc', 'name'] as const
export type ProductSort = (typeof PRODUCT_SORTS)[number]

/** Which products a list shows; absent conditions do not narrow. */
export interface ProductFilter {
  countyId?: string | undefined
  categoryId?: string | undefined
  cooperativeId?: CooperativeId | undefined
  certificate?: string | undefined
  /** 1–12. */
  seasonMonth?: number | undefined
  minPrice?: Fen | undefined
  maxPrice?: Fen | undefined
}

export interface ProductPage {
  cards: ProductCard[]
  /** Over all pages. */
  total: number
}

export interface CategoryView {
  categoryId: string
  name: Bilingual
  pictureKind: string
}

/** `exact`: everything asked for is in each hit. `near`: misspelt latin, similar pinyin. `none`: nothing; `cards` is empty. */
export interface SearchOutcome {
  kind: 'exact' | 'near' | 'none'
  cards: ProductCard[]
  /** Words to try instead, best first; names of products, categories or counties. Only when not `exact`. */
  suggestions: Bilingual[]
}
