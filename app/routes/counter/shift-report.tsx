import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { readShift } from '#app/modules/counter/shift-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, CounterNotice, LINK, PrintButton } from '#app/routes/parts/counter-parts.tsx'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { formatClock, formatInstant } from '#app/shared/display-time.ts'
import { isUuid } from '#app/shared/ids.ts'
import { inLanguage } from '#app/shared/language.ts'
import { type Fen, formatMoney, negateFen } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const shiftId = params.shiftId ?? ''
  const report = isUuid(shiftId) ? await readShift(getRuntime().db, clerk.personId, shiftId) : undefined
  if (!report) throw notFound()
  const { notice, headers } = takeNotice(request)
  return data(
    { title: counterMessages[readPreferences(request).language].shift.report.title, report, notice },
    { headers },
  )
}

export default function ShiftReportPage() {
  const { title, report, notice } = useLoaderData<typeof loader>()
  const { shift } = useMessages(counterMessages)
  const t = shift.report
  const language = useLanguage()
  const closed = report.closedAt ? formatInstant(report.closedAt, language) : t.stillOpen
  return (
    <div className="max-w-2xl">
      <Link to={paths.counter.shift()} className={`${LINK} print:hidden`}>
        {shift.title}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{title}</h1>
      <CounterNotice notice={notice} />
      <dl className={`mt-4 divide-y divide-line ${CARD}`}>
        <Fact name={shift.point}>{inLanguage(report.pointZh, report.pointEn, language)}</Fact>
        <Fact name={t.clerk}>{report.clerk}</Fact>
        <Fact name={t.opened}>{formatInstant(report.openedAt, language)}</Fact>
        <Fact name={t.closed}>{closed}</Fact>
        <Fact name={t.opening}>{formatMoney(report.opening)}</Fact>
        <Fact name={t.sales}>{formatMoney(report.sales)}</Fact>
        <Fact name={t.payouts}>{formatMoney(report.payouts)}</Fact>
        <Fact name={t.expected}>
          <strong>{formatMoney(report.expected)}</strong>
        </Fact>
        {report.counted !== null && <Fact name={t.counted}>{formatMoney(report.counted)}</Fact>}
        {report.difference !== null && <Fact name={t.difference}>{differenceWords(report.difference, t)}</Fact>}
        <Fact name={t.byPhone}>{t.byPhoneLine(report.byPhone.count, formatMoney(report.byPhone.amount))}</Fact>
        {report.note !== '' && <Fact name={shift.note}>{report.note}</Fact>}
      </dl>
      <Movements />
      <p className="mt-4">
        <PrintButton>{t.print}</PrintButton>
      </p>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex justify-between gap-4 py-2">
      <dt className="text-ink-2">{name}</dt>
      <dd className="text-right tabular-nums [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}

function Movements() {
  const { report } = useLoaderData<typeof loader>()
  const t = useMessages(counterMessages).shift.report
  const language = useLanguage()
  return (
    <section className="mt-6">
      <h2 className="font-serif text-xl font-bold">{t.movements}</h2>
      {report.movements.length === 0 ? (
        <p className="mt-2">{t.none}</p>
      ) : (
        <table className="mt-2 w-full border-collapse text-sm">
          <thead>
            <tr className="border-b-2 border-line-strong text-left">
              {[t.time, t.kind].map((head) => (
                <th key={head} scope="col" className="py-1.5 pr-3">
                  {head}
                </th>
              ))}
              <th scope="col" className="py-1.5 text-right">
                {t.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {report.movements.map((move) => (
              <tr key={`${move.kind}${move.orderNo}${move.at.getTime()}`} className="border-t border-line">
                <td className="py-1.5 pr-3 tabular-nums">{formatClock(move.at, language)}</td>
                <td className="py-1.5 pr-3">
                  {t.kinds[move.kind]} <span className="text-ink-2 tabular-nums">{formatOrderNo(move.orderNo)}</span>
                </td>
                <td className="py-1.5 text-right tabular-nums">
                  {formatMoney(move.kind === 'sale' ? move.amount : negateFen(move.amount))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

interface DifferenceWords {
  even: string
  over: (amount: string) => string
  short: (amount: string) => string
}

function differenceWords(difference: Fen, t: DifferenceWords): string {
  if (difference === 0) return t.even
  return difference > 0 ? t.over(formatMoney(difference)) : t.short(formatMoney(negateFen(difference)))
}
