import type { Db } from '#app/platform/db.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { readPolicy } from './aftersale-policy.server.ts'
import { acceptedMoneyLeft, openPiecesOf } from './decide-refund.ts'
import { readClaimableLines } from './internal/claimable-lines.server.ts'
import { type CaseQuestion, findQuestion } from './refund-case.server.ts'

export interface DeskLine {
  lineNo: number
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  unitPrice: Fen
  quantity: number
  accepted: number
  /** Pieces not handed over yet, which may be canceled. */
  open: number
  /** What may still go back for the accepted pieces. */
  left: Fen
}

/** What finance sees when it decides about an order. */
export interface RefundDesk {
  orderNo: string
  status: string
  placedAt: Date
  limit: Fen
  lines: DeskLine[]
  question: CaseQuestion | undefined
}

/** An order and, if one is named, the question about it; undefined when there is none, or it is of another order. */
export async function findRefundDesk(
  db: Db,
  { orderNo, refundRequestId, now }: { orderNo: string; refundRequestId: string | undefined; now: Date },
): Promise<RefundDesk | undefined> {
  const order = await db
    .selectFrom('order')
    .select(['id', 'order_no', 'status', 'placed_at'])
    .where('order_no', '=', orderNo)
    .executeTakeFirst()
  if (!order) return undefined
  if (refundRequestId !== undefined && !(await isOfOrder(db, refundRequestId, order.id))) return undefined
  const [lines, policy, question] = await Promise.all([
    readClaimableLines(db, order.id as OrderId),
    readPolicy(db, now),
    refundRequestId === undefined ? undefined : findQuestion(db, refundRequestId),
  ])
  return {
    orderNo: order.order_no,
    status: order.status,
    placedAt: order.placed_at,
    limit: policy.approvalLimit,
    question,
    lines: lines.map((line) => ({
      lineNo: line.lineNo,
      nameZh: line.nameZh,
      nameEn: line.nameEn,
      specZh: line.specZh,
      specEn: line.specEn,
      unitPrice: line.unitPrice,
      quantity: line.quantity,
      accepted: line.accepted,
      open: openPiecesOf(line),
      left: fen(acceptedMoneyLeft(line)),
    })),
  }
}

async function isOfOrder(db: Db, refundRequestId: string, orderId: string): Promise<boolean> {
  const row = await db
    .selectFrom('refund_request')
    .select('order_id')
    .where('id', '=', refundRequestId)
    .executeTakeFirst()
  return row?.order_id === orderId
}
