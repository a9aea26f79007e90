/** What part of a file is looked at. */
export const SHEET_TABS = ['new', 'changed', 'duplicate', 'unchanged', 'error', 'applied'] as const
export type SheetTab = (typeof SHEET_TABS)[number]

export interface SheetQuery {
  /** Undefined: the first that has something, errors before all. */
  tab: SheetTab | undefined
  /** Rows after this one of the sheet. */
  after: number
}

const ROW = /^[0-9]{1,6}$/

/** Reads the address of a file; undefined for one we never made. */
export function parseSheetQuery(params: URLSearchParams): SheetQuery | undefined {
  const after = params.get('after') ?? '0'
  const named = params.get('tab')
  const tab = SHEET_TABS.find((one) => one === named)
  if (!ROW.test(after) || (named !== null && tab === undefined)) return undefined
  return { tab, after: Number(after) }
}

export function formatSheetQuery({ tab, after }: { tab: SheetTab; after: number }): string {
  return after > 0 ? `tab=${tab}&after=${after}` : `tab=${tab}`
}
