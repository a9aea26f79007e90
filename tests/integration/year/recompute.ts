import type { Counted, Dimensions, Operation } from './operation.ts'

/**
 * The year as plain maps, reckoned from what happened and nothing else. No ledger, no
 * entry, no account: what is owed and held is added up by hand, month by month.
 * Keys are words with the month in front: '2026-03 advances'.
 */
export type Figures = Map<string, number>

export interface Reckoned {
  /** What moved in each month. */
  figures: Figures
  /** What each statement comes to. */
  statements: Map<string, number>
  /** What was asked for and came to nothing that can be paid. */
  unpayable: number[]
  /** Of each cooperative, what no statement has. */
  unbilled: Map<string, number>
}

/** One operation on the day under which it is booked. */
interface Booking {
  month: string
  day: string
  /** Money: what is held or spent grows, what is owed or earned grows. */
  move(name: string, fen: number): void
  /** What counts toward the task. */
  count(of: Dimensions, amount: { accepted: number } | { refunded: number }, belongsOn: string): void
  add(name: string, fen: number): void
  /** An amount on a cooperative's account that a statement will show. */
  owe(cooperativeId: string, fen: number): void
}

type Step<Kind extends Operation['kind']> = (operation: Extract<Operation, { kind: Kind }>, on: Booking) => void

type Plain = Exclude<Operation, { kind: 'countedBack' | 'statement' | 'noStatement' | 'closed' | 'reopened' }>

/** What each kind of operation moves. */
const STEPS: { [Kind in Plain['kind']]: Step<Kind> } = {
  ordered: ({ of, fen }, on) => on.add(stage('ordered', of), fen),
  endedUnpaid: ({ of, fen }, on) => on.add(stage('ordered', of), -fen),
  stage: ({ stage: name, of, fen }, on) => on.add(stage(name, of), fen),
  paid: ({ of, fen, holder }, on) => {
    on.add(stage('paid', of), fen)
    on.add('received', fen)
    on.move(`held ${holder}`, fen)
    on.move('advances', fen)
  },
  accepted: ({ day, of, fen, feeBasisPoints }, on) => {
    const fee = feeOn(fen, feeBasisPoints)
    on.add('sold', fen)
    on.add('sold fee', fee)
    on.move('advances', -fen)
    on.owe(of.cooperativeId, fen - fee)
    on.move('fees', fee)
    on.count(of, { accepted: fen }, day)
  },
  refundedBefore: ({ fen }, on) => {
    on.add('refunds decided', fen)
    on.move('advances', -fen)
    on.move('to send back', fen)
  },
  refundedAfter: ({ of, fen, acceptedFen, acceptedOn, feeBasisPoints, bearer }, on) => {
    on.add('refunds decided', fen)
    on.move('to send back', fen)
    on.count(of, { refunded: -fen }, acceptedOn)
    if (bearer === 'college') return on.move('goodwill', fen)
    if (bearer === 'carrier') return on.move('carriers owe', fen)
    // The college keeps the fee of what stays with the cooperative, and no more.
    const feeBack = feeOn(acceptedFen, feeBasisPoints) - feeOn(acceptedFen - fen, feeBasisPoints)
    on.move('fees', -feeBack)
    on.owe(of.cooperativeId, -(fen - feeBack))
  },
  paidBack: ({ fen, holder }, on) => {
    on.add('sent back', fen)
    on.move('to send back', -fen)
    on.move(`held ${holder}`, -fen)
  },
  drawerOff: ({ pointId, fen }, on) => {
    on.move(`held counter:${pointId}`, fen)
    on.move('drawers short', -fen)
  },
  outside: ({ day, of, fen }, on) => on.count(of, { accepted: fen }, day),
  providerFee: ({ fen }, on) => {
    on.move('provider fees', fen)
    on.move('held provider', -fen)
  },
  payout: ({ fen }, on) => {
    on.move('held provider', -fen)
    on.move('transit', fen)
  },
  payoutBack: ({ fen }, on) => {
    on.move('transit', -fen)
    on.move('held provider', fen)
  },
  deposit: ({ pointId, fen }, on) => {
    on.move(`held counter:${pointId}`, -fen)
    on.move('transit', fen)
  },
  bankLinked: ({ lines, parts }, on) => {
    for (const fen of lines) on.move('bank', fen)
    for (const { of, fen } of parts) on.move(of, of === 'unallocated' || of === 'bank interest' ? fen : -fen)
  },
  bankUndone: ({ undoes: { lines, parts } }, on) => {
    for (const fen of lines) on.move('bank', -fen)
    for (const { of, fen } of parts) on.move(of, of === 'unallocated' || of === 'bank interest' ? -fen : fen)
  },
  corrected: ({ cooperativeId, fen }, on) => {
    on.move(`payable ${cooperativeId}`, fen)
    on.move('corrections', fen)
  },
  statementPaid: () => undefined,
  paymentReturned: () => undefined,
}

/** Every figure by month; what nothing moved is absent. */
export function recompute(operations: readonly Operation[]): Reckoned {
  const year = new Notebook()
  for (const operation of operations) year.write(operation)
  for (const [key, fen] of year.figures) if (fen === 0) year.figures.delete(key)
  return year
}

class Notebook implements Reckoned {
  figures: Figures = new Map()
  statements = new Map<string, number>()
  unpayable: number[] = []
  private open: { cooperativeId: string; day: string; fen: number }[] = []
  private lastClosed = ''
  /** Under which day what counts was booked. */
  private bookedOn = new Map<Operation, string>()

  get unbilled(): Map<string, number> {
    const sums = new Map<string, number>()
    for (const { cooperativeId, fen } of this.open) sums.set(cooperativeId, (sums.get(cooperativeId) ?? 0) + fen)
    return new Map([...sums].filter(([, fen]) => fen !== 0))
  }

  write(operation: Operation): void {
    switch (operation.kind) {
      case 'closed':
        this.lastClosed = operation.month
        return
      case 'reopened':
        this.lastClosed = monthBefore(operation.month)
        return
      case 'statement':
        this.statements.set(operation.statementId, this.bill(operation))
        return
      case 'noStatement':
        this.unpayable.push(this.sum(operation))
        return
      case 'countedBack':
        this.takeBack(operation)
        return
      default:
        this.book(operation)
    }
  }

  private book(operation: Plain): void {
    // What was ordered and paid follows the documents; nobody signs it.
    const isOfDocuments = operation.kind === 'stage' || operation.kind === 'ordered' || operation.kind === 'endedUnpaid'
    const day = isOfDocuments ? operation.day : this.dayOf(operation.day, operation.recordedOn)
    this.bookedOn.set(operation, day)
    const step = STEPS[operation.kind] as Step<typeof operation.kind>
    const on = this.on(day)
    step(operation as never, on)
    if (operation.kind === 'corrected') {
      const { statementId, fen } = operation
      this.statements.set(statementId, (this.statements.get(statementId) ?? 0) + fen)
    } else if (operation.kind === 'statementPaid' || operation.kind === 'paymentReturned') {
      const total = this.statements.get(operation.statementId) ?? 0
      const fen = operation.kind === 'statementPaid' ? -total : total
      on.move(`payable ${operation.cooperativeId}`, fen)
      on.move('transit', fen)
    }
  }

  private takeBack(operation: Extract<Operation, { kind: 'countedBack' }>): void {
    const was = this.bookedOn.get(operation.undoes)
    if (was === undefined) throw new Error('something was taken back that nobody counted')
    const day = this.dayOf(was, operation.recordedOn)
    this.bookedOn.set(operation, day)
    const { of, fen } = countedOf(operation)
    this.on(day).count(of, { accepted: fen }, was)
  }

  /** Months close in order: what belongs to a closed one stands under the day on which it was written down. */
  private dayOf(day: string, recordedOn = day): string {
    return day.slice(0, 7) <= this.lastClosed ? recordedOn : day
  }

  private on(day: string): Booking {
    const month = day.slice(0, 7)
    const add = (name: string, fen: number) => {
      const key = `${month} ${name}`
      this.figures.set(key, (this.figures.get(key) ?? 0) + fen)
    }
    const move = (name: string, fen: number) => {
      add(`money ${name}`, fen)
      const kind = kindOf(name)
      const side = kind === 'asset' || kind === 'expense' ? fen : -fen
      if (side !== 0) add(`turned ${kind} ${side > 0 ? 'debit' : 'credit'}`, Math.abs(side))
    }
    return {
      day,
      month,
      add,
      move,
      count: (of, amount, belongsOn) => count(add, { month, of, amount, belongsOn }),
      owe: (cooperativeId, fen) => {
        move(`payable ${cooperativeId}`, fen)
        this.open.push({ cooperativeId, day, fen })
      },
    }
  }

  private of({ cooperativeId, month }: { cooperativeId: string; month: string }) {
    return this.open.filter((one) => one.cooperativeId === cooperativeId && one.day.slice(0, 7) <= month)
  }

  private sum(of: { cooperativeId: string; month: string }): number {
    return this.of(of).reduce((sum, { fen }) => sum + fen, 0)
  }

  private bill(of: { cooperativeId: string; month: string }): number {
    const billed = new Set(this.of(of))
    const total = this.sum(of)
    this.open = this.open.filter((one) => !billed.has(one))
    return total
  }
}

/** The dimensions of what counted, and the amount that counts by it. */
function countedOf(operation: Counted): { of: Dimensions; fen: number } {
  if (operation.kind !== 'countedBack')
    return { of: operation.of, fen: operation.kind === 'refundedAfter' ? -operation.fen : operation.fen }
  const { of, fen } = countedOf(operation.undoes)
  return { of, fen: -fen }
}

function count(
  add: (name: string, fen: number) => void,
  {
    month,
    of,
    amount,
    belongsOn,
  }: { month: string; of: Dimensions; amount: { accepted: number } | { refunded: number }; belongsOn: string },
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
  if (belongsOn.slice(0, 4) < month.slice(0, 4))
    add(`late for ${belongsOn.slice(0, 4)} ${of.countyId}/${of.channel}/${of.fundType}`, fen)
}

function stage(name: string, { countyId, channel, fundType, orgUnitId }: Dimensions): string {
  return `${name} ${countyId}/${channel}/${fundType}/${orgUnitId}`
}

function kindOf(name: string): 'asset' | 'liability' | 'income' | 'expense' {
  if (/^(held|transit|bank$|carriers)/.test(name)) return 'asset'
  if (/^(advances|payable|to send back|unallocated)/.test(name)) return 'liability'
  return /^(fees|bank interest)/.test(name) ? 'income' : 'expense'
}

function monthBefore(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`
}

function feeOn(fen: number, basisPoints: number): number {
  return Math.floor((fen * basisPoints) / 10_000)
}
