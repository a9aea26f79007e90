import type { Clerk } from '#app/modules/identity/permissions.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import type { LinePieces } from '#app/modules/ordering/line-counters.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { type Result, refuse } from '#app/shared/result.ts'
import type { HandOverRefusal } from './hand-over.ts'
import { spendCode } from './internal/code-rows.server.ts'
import { recordVisit, type Visit } from './internal/record-visit.server.ts'
import { readVisitPass } from './visit-pass.server.ts'

export interface HandOverCommand {
  clerk: Clerk
  orderNo: string
  /** What the look-up gave for the proof; see createVisitPass. */
  pass: string
  requestId: string
  /** How many pieces of which line; lines of none are left out. */
  lines: readonly LinePieces[]
  /** Whoever takes the goods, when it is not the buyer. */
  proxyName: string | undefined
  note: string
  secret: string
  now: Date
}

/**
 * Goods of a paid order are given to whoever proved to be the buyer, or came for
 * them: from here they count and are owed to the cooperatives. In part, and as often
 * as it takes. Two clerks at once: the first has them, the other is told what is
 * left. The same form twice is one hand-over.
 */
export function handOver(db: Db, command: HandOverCommand): Promise<Result<Visit, HandOverRefusal>> {
  const { clerk, orderNo, secret, now } = command
  const clerkId = clerk.personId
  return inTransaction(db, async (tx): Promise<Result<Visit, HandOverRefusal>> => {
    const found = await tx
      .selectFrom('order')
      .select('id')
      .where('order_no', '=', orderNo)
      .where('fulfillment_kind', '=', 'pickup')
      .executeTakeFirst()
    if (!found) return refuse({ kind: 'notFound' })
    const orderId = found.id as OrderId
    const proof = readVisitPass(command.pass, { orderId, clerkId }, { secret, now })
    if (!proof) return refuse({ kind: 'passInvalid' })
    const order = await lockOrder(tx, orderId)
    const visit = await recordVisit(tx, order, {
      lines: command.lines.filter((line) => line.quantity > 0),
      kind: 'pickup',
      clerkId,
      proof,
      requestId: command.requestId,
      ...(command.proxyName && { proxyName: command.proxyName }),
      note: command.note,
      now,
    })
    if (visit.ok && visit.value.isOrderCompleted) await spendCode(tx, orderId, now)
    return visit
  })
}
