import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { attainmentMessages } from '#app/messages/attainment.ts'
import { type AttainmentFilter, narrow, type Pivot, type PivotQuery } from '#app/modules/progress/attainment.ts'
import { type Fen, formatYuan } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { useWords } from './attainment-controls.tsx'
import { formatLinesQuery } from './attainment-query.ts'
import { type AttainmentWords, wordOfKey, wordsOfFilter } from './attainment-words.ts'

interface PivotProps {
  query: PivotQuery
  pivot: Pivot
  names: AttainmentWords['names']
}

const HEAD = 'py-2 pl-3 text-right font-semibold whitespace-nowrap'
const FIRST = 'sticky left-0 min-w-20 bg-paper py-2 pr-3 text-left'

/** The figure by rows and columns; each amount opens the lines it adds up. */
export function PivotTable({ query, pivot, names }: PivotProps) {
  const t = useMessages(attainmentMessages)
  const words = useWords(names)
  const { rows, columns } = query
  const shown = columnsShown(pivot, query)
  const restricted = wordsOfFilter(query, words)
  const caption = [t.caption(t.amounts[query.amount], t.measures[query.measure], query.year), ...restricted].join(' · ')
  const cell = { query, t }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-6 overflow-x-auto" aria-label={caption} tabIndex={0}>
      <table className="w-full border-collapse text-sm tabular-nums">
        <caption className="pb-2 text-left text-ink-2">{caption}</caption>
        <thead>
          <tr className="border-b-2 border-line-strong align-bottom">
            <th scope="col" className={FIRST}>
              {t.dimensions[rows]}
            </th>
            {shown.map(({ key }) => (
              <th key={key} scope="col" className={HEAD}>
                {columns && wordOfKey(columns, key, words)}
              </th>
            ))}
            <th scope="col" className={HEAD}>
              {t.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {pivot.rows.map((row) => {
            const [filter, name] = [narrow(query.filter, rows, row.key), wordOfKey(rows, row.key, words)]
            return (
              <tr key={row.key} className="border-t border-line">
                <th scope="row" className={`${FIRST} font-normal`}>
                  {name}
                </th>
                {shown.map(({ key, index }) => (
                  <AmountCell
                    key={key}
                    {...cell}
                    amount={row.cells[index]}
                    filter={columns ? narrow(filter, columns, key) : filter}
                    of={[name, columns ? wordOfKey(columns, key, words) : '']}
                  />
                ))}
                <AmountCell
                  {...cell}
                  amount={row.total}
                  filter={filter}
                  of={[name, t.total]}
                  share={shareOf(row, pivot)}
                />
              </tr>
            )
          })}
        </tbody>
        <tfoot className="font-semibold">
          <tr className="border-t-2 border-line-strong">
            <th scope="row" className={FIRST}>
              {t.total}
            </th>
            {shown.map(({ key, index }) => (
              <AmountCell
                key={key}
                {...cell}
                amount={pivot.columnTotals[index]}
                filter={columns ? narrow(query.filter, columns, key) : query.filter}
                of={[t.total, columns ? wordOfKey(columns, key, words) : '']}
              />
            ))}
            <AmountCell {...cell} amount={pivot.total} filter={query.filter} of={[t.total, t.total]} />
          </tr>
        </tfoot>
      </table>
      {pivot.total === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.empty}</p>}
    </section>
  )
}

/** Columns with something in them; all twelve months, because a month of nothing says something, too. */
function columnsShown(pivot: Pivot, { columns }: PivotQuery): { key: string; index: number }[] {
  const all = pivot.columns.map((key, index) => ({ key, index }))
  if (columns === 'month') return all
  const filled = all.filter(({ index }) => pivot.rows.some((row) => (row.cells[index] ?? 0) !== 0))
  return filled.length > 0 ? filled : all
}

/** How long the bar under a row's total is, in hundredths of the longest. */
function shareOf({ total }: Pivot['rows'][number], pivot: Pivot): number {
  const longest = Math.max(1, ...pivot.rows.map((row) => Math.abs(row.total)))
  return Math.round((Math.abs(total) / longest) * 100)
}

interface AmountCellProps {
  query: PivotQuery
  t: ReturnType<typeof useWords>['t']
  amount: Fen | undefined
  filter: AttainmentFilter
  of: readonly [row: string, column: string]
  /** Draws a bar of this length under the amount. */
  share?: number
}

function AmountCell({ query, t, amount, filter, of, share }: AmountCellProps) {
  if (amount === undefined || amount === 0) return <td className="py-2 pl-3 text-right text-ink-3">{t.nothing}</td>
  const text = formatYuan(amount)
  const { year, measure, amount: stage } = query
  return (
    <td className="py-1 pl-3 text-right whitespace-nowrap">
      <Link
        to={paths.finance.attainmentLines(formatLinesQuery({ year, measure, amount: stage, filter }))}
        aria-label={t.openCell(of[0], of[1], text)}
        className="inline-flex min-h-11 items-center text-indigo underline lg:min-h-9"
      >
        {text}
      </Link>
      {share !== undefined && (
        <svg aria-hidden="true" viewBox="0 0 100 4" preserveAspectRatio="none" className="block h-1 w-full min-w-20">
          <rect width="100" height="4" className="fill-sand" />
          <rect x={100 - share} width={share} height="4" className="fill-mai" />
        </svg>
      )}
    </td>
  )
}
