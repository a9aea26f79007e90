import { reportMessages } from '#app/messages/reports.ts'
import { fen, formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import type { DrawnChart } from './report-chart.server.ts'

interface ReportChartProps {
  drawn: DrawnChart
  box: { width: number; height: number }
  wordOf: (key: string) => string
}

/** The report's figures as bars; the table below has every one of them. */
export function ReportChart({ drawn, box, wordOf }: ReportChartProps) {
  const t = useMessages(reportMessages)
  const words = drawn.bars.map((bar) => t.chartOf(wordOf(bar.key), formatMoney(bar.amount)))
  const [first] = drawn.bars
  const last = drawn.bars.at(-1)
  const top = fen(Math.max(0, ...drawn.bars.map((bar) => bar.amount)))
  return (
    <figure className="mt-6 rounded-2xl border border-line bg-card p-4">
      <svg
        role="img"
        aria-labelledby="report-chart-title report-chart-desc"
        viewBox={`0 0 ${box.width} ${box.height}`}
        preserveAspectRatio="none"
        className="block h-40 w-full"
      >
        <title id="report-chart-title">{t.chart}</title>
        <desc id="report-chart-desc">{words.join('；')}</desc>
        {drawn.bars.map((bar, index) => (
          <rect
            key={bar.key}
            x={bar.x}
            y={bar.y}
            width={bar.width}
            height={bar.height}
            className={bar.isBelow ? 'fill-jiao' : 'fill-mai'}
          >
            <title>{words[index]}</title>
          </rect>
        ))}
        <line
          x1="0"
          x2={box.width}
          y1={drawn.zero}
          y2={drawn.zero}
          className="stroke-line-strong"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="mt-1 flex justify-between gap-4 text-xs text-ink-2">
        <span>{first && wordOf(first.key)}</span>
        <span className="tabular-nums">{t.chartTop(formatMoney(top))}</span>
        <span>{last && wordOf(last.key)}</span>
      </figcaption>
    </figure>
  )
}
