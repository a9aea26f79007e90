export const CLOSURE_REASONS = ['holiday', 'harvest', 'weather', 'repairs', 'other'] as const
export type ClosureReason = (typeof CLOSURE_REASONS)[number]
