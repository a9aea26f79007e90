import type { CertificateKind, ProductDraft, SkuDraft } from './product-draft.ts'

export type DraftProblem =
  | { kind: 'nameMissing' }
  | { kind: 'noSku' }
  | { kind: 'seasonWrong' }
  | { kind: 'codeTwice'; code: string }
  /** Neither net weight nor net volume, or both. */
  | { kind: 'netContentUnclear'; code: string }
  | { kind: 'certificateMissing'; anyOf: readonly CertificateKind[] }
  | { kind: 'certificateEndsEarly'; number: string }

/** Fruit, vegetables, meat and eggs come with one of these (MARA order 2025-4, in force since 2026-02-01). */
const FOR_FRESH_GOODS: readonly CertificateKind[] = ['conformity', 'animal_quarantine']

/** Everything that keeps a draft from being published; ranges of single numbers are the tables' to refuse. */
export function findDraftProblems(draft: ProductDraft): DraftProblem[] {
  const problems: DraftProblem[] = []
  if (draft.name.zh.trim() === '' || draft.name.en.trim() === '') problems.push({ kind: 'nameMissing' })
  if (!areMonths(draft.seasonMonths)) problems.push({ kind: 'seasonWrong' })
  if (draft.skus.length === 0) problems.push({ kind: 'noSku' })
  return [...problems, ...findSkuProblems(draft.skus), ...findCertificateProblems(draft)]
}

function areMonths(months: readonly number[]): boolean {
  const isEachAMonth = months.every((month) => Number.isInteger(month) && month >= 1 && month <= 12)
  return isEachAMonth && new Set(months).size === months.length
}

function findSkuProblems(skus: readonly SkuDraft[]): DraftProblem[] {
  const seen = new Set<string>()
  return skus.flatMap(({ code, netWeightGrams, netVolumeMl }) => {
    const problems: DraftProblem[] = []
    if (seen.has(code)) problems.push({ kind: 'codeTwice', code })
    seen.add(code)
    if ((netWeightGrams === undefined) === (netVolumeMl === undefined))
      problems.push({ kind: 'netContentUnclear', code })
    return problems
  })
}

function findCertificateProblems({ returnRule, certificates }: ProductDraft): DraftProblem[] {
  const problems: DraftProblem[] = []
  if (returnRule === 'fresh' && !certificates.some(({ kind }) => FOR_FRESH_GOODS.includes(kind)))
    problems.push({ kind: 'certificateMissing', anyOf: FOR_FRESH_GOODS })
  for (const { number, issuedOn, expiresOn } of certificates) {
    if (expiresOn !== undefined && expiresOn < issuedOn) problems.push({ kind: 'certificateEndsEarly', number })
  }
  return problems
}
