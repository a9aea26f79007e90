import { formatWeight } from '#app/shared/weight.ts'
import type { CategoryRule } from './category-rule.ts'
import { LISTING_TEXTS, type ListingBody, type ListingSku } from './listing.ts'
import type { CertificateRow, ListingForm, SkuRow } from './listing-form.ts'
import type { NetContent } from './net-content.ts'
import type { Allergen, Bilingual, ProductDraft } from './product-draft.ts'

interface ComposeContext {
  /** Of the goods the form names; undefined when it names none we know. */
  rule: CategoryRule | undefined
  /** Begins the codes of new SKUs; no two proposals share one. */
  codePrefix: string
}

/**
 * The listing that a grower's form makes of the one before it. What the form does not
 * ask stays; English of a Chinese text that was rewritten goes, as it says the old one.
 * An SKU keeps its code only if it had it before: codes are given, not claimed.
 */
export function composeListing(
  before: ListingBody,
  { form, rule, codePrefix }: ComposeContext & { form: ListingForm },
): ListingBody {
  const isOtherGoods =
    rule !== undefined && (rule.categoryId !== before.categoryId || rule.goodsKind !== before.goodsKind)
  return {
    ...before,
    categoryId: rule?.categoryId ?? '',
    goodsKind: rule?.goodsKind ?? '',
    name: { zh: form.nameZh, en: form.nameEn },
    summary: { zh: form.summaryZh, en: form.summaryEn },
    township: rewritten(before.township, form.township),
    village: rewritten(before.village, form.village),
    storage: rewritten(before.storage, form.storage),
    shelfLife: rewritten(before.shelfLife, form.shelfLife),
    season: rewritten(before.season, form.season),
    seasonMonths: [...new Set(form.seasonMonths)].sort((left, right) => left - right),
    ...statedAllergens(form, rule),
    returnRule: isOtherGoods ? rule.returnRule : before.returnRule,
    taxClass: isOtherGoods ? rule.taxClass : before.taxClass,
    skus: composeSkus(before.skus, form.skus, codePrefix),
    certificates: form.certificates.flatMap((row) => (row ? [composeCertificate(before, row)] : [])),
  }
}

function rewritten(before: Bilingual, zh: string): Bilingual {
  return zh === before.zh ? before : { zh, en: '' }
}

function statedAllergens(form: ListingForm, rule: CategoryRule | undefined) {
  const sure = rule?.sureAllergens ?? []
  const allergens: Allergen[] = [...new Set([...sure, ...form.allergens])].sort()
  return { allergens, allergensStated: form.noAllergens === 'on' || allergens.length > 0 }
}

function composeSkus(
  before: readonly ListingSku[],
  rows: readonly (SkuRow | undefined)[],
  codePrefix: string,
): ListingSku[] {
  const codes = new Set(before.map(({ code }) => code))
  return rows.flatMap((row) => {
    if (!row) return []
    const earlier = before.find(({ code }) => code === row.code)
    const code = earlier?.code ?? freeCode(codes, `${codePrefix}-${contentTag(row.content)}`)
    codes.add(code)
    const spec = specOf(row, earlier)
    return [{ code, spec, ...row.content, price: row.price, maxPerOrder: row.maxPerOrder }]
  })
}

function freeCode(taken: ReadonlySet<string>, wanted: string): string {
  for (let number = 1; ; number += 1) {
    const code = number === 1 ? wanted : `${wanted}-${number}`
    if (!taken.has(code)) return code
  }
}

function contentTag(content: NetContent): string {
  return 'netWeightGrams' in content ? `${content.netWeightGrams}G` : `${content.netVolumeMl}ML`
}

/** What the grower wrote, or the content in words. */
function specOf({ spec, content }: SkuRow, earlier: ListingSku | undefined): Bilingual {
  const plain = contentWords(content)
  if (spec === '' || spec === plain.zh) return plain
  return spec === earlier?.spec.zh ? earlier.spec : { zh: spec, en: '' }
}

function contentWords(content: NetContent): Bilingual {
  if ('netVolumeMl' in content) return { zh: `${content.netVolumeMl} 毫升`, en: `${content.netVolumeMl} ml` }
  return { zh: formatWeight(content.netWeightGrams, 'zh'), en: formatWeight(content.netWeightGrams, 'en') }
}

function composeCertificate({ certificates }: ListingBody, { issuer, ...row }: CertificateRow) {
  const earlier = certificates.find(({ kind, number }) => kind === row.kind && number === row.number)
  return { ...row, issuer: rewritten(earlier?.issuer ?? { zh: '', en: '' }, issuer) }
}

/** A listing to start another from: codes, photographs' place and papers of one batch belong to the first. */
export function copyOfListing(body: ListingBody, { codePrefix }: { codePrefix: string }): ListingBody {
  const codes = new Set<string>()
  const skus = body.skus.map((sku) => {
    const content =
      sku.netWeightGrams === undefined ? { netVolumeMl: sku.netVolumeMl ?? 0 } : { netWeightGrams: sku.netWeightGrams }
    const code = freeCode(codes, `${codePrefix}-${contentTag(content)}`)
    codes.add(code)
    return { ...sku, code }
  })
  const certificates = body.certificates.filter(({ kind }) => kind !== 'conformity' && kind !== 'animal_quarantine')
  return { ...body, skus, certificates }
}

const PLACES = new Set<string>(['name', 'township', 'village'])

/**
 * The listing with every English text filled in: names and places by their sound, whole
 * sentences as they stand in Chinese until somebody translates them.
 */
export function withEnglish(body: ListingBody, toPinyin: (zh: string) => string): ListingBody {
  const named = ({ zh, en }: Bilingual): Bilingual => ({ zh, en: en || toPinyin(zh) })
  const said = ({ zh, en }: Bilingual): Bilingual => ({ zh, en: en || zh })
  const texts = Object.fromEntries(
    LISTING_TEXTS.map((text) => [text, PLACES.has(text) ? named(body[text]) : said(body[text])]),
  )
  const name = named(body.name)
  return {
    ...body,
    ...texts,
    name,
    skus: body.skus.map((sku) => ({ ...sku, spec: said(sku.spec) })),
    certificates: body.certificates.map((one) => ({ ...one, issuer: named(one.issuer) })),
    photos: body.photos.map((photo) => ({
      ...photo,
      alt: { zh: photo.alt.zh || name.zh, en: photo.alt.en || (photo.alt.zh ? photo.alt.zh : name.en) },
    })),
  }
}

/** What of a listing `publishProduct` puts on the shelves; photographs are hung up beside it. */
export function draftOf(
  body: ListingBody,
  place: Pick<ProductDraft, 'slug' | 'cooperativeId' | 'countyId' | 'pictureKind'>,
): ProductDraft {
  const { photos: _photos, goodsKind: _kind, allergensStated: _stated, skus, certificates, ...facts } = body
  return {
    ...facts,
    ...place,
    skus: skus.map(({ netWeightGrams, netVolumeMl, ...sku }) => ({
      ...sku,
      ...(netWeightGrams !== undefined && { netWeightGrams }),
      ...(netVolumeMl !== undefined && { netVolumeMl }),
    })),
    certificates: certificates.map(({ expiresOn, ...paper }) => ({ ...paper, ...(expiresOn && { expiresOn }) })),
  }
}
