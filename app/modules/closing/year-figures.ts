import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { CountyId } from '#app/shared/ids.ts'
import { addFen, type Fen, subtractFen, ZERO_FEN } from '#app/shared/money.ts'

/** What counts for one county, channel and fund. */
export interface YearCell {
  countyId: CountyId
  channel: PurchaseChannel
  fundType: FundType
  amount: Fen
}

export const YEAR_DIMENSIONS = ['measure', 'county', 'fund', 'channel'] as const
export type YearDimension = (typeof YEAR_DIMENSIONS)[number]

/** One figure of a year twice: as it was closed, if it was, and as of today. */
export interface YearFigure {
  dimension: YearDimension
  key: string
  closed: Fen | undefined
  today: Fen
  change: Fen
}

/** Sums cells into the figures of a year's report, the whole first, then by county, fund and channel, each by its key. */
export function yearFigures(closed: readonly YearCell[] | undefined, today: readonly YearCell[]): YearFigure[] {
  return YEAR_DIMENSIONS.flatMap((dimension) => {
    const before = closed && sumBy(closed, dimension)
    const now = sumBy(today, dimension)
    const keys = [...new Set([...(before?.keys() ?? []), ...now.keys()])]
    return keys.map((key) => {
      const was = before && (before.get(key) ?? ZERO_FEN)
      const is = now.get(key) ?? ZERO_FEN
      return { dimension, key, closed: was, today: is, change: was === undefined ? ZERO_FEN : subtractFen(is, was) }
    })
  })
}

function sumBy(cells: readonly YearCell[], dimension: YearDimension): Map<string, Fen> {
  const sums = new Map<string, Fen>(
    dimension === 'measure'
      ? [
          ['all', ZERO_FEN],
          ['platform_832', ZERO_FEN],
          ['assisted_sale', ZERO_FEN],
        ]
      : [],
  )
  const sorted = [...cells].sort((one, other) => compare(one.countyId, other.countyId))
  for (const cell of sorted)
    for (const key of keysOf(cell, dimension)) sums.set(key, addFen(sums.get(key) ?? ZERO_FEN, cell.amount))
  return sums
}

function keysOf({ countyId, channel, fundType }: YearCell, dimension: YearDimension): string[] {
  switch (dimension) {
    case 'measure':
      return [
        'all',
        ...(channel === 'platform_832' ? ['platform_832'] : []),
        ...(fundType === 'assisted_sale' ? ['assisted_sale'] : []),
      ]
    case 'county':
      return [countyId]
    case 'fund':
      return [fundType]
    case 'channel':
      return [channel]
  }
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
