import fc from 'fast-check'
import type { ListingBody } from '#app/modules/catalog/listing.ts'
import { ALLERGENS, CERTIFICATE_KINDS, RETURN_RULES, TAX_CLASSES } from '#app/modules/catalog/product-draft.ts'
import { fen } from '#app/shared/money.ts'

const text = fc.oneof(
  fc.constantFrom('', '旬邑苹果', 'Fuji', 'a.b', '__proto__', '"', 'zh'),
  fc.string({ maxLength: 12 }),
)
const bilingual = fc.record({ zh: text, en: text })
const date = fc.constantFrom('2026-01-05', '2026-09-30', '2027-02-28')
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })

const sku = fc
  .record({
    code: fc.constantFrom('FU-1-250G', 'FU-1-500G', 'FU-2-1L', 'FU-3-5000G', 'XY-9'),
    spec: bilingual,
    amount: fc.integer({ min: 1, max: 5000 }),
    isWeight: fc.boolean(),
    price: fc.integer({ min: 1, max: 1_000_000 }),
    maxPerOrder: fc.integer({ min: 1, max: 999 }),
  })
  .map(({ amount, isWeight, price, ...rest }) => ({
    ...rest,
    ...(isWeight ? { netWeightGrams: amount } : { netVolumeMl: amount }),
    price: fen(price),
  }))

const certificate = fc
  .record({
    kind: fc.constantFrom(...CERTIFICATE_KINDS),
    number: fc.constantFrom('A 1', 'B-2', 'C3'),
    issuer: bilingual,
    issuedOn: date,
    expiresOn: optional(date),
  })
  .map(({ expiresOn, ...rest }) => ({ ...rest, ...(expiresOn && { expiresOn }) }))

const photo = fc.record({
  key: fc.constantFrom(...['a', 'b', 'c', 'd'].map((letter) => letter.repeat(40))),
  width: fc.integer({ min: 100, max: 1280 }),
  height: fc.integer({ min: 100, max: 1280 }),
  alt: bilingual,
})

/** Any listing whose SKUs, certificates and photographs are told apart by what tells them apart. */
export const anyListing: fc.Arbitrary<ListingBody> = fc.record({
  categoryId: fc.constantFrom('', 'fruit', 'honey'),
  goodsKind: fc.constantFrom('', 'fresh-fruit', 'honey'),
  name: bilingual,
  summary: bilingual,
  township: bilingual,
  village: bilingual,
  storage: bilingual,
  shelfLife: bilingual,
  season: bilingual,
  seasonMonths: fc.uniqueArray(fc.integer({ min: 1, max: 12 })),
  allergens: fc.uniqueArray(fc.constantFrom(...ALLERGENS)),
  allergensStated: fc.boolean(),
  returnRule: fc.constantFrom(...RETURN_RULES),
  taxClass: fc.constantFrom(...TAX_CLASSES),
  skus: fc.uniqueArray(sku, { selector: ({ code }) => code, maxLength: 4 }),
  certificates: fc.uniqueArray(certificate, { selector: ({ kind, number }) => `${kind} ${number}`, maxLength: 4 }),
  photos: fc.uniqueArray(photo, { selector: ({ key }) => key, maxLength: 4 }),
})
