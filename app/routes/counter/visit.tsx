import {
  type ActionFunctionArgs,
  data,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { type CounterMessages, counterMessages } from '#app/messages/counter.ts'
import type { HandOverRefusal } from '#app/modules/counter/hand-over.ts'
import { readVisitPass } from '#app/modules/counter/visit-pass.server.ts'
import { readVisit, type VisitView } from '#app/modules/counter/visit-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, CounterNotice, ShelfPlace } from '#app/routes/parts/counter-parts.tsx'
import { handOverByForm, proveWithCode, proveWithPhone } from '#app/routes/parts/counter-visit-actions.server.ts'
import { HandOverForm, PastVisits, ProofForms, VisitLines } from '#app/routes/parts/counter-visit-parts.tsx'
import { formatOrderNo, parseOrderNo } from '#app/routes/parts/order-url.ts'
import { formatTimeRange } from '#app/shared/display-time.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { personId: clerkId } = await requireActor(request, 'counter:hand-over')
  const { db, env } = getRuntime()
  const visit = await readVisit(db, parseOrderNo(params.orderNo) ?? '')
  if (!visit) throw notFound()
  const pass = new URL(request.url).searchParams.get('pass') ?? ''
  const at = { secret: env.sessionSecret, now: clock.now() }
  const proof = readVisitPass(pass, { orderId: visit.orderId, clerkId }, at)
  const { notice, headers } = takeNotice(request)
  const title = counterMessages[readPreferences(request).language].visit.title(formatOrderNo(visit.orderNo))
  return data({ title, visit, proof, pass: proof ? pass : '', notice, requestId: newId() }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const orderNo = parseOrderNo(params.orderNo)
  if (!orderNo) throw notFound()
  const step = { clerk, orderNo, language: readPreferences(request).language, now: clock.now() }
  const fields = await readFields(request)
  switch (fields.get('intent')) {
    case 'code':
      return proveWithCode(fields, step)
    case 'phone':
      return proveWithPhone(fields, step)
    case 'hand-over':
      return handOverByForm(fields, step)
    default:
      throw badRequest()
  }
}

export default function VisitPage() {
  const { title, visit, proof, pass, notice, requestId } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(counterMessages)
  const language = useLanguage()
  const isOpen = visit.status === 'paid'
  const problem = result?.refusal ? explain(result.refusal, { visit, t, language }) : result?.problem
  return (
    <div className="max-w-3xl">
      <h1 className="font-serif text-2xl font-bold tabular-nums">{title}</h1>
      <CounterNotice problem={problem} notice={result ? undefined : notice} />
      <Facts visit={visit} />
      {!isOpen && (
        <div className="mt-4">
          <Notice tone="done">{t.visit.done}</Notice>
        </div>
      )}
      {isOpen && !proof && <ProofForms />}
      {isOpen && proof ? (
        <HandOverForm key={requestId} visit={visit} proof={proof} pass={pass} requestId={requestId} />
      ) : (
        <VisitLines lines={visit.lines} />
      )}
      <PastVisits visits={visit.visits} />
    </div>
  )
}

function Facts({ visit }: { visit: VisitView }) {
  const t = useMessages(counterMessages).visit
  const language = useLanguage()
  return (
    <section className={`mt-4 ${CARD}`}>
      <p className="flex flex-wrap items-center justify-between gap-2">
        <span>
          {t.buyer} <strong className="text-lg">{visit.maskedName}</strong>{' '}
          <span className="text-ink-2 tabular-nums">{visit.maskedPhone}</span>
        </span>
        <ShelfPlace at={visit.shelf} />
      </p>
      <p className="mt-1 text-sm text-ink-2 tabular-nums">
        {inLanguage(visit.pointZh, visit.pointEn, language)} · {formatTimeRange(visit.startsAt, visit.endsAt, language)}
      </p>
      {visit.buyerNote !== '' && (
        <p className="mt-2 [overflow-wrap:anywhere]">
          <span className="text-sm text-ink-2">{t.note}</span> {visit.buyerNote}
        </p>
      )}
    </section>
  )
}

interface Explaining {
  visit: VisitView
  t: CounterMessages
  language: Language
}

function explain(refusal: Exclude<HandOverRefusal, { kind: 'notFound' }>, { visit, t, language }: Explaining): string {
  const words = t.visit.refusals
  switch (refusal.kind) {
    case 'passInvalid':
      return words.passInvalid
    case 'notPaid':
      return words.notPaid
    case 'nothing':
      return words.nothing
    case 'lineUnknown':
      return words.lineUnknown
    case 'requestReused':
      return t.requestReused
    case 'tooMany': {
      const line = visit.lines.find((one) => one.orderLineId === refusal.orderLineId)
      return words.tooMany(line ? inLanguage(line.nameZh, line.nameEn, language) : '', refusal.open)
    }
  }
}
