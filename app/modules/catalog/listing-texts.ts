import { z } from 'zod'
import type { ListingBody } from './listing.ts'

const ONE_LINE = /^[^\p{Cc}\p{Cf}\p{Co}\p{Cn}]*$/u
const LINES = /^[^\p{Cf}\p{Co}\p{Cn}]*$/u

const line = (max: number) =>
  z.string().trim().max(max, { error: 'textTooLong' }).regex(ONE_LINE, { error: 'textInvalid' }).default('')
const lines = (max: number) =>
  z.string().trim().max(max, { error: 'textTooLong' }).regex(LINES, { error: 'textInvalid' }).default('')

/** The words a reviewer may put right: name and summary in both languages, everything else in English. */
export const listingTextsSchema = z.object({
  nameZh: line(30).pipe(z.string().min(1, { error: 'nameMissing' })),
  nameEn: line(60),
  summaryZh: lines(300),
  summaryEn: lines(600),
  townshipEn: line(60),
  villageEn: line(60),
  storageEn: line(120),
  shelfLifeEn: line(120),
  seasonEn: line(120),
  /** In the order of the SKUs, of the certificates, of the photographs. */
  specsEn: z.array(line(60)).default([]),
  issuersEn: z.array(line(120)).default([]),
  altsEn: z.array(line(120)).default([]),
})

export type ListingTexts = z.output<typeof listingTextsSchema>

/** The listing with these words; nothing else of it changes. */
export function editTexts(body: ListingBody, texts: ListingTexts): ListingBody {
  return {
    ...body,
    name: { zh: texts.nameZh, en: texts.nameEn },
    summary: { zh: texts.summaryZh, en: texts.summaryEn },
    township: { ...body.township, en: texts.townshipEn },
    village: { ...body.village, en: texts.villageEn },
    storage: { ...body.storage, en: texts.storageEn },
    shelfLife: { ...body.shelfLife, en: texts.shelfLifeEn },
    season: { ...body.season, en: texts.seasonEn },
    skus: body.skus.map((sku, index) => ({ ...sku, spec: { ...sku.spec, en: texts.specsEn[index] ?? sku.spec.en } })),
    certificates: body.certificates.map((one, index) => ({
      ...one,
      issuer: { ...one.issuer, en: texts.issuersEn[index] ?? one.issuer.en },
    })),
    photos: body.photos.map((photo, index) => ({
      ...photo,
      alt: { ...photo.alt, en: texts.altsEn[index] ?? photo.alt.en },
    })),
  }
}
