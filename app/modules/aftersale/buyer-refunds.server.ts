import type { Actor } from '#app/modules/identity/permissions.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { readPromisedPolicy } from './aftersale-policy.server.ts'
import { type ClaimWindow, claimWindow, complaintsUnder, type ReturnRule } from './ask-refund.ts'
import { readClaimableLines } from './internal/claimable-lines.server.ts'
import type { Complaint } from './refund-decision.ts'

export interface AskableLine extends ClaimWindow {
  lineNo: number
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  returnRule: ReturnRule
  complaints: Complaint[]
  isHandedOver: boolean
  isAsked: boolean
  isRecalled: boolean
  /** The time to ask has run out. */
  isOver: boolean
}

export interface AskedBefore {
  lineNo: number
  quantity: number
  reason: Complaint
  /** `decided`: the money is on its way, or has come. */
  state: 'asked' | 'decided' | 'refused'
  refusedBecause: string | null
  askedAt: Date
}

/** What a buyer may ask about an order of theirs, and has asked; undefined when it is none. */
export async function findBuyerRefunds(
  db: Db,
  { buyer, orderNo, now }: { buyer: Actor<'order:own'>; orderNo: string; now: Date },
): Promise<
  { orderNo: string; qualityHours: number; returnDays: number; lines: AskableLine[]; asked: AskedBefore[] } | undefined
> {
  const order = await db
    .selectFrom('order')
    .select(['id', 'placed_at'])
    .where('order_no', '=', orderNo)
    .where('buyer_id', '=', buyer.personId)
    .executeTakeFirst()
  if (!order) return undefined
  const [lines, policy, asked] = await Promise.all([
    readClaimableLines(db, order.id as OrderId),
    readPromisedPolicy(db, { placedAt: order.placed_at, now }),
    listAskedBefore(db, order.id),
  ])
  return {
    orderNo,
    qualityHours: policy.qualityHours,
    returnDays: policy.returnDays,
    asked,
    lines: lines.map((line) => ({
      ...withEnd(claimWindow(line, policy, now), now),
      lineNo: line.lineNo,
      nameZh: line.nameZh,
      nameEn: line.nameEn,
      specZh: line.specZh,
      specEn: line.specEn,
      returnRule: line.returnRule,
      complaints: complaintsUnder(line.returnRule),
      isHandedOver: line.accepted > 0,
      isAsked: line.isAsked,
      isRecalled: line.isRecalled,
    })),
  }
}

async function listAskedBefore(db: Db, orderId: string): Promise<AskedBefore[]> {
  const rows = await db
    .selectFrom('refund_request as asked')
    .innerJoin('order_line as line', 'line.id', 'asked.order_line_id')
    .select([
      'line.line_no',
      'asked.quantity',
      'asked.reason',
      'asked.state',
      'asked.refused_because',
      'asked.asked_at',
    ])
    .where('asked.order_id', '=', orderId)
    .orderBy('asked.asked_at', 'desc')
    .execute()
  return rows.map((row) => ({
    lineNo: row.line_no,
    quantity: row.quantity,
    reason: row.reason as Complaint,
    state: row.state as AskedBefore['state'],
    refusedBecause: row.refused_because,
    askedAt: row.asked_at,
  }))
}

function withEnd(window: ClaimWindow, now: Date): ClaimWindow & { isOver: boolean } {
  return { ...window, isOver: window.deadline !== undefined && window.deadline.getTime() <= now.getTime() }
}
