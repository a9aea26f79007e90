import { FUND_TYPES, PURCHASE_CHANNELS } from '#app/modules/ledger/accounts.ts'
import {
  AMOUNTS,
  type AttainmentFilter,
  DIMENSIONS,
  MEASURES,
  NO_UNIT,
  type PivotQuery,
  type Slice,
} from '#app/modules/progress/attainment.ts'
import { isUuid } from '#app/shared/ids.ts'

/** Stands for purchases in nobody's name in an address, where an empty field restricts nothing. */
export const NO_UNIT_FIELD = '-'

/** Reads a pivot's address; what is absent or empty is as usual. Undefined for what no link or form of ours sends. */
export function parsePivotQuery(params: URLSearchParams, year: number): PivotQuery | undefined {
  const slice = parseSlice(params, year)
  const rows = oneOf(DIMENSIONS, params.get('rows') || 'county')
  const asked = params.get('columns') || 'channel'
  const columns = asked === 'none' ? undefined : oneOf(DIMENSIONS, asked)
  if (!slice || !rows || (asked !== 'none' && !columns)) return undefined
  // A dimension divides once: rows and columns alike leave nothing but the diagonal.
  return { ...slice, rows, columns: columns === rows ? undefined : columns }
}

/** Reads the address of a cell's lines. */
export function parseLinesQuery(
  params: URLSearchParams,
  year: number,
): (Slice & { after: string | undefined }) | undefined {
  const slice = parseSlice(params, year)
  const after = params.get('after') || undefined
  if (!slice || (after !== undefined && !isUuid(after))) return undefined
  return { ...slice, after }
}

export function formatPivotQuery(query: PivotQuery): string {
  const params = sliceParams(query)
  params.set('rows', query.rows)
  params.set('columns', query.columns ?? 'none')
  return params.toString()
}

export function formatLinesQuery(slice: Slice, after?: string): string {
  const params = sliceParams(slice)
  if (after) params.set('after', after)
  return params.toString()
}

function parseSlice(params: URLSearchParams, year: number): Slice | undefined {
  const measure = oneOf(MEASURES, params.get('measure') || 'all')
  const amount = oneOf(AMOUNTS, params.get('amount') || 'net')
  const filter = parseFilter(params)
  return measure && amount && filter && { year, measure, amount, filter }
}

const SLUG = /^[a-z][a-z0-9-]{0,31}$/
const MONTH = /^(?:[1-9]|1[0-2])$/

/** Whether a field is something nobody could have chosen. */
function isWrong(text: string | undefined, isKnown: (text: string) => boolean): boolean {
  return text !== undefined && !isKnown(text)
}

function parseFilter(params: URLSearchParams): AttainmentFilter | undefined {
  const [countyId, channel, fund, month, unit] = ['county', 'channel', 'fund', 'month', 'unit'].map(
    (name) => params.get(name) || undefined,
  )
  const isForged =
    isWrong(countyId, (text) => SLUG.test(text)) ||
    isWrong(channel, (text) => oneOf(PURCHASE_CHANNELS, text) !== undefined) ||
    isWrong(fund, (text) => oneOf(FUNDS, text) !== undefined) ||
    isWrong(month, (text) => MONTH.test(text)) ||
    isWrong(unit, (text) => text === NO_UNIT_FIELD || SLUG.test(text))
  if (isForged) return undefined
  return {
    countyId,
    channel: oneOf(PURCHASE_CHANNELS, channel),
    fund: oneOf(FUNDS, fund),
    month: month === undefined ? undefined : Number(month),
    orgUnitId: unit === NO_UNIT_FIELD ? NO_UNIT : unit,
  }
}

const FUNDS = [...FUND_TYPES, 'direct'] as const

function oneOf<Value extends string>(known: readonly Value[], text: string | undefined): Value | undefined {
  return known.find((value) => value === text)
}

/** The fields of a filter as an address or a form has them, without what is not restricted. */
export function filterFields(filter: AttainmentFilter): [name: string, value: string][] {
  const { countyId, channel, fund, month, orgUnitId } = filter
  const fields: [string, string | undefined][] = [
    ['county', countyId],
    ['channel', channel],
    ['fund', fund],
    ['month', month?.toString()],
    ['unit', orgUnitId === NO_UNIT ? NO_UNIT_FIELD : orgUnitId],
  ]
  return fields.filter((field): field is [string, string] => field[1] !== undefined)
}

function sliceParams({ year, measure, amount, filter }: Slice): URLSearchParams {
  return new URLSearchParams([
    ['year', String(year)],
    ['measure', measure],
    ['amount', amount],
    ...filterFields(filter),
  ])
}
