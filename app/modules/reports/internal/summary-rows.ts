import type { CountyId } from '#app/shared/ids.ts'
import { addFen, basisPointsOf, type Fen, subtractFen, ZERO_FEN } from '#app/shared/money.ts'

/** The four amounts of one county, fund and channel. Refunds are below zero. */
export interface SummaryCell {
  countyId: CountyId
  fundType: string
  channel: string
  ordered: Fen
  paid: Fen
  accepted: Fen
  refunded: Fen
}

export interface SummaryFacts {
  cells: readonly SummaryCell[]
  /** Of the decision in force: 'college', 'county:xunyi', 'fund:staff'. */
  targets: ReadonlyMap<string, Fen>
  counties: readonly { countyId: CountyId; zh: string; en: string }[]
  funds: readonly string[]
  channels: readonly string[]
}

export interface SummaryLine {
  level: 'whole' | 'county' | 'cell' | 'fund' | 'channel'
  county: { countyId: CountyId; zh: string; en: string } | undefined
  fundType: string | undefined
  channel: string | undefined
  target: Fen | undefined
  ordered: Fen
  paid: Fen
  accepted: Fen
  refunded: Fen
  /** Accepted less refunded: what counts. */
  net: Fen
  /** Net of the target, rounded down. */
  rate: number | undefined
  /** Target less net; negative when more was attained. */
  gap: Fen | undefined
}

/**
 * The summary as it is read: the whole, each county with its funds and channels,
 * then the same money once more by fund and once more by channel.
 */
export function summaryLines(facts: SummaryFacts): SummaryLine[] {
  const { cells, targets, counties, funds, channels } = facts
  const line = (of: Partial<SummaryLine> & Pick<SummaryLine, 'level'>, part: readonly SummaryCell[], key?: string) =>
    summarize(of, part, key === undefined ? undefined : targets.get(key))
  const countyLines = counties.flatMap((county) => {
    const part = cells.filter((cell) => cell.countyId === county.countyId)
    const target = `county:${county.countyId}`
    if (part.length === 0 && !targets.has(target)) return []
    return [
      line({ level: 'county', county }, part, target),
      ...part.map((cell) => line({ level: 'cell', county, fundType: cell.fundType, channel: cell.channel }, [cell])),
    ]
  })
  const fundLines = funds.flatMap((fundType) => {
    const part = cells.filter((cell) => cell.fundType === fundType)
    const target = `fund:${fundType}`
    return part.length === 0 && !targets.has(target) ? [] : [line({ level: 'fund', fundType }, part, target)]
  })
  const channelLines = channels.flatMap((channel) => {
    const part = cells.filter((cell) => cell.channel === channel)
    return part.length === 0 ? [] : [line({ level: 'channel', channel }, part)]
  })
  return [line({ level: 'whole' }, cells, 'college'), ...countyLines, ...fundLines, ...channelLines]
}

function summarize(
  of: Partial<SummaryLine> & Pick<SummaryLine, 'level'>,
  part: readonly SummaryCell[],
  target: Fen | undefined,
): SummaryLine {
  const sums = { ordered: ZERO_FEN, paid: ZERO_FEN, accepted: ZERO_FEN, refunded: ZERO_FEN }
  for (const cell of part)
    for (const stage of ['ordered', 'paid', 'accepted', 'refunded'] as const)
      sums[stage] = addFen(sums[stage], cell[stage])
  const net = addFen(sums.accepted, sums.refunded)
  return {
    county: undefined,
    fundType: undefined,
    channel: undefined,
    ...of,
    ...sums,
    target,
    net,
    rate: target === undefined ? undefined : basisPointsOf(net, target),
    gap: target === undefined ? undefined : subtractFen(target, net),
  }
}
