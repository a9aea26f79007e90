import { progressMessages } from '#app/messages/progress.ts'
import { type Fen, fen, formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import type { MonthBars } from './progress-charts.server.ts'

interface MonthChartProps {
  /** Where no heading stands above it. */
  title?: string
  drawn: MonthBars
  attained: readonly Fen[]
  box: { width: number; height: number }
}

const COLUMN = 10
const BAR = 6.4

/** What each month brought, and the line of what the months left must bring. */
export function MonthChart({ title, drawn, attained, box }: MonthChartProps) {
  const t = useMessages(progressMessages).months
  const words = attained.map((amount, index) => t.describe(t.names[index] ?? '', formatMoney(amount)))
  return (
    <figure className="flex min-w-0 flex-col rounded-2xl border border-line bg-card p-4">
      {title && <h2 className="font-semibold">{title}</h2>}
      <p className="text-xs text-ink-3 tabular-nums">{t.scale(formatMoney(fen(drawn.scale)))}</p>
      <svg
        role="img"
        aria-labelledby="months-title months-desc"
        viewBox={`0 0 ${box.width} ${box.height}`}
        preserveAspectRatio="none"
        className="mt-1 block h-56 w-full grow border-b border-line-strong"
      >
        <title id="months-title">{t.caption}</title>
        <desc id="months-desc">{`${t.chart} ${words.join('；')}`}</desc>
        {drawn.bars.map((bar, index) => (
          <g key={t.names[index]} transform={`translate(${index * COLUMN} 0)`}>
            <rect
              x={(COLUMN - BAR) / 2}
              y={box.height - bar.all}
              width={BAR}
              height={bar.all}
              rx="0.8"
              className="fill-mai"
            />
            <rect
              x={(COLUMN - BAR) / 2}
              y={box.height - bar.platform832}
              width={BAR}
              height={bar.platform832}
              className="fill-indigo"
            />
            {bar.pace !== undefined && (
              <line
                x1="0"
                x2={COLUMN}
                y1={box.height - bar.pace}
                y2={box.height - bar.pace}
                className="stroke-jiao"
                strokeWidth="2"
                strokeDasharray="6 4"
                vectorEffect="non-scaling-stroke"
              />
            )}
          </g>
        ))}
      </svg>
      <MonthAxis />
      <figcaption className="mt-3 text-sm text-ink-2">
        <span className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
          <Legend className="bg-mai" words={t.legendAll} />
          <Legend className="bg-indigo" words={t.legend832} />
          <Legend className="border-t-2 border-dashed border-jiao bg-transparent" words={t.legendPace} />
        </span>
        <span className="mt-2 block">{t.chart}</span>
      </figcaption>
    </figure>
  )
}

/** The months under a chart that is twelve of them wide. */
export function MonthAxis() {
  const { initials, names } = useMessages(progressMessages).months
  return (
    <div aria-hidden="true" className="mt-1 grid grid-cols-12 text-center text-xs text-ink-2 tabular-nums">
      {initials.map((initial, index) => (
        <span key={names[index]}>{initial}</span>
      ))}
    </div>
  )
}

function Legend({ className, words }: { className: string; words: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className={`inline-block h-3 w-4 ${className}`} />
      {words}
    </span>
  )
}
