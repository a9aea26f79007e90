import { data } from '@remix-run/node'
import { z } from 'zod'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { readUpload } from '#app/http/uploads.server.ts'
import { receiveGoods } from '#app/modules/counter/receive-goods.server.ts'
import { type ReceiveGoodsRefusal, receivedLineSchema } from '#app/modules/counter/receive-goods.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { storePhoto } from '#app/platform/photo.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isUuid, type OrderLineId, type SupplierOrderId } from '#app/shared/ids.ts'
import { MAX_PHOTO_BYTES } from '#app/shared/photo.ts'

const PHOTO = { field: 'photo', maxFiles: 1, maxFileBytes: MAX_PHOTO_BYTES }

const formSchema = z.object({
  requestId: z.string().refine(isUuid),
  note: z.string().trim().max(200, { error: 'tooLong' }).default(''),
  lines: z.array(receivedLineSchema).min(1).max(99),
})

export type ReceiveAnswer = {
  refusal: Exclude<ReceiveGoodsRefusal, { kind: 'notFound' }> | { kind: 'photo' } | undefined
  /** Keys of words by field, 'lines[0].quantity'. */
  errors: Record<string, string[] | null>
}

/** Takes the form of a receipt with, at most, one photograph, which goes to every line that came damaged. */
export async function receiveByForm(
  request: Request,
  { clerk, supplierOrderId }: { clerk: Clerk; supplierOrderId: SupplierOrderId },
) {
  const upload = await readUpload(request, PHOTO)
  if (!upload.ok) return answer({ refusal: { kind: 'photo' }, errors: {} }, 413)
  const submission = parseFields(upload.value.fields, formSchema)
  if (submission.status !== 'success') {
    if (submission.error?.requestId) throw badRequest()
    return answer({ refusal: undefined, errors: submission.error ?? {} }, 422)
  }
  const [file] = upload.value.files
  const photo = file && (await storePhoto(file))
  if (photo && !photo.ok) return answer({ refusal: { kind: 'photo' }, errors: {} }, 422)
  const defectPhotoKey = photo?.value.key
  const { requestId, note, lines } = submission.value
  const received = await receiveGoods(getRuntime().db, {
    clerk,
    supplierOrderId,
    requestId,
    note,
    lines: lines.map((line) => ({ ...line, orderLineId: line.orderLineId as OrderLineId, defectPhotoKey })),
    now: clock.now(),
  })
  if (received.ok) return redirectWithNotice(paths.counter.receiving(), 'goodsReceived')
  if (received.refusal.kind === 'notFound') throw notFound()
  return answer({ refusal: received.refusal, errors: {} }, 409)
}

function answer(said: ReceiveAnswer, status: number) {
  return data(said, { status })
}
