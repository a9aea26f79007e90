import type { BusinessDate } from '#app/shared/business-date.ts'
import { type ForbiddenWord, findForbiddenWord } from './forbidden-words.ts'
import {
  LISTING_TEXTS,
  type ListingBody,
  type ListingCertificate,
  type ListingSku,
  type ListingText,
} from './listing.ts'
import type { Allergen, Bilingual, CertificateKind, ReturnRule, TaxClass } from './product-draft.ts'

/** What the law and the college ask of goods of one kind before they are listed (table `category_rule`). */
export interface CategoryRule {
  categoryId: string
  goodsKind: string
  name: Bilingual
  /** Each of these certificates is needed. */
  allOf: readonly CertificateKind[]
  /** One of these is needed; none when empty. */
  anyOf: readonly CertificateKind[]
  /** The certificate is made anew for every batch. */
  needsBatchCertificate: boolean
  mustStateAllergens: boolean
  /** Always in such goods. */
  sureAllergens: readonly Allergen[]
  requiredTexts: readonly ('storage' | 'shelfLife')[]
  returnRule: ReturnRule
  taxClass: TaxClass
}

export type ListingProblem =
  | { kind: 'goodsMissing' }
  | { kind: 'textMissing'; text: ListingText }
  | { kind: 'originMissing' }
  | { kind: 'skuMissing' }
  | { kind: 'codeTwice'; code: string }
  /** What is in one piece never changes: another content is another SKU. */
  | { kind: 'contentChanged'; code: string }
  | { kind: 'allergensUnstated' }
  | { kind: 'certificateMissing'; anyOf: readonly CertificateKind[] }
  | { kind: 'certificateTwice'; number: string }
  | { kind: 'certificateEndsEarly'; number: string }
  | { kind: 'certificateExpired'; number: string; expiresOn: BusinessDate }
  | { kind: 'certificateFromFuture'; number: string; issuedOn: BusinessDate }
  | { kind: 'licenceNumberWrong'; number: string }
  | ({ kind: 'forbidden'; where: TextPlace } & Omit<ForbiddenWord, 'kind'> & { class: ForbiddenWord['kind'] })

/** Where in a listing a text stands. */
type TextPlace = ListingText | 'spec' | 'photo'

/** Number of a food production licence: the letters and fourteen digits. */
const FOOD_LICENCE = /^SC[0-9]{14}$/

interface Judged {
  body: ListingBody
  rule: CategoryRule | undefined
  /** The published listing the body changes, if any. */
  base: ListingBody | undefined
  today: BusinessDate
}

/** Everything that keeps a listing from being reviewed and published, each once, in the order of the form. */
export function findListingProblems({ body, rule, base, today }: Judged): ListingProblem[] {
  return [
    ...findTextProblems(body, rule),
    ...findSkuProblems(body.skus, base?.skus ?? []),
    ...(rule?.mustStateAllergens && !body.allergensStated ? [{ kind: 'allergensUnstated' } as const] : []),
    ...(rule ? findMissingCertificates(body.certificates, rule, today) : []),
    ...findCertificateProblems(body.certificates, today),
    ...findForbiddenTexts(body),
  ]
}

function findTextProblems(body: ListingBody, rule: CategoryRule | undefined): ListingProblem[] {
  const problems: ListingProblem[] = []
  if (body.name.zh === '') problems.push({ kind: 'textMissing', text: 'name' })
  if (!rule) problems.push({ kind: 'goodsMissing' })
  if (body.township.zh === '' && body.village.zh === '') problems.push({ kind: 'originMissing' })
  for (const text of rule?.requiredTexts ?? []) {
    if (body[text].zh === '') problems.push({ kind: 'textMissing', text })
  }
  return problems
}

function findSkuProblems(skus: readonly ListingSku[], before: readonly ListingSku[]): ListingProblem[] {
  if (skus.length === 0) return [{ kind: 'skuMissing' }]
  const problems: ListingProblem[] = []
  const seen = new Set<string>()
  for (const sku of skus) {
    const { code } = sku
    if (seen.has(code)) problems.push({ kind: 'codeTwice', code })
    seen.add(code)
    const earlier = before.find((one) => one.code === code)
    if (earlier && !hasSameContent(earlier, sku)) problems.push({ kind: 'contentChanged', code })
  }
  return problems
}

function hasSameContent(left: ListingSku, right: ListingSku): boolean {
  return left.netWeightGrams === right.netWeightGrams && left.netVolumeMl === right.netVolumeMl
}

/** An expired certificate is none. */
function findMissingCertificates(
  certificates: readonly ListingCertificate[],
  { allOf, anyOf }: CategoryRule,
  today: BusinessDate,
): ListingProblem[] {
  const valid = certificates.filter(({ expiresOn }) => expiresOn === undefined || expiresOn >= today)
  const has = (kind: CertificateKind) => valid.some((certificate) => certificate.kind === kind)
  const missing = allOf.filter((kind) => !has(kind)).map((kind) => [kind])
  if (anyOf.length > 0 && !anyOf.some(has)) missing.push([...anyOf])
  return missing.map((kinds) => ({ kind: 'certificateMissing', anyOf: kinds }))
}

function findCertificateProblems(certificates: readonly ListingCertificate[], today: BusinessDate): ListingProblem[] {
  const seen = new Set<string>()
  return certificates.flatMap(({ kind, number, issuedOn, expiresOn }) => {
    const problems: ListingProblem[] = []
    const key = `${kind} ${number}`
    if (seen.has(key)) problems.push({ kind: 'certificateTwice', number })
    seen.add(key)
    if (issuedOn > today) problems.push({ kind: 'certificateFromFuture', number, issuedOn })
    if (expiresOn !== undefined && expiresOn < issuedOn) problems.push({ kind: 'certificateEndsEarly', number })
    else if (expiresOn !== undefined && expiresOn < today)
      problems.push({ kind: 'certificateExpired', number, expiresOn })
    if (kind === 'food_licence' && !FOOD_LICENCE.test(number)) problems.push({ kind: 'licenceNumberWrong', number })
    return problems
  })
}

function findForbiddenTexts(body: ListingBody): ListingProblem[] {
  const texts: [TextPlace, Bilingual][] = [
    ...LISTING_TEXTS.map((text): [TextPlace, Bilingual] => [text, body[text]]),
    ...body.skus.map(({ spec }): [TextPlace, Bilingual] => ['spec', spec]),
    ...body.photos.map(({ alt }): [TextPlace, Bilingual] => ['photo', alt]),
  ]
  return texts.flatMap(([where, { zh, en }]) => {
    const found = findForbiddenWord(zh) ?? findForbiddenWord(en)
    return found ? [{ kind: 'forbidden', where, word: found.word, class: found.kind }] : []
  })
}

/**
 * The rule under which a product was listed that names none: of those of its category
 * whose certificates it has, the one that leaves least choice.
 */
export function guessRule(
  rules: readonly CategoryRule[],
  { categoryId, certificates }: Pick<ListingBody, 'categoryId' | 'certificates'>,
): CategoryRule | undefined {
  const kinds = new Set(certificates.map(({ kind }) => kind))
  const ofCategory = rules.filter((rule) => rule.categoryId === categoryId)
  const isMet = ({ allOf, anyOf }: CategoryRule) =>
    allOf.every((kind) => kinds.has(kind)) && (anyOf.length === 0 || anyOf.some((kind) => kinds.has(kind)))
  const [best] = ofCategory.filter(isMet).sort((left, right) => right.allOf.length - left.allOf.length)
  return best ?? ofCategory[0]
}
