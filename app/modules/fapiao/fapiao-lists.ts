/** The lists finance looks at: asked for, to be taken back, and everything. */
export const FAPIAO_LISTS = ['requested', 'needsRed', 'all'] as const
export type FapiaoList = (typeof FAPIAO_LISTS)[number]
