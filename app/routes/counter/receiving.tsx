import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { type ExpectedPart, listExpected } from '#app/modules/counter/receiving-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, CounterNotice } from '#app/routes/parts/counter-parts.tsx'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { formatDay } from '#app/shared/display-time.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'counter:hand-over')
  const expected = await listExpected(getRuntime().db)
  const { notice, headers } = takeNotice(request)
  return data(
    { title: counterMessages[readPreferences(request).language].receiving.title, expected, notice },
    { headers },
  )
}

export default function ReceivingPage() {
  const { expected, notice } = useLoaderData<typeof loader>()
  const t = useMessages(counterMessages).receiving
  return (
    <>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <CounterNotice notice={notice} />
      {expected.length === 0 ? (
        <p className="mt-4 rounded-2xl bg-sand p-4">{t.none}</p>
      ) : (
        <ul className="mt-4 grid gap-3">
          {expected.map((part) => (
            <Part key={part.supplierOrderId} part={part} />
          ))}
        </ul>
      )}
    </>
  )
}

function Part({ part }: { part: ExpectedPart }) {
  const t = useMessages(counterMessages).receiving
  const language = useLanguage()
  const when = part.slotStartsAt ? formatDay(part.slotStartsAt, language) : t.toBuilding
  return (
    <li>
      <Link
        to={paths.counter.receipt(part.supplierOrderId)}
        className={`flex min-h-16 flex-wrap items-center justify-between gap-x-4 gap-y-1 ${CARD} hover:bg-sand`}
      >
        <span>
          <strong className="tabular-nums">{formatOrderNo(part.orderNo)}</strong>
          <span className="block text-sm text-ink-2">
            {inLanguage(part.cooperativeZh, part.cooperativeEn, language)} · {when}
          </span>
        </span>
        <span className="text-right tabular-nums">
          {part.onTheWay > 0 && <strong className="block text-huai">{t.onTheWay(part.onTheWay)}</strong>}
          <span className="text-sm text-ink-2">{t.toCome(part.toCome)}</span>
        </span>
      </Link>
    </li>
  )
}
