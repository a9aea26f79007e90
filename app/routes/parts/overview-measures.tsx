import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { attainmentMessages } from '#app/messages/attainment.ts'
import { overviewMessages } from '#app/messages/overview.ts'
import type { AttainmentFilter, Measure } from '#app/modules/progress/attainment.ts'
import type { MeasureOverview, Overview } from '#app/modules/progress/overview.ts'
import { formatMoney, formatYuan } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { formatLinesQuery } from './attainment-query.ts'
import { SectionHeading } from './section-heading.tsx'

const SHOWN = ['ordered', 'paid', 'accepted', 'refunded', 'net'] as const

const KINDS: [kind: 'direct' | 'assisted' | 'whole', filter: AttainmentFilter][] = [
  ['whole', {}],
  ['direct', { fund: 'direct' }],
  ['assisted', { fund: 'assisted_sale' }],
]

/** The two ways of counting side by side, each with four amounts, direct purchase apart from assisted sale. */
export function OverviewMeasures({ overview }: { overview: Overview }) {
  const t = useMessages(overviewMessages).measures
  const { year } = overview.progress
  return (
    <section>
      <SectionHeading title={t.title} note={t.note} />
      <div className="grid gap-4 xl:grid-cols-2">
        <MeasureTable year={year} measure="all" of={overview.measures.all} className="border-huai" />
        <MeasureTable year={year} measure="platform832" of={overview.measures.platform832} className="border-indigo" />
      </div>
    </section>
  )
}

const TABLE = 'overflow-x-auto rounded-2xl border-2 bg-card p-3 sm:p-4'

interface MeasureTableProps {
  year: number
  measure: Measure
  of: MeasureOverview
  className: string
}

function MeasureTable({ year, measure, of, className }: MeasureTableProps) {
  const t = useMessages(overviewMessages).measures
  const { amounts } = useMessages(attainmentMessages)
  const { total } = of.forecast
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className={`${TABLE} ${className}`} aria-label={t[measure]} tabIndex={0}>
      <h3 className="font-semibold">{t[measure]}</h3>
      {total !== undefined && <p className="text-sm text-ink-2 tabular-nums">{t.forecast(formatMoney(total))}</p>}
      <table className="mt-2 w-full border-collapse text-xs tabular-nums sm:text-sm">
        <caption className="sr-only">{t.caption(t[measure])}</caption>
        <thead>
          <tr className="border-b border-line-strong align-bottom">
            <th scope="col" className="py-2 text-left">
              {t.stage}
            </th>
            {KINDS.map(([kind]) => (
              <th key={kind} scope="col" className="py-2 pl-2 text-right">
                {t[kind]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {SHOWN.map((stage) => (
            <tr key={stage} className={`border-t border-line ${stage === 'net' ? 'font-semibold' : ''}`}>
              <th scope="row" className={`py-1 text-left ${stage === 'net' ? '' : 'font-normal'}`}>
                {amounts[stage]}
              </th>
              {KINDS.map(([kind, filter]) => (
                <td key={kind} className="py-1 pl-2 text-right whitespace-nowrap">
                  <Link
                    className="inline-flex min-h-11 items-center text-indigo underline lg:min-h-9"
                    aria-label={t.open([t[measure], t[kind], amounts[stage]].join(' · '), formatYuan(of[kind][stage]))}
                    to={paths.finance.attainmentLines(formatLinesQuery({ year, measure, amount: stage, filter }))}
                  >
                    {formatYuan(of[kind][stage])}
                  </Link>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
