/** Which ones: those that wait, those that stand but need a red-letter one, or all. */
export const FAPIAO_LISTS = ['requested', 'needsRed', 'all'] as const
export type FapiaoList = (typeof FAPIAO_LISTS)[number]
