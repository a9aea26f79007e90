import type { Dimensions, Operation } from './operation.ts'

/**
 * The year as plain maps, reckoned from what happened and nothing else. No ledger, no
 * entry, no account: what is owed and held is added up by hand, month by month.
 * Keys are words with the month in front: '2026-03 advances'.
 */
export type Figures = Map<string, number>

type Step<Kind extends Operation['kind']> = (
  operation: Extract<Operation, { kind: Kind }>,
  add: (name: string, fen: number) => void,
) => void

/** What each kind of operation moves. Each gets `add`, which knows the month. */
const STEPS: { [Kind in Operation['kind']]: Step<Kind> } = {
  ordered: ({ of, fen }, add) => add(stage('ordered', of), fen),
  endedUnpaid: ({ of, fen }, add) => add(stage('ordered', of), -fen),
  paid: ({ of, fen, holder }, add) => {
    add(stage('paid', of), fen)
    add(`held ${holder}`, fen)
    add('advances', fen)
  },
  accepted: ({ of, fen, feeBasisPoints }, add) => {
    const fee = feeOn(fen, feeBasisPoints)
    add('advances', -fen)
    add(`payable ${of.cooperativeId}`, fen - fee)
    add('fees', fee)
    count(add, of, { accepted: fen })
  },
  refundedBefore: ({ fen }, add) => {
    add('advances', -fen)
    add('to send back', fen)
  },
  refundedAfter: ({ of, fen, acceptedFen, feeBasisPoints, bearer }, add) => {
    add('to send back', fen)
    count(add, of, { refunded: -fen })
    if (bearer === 'college') return add('goodwill', fen)
    if (bearer === 'carrier') return add('carriers owe', fen)
    // The college keeps the fee of what stays with the cooperative, and no more.
    const feeBack = feeOn(acceptedFen, feeBasisPoints) - feeOn(acceptedFen - fen, feeBasisPoints)
    add('fees', -feeBack)
    add(`payable ${of.cooperativeId}`, -(fen - feeBack))
  },
  paidBack: ({ fen, holder }, add) => {
    add('to send back', -fen)
    add(`held ${holder}`, -fen)
  },
  drawerOff: ({ pointId, fen }, add) => {
    add(`held counter:${pointId}`, fen)
    add('drawers short', -fen)
  },
  external: ({ of, fen }, add) => count(add, of, { accepted: fen }),
}

/** Every figure by month; what nothing moved is absent. */
export function recompute(operations: readonly Operation[]): Figures {
  const figures: Figures = new Map()
  for (const operation of operations) {
    const month = operation.day.slice(0, 7)
    const add = (name: string, fen: number) => {
      const key = `${month} ${name}`
      figures.set(key, (figures.get(key) ?? 0) + fen)
    }
    const step = STEPS[operation.kind] as Step<typeof operation.kind>
    step(operation as never, add)
  }
  for (const [key, fen] of figures) if (fen === 0) figures.delete(key)
  return figures
}

function count(
  add: (name: string, fen: number) => void,
  of: Dimensions,
  amount: { accepted: number } | { refunded: number },
): void {
  const kind = 'accepted' in amount ? 'accepted' : 'refunded'
  const fen = 'accepted' in amount ? amount.accepted : amount.refunded
  add(stage(kind, of), fen)
  add('counted in all', fen)
  add(of.channel === 'platform_832' ? 'counted on 832' : 'counted off 832', fen)
  add(`counted of ${of.countyId}`, fen)
  add(`counted by ${of.fundType}`, fen)
  add(`counted through ${of.channel}`, fen)
  if (of.orgUnitId !== '') add(`counted for ${of.orgUnitId}`, fen)
}

function stage(name: string, { countyId, channel, fundType, orgUnitId }: Dimensions): string {
  return `${name} ${countyId}/${channel}/${fundType}/${orgUnitId}`
}

function feeOn(fen: number, basisPoints: number): number {
  return Math.floor((fen * basisPoints) / 10_000)
}
