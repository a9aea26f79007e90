/** Why pieces left the shelf without being sold, or were found on it. */
export const CHANGE_REASONS = ['spoiled', 'sample', 'given_back', 'lost', 'found'] as const
export type ChangeReason = (typeof CHANGE_REASONS)[number]
export type AdjustmentReason = ChangeReason | 'count'
