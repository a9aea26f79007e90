import { z } from 'zod'
import { addDays, businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { OrderLineId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { AftersalePolicy } from './aftersale-policy.ts'
import { acceptedMoneyLeft, type RefundableLine } from './decide-refund.ts'
import { COMPLAINTS, type Complaint } from './refund-decision.ts'

/** Under which rule goods are sold; frozen on the order line. */
export type ReturnRule = 'fresh' | 'seven_day' | 'confirmed_at_order'

/** Pieces given to the buyer in one visit. */
interface GivenPieces {
  quantity: number
  at: Date
}

/** What a buyer may ask about one line. */
export interface ClaimableLine extends RefundableLine {
  orderLineId: OrderLineId
  returnRule: ReturnRule
  given: readonly GivenPieces[]
  /** A lot it came from was called back: then no time runs out. */
  isRecalled: boolean
  /** A question about it waits for its answer. */
  isAsked: boolean
}

export interface ClaimWindow {
  /** The end of the time to ask; undefined when there is none, or nothing was given yet. */
  deadline: Date | undefined
  /** Pieces somebody may still ask about at this moment. */
  pieces: number
}

const HOUR_MS = 60 * 60 * 1000

/**
 * Which complaints the law and our own promise leave room for: goods that cannot be
 * returned are still as they should be, or the money goes back; only where the rule
 * says seven days need there be no reason.
 */
export function complaintsUnder(rule: ReturnRule): Complaint[] {
  return COMPLAINTS.filter((complaint) => complaint !== 'change_of_mind' || rule === 'seven_day')
}

/** When the time to ask about pieces given at `givenAt` is over. Days are whole ones, counted from the day after. */
function claimDeadline(rule: ReturnRule, givenAt: Date, policy: AftersalePolicy): Date {
  if (rule === 'seven_day') return startOfBusinessDate(addDays(businessDate(givenAt), policy.returnDays + 1))
  return new Date(givenAt.getTime() + policy.qualityHours * HOUR_MS)
}

/** How long and about how many pieces of a line somebody may still ask. */
export function claimWindow(line: ClaimableLine, policy: AftersalePolicy, now: Date): ClaimWindow {
  const worth = Math.floor(acceptedMoneyLeft(line) / line.unitPrice)
  if (line.isRecalled) return { deadline: undefined, pieces: worth }
  const dated = line.given.map(({ quantity, at }) => ({
    quantity,
    deadline: claimDeadline(line.returnRule, at, policy),
  }))
  const inTime = dated.filter(({ deadline }) => now.getTime() < deadline.getTime())
  const [last] = dated.map(({ deadline }) => deadline).sort((a, b) => b.getTime() - a.getTime())
  const pieces = inTime.reduce((sum, visit) => sum + visit.quantity, 0)
  return { deadline: last, pieces: Math.min(pieces, worth) }
}

export type AskRefundRefusal =
  | { kind: 'lineUnknown' }
  /** Nothing of it was handed over, so nothing can be wrong with it. */
  | { kind: 'notHandedOver' }
  | { kind: 'tooLate'; deadline: Date }
  | { kind: 'tooMany'; pieces: number }
  /** These goods cannot be returned without a reason. */
  | { kind: 'noReturn' }
  | { kind: 'askedAlready' }

/** Whether the buyer may ask just now. */
export function decideAsking(
  line: ClaimableLine,
  wish: { quantity: number; complaint: Complaint },
  { policy, now }: { policy: AftersalePolicy; now: Date },
): Result<void, AskRefundRefusal> {
  if (line.accepted === 0) return refuse({ kind: 'notHandedOver' })
  if (line.isAsked) return refuse({ kind: 'askedAlready' })
  if (!complaintsUnder(line.returnRule).includes(wish.complaint)) return refuse({ kind: 'noReturn' })
  const { deadline, pieces } = claimWindow(line, policy, now)
  if (deadline && now.getTime() >= deadline.getTime()) return refuse({ kind: 'tooLate', deadline })
  return wish.quantity > pieces ? refuse({ kind: 'tooMany', pieces }) : ok(undefined)
}

/** The form of the buyer. */
export const askRefundSchema = z.object({
  requestId: z.uuid(),
  lineNo: z.coerce.number('missing').int().positive('missing'),
  quantity: z.coerce.number('notPieces').int('notPieces').min(1, 'notPieces').max(999, 'notPieces'),
  complaint: z.enum(COMPLAINTS, 'choose'),
  note: z.string('missing').trim().min(1, 'missing').max(500, 'tooLong'),
})
export type AskRefundForm = z.output<typeof askRefundSchema>
