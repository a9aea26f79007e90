import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { readUpload } from '#app/http/uploads.server.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import { askRefund } from '#app/modules/aftersale/ask-refund.server.ts'
import { askRefundSchema } from '#app/modules/aftersale/ask-refund.ts'
import { findBuyerRefunds } from '#app/modules/aftersale/buyer-refunds.server.ts'
import { MAX_COMPLAINT_PHOTOS } from '#app/modules/aftersale/refund-decision.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { parseOrderNo } from '#app/routes/parts/order-url.ts'
import { explainAsking, Refused } from '#app/routes/parts/refund-answer.tsx'
import { AskForm } from '#app/routes/parts/refund-ask-form.tsx'
import { AskableLines, AskedBefore } from '#app/routes/parts/refund-askable.tsx'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { storeComplaintPhotos } from '#app/routes/parts/refund-photos.server.ts'
import { MAX_PHOTO_BYTES } from '#app/shared/photo.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

const UPLOAD = { field: 'photos', maxFiles: MAX_COMPLAINT_PHOTOS, maxFileBytes: MAX_PHOTO_BYTES }

export async function loader({ request, params }: LoaderFunctionArgs) {
  const buyer = await requireActor(request, 'order:own')
  const orderNo = parseOrderNo(params.orderNo) ?? ''
  const refunds = await findBuyerRefunds(getRuntime().db, { buyer, orderNo, now: clock.now() })
  if (!refunds) throw notFound()
  const wanted = Number(new URL(request.url).searchParams.get('line') ?? '')
  const line = refunds.lines.find(({ lineNo, pieces, isAsked }) => lineNo === wanted && pieces > 0 && !isAsked)
  const title = aftersaleMessages[readPreferences(request).language].ask.title
  return { title, refunds, lineNo: line?.lineNo, requestId: newId() }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const buyer = await requireActor(request, 'order:own')
  const { language } = readPreferences(request)
  const t = aftersaleMessages[language]
  const { db } = getRuntime()
  const orderNo = parseOrderNo(params.orderNo) ?? ''
  if (!(await findBuyerRefunds(db, { buyer, orderNo, now: clock.now() }))) throw notFound()
  const upload = await readUpload(request, UPLOAD)
  if (!upload.ok) {
    const { tooMany, tooLarge } = t.refusals.photos
    const refused = upload.refusal.kind === 'tooManyFiles' ? tooMany(MAX_COMPLAINT_PHOTOS) : tooLarge
    return data({ refused, reply: undefined }, { status: 413 })
  }
  const submission = parseFields(upload.value.fields, askRefundSchema)
  if (submission.status !== 'success') return data({ refused: undefined, reply: submission.reply() }, { status: 422 })
  const photos = await storeComplaintPhotos(upload.value.files)
  if (!photos.ok)
    return data({ refused: t.refusals.photos[photos.refusal], reply: submission.reply() }, { status: 422 })
  const form = submission.value
  const asked = await askRefund(db, { buyer, orderNo, form, photoKeys: photos.value, now: clock.now() })
  if (asked.ok) return redirectWithNotice(paths.order(orderNo), 'refundAsked')
  if (asked.refusal.kind === 'notFound') throw notFound()
  return data({ refused: explainAsking(asked.refusal, t, language), reply: submission.reply() }, { status: 409 })
}

export default function RefundRequestPage() {
  const { refunds, lineNo, requestId } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(aftersaleMessages)
  const line = refunds.lines.find((one) => one.lineNo === lineNo)
  return (
    <div className="mx-auto max-w-[680px]">
      <Link className={LINK} to={paths.order(refunds.orderNo)}>
        {t.ask.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.ask.title}</h1>
      <p className="mt-2 text-ink-2">{t.ask.lead}</p>
      <Refused>{result?.refused}</Refused>
      <AskableLines refunds={refunds} chosen={lineNo} />
      {line && <AskForm key={lineNo} line={line} requestId={requestId} reply={result?.reply} />}
      <AskedBefore refunds={refunds} />
    </div>
  )
}
