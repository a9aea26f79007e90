import { data } from '@remix-run/node'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { adjustStock } from '#app/modules/stock/adjust-stock.server.ts'
import { changeStockSchema, countStockSchema } from '#app/modules/stock/adjust-stock.ts'
import { receiveBatchSchema } from '#app/modules/stock/batch.ts'
import { endPresale } from '#app/modules/stock/end-presale.server.ts'
import { presaleSchema } from '#app/modules/stock/presale.ts'
import { setPresale } from '#app/modules/stock/set-presale.server.ts'
import { takeInBatch } from '#app/modules/stock/take-in-batch.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'

export interface StockStep {
  manager: Manager
  skuId: string
  now: Date
}

/** Answers the form of a lot that came in. */
export async function receiveByForm(fields: FormData, step: StockStep) {
  const submission = parseFields(fields, receiveBatchSchema)
  if (submission.status !== 'success')
    return data({ form: 'receive', reply: submission.reply(), refusal: undefined } as const, { status: 422 })
  const { requestId, ...batch } = submission.value
  const result = await takeInBatch(getRuntime().db, { ...step, requestId, batch })
  if (result.ok) return redirectWithNotice(paths.supply.skuStock(step.skuId), 'batchTakenIn')
  if (result.refusal.kind === 'notFound') throw notFound()
  return data({ form: 'receive', reply: submission.reply(), refusal: result.refusal } as const, { status: 409 })
}

/** Answers the form of a count. */
export async function countByForm(fields: FormData, step: StockStep) {
  const submission = parseFields(fields, countStockSchema)
  if (submission.status !== 'success')
    return data({ form: 'count', reply: submission.reply(), refusal: undefined } as const, { status: 422 })
  const { requestId, counted, seenOnHand, note } = submission.value
  const wish = { reason: 'count', counted, seenOnHand } as const
  const result = await adjustStock(getRuntime().db, { ...step, requestId, wish, note })
  if (result.ok) return redirectWithNotice(paths.supply.skuStock(step.skuId), 'stockCounted')
  if (result.refusal.kind === 'notFound') throw notFound()
  // The shelf it counted is another now: the form begins anew with what lies there.
  return data({ form: 'count', reply: undefined, refusal: result.refusal } as const, { status: 409 })
}

/** Answers the form that adds or takes away. */
export async function changeByForm(fields: FormData, step: StockStep) {
  const submission = parseFields(fields, changeStockSchema)
  if (submission.status !== 'success')
    return data({ form: 'change', reply: submission.reply(), refusal: undefined } as const, { status: 422 })
  const { requestId, note, ...wish } = submission.value
  const result = await adjustStock(getRuntime().db, { ...step, requestId, wish, note })
  if (result.ok) return redirectWithNotice(paths.supply.skuStock(step.skuId), 'stockChanged')
  if (result.refusal.kind === 'notFound') throw notFound()
  return data({ form: 'change', reply: submission.reply(), refusal: result.refusal } as const, { status: 409 })
}

/** Answers the form of a pre-sale. */
export async function presaleByForm(fields: FormData, step: StockStep) {
  const submission = parseFields(fields, presaleSchema)
  if (submission.status !== 'success')
    return data({ form: 'presale', reply: submission.reply(), refusal: undefined } as const, { status: 422 })
  const result = await setPresale(getRuntime().db, { ...step, presale: submission.value })
  if (result.ok) return redirectWithNotice(paths.supply.skuStock(step.skuId), 'presaleSaved')
  if (result.refusal.kind === 'notFound') throw notFound()
  return data({ form: 'presale', reply: submission.reply(), refusal: result.refusal } as const, { status: 409 })
}

/** Answers the button that ends a pre-sale. */
export async function endPresaleByForm(step: StockStep) {
  const result = await endPresale(getRuntime().db, step)
  if (result.ok) return redirectWithNotice(paths.supply.skuStock(step.skuId), 'presaleEnded')
  if (result.refusal.kind === 'notFound') throw notFound()
  return data({ form: 'presale', reply: undefined, refusal: result.refusal } as const, { status: 409 })
}
