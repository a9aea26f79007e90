import { data, redirect } from '@remix-run/node'
import { z } from 'zod'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import type { Buyer } from '#app/modules/identity/permissions.ts'
import { acceptSupplierOrder } from '#app/modules/ordering/accept-supplier-order.server.ts'
import { readOrder } from '#app/modules/ordering/order-queries.server.ts'
import { reorder } from '#app/modules/ordering/reorder.server.ts'
import { cancelOrder } from '#app/modules/payments/cancel-order.server.ts'
import { checkPayment } from '#app/modules/payments/poll-attempts.server.ts'
import { startPayment } from '#app/modules/payments/start-payment.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isUuid, type OrderId, type SupplierOrderId } from '#app/shared/ids.ts'
import type { OrderAnswer } from './order-answer.tsx'
import { type OrderHint, orderPage } from './order-url.ts'

/** What the buttons of an order's page send. */
export const orderActionSchema = z.discriminatedUnion('intent', [
  z.strictObject({ intent: z.literal('pay') }),
  z.strictObject({ intent: z.literal('refresh') }),
  z.strictObject({ intent: z.literal('cancel') }),
  z.strictObject({ intent: z.literal('reorder') }),
  z.strictObject({
    intent: z.literal('accept'),
    supplierOrderId: z
      .string()
      .refine(isUuid)
      .transform((id) => id as SupplierOrderId),
  }),
])

interface OrderCommand {
  buyer: Buyer
  orderNo: string
  now: Date
}

export async function goToPayment(command: OrderCommand) {
  const orderId = await findOwnOrder(command)
  const started = await startPayment(getRuntime(), { orderId, now: command.now })
  if (started.ok) return redirect(started.value.checkoutUrl, 303)
  switch (started.refusal.kind) {
    case 'paid':
      return redirect(orderPage(command.orderNo), 303)
    case 'unavailable':
      return answer({ intent: 'pay', kind: 'unavailable' }, 503)
    case 'processing':
    case 'ended':
      return answer({ intent: 'pay', kind: started.refusal.kind }, 409)
  }
}

/** Looks for the result at once and shows the page anew, with the hint it was shown with. */
export async function refreshPayment(command: OrderCommand, hint: OrderHint | undefined) {
  const orderId = await findOwnOrder(command)
  await checkPayment(getRuntime(), { orderId, now: command.now })
  return redirect(orderPage(command.orderNo, hint), 303)
}

export async function cancelOwnOrder(command: OrderCommand) {
  const canceled = await cancelOrder(getRuntime(), command)
  if (canceled.ok) return redirectWithNotice(orderPage(command.orderNo), 'orderCanceled')
  if (canceled.refusal.kind === 'notFound') throw notFound()
  return answer({ intent: 'cancel', kind: canceled.refusal.kind }, 409)
}

export async function acceptPart(command: OrderCommand, supplierOrderId: SupplierOrderId) {
  const accepted = await acceptSupplierOrder(getRuntime().db, { ...command, supplierOrderId })
  if (accepted.ok) return redirectWithNotice(orderPage(command.orderNo), 'supplierOrderAccepted')
  if (accepted.refusal.kind === 'notFound') throw notFound()
  return answer({ intent: 'accept', kind: accepted.refusal.kind }, 409)
}

export async function orderAgain(command: OrderCommand) {
  const put = await reorder(getRuntime().db, command)
  if (!put.ok) throw notFound()
  const { notes } = put.value
  if (notes.length === 0) return redirectWithNotice(paths.cart(), 'reordered')
  return answer({ intent: 'reorder', notes }, 200)
}

function answer(said: OrderAnswer, status: number) {
  return data(said, { status })
}

async function findOwnOrder({ buyer, orderNo }: OrderCommand): Promise<OrderId> {
  const order = await readOrder(getRuntime().db, buyer.personId, orderNo)
  if (!order) throw notFound()
  return order.orderId
}
