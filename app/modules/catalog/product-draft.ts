import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'

export const CERTIFICATE_KINDS = [
  'conformity',
  'test_report',
  'food_licence',
  'animal_quarantine',
  'geographical_indication',
  'workshop_registration',
] as const
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number]

export const ALLERGENS = [
  'gluten',
  'soy',
  'egg',
  'nuts',
  'milk',
  'peanut',
  'fish',
  'crustacean',
  'buckwheat',
  'bee_products',
] as const
export type Allergen = (typeof ALLERGENS)[number]

export const RETURN_RULES = ['fresh', 'seven_day', 'confirmed_at_order'] as const
export type ReturnRule = (typeof RETURN_RULES)[number]

export const TAX_CLASSES = ['exempt', 'nine_percent', 'thirteen_percent', 'small_scale'] as const
export type TaxClass = (typeof TAX_CLASSES)[number]

/** Words of one thing in both languages. */
export interface Bilingual {
  zh: string
  en: string
}

export interface SkuDraft {
  /** Unique in the whole catalogue, e.g. 'FF-034-250G'. */
  code: string
  spec: Bilingual
  /** Exactly one of the two. */
  netWeightGrams?: number
  netVolumeMl?: number
  price: Fen
  /** 1 to 999; 99 when absent. */
  maxPerOrder?: number
}

export interface CertificateDraft {
  kind: CertificateKind
  number: string
  issuer: Bilingual
  issuedOn: BusinessDate
  /** Absent for certificates that do not expire, or are made for each batch. */
  expiresOn?: BusinessDate
}

/** Everything said about a product when it is published. */
export interface ProductDraft {
  slug: string
  cooperativeId: CooperativeId
  countyId: CountyId
  categoryId: string
  pictureKind: string
  name: Bilingual
  summary: Bilingual
  township: Bilingual
  village: Bilingual
  storage: Bilingual
  shelfLife: Bilingual
  season: Bilingual
  /** Months 1–12 in which it is picked or on sale fresh. */
  seasonMonths: readonly number[]
  allergens: readonly Allergen[]
  returnRule: ReturnRule
  taxClass: TaxClass
  skus: readonly SkuDraft[]
  certificates: readonly CertificateDraft[]
}
