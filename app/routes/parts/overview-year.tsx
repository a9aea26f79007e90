import { overviewMessages } from '#app/messages/overview.ts'
import type { Overview } from '#app/modules/progress/overview.ts'
import { fen, formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import type { YearCurve } from './overview-charts.server.ts'
import { MonthAxis } from './progress-months.tsx'

interface YearChartProps {
  overview: Overview
  drawn: YearCurve
  box: { width: number; height: number }
}

/** The running total of the year beside an even pace, the forecast and last year. */
export function YearChart({ overview, drawn, box }: YearChartProps) {
  const t = useMessages(overviewMessages).chart
  const { progress, measures } = overview
  const total = measures.all.forecast.total
  const words = [progress.attained.all, progress.target, total].map((amount) =>
    amount === undefined ? '—' : formatMoney(amount),
  )
  return (
    <figure className="flex min-w-0 flex-col rounded-2xl border border-line bg-card p-4">
      <h2 className="font-semibold">{t.title}</h2>
      <p className="text-xs text-ink-3 tabular-nums">{t.scale(formatMoney(fen(drawn.scale)))}</p>
      <svg
        role="img"
        aria-labelledby="year-title year-desc"
        viewBox={`0 0 ${box.width} ${box.height}`}
        preserveAspectRatio="none"
        className="mt-1 block h-56 w-full grow border-b border-line-strong"
      >
        <title id="year-title">{t.title}</title>
        <desc id="year-desc">{t.describe(words[0] ?? '', words[1] ?? '', words[2] ?? '')}</desc>
        {drawn.targetY !== undefined && (
          <line x1="0" x2={box.width} y1={drawn.targetY} y2={drawn.targetY} className="stroke-ink-2" {...thin} />
        )}
        {drawn.todayX !== undefined && (
          <line x1={drawn.todayX} x2={drawn.todayX} y1="0" y2={box.height} className="stroke-line" {...thin} />
        )}
        {drawn.pace && <path d={drawn.pace} className="stroke-jiao" {...thin} />}
        {drawn.lastYear && <path d={drawn.lastYear} className="stroke-ink-3" {...thick} strokeDasharray="2 4" />}
        {drawn.forecast && <path d={drawn.forecast} className="stroke-huai" {...thick} strokeDasharray="8 5" />}
        <path d={drawn.attained} className="stroke-huai" {...thick} strokeWidth="4" />
      </svg>
      <MonthAxis />
      <figcaption className="mt-3 text-sm text-ink-2">
        <span className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
          <Legend className="border-t-4 border-huai" words={t.attained} />
          <Legend className="border-t-2 border-dashed border-huai" words={t.forecast} />
          <Legend className="border-t border-jiao" words={t.pace} />
          <Legend className="border-t-2 border-dotted border-ink-3" words={t.lastYear} />
          <Legend className="border-t border-ink-2" words={t.target} />
        </span>
        <span className="mt-2 block">{t.text}</span>
      </figcaption>
    </figure>
  )
}

const thin = { fill: 'none', strokeWidth: '1.5', vectorEffect: 'non-scaling-stroke' } as const
const thick = { fill: 'none', strokeWidth: '2.5', vectorEffect: 'non-scaling-stroke', strokeLinecap: 'round' } as const

function Legend({ className, words }: { className: string; words: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className={`inline-block w-5 ${className}`} />
      {words}
    </span>
  )
}
