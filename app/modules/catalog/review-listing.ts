import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, ListingChangeId, PersonId, ProductId, ProductVersionId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type CategoryRule, findListingProblems, type ListingProblem } from './category-rule.ts'
import { findConflicts } from './diff-listing.ts'
import type { FieldConflict } from './field-change.ts'
import type { ListingBody, ListingState } from './listing.ts'

/** A proposal as it is kept. */
export interface ListingChange {
  changeId: ListingChangeId
  productId: ProductId | undefined
  cooperativeId: CooperativeId
  proposerId: PersonId
  state: ListingState
  revision: number
  body: ListingBody
  /** The published listing it was made from; absent for a new product. */
  base: { versionId: ProductVersionId; body: ListingBody } | undefined
  stockNote: string
  reason: string | undefined
  createdAt: Date
  updatedAt: Date
  submittedAt: Date | undefined
  decidedAt: Date | undefined
}

/** The listing as it is published at this moment. */
export interface PublishedListing {
  versionId: ProductVersionId
  body: ListingBody
}

/** Why a grower's step is not taken. */
export type ProposeRefusal =
  /** There is no such proposal, or it is another cooperative's. */
  | { kind: 'unknown' }
  /** It is with the reviewer, decided or withdrawn. */
  | { kind: 'notOpen'; state: ListingState }
  /** Somebody saved it in the meantime. */
  | { kind: 'changedMeanwhile' }
  | { kind: 'problems'; problems: ListingProblem[] }
  | { kind: 'stale'; conflicts: FieldConflict[] }
  | { kind: 'nothingChanged' }
  | { kind: 'tooManyPhotos'; max: number }

/** Why a reviewer's decision does not stand. */
export type ReviewRefusal =
  | { kind: 'unknown' }
  | { kind: 'alreadyDecided'; state: ListingState }
  | { kind: 'changedMeanwhile' }
  /** Whoever proposed a listing does not decide about it. */
  | { kind: 'ownProposal' }
  | { kind: 'productWithdrawn' }
  | { kind: 'stale'; conflicts: FieldConflict[] }
  | { kind: 'problems'; problems: ListingProblem[] }

/** Whether a proposal may be worked on, seen by somebody who saw `revision` of it. */
export function checkEditable(change: ListingChange, revision: number): Result<undefined, ProposeRefusal> {
  if (change.state !== 'draft' && change.state !== 'sent_back') return refuse({ kind: 'notOpen', state: change.state })
  return change.revision === revision ? ok(undefined) : refuse({ kind: 'changedMeanwhile' })
}

interface Circumstances {
  rule: CategoryRule | undefined
  /** Of the product it changes; undefined for a new one, or for one that is not on sale any more. */
  current: PublishedListing | undefined
  today: BusinessDate
}

/** Decides whether a proposal goes to the reviewer. */
export function decideSubmission(
  change: ListingChange,
  circumstances: Circumstances,
): Result<undefined, ProposeRefusal> {
  const { rule, current, today } = circumstances
  const { body, base } = change
  const conflicts = conflictsOf(change, current)
  if (conflicts) return refuse({ kind: 'stale', conflicts })
  const problems = findListingProblems({ body, rule, base: base?.body, today })
  return problems.length > 0 ? refuse({ kind: 'problems', problems }) : ok(undefined)
}

interface Review extends Circumstances {
  reviewerId: PersonId
  /** The revision the reviewer saw: nobody publishes what they have not read. */
  revision: number
}

/** Decides whether a reviewer may decide at all; what they decide comes after. */
export function checkReview(
  change: ListingChange,
  { reviewerId, revision }: Pick<Review, 'reviewerId' | 'revision'>,
): Result<undefined, ReviewRefusal> {
  if (change.state !== 'submitted') return refuse({ kind: 'alreadyDecided', state: change.state })
  if (change.proposerId === reviewerId) return refuse({ kind: 'ownProposal' })
  return change.revision === revision ? ok(undefined) : refuse({ kind: 'changedMeanwhile' })
}

/** Decides whether a proposal becomes what is published. The rules are asked again: days have passed. */
export function decidePublication(change: ListingChange, review: Review): Result<undefined, ReviewRefusal> {
  const checked = checkReview(change, review)
  if (!checked.ok) return checked
  if (change.productId !== undefined && !review.current) return refuse({ kind: 'productWithdrawn' })
  const conflicts = conflictsOf(change, review.current)
  if (conflicts) return refuse({ kind: 'stale', conflicts })
  const { body, base } = change
  const problems = findListingProblems({ body, rule: review.rule, base: base?.body, today: review.today })
  return problems.length > 0 ? refuse({ kind: 'problems', problems }) : ok(undefined)
}

/** What was published since the proposal was begun; undefined when it still says what it changes. */
export function conflictsOf(
  { base, body }: Pick<ListingChange, 'base' | 'body'>,
  current: PublishedListing | undefined,
): FieldConflict[] | undefined {
  if (!base || !current) return undefined
  const conflicts = findConflicts(base.body, { current: current.body, proposed: body })
  return conflicts.length > 0 || base.versionId !== current.versionId ? conflicts : undefined
}
