/** What finance looks at: one month, or what waits for somebody. */
export const STATEMENT_VIEWS = ['month', 'open', 'overdue', 'approved', 'paid'] as const
export type StatementView = (typeof STATEMENT_VIEWS)[number]

/** Statements, and lines of one, shown at once. */
export const STATEMENT_PAGE = 100
