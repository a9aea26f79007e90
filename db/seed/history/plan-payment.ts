import { laterBy } from './calendar.ts'
import type { PlannedOrder, PlannedPayment } from './plan.ts'
import { hasCome, type PlanContext } from './plan-context.ts'
import { drawIndex, runningSums } from './random.ts'

const METHODS = ['wechat_pay', 'alipay', 'card'] as const
const METHOD_SUMS = runningSums([60, 33, 7])
/** After this an unpaid order of the shop ends. */
const HOLD_SECONDS = 34 * 60

export type Fate = 'paid' | 'expired' | 'canceled'

export function drawFate({ random }: PlanContext): Fate {
  const draw = random.next()
  if (draw < 0.03) return 'expired'
  return draw < 0.042 ? 'canceled' : 'paid'
}

/** Lets the order be paid by telephone, or end unpaid. What had not come by the end of the plan is left out. */
export function planPayment(context: PlanContext, order: PlannedOrder, fate: Fate): void {
  const { random } = context
  const startedAt = laterBy(order.placedAt, random.between(12, 70))
  if (fate === 'paid') {
    const capturedAt = laterBy(startedAt, random.between(15, 220))
    const recordedAt = laterBy(capturedAt, random.between(1, 6))
    if (!hasCome(context, recordedAt)) return
    order.attempt = { id: random.id(startedAt), startedAt, state: 'succeeded', sessionId: `cs_test_${random.text(24)}` }
    order.payment = planReceipt(context, { capturedAt, recordedAt })
    return
  }
  const seconds = fate === 'expired' ? HOLD_SECONDS : random.between(180, 1_500)
  const at = laterBy(order.placedAt, seconds)
  if (!hasCome(context, at)) return
  order.unpaidEnd = { change: fate, at }
  if (random.chance(0.7))
    order.attempt = { id: random.id(startedAt), startedAt, state: 'expired', sessionId: `cs_test_${random.text(24)}` }
}

function planReceipt({ random }: PlanContext, at: { capturedAt: Date; recordedAt: Date }): PlannedPayment {
  const method = METHODS[drawIndex(random, METHOD_SUMS)] ?? 'card'
  return { id: random.id(at.recordedAt), method, providerRef: `pi_${random.text(24)}`, ...at }
}
