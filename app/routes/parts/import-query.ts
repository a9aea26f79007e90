/** What part of an import is looked at. */
export const IMPORT_TABS = ['changed', 'new', 'absent', 'error', 'applied'] as const
export type ImportTab = (typeof IMPORT_TABS)[number]

export interface ImportQuery {
  /** Undefined: the first that has something. */
  tab: ImportTab | undefined
  /** Rows after this one of the sheet. */
  after: number
}

const ROW = /^[0-9]{1,6}$/

/** Reads the address of an import; undefined for one we never made. */
export function parseImportQuery(params: URLSearchParams): ImportQuery | undefined {
  const after = params.get('after') ?? '0'
  const named = params.get('tab')
  const tab = IMPORT_TABS.find((one) => one === named)
  if (!ROW.test(after) || (named !== null && tab === undefined)) return undefined
  return { tab, after: Number(after) }
}

export function formatImportQuery({ tab, after }: { tab: ImportTab; after: number }): string {
  return after > 0 ? `tab=${tab}&after=${after}` : `tab=${tab}`
}
