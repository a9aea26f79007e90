import { data } from '@remix-run/node'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { shortLines } from '#app/modules/aftersale/short-lines.server.ts'
import { confirmSupplierOrder } from '#app/modules/fulfillment/confirm-supplier-order.server.ts'
import { confirmSupplierOrderSchema } from '#app/modules/fulfillment/confirm-supplier-order.ts'
import { shipLines } from '#app/modules/fulfillment/ship-lines.server.ts'
import { shipLinesSchema, transportOf } from '#app/modules/fulfillment/ship-lines.ts'
import { shortLinesSchema } from '#app/modules/fulfillment/short-lines.ts'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { SupplierOrderId } from '#app/shared/ids.ts'

export interface SupplyOrderCommand {
  manager: Manager
  supplierOrderId: SupplierOrderId
  now: Date
}

/** Answers the form that confirms a supplier order. */
export async function confirmByForm(fields: FormData, command: SupplyOrderCommand) {
  const submission = parseFields(fields, confirmSupplierOrderSchema)
  if (submission.status !== 'success')
    return data({ form: 'confirm', reply: submission.reply(), refusal: undefined } as const, { status: 422 })
  const { readyOn } = submission.value
  const result = await confirmSupplierOrder(getRuntime().db, { ...command, readyOn })
  if (result.ok) return redirectWithNotice(paths.supply.order(command.supplierOrderId), 'supplierOrderConfirmed')
  const { refusal } = result
  if (refusal.kind === 'notFound') throw notFound()
  return data({ form: 'confirm', reply: submission.reply(), refusal } as const, { status: 409 })
}

/** Answers the form of a shipment. */
export async function shipByForm(fields: FormData, command: SupplyOrderCommand) {
  const submission = parseFields(fields, shipLinesSchema)
  if (submission.status !== 'success')
    return data({ form: 'ship', reply: submission.reply(), refusal: undefined } as const, { status: 422 })
  const { requestId, lines } = submission.value
  const shipment = { ...command, requestId, lines, transport: transportOf(submission.value) }
  const result = await shipLines(getRuntime().db, shipment)
  if (result.ok) return redirectWithNotice(paths.supply.order(command.supplierOrderId), 'supplierOrderShipped')
  const { refusal } = result
  if (refusal.kind === 'notFound') throw notFound()
  return data({ form: 'ship', reply: submission.reply(), refusal } as const, { status: 409 })
}

/** Answers the form of a shortage. */
export async function shortByForm(fields: FormData, command: SupplyOrderCommand) {
  const submission = parseFields(fields, shortLinesSchema)
  if (submission.status !== 'success')
    return data({ form: 'short', reply: submission.reply(), refusal: undefined } as const, { status: 422 })
  const { requestId, orderLineId, quantity, reason, note = '' } = submission.value
  const shortage = { ...command, requestId, lines: [{ orderLineId, quantity }], reason, note }
  const result = await shortLines(getRuntime().db, shortage)
  if (result.ok) return redirectWithNotice(paths.supply.order(command.supplierOrderId), 'linesShorted')
  const { refusal } = result
  if (refusal.kind === 'notFound') throw notFound()
  return data({ form: 'short', reply: submission.reply(), refusal } as const, { status: 409 })
}
