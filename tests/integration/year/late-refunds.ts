import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { fen } from '#app/shared/money.ts'
import { actorOf, as, at, type Desk, must } from './desk.ts'
import { orderNoOf } from './outside.ts'
import { acceptedFenOf, acceptedOnOf, dimensions, type NotedOrder } from './plan-operations.ts'

/** What an officer decides alone; two people are tested elsewhere. */
const ALONE_FEN = 15_000

/** Somebody complains weeks after the hand-over, when the month of it is closed: one piece is to be paid back. Gives how much. */
export async function refundLate(desk: Desk, noted: NotedOrder, day: BusinessDate): Promise<number> {
  const { db, world, random, notebook } = desk
  const { order } = noted
  const line = order.lines.find((one) => one.sku.unitPrice <= ALONE_FEN)
  if (!line) return 0
  const bearer = random.pick(['cooperative', 'college', 'carrier'] as const)
  const wish = { lineNo: line.lineNo, openPieces: 0, acceptedPieces: 1, goodwill: fen(0), isRestocked: false }
  const form = {
    requestId: crypto.randomUUID(),
    reason: 'quality',
    bearer,
    note: '打开后是坏的',
    lines: [wish],
  } as const
  const officer = as(actorOf(world.staff.officerId), 'refund:decide')
  const command = { orderNo: await orderNoOf(desk, noted), form: { ...form, lines: [wish] }, officer, now: at(day, 11) }
  must(await decideRefund(db, command))
  notebook.push({
    kind: 'refundedAfter',
    day,
    of: dimensions(order, line),
    fen: line.sku.unitPrice,
    acceptedFen: acceptedFenOf(order, line),
    acceptedOn: acceptedOnOf(order, line),
    feeBasisPoints: line.sku.serviceFeeBasisPoints,
    bearer,
  })
  return line.sku.unitPrice
}

/** Handed over whole, paid, and nothing of it went back. */
export function isDone({ order, operations }: NotedOrder): boolean {
  const sum = (kind: string) =>
    operations.reduce((total, one) => (one.kind === kind && 'fen' in one ? total + one.fen : total), 0)
  return order.refunds.length === 0 && !order.complaint && sum('accepted') > 0 && sum('accepted') === sum('ordered')
}
