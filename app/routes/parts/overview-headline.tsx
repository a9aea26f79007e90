import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { overviewMessages } from '#app/messages/overview.ts'
import type { Overview } from '#app/modules/progress/overview.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { type Fen, formatBasisPoints, formatMoney, negateFen } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { LINK } from './refund-controls.tsx'

interface HeadlineProps {
  overview: Overview
  years: { previous: number | undefined; next: number | undefined }
}

/** Target, attained, pace, forecast and what each month must bring: the answer to "how far are we". */
export function OverviewHeadline({ overview, years }: HeadlineProps) {
  const t = useMessages(overviewMessages)
  const language = useLanguage()
  const { progress } = overview
  return (
    <header>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h1 className="font-serif text-2xl font-bold text-balance">{t.title(progress.year)}</h1>
        <nav aria-label={t.years} className="flex gap-4 print:hidden">
          {years.previous !== undefined && (
            <Link className={LINK} to={paths.finance.overview(years.previous)}>
              ← {years.previous}
            </Link>
          )}
          {years.next !== undefined && (
            <Link className={LINK} to={paths.finance.overview(years.next)}>
              {years.next} →
            </Link>
          )}
        </nav>
      </div>
      <p className="text-sm text-ink-2">
        <time dateTime={progress.asOf.toISOString()}>{t.asOf(formatInstant(progress.asOf, language))}</time>
      </p>
      <dl className="mt-4 grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        <Attained overview={overview} />
        <Pace overview={overview} />
        <Forecast overview={overview} />
        <PerMonth overview={overview} />
      </dl>
      <p className="mt-2 max-w-[680px] text-sm text-ink-2">{t.methods[overview.measures.all.forecast.method]}</p>
    </header>
  )
}

interface TileProps {
  name: string
  testId: string
  value: string
  children: ReactNode
}

function Tile({ name, testId, value, children }: TileProps) {
  return (
    <div className="rounded-2xl border border-line bg-card p-4">
      <dt className="text-sm text-ink-2">{name}</dt>
      <dd>
        <span data-testid={testId} className="text-xl font-bold tabular-nums">
          {value}
        </span>
        <span className="mt-1 block text-sm text-ink-2 tabular-nums">{children}</span>
      </dd>
    </div>
  )
}

function Attained({ overview: { progress, pace } }: { overview: Overview }) {
  const t = useMessages(overviewMessages)
  const { target, decision, rateBasisPoints } = progress
  return (
    <Tile name={t.attained} testId="overview-attained" value={formatMoney(progress.attained.all)}>
      <RateBar
        basisPoints={rateBasisPoints}
        dueBasisPoints={target === undefined ? undefined : pace.elapsedBasisPoints}
      />
      {rateBasisPoints !== undefined && (
        <strong className="text-ink">
          {t.rate} {formatBasisPoints(rateBasisPoints)}
        </strong>
      )}
      <span className="block">
        {t.target} {target === undefined ? t.noTarget : formatMoney(target)}
      </span>
      {decision && <span className="block">{t.decision(decision.documentNo, decision.decidedOn)}</span>}
    </Tile>
  )
}

/** The rate as a bar; the tick is where an even pace would be today. */
function RateBar({
  basisPoints,
  dueBasisPoints,
}: {
  basisPoints: number | undefined
  dueBasisPoints: number | undefined
}) {
  if (basisPoints === undefined || dueBasisPoints === undefined) return null
  const filled = Math.min(Math.max(basisPoints, 0), 10_000) / 100
  const due = dueBasisPoints / 100
  return (
    <svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none" className="my-2 block h-2 w-full">
      <rect width="100" height="8" className="fill-sand" />
      <rect width={filled} height="8" className="fill-huai" />
      <line x1={due} x2={due} y1="0" y2="8" strokeWidth="3" vectorEffect="non-scaling-stroke" className="stroke-jiao" />
    </svg>
  )
}

function Pace({ overview: { pace } }: { overview: Overview }) {
  const t = useMessages(overviewMessages)
  const share = formatBasisPoints(pace.elapsedBasisPoints)
  return (
    <Tile name={t.pace} testId="overview-pace" value={pace.ahead === undefined ? share : difference(pace.ahead, t)}>
      {pace.due !== undefined && t.paceText(share, formatMoney(pace.due))}
    </Tile>
  )
}

function difference(ahead: Fen, t: { ahead: (amount: string) => string; behind: (amount: string) => string }): string {
  return ahead >= 0 ? t.ahead(formatMoney(ahead)) : t.behind(formatMoney(negateFen(ahead)))
}

function Forecast({ overview: { measures, gap } }: { overview: Overview }) {
  const t = useMessages(overviewMessages)
  const { total, shareBasisPoints, method } = measures.all.forecast
  return (
    <Tile name={t.forecast} testId="overview-forecast" value={total === undefined ? '—' : formatMoney(total)}>
      {gap !== undefined && (
        <strong className="text-ink">
          {gap > 0 ? t.gap(formatMoney(gap)) : t.surplus(formatMoney(negateFen(gap)))}
        </strong>
      )}
      {(method === 'season' || method === 'even') && (
        <span className="block">{t.share(formatBasisPoints(shareBasisPoints))}</span>
      )}
    </Tile>
  )
}

function PerMonth({ overview: { perMonth, monthsLeft, progress } }: { overview: Overview }) {
  const t = useMessages(overviewMessages)
  const isReached = progress.remaining !== undefined && progress.remaining <= 0
  return (
    <Tile name={t.perMonth} testId="overview-per-month" value={perMonth === undefined ? '—' : formatMoney(perMonth)}>
      {isReached ? t.reached : monthsLeft > 0 && t.perMonthText(monthsLeft)}
    </Tile>
  )
}
