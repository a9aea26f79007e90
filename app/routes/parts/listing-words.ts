import type { UploadRefusal } from '#app/http/uploads.server.ts'
import { catalogTerms } from '#app/messages/catalog-terms.ts'
import { listingMessages } from '#app/messages/listings.ts'
import type { ListingProblem } from '#app/modules/catalog/category-rule.ts'
import type { FieldChange, FieldValue } from '#app/modules/catalog/field-change.ts'
import type { CertificateKind } from '#app/modules/catalog/product-draft.ts'
import type { ProposeRefusal, ReviewRefusal } from '#app/modules/catalog/review-listing.ts'
import type { PhotoRefusal } from '#app/platform/photo.server.ts'
import type { Language } from '#app/shared/language.ts'
import { fen, formatMoney } from '#app/shared/money.ts'
import { formatWeight } from '#app/shared/weight.ts'

const MEGABYTE = 1024 * 1024

type Words<Kind extends ListingProblem['kind']> = (problem: Extract<ListingProblem, { kind: Kind }>) => string

/** What must be put right before a listing is reviewed, in one sentence. */
export function explainProblem(problem: ListingProblem, language: Language): string {
  const { problems: t, places } = listingMessages[language]
  const words: { [Kind in ListingProblem['kind']]: Words<Kind> } = {
    goodsMissing: () => t.goodsMissing,
    originMissing: () => t.originMissing,
    skuMissing: () => t.skuMissing,
    allergensUnstated: () => t.allergensUnstated,
    textMissing: ({ text }) => t.textMissing[text],
    codeTwice: ({ code }) => t.codeTwice(code),
    contentChanged: ({ code }) => t.contentChanged(code),
    certificateMissing: ({ anyOf }) => t.certificateMissing(certificateNames(anyOf, language)),
    certificateTwice: ({ number }) => t.certificateTwice(number),
    certificateEndsEarly: ({ number }) => t.certificateEndsEarly(number),
    certificateExpired: ({ number, expiresOn }) => t.certificateExpired(number, expiresOn),
    certificateFromFuture: ({ number, issuedOn }) => t.certificateFromFuture(number, issuedOn),
    licenceNumberWrong: ({ number }) => t.licenceNumberWrong(number),
    forbidden: ({ where, word, class: kind }) => t.forbidden[kind](places[where], word),
  }
  return (words[problem.kind] as Words<typeof problem.kind>)(problem as never)
}

export function certificateNames(kinds: readonly CertificateKind[], language: Language): string {
  return kinds.map((kind) => catalogTerms[language].certificates[kind]).join(listingMessages[language].problems.or)
}

/** Why a grower's step was not taken. */
export function explainProposal(refusal: ProposeRefusal, language: Language): string {
  const t = listingMessages[language]
  switch (refusal.kind) {
    case 'unknown':
    case 'notOpen':
    case 'changedMeanwhile':
    case 'problems':
    case 'nothingChanged':
      return t.refusals[refusal.kind]
    case 'stale':
      return t.stale.title
    case 'tooManyPhotos':
      return t.refusals.tooManyPhotos(refusal.max)
  }
}

/** Why a reviewer's decision does not stand. */
export function explainReview(refusal: ReviewRefusal, language: Language): string {
  const t = listingMessages[language]
  switch (refusal.kind) {
    case 'unknown':
    case 'changedMeanwhile':
    case 'ownProposal':
    case 'productWithdrawn':
      return t.refusals[refusal.kind]
    case 'alreadyDecided':
      return t.refusals.alreadyDecided(t.states[refusal.state])
    case 'problems':
      return t.refusals.reviewProblems
    case 'stale':
      return `${t.stale.title}${language === 'zh' ? '。' : '. '}${t.stale.reviewer}`
  }
}

/** Why a file was not taken as a photograph. */
export function explainPhoto(refusal: PhotoRefusal | UploadRefusal, language: Language): string {
  const t = listingMessages[language].photos.refusals
  switch (refusal.kind) {
    case 'empty':
    case 'polyglot':
    case 'broken':
    case 'busy':
      return t[refusal.kind]
    case 'tooLarge':
    case 'fileTooLarge':
      return t[refusal.kind](Math.floor(refusal.maxBytes / MEGABYTE))
    case 'wrongType':
      return t.wrongType[refusal.found]
    case 'tooManyPixels':
      return t.tooManyPixels(Math.floor(refusal.maxPixels / 1_000_000))
    case 'tooSmall':
      return t.tooSmall(refusal.minSide)
    case 'tooManyFiles':
      return t.tooManyFiles(refusal.maxFiles)
  }
}

/** What a field of a listing is called: 'Size FU-1: price'. */
export function fieldName({ group, item, field }: FieldChange, language: Language): string {
  const t = listingMessages[language]
  const name = t.fields[field] ?? field
  if (group === 'listing') return name
  const owner = group === 'photo' ? t.groups.photo : t.groups[group](itemName(group, item, language))
  return `${owner} · ${name}`
}

function itemName(group: 'sku' | 'certificate', item: string, language: Language): string {
  if (group === 'sku') return item
  const [kind = '', ...number] = item.split(' ')
  const names: Record<string, string> = catalogTerms[language].certificates
  return `${names[kind] ?? kind} ${number.join(' ')}`
}

/** The names of categories and kinds of goods, by their ids. */
export interface GoodsNames {
  categories: Record<string, string>
  kinds: Record<string, string>
}

/** A value as people read it. */
export function fieldText(
  field: string,
  value: FieldValue | undefined,
  { language, goods }: { language: Language; goods: GoodsNames },
): string {
  const [t, terms] = [listingMessages[language], catalogTerms[language]]
  if (value === undefined || value === '') return t.review.empty_
  const text = String(value)
  const named = (names: Record<string, string>) => names[text] ?? text
  const list = () => JSON.parse(text) as (string | number)[]
  const writers: Record<string, () => string> = {
    price: () => formatMoney(fen(Number(value))),
    netWeightGrams: () => formatWeight(Number(value), language),
    netVolumeMl: () => t.milliliters(Number(value)),
    seasonMonths: () => joined(list().map((month) => terms.months[Number(month) - 1] ?? String(month))),
    allergens: () => joined(list().map((one) => (terms.allergens as Record<string, string>)[one] ?? String(one))),
    allergensStated: () => (value ? t.yes : t.no),
    returnRule: () => terms.returnRules[text as keyof typeof terms.returnRules].name,
    taxClass: () => named(t.taxClasses),
    categoryId: () => named(goods.categories),
    goodsKind: () => named(goods.kinds),
    kind: () => named(terms.certificates),
  }
  const joined = (parts: string[]) => parts.join(language === 'zh' ? '、' : ', ') || t.review.empty_
  if (field.endsWith('.order')) return joined(list().map(String))
  return writers[field]?.() ?? text
}
