import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import { addFen, type Fen, sumFen, ZERO_FEN } from '#app/shared/money.ts'

/** What the yearly figure can be divided by. */
export const DIMENSIONS = ['county', 'channel', 'fund', 'month', 'unit'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** The two ways of counting, which are never added. */
export const MEASURES = ['all', 'platform832'] as const
export type Measure = (typeof MEASURES)[number]

/** How far purchases have come. Refunded is negative; net is accepted and refunded together. */
export const AMOUNTS = ['ordered', 'paid', 'accepted', 'refunded', 'net'] as const
export type Amount = (typeof AMOUNTS)[number]

/** Purchases that are in no unit's name. */
export const NO_UNIT = ''

/** Which part of the year's figure; what is absent is not restricted. */
export interface AttainmentFilter {
  countyId?: string | undefined
  channel?: PurchaseChannel | undefined
  /** One fund, or what the college and its people bought themselves: everything but assisted sale. */
  fund?: FundType | 'direct' | undefined
  month?: number | undefined
  /** `NO_UNIT` for purchases in nobody's name. */
  orgUnitId?: string | undefined
}

/** One cell of the pivot or the whole of it: what is counted, how, and which part. */
export interface Slice {
  year: number
  measure: Measure
  amount: Amount
  filter: AttainmentFilter
}

export interface PivotQuery extends Slice {
  rows: Dimension
  /** Absent when there is nothing but totals beside the rows. */
  columns: Dimension | undefined
}

/** The filter that leaves of `filter` the part of one key of a dimension. */
export function narrow(filter: AttainmentFilter, dimension: Dimension, key: string): AttainmentFilter {
  switch (dimension) {
    case 'county':
      return { ...filter, countyId: key }
    case 'channel':
      return { ...filter, channel: key as PurchaseChannel }
    case 'fund':
      return { ...filter, fund: key as FundType }
    case 'month':
      return { ...filter, month: Number(key) }
    case 'unit':
      return { ...filter, orgUnitId: key }
  }
}

export interface PivotCell {
  row: string
  column: string
  amount: Fen
}

export interface Pivot {
  columns: string[]
  rows: { key: string; cells: Fen[]; total: Fen }[]
  columnTotals: Fen[]
  total: Fen
}

/**
 * Lays amounts out in rows and columns, in the given order. A key nobody named comes
 * last: what is in the cells is in the totals. Totals by row, by column and as a
 * whole are sums of the cells.
 */
export function buildPivot(cells: readonly PivotCell[], keys: { rows: string[]; columns: string[] }): Pivot {
  const columns = withStrangers(keys.columns, keys.columns.length > 0 ? cells.map((cell) => cell.column) : [])
  const rows = withStrangers(
    keys.rows,
    cells.map((cell) => cell.row),
  ).map((key) => {
    const own = cells.filter((cell) => cell.row === key)
    return {
      key,
      cells: columns.map((column) => sumFen(own.filter((cell) => cell.column === column).map((cell) => cell.amount))),
      total: sumFen(own.map((cell) => cell.amount)),
    }
  })
  return {
    columns,
    rows,
    columnTotals: columns.map((_, index) => sumFen(rows.map((row) => row.cells[index] ?? ZERO_FEN))),
    total: rows.reduce((sum, row) => addFen(sum, row.total), ZERO_FEN),
  }
}

function withStrangers(known: readonly string[], met: readonly string[]): string[] {
  return [...new Set([...known, ...met])]
}
