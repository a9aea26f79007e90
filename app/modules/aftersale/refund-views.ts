/** Which part of the work finance looks at: to decide, to approve, still owed after a failure, or done. */
export const REFUND_VIEWS = ['asked', 'proposed', 'owed', 'settled'] as const
export type RefundView = (typeof REFUND_VIEWS)[number]

/** Rows on one page; a queue longer than that is worked off from its old end. */
export const REFUND_PAGE = 50
