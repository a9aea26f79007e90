import type { ListingBody, ListingCertificate, ListingSku } from '#app/modules/catalog/listing.ts'
import { CERTIFICATE_SLOTS, SKU_SLOTS } from '#app/modules/catalog/listing-limits.ts'
import { writeNetContent } from '#app/modules/catalog/net-content.ts'
import type { CertificateKind } from '#app/modules/catalog/product-draft.ts'
import { type Fen, formatYuan } from '#app/shared/money.ts'

/** What stands in a form, by field name: from what is kept, or as somebody typed it. */
export type TypedFields = Record<string, string[]>

/** A kind of goods to choose, in the reader's language. */
export interface GoodsOption {
  value: string
  name: string
  category: string
  allOf: readonly CertificateKind[]
  anyOf: readonly CertificateKind[]
  isPerBatch: boolean
}

/** What every part of a grower's form is made from. */
export interface ListingFormProps {
  typed: TypedFields
  /** By field name, in words. */
  errors: Record<string, string>
  goods: readonly GoodsOption[]
  /** Codes of SKUs that are on sale: what is in them does not change. */
  fixedCodes: readonly string[]
}

/** A form as it was sent, to be shown again. */
export function typedFields(sent: FormData): TypedFields {
  const fields: TypedFields = {}
  for (const [name, value] of sent) if (typeof value === 'string') fields[name] = [...(fields[name] ?? []), value]
  return fields
}

export function typedValue(fields: TypedFields, name: string): string {
  return fields[name]?.[0] ?? ''
}

/** The fields of a grower's form for what is kept of a listing. */
export function listingFields(body: ListingBody, stockNote: string): TypedFields {
  const single: Record<string, string> = {
    goods: body.goodsKind === '' ? '' : `${body.categoryId}:${body.goodsKind}`,
    nameZh: body.name.zh,
    nameEn: body.name.en,
    summaryZh: body.summary.zh,
    summaryEn: body.summary.en,
    township: body.township.zh,
    village: body.village.zh,
    storage: body.storage.zh,
    shelfLife: body.shelfLife.zh,
    season: body.season.zh,
    stockNote,
    noAllergens: body.allergensStated && body.allergens.length === 0 ? 'on' : '',
    ...Object.assign({}, ...body.skus.map(skuFields)),
    ...Object.assign({}, ...body.certificates.map(certificateFields)),
  }
  return {
    ...Object.fromEntries(Object.entries(single).map(([name, value]) => [name, [value]])),
    seasonMonths: body.seasonMonths.map(String),
    allergens: [...body.allergens],
  }
}

function skuFields(sku: ListingSku, index: number): Record<string, string> {
  const { text, unit } = writeNetContent({
    ...(sku.netWeightGrams !== undefined && { netWeightGrams: sku.netWeightGrams }),
    ...(sku.netVolumeMl !== undefined && { netVolumeMl: sku.netVolumeMl }),
  })
  const at = (name: string) => `skus[${index}].${name}`
  return {
    [at('code')]: sku.code,
    [at('spec')]: sku.spec.zh,
    [at('content')]: text,
    [at('unit')]: unit,
    [at('price')]: plainYuan(sku.price),
    [at('max')]: sku.maxPerOrder === 99 ? '' : String(sku.maxPerOrder),
  }
}

/** As people type it: without grouping, and without fen where there are none. */
function plainYuan(price: Fen): string {
  return formatYuan(price).replaceAll(',', '').replace(/\.00$/, '')
}

function certificateFields(certificate: ListingCertificate, index: number): Record<string, string> {
  const at = (name: string) => `certificates[${index}].${name}`
  return {
    [at('kind')]: certificate.kind,
    [at('number')]: certificate.number,
    [at('issuer')]: certificate.issuer.zh,
    [at('issuedOn')]: certificate.issuedOn,
    [at('expiresOn')]: certificate.expiresOn ?? '',
  }
}

/** How many rows a form shows: what is there, and empty ones to add to. */
export function rowCount(fields: TypedFields, list: 'skus' | 'certificates'): number {
  const [least, most] = list === 'skus' ? SKU_SLOTS : CERTIFICATE_SLOTS
  const used = Object.entries(fields)
    .filter(([, values]) => values.some((value) => value !== ''))
    .map(([name]) => new RegExp(`^${list}\\[([0-9])\\]\\.(?!unit|kind)`).exec(name)?.[1])
    .filter((index) => index !== undefined)
    .map(Number)
  return Math.min(most, Math.max(least, Math.max(-1, ...used) + 2))
}
