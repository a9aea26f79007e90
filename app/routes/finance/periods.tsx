import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { listPeriods, type PeriodLine } from '#app/modules/closing/period-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { AMOUNT, CELL, DAY, ROW, Tag, WideTable } from '#app/routes/parts/closing-table.tsx'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatYuan } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const listed = await listPeriods(getRuntime().db, clock.now())
  return { title: closingMessages[readPreferences(request).language].periods.title, ...listed }
}

export default function PeriodsPage() {
  const { periods, next, isNextOver } = useLoaderData<typeof loader>()
  const t = useMessages(closingMessages).periods
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <p className="mt-1 flex flex-wrap gap-x-6">
        <Link className={LINK} to={paths.finance.years()}>
          {t.years}
        </Link>
        <Link className={LINK} to={paths.finance.tieOuts()}>
          {t.tieOuts}
        </Link>
      </p>
      {next !== undefined && <NextMonth month={next} isOver={isNextOver} />}
      {periods.length === 0 ? (
        <p className="mt-6 rounded-2xl bg-sand p-4">{t.none}</p>
      ) : (
        <WideTable
          label={t.title}
          heads={[
            { words: t.month },
            { words: t.state },
            { words: t.turnover, isAmount: true },
            { words: t.recognized, isAmount: true },
            { words: t.closedAt },
          ]}
        >
          {periods.map((period) => (
            <PeriodRow key={period.month} period={period} />
          ))}
        </WideTable>
      )}
    </div>
  )
}

function NextMonth({ month, isOver }: { month: string; isOver: boolean }) {
  const t = useMessages(closingMessages).periods
  return (
    <div className="mt-4 rounded-2xl border border-line bg-card p-4 print:hidden">
      <p className="font-semibold tabular-nums">{isOver ? t.next(month) : t.nextNotOver(month)}</p>
      {isOver && (
        <Link className={LINK} to={paths.finance.period(month)}>
          {t.open}
        </Link>
      )}
    </div>
  )
}

const STATE_TONES = { open: 'plain', closing: 'wait', closed: 'done' } as const

function PeriodRow({ period }: { period: PeriodLine }) {
  const t = useMessages(closingMessages)
  const language = useLanguage()
  return (
    <tr className={ROW}>
      <th scope="row" className={`${DAY} text-left font-normal`}>
        <Link
          className="inline-flex min-h-11 items-center text-indigo underline"
          to={paths.finance.period(period.month)}
        >
          {period.month}
        </Link>
      </th>
      <td className={`${CELL} pt-4`}>
        <span className="flex flex-wrap gap-x-2 gap-y-1">
          <Tag tone={STATE_TONES[period.state]}>{t.states[period.state]}</Tag>
          {period.hasReopeningAsked && <Tag tone="bad">{t.periods.reopeningAsked}</Tag>}
          {period.lateCount > 0 && (
            <span className="whitespace-nowrap text-ink-2">{t.periods.lateCount(period.lateCount)}</span>
          )}
          {period.rounds > 1 && <span className="whitespace-nowrap text-ink-2">{t.periods.round(period.rounds)}</span>}
        </span>
      </td>
      <td className={`${AMOUNT} pt-4`}>{formatYuan(period.turnover)}</td>
      <td className={`${AMOUNT} pt-4`}>{formatYuan(period.recognized)}</td>
      <td className={`${DAY} pt-4`}>{period.closedAt ? formatInstant(period.closedAt, language) : ''}</td>
    </tr>
  )
}
