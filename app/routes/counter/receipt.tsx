import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { type CounterMessages, counterMessages } from '#app/messages/counter.ts'
import { shelfPlace } from '#app/modules/counter/pieces.ts'
import { type ReceivingView, readReceiving } from '#app/modules/counter/receiving-queries.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, CounterNotice, LINK, ShelfPlace } from '#app/routes/parts/counter-parts.tsx'
import { type ReceiveAnswer, receiveByForm } from '#app/routes/parts/counter-receive-actions.server.ts'
import { ReceiveForm } from '#app/routes/parts/counter-receive-form.tsx'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { isUuid, type SupplierOrderId } from '#app/shared/ids.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'counter:hand-over')
  const receiving = await readReceiving(getRuntime().db, readId(params.supplierOrderId))
  if (!receiving) throw notFound()
  const t = counterMessages[readPreferences(request).language]
  return data({ title: t.receiving.receiveTitle(formatOrderNo(receiving.orderNo)), receiving, requestId: newId() })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  return receiveByForm(request, { clerk, supplierOrderId: readId(params.supplierOrderId) })
}

export default function ReceiptPage() {
  const { title, receiving, requestId } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(counterMessages)
  const language = useLanguage()
  const isOpen = receiving.lines.some((line) => line.toCome > 0)
  const errors = result?.errors ?? {}
  const isInvalid = Object.values(errors).some((keys) => keys !== null)
  const problem = explain(result?.refusal, { receiving, t, language }) ?? (isInvalid && t.receiving.fields.countInvalid)
  return (
    <div className="max-w-3xl">
      <Link to={paths.counter.receiving()} className={LINK}>
        {t.receiving.toList}
      </Link>
      <h1 className="font-serif text-2xl font-bold tabular-nums">{title}</h1>
      <CounterNotice problem={problem} />
      <p className="mt-2 flex flex-wrap items-center justify-between gap-2">
        <span>
          {t.receiving.from} {inLanguage(receiving.cooperativeZh, receiving.cooperativeEn, language)} ·{' '}
          {t.receiving.for} {receiving.maskedName}
        </span>
        <ShelfPlace at={shelfPlace(receiving.orderNo)} />
      </p>
      <p className="text-sm text-ink-2">{t.shelfHint}</p>
      {isOpen ? (
        <ReceiveForm key={requestId} receiving={receiving} requestId={requestId} errors={errors} />
      ) : (
        <p className="mt-4 rounded-2xl bg-huai-soft p-4">{t.receiving.complete}</p>
      )}
      <Receipts receipts={receiving.receipts} />
    </div>
  )
}

function Receipts({ receipts }: { receipts: ReceivingView['receipts'] }) {
  const t = useMessages(counterMessages)
  const language = useLanguage()
  if (receipts.length === 0) return null
  return (
    <section className="mt-6">
      <h2 className="font-serif text-xl font-bold">{t.receiving.receipts}</h2>
      <ul className={`mt-2 divide-y divide-line ${CARD}`}>
        {receipts.map((one) => (
          <li key={one.at.toISOString()} className="py-2">
            <p className="tabular-nums">
              {formatInstant(one.at, language)} · {t.receiving.receiptLine(one.good, one.defect, one.missing)}
            </p>
            <p className="text-sm text-ink-2">{[t.visit.by(one.by), one.note].filter(Boolean).join(' · ')}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function readId(text: string | undefined): SupplierOrderId {
  if (!text || !isUuid(text)) throw notFound()
  return text as SupplierOrderId
}

interface Explaining {
  receiving: ReceivingView
  t: CounterMessages
  language: Language
}

function explain(refusal: ReceiveAnswer['refusal'], { receiving, t, language }: Explaining): string | undefined {
  const words = t.receiving.refusals
  switch (refusal?.kind) {
    case undefined:
      return undefined
    case 'notPaid':
      return words.notPaid
    case 'nothing':
      return words.nothing
    case 'lineUnknown':
      return words.lineUnknown
    case 'photo':
      return words.photo
    case 'tooMany': {
      const line = receiving.lines.find((one) => one.orderLineId === refusal.orderLineId)
      return words.tooMany(line ? inLanguage(line.nameZh, line.nameEn, language) : '', refusal.toCome)
    }
  }
}
