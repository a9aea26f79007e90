import { data } from '@remix-run/node'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { handOverSale } from '#app/modules/counter/hand-over-sale.server.ts'
import type { SaleView } from '#app/modules/counter/sale-queries.server.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { cancelUnpaidOrder } from '#app/modules/payments/cancel-order.server.ts'
import { checkPayment } from '#app/modules/payments/poll-attempts.server.ts'
import { startPayment } from '#app/modules/payments/start-payment.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'

interface SoldStep {
  clerk: Clerk
  sale: SaleView
  now: Date
}

/** What the page says besides how the sale stands. */
export type SoldAnswer =
  | 'unavailable'
  | 'notPaid'
  | 'cannotCancelPaid'
  | 'cannotCancelProcessing'
  | 'cannotCancelEnded'
  | undefined

export async function showPaymentCode({ sale: { orderId }, now }: SoldStep) {
  const started = await startPayment(getRuntime(), { orderId, now })
  return answer(started.ok ? undefined : 'unavailable')
}

/** Asks the provider at once how the payment stands. */
export async function refreshSale({ sale: { orderId }, now }: SoldStep) {
  await checkPayment(getRuntime(), { orderId, now })
  return answer(undefined)
}

export async function giveToCustomer({ clerk, sale: { orderNo }, now }: SoldStep) {
  const given = await handOverSale(getRuntime().db, { clerk, orderNo, now })
  if (given.ok) return redirectWithNotice(paths.counter.sold(orderNo), 'handedOver')
  if (given.refusal.kind === 'notFound') throw notFound()
  return answer('notPaid')
}

export async function cancelSale({ clerk, sale: { orderId, orderNo }, now }: SoldStep) {
  const canceled = await cancelUnpaidOrder(getRuntime(), { orderId, actorId: clerk.personId, now })
  if (canceled.ok) return redirectWithNotice(paths.counter.sold(orderNo), 'saleCanceled')
  switch (canceled.refusal.kind) {
    case 'paid':
      return answer('cannotCancelPaid')
    case 'processing':
      return answer('cannotCancelProcessing')
    case 'ended':
      return answer('cannotCancelEnded')
  }
}

function answer(problem: SoldAnswer) {
  return data({ problem }, { status: problem === undefined ? 200 : 409 })
}
