import { type Fen, multiplyFen, shareRoundedUp } from '#app/shared/money.ts'

export const TARGET_BASES = ['amount', 'budget_share', 'per_head', 'last_year'] as const
export type TargetBasisKind = (typeof TARGET_BASES)[number]

/** How the amount of a target comes about, with what it is computed from. */
export type TargetBasis =
  | { basis: 'amount'; amount: Fen }
  /** At least a share of a budget, e.g. 10 % of the canteen's food purchases. */
  | { basis: 'budget_share'; budget: Fen; shareBasisPoints: number }
  | { basis: 'per_head'; heads: number; perHead: Fen }
  /** Not below what was attained the year before. */
  | { basis: 'last_year'; lastYear: Fen }

/** Limits within which every result is an exact number of fen. */
export const MAX_HEADS = 1_000_000

/** The amount a basis comes to. A share that is no whole number of fen is rounded up: the task is "at least" so much. */
export function computeTarget(basis: TargetBasis): Fen {
  switch (basis.basis) {
    case 'amount':
      return basis.amount
    case 'budget_share':
      return shareRoundedUp(basis.budget, basis.shareBasisPoints)
    case 'per_head':
      return multiplyFen(basis.perHead, basis.heads)
    case 'last_year':
      return basis.lastYear
  }
}
