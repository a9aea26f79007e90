/** What a purchase can lack until it is complete and proved. */
export const MISSING = ['acceptance', 'payment', 'review', 'invoice', 'evidence'] as const
export type Missing = (typeof MISSING)[number]

/** How long it has been missing: up to 7 days, 30, 60, and more. */
export const AGE_BUCKETS = ['week', 'month', 'two_months', 'older'] as const
export type AgeBucket = (typeof AGE_BUCKETS)[number]
