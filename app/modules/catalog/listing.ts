import { z } from 'zod'
import { fen } from '#app/shared/money.ts'
import { isPhotoKey } from '#app/shared/photo.ts'
import { MAX_CERTIFICATES, MAX_PHOTOS, MAX_SKUS } from './listing-limits.ts'
import { ALLERGENS, CERTIFICATE_KINDS, RETURN_RULES, TAX_CLASSES } from './product-draft.ts'

/** Where a proposal stands. */
export type ListingState = 'draft' | 'submitted' | 'published' | 'sent_back' | 'withdrawn'

/** States in which a proposal may still become a published listing. */
export const OPEN_STATES = ['draft', 'submitted', 'sent_back'] as const

const bilingual = z.object({ zh: z.string(), en: z.string() })

const sku = z.object({
  /** Unique in the whole catalogue; made by us, never typed. */
  code: z.string().regex(/^[A-Z0-9-]{3,40}$/),
  spec: bilingual,
  netWeightGrams: z.int().positive().optional(),
  netVolumeMl: z.int().positive().optional(),
  price: z.int().min(1).max(100_000_000).transform(fen),
  maxPerOrder: z.int().min(1).max(999),
})

const certificate = z.object({
  kind: z.enum(CERTIFICATE_KINDS),
  number: z.string().min(1),
  issuer: bilingual,
  issuedOn: z.iso.date(),
  expiresOn: z.iso.date().optional(),
})

const photo = z.object({
  key: z.string().refine(isPhotoKey),
  width: z.int().positive(),
  height: z.int().positive(),
  alt: bilingual,
})

/**
 * Everything a listing says, as it is proposed. A draft may be far from complete;
 * what is in it has its form. English may be empty: publishing fills it in.
 */
export const listingBodySchema = z.object({
  categoryId: z.string(),
  /** Of the category's rule: 'eggs' or 'meat' in one category. */
  goodsKind: z.string(),
  name: bilingual,
  summary: bilingual,
  township: bilingual,
  village: bilingual,
  storage: bilingual,
  shelfLife: bilingual,
  season: bilingual,
  seasonMonths: z.array(z.int().min(1).max(12)),
  allergens: z.array(z.enum(ALLERGENS)),
  /** Somebody said which allergens there are, be it none. */
  allergensStated: z.boolean(),
  returnRule: z.enum(RETURN_RULES),
  taxClass: z.enum(TAX_CLASSES),
  skus: z.array(sku).max(MAX_SKUS),
  certificates: z.array(certificate).max(MAX_CERTIFICATES),
  photos: z.array(photo).max(MAX_PHOTOS),
})

export type ListingBody = z.output<typeof listingBodySchema>
export type ListingSku = ListingBody['skus'][number]
export type ListingCertificate = ListingBody['certificates'][number]
export type ListingPhoto = ListingBody['photos'][number]

/** The texts of a listing in both languages, in the order in which they are read. */
export const LISTING_TEXTS = ['name', 'summary', 'township', 'village', 'storage', 'shelfLife', 'season'] as const
export type ListingText = (typeof LISTING_TEXTS)[number]

const NOTHING = { zh: '', en: '' }

export const EMPTY_LISTING: ListingBody = {
  categoryId: '',
  goodsKind: '',
  name: NOTHING,
  summary: NOTHING,
  township: NOTHING,
  village: NOTHING,
  storage: NOTHING,
  shelfLife: NOTHING,
  season: NOTHING,
  seasonMonths: [],
  allergens: [],
  allergensStated: false,
  returnRule: 'seven_day',
  taxClass: 'exempt',
  skus: [],
  certificates: [],
  photos: [],
}
