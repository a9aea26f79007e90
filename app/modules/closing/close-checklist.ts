import type { PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { isOver, type Month, nextMonth } from './month.ts'

/** What a check of the checklist found. */
export interface CheckReading {
  /** How many things are not done or not explained; zero is green. */
  open: number
  /** Figures and references that say more, for people to read. */
  detail?: Record<string, string | number>
}

/** Why a difference may stay: it covers as many as were open when it was written. */
export interface Waiver {
  reason: string
  openCount: number
  waivedBy: PersonId
  waivedByName: string
  at: Date
}

export interface ChecklistLine extends CheckReading {
  name: string
  mayBeWaived: boolean
  waiver: Waiver | undefined
}

/** Whether a line lets the month be closed: nothing open, or no more than was explained. */
export function isGreen({ open, mayBeWaived, waiver }: ChecklistLine): boolean {
  return open === 0 || (mayBeWaived && waiver !== undefined && open <= waiver.openCount)
}

export type PeriodState = 'open' | 'closing' | 'closed'

/** Where the months stand: what is closed, and where the books begin. */
export interface PeriodPlace {
  state: PeriodState
  lastClosed: Month | undefined
  /** The first month that holds anything. */
  firstHeld: Month | undefined
}

export type OrderRefusal =
  | { kind: 'notOver' }
  /** Months close in order: that one is next, if any is. */
  | { kind: 'notNext'; next: Month | undefined }
  | { kind: 'closed' }

/** The month that is closed next; undefined while the books are empty. */
export function monthToClose({ lastClosed, firstHeld }: Omit<PeriodPlace, 'state'>): Month | undefined {
  return lastClosed === undefined ? firstHeld : nextMonth(lastClosed)
}

/** Whether a month is the one to be closed now. */
export function checkOrder(month: Month, place: PeriodPlace, now: Date): Result<void, OrderRefusal> {
  if (place.state === 'closed') return refuse({ kind: 'closed' })
  const next = monthToClose(place)
  if (month !== next) return refuse({ kind: 'notNext', next })
  return isOver(month, now) ? ok(undefined) : refuse({ kind: 'notOver' })
}

export type LockDecisionRefusal =
  | OrderRefusal
  | { kind: 'notPrepared' }
  | { kind: 'notGreen'; names: string[] }
  /** Whoever explained a difference does not lock the month it is in. */
  | { kind: 'waivedYourself' }

/** Decides whether `lockerId` may lock a month that stands like this. Four eyes about preparing are the duty's to refuse. */
export function decideLock(
  of: { month: Month; place: PeriodPlace; checklist: readonly ChecklistLine[]; waivers: readonly PersonId[] },
  { lockerId, now }: { lockerId: PersonId; now: Date },
): Result<void, LockDecisionRefusal> {
  const order = checkOrder(of.month, of.place, now)
  if (!order.ok) return order
  if (of.place.state !== 'closing') return refuse({ kind: 'notPrepared' })
  if (of.waivers.includes(lockerId)) return refuse({ kind: 'waivedYourself' })
  const red = of.checklist.filter((line) => !isGreen(line)).map((line) => line.name)
  return red.length > 0 ? refuse({ kind: 'notGreen', names: red }) : ok(undefined)
}
