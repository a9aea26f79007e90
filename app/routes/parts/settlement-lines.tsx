import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { statementsMessages } from '#app/messages/statements.ts'
import type {
  StatementCase,
  StatementLineView,
  StatementStepView,
} from '#app/modules/settlement/statement-case.server.ts'
import { STATEMENT_PAGE } from '#app/modules/settlement/statement-views.ts'
import { formatYuan } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { formatOrderNo } from './order-url.ts'

interface StatementLinesProps {
  lines: readonly StatementLineView[]
  sums: StatementCase['sums']
  /** Entries a cooperative does not agree with, and what is said of them. */
  disputed: ReadonlySet<number>
  disputedWords: string
  /** Finance follows a line to its entry; a cooperative has no ledger. */
  linksEntries: boolean
}

/** The lines of a statement: day, what, order, goods less fee. The foot is the whole statement, not the page. */
export function StatementLines(props: StatementLinesProps) {
  return (
    <>
      <LineCards {...props} />
      <LineTable {...props} />
    </>
  )
}

/** On a phone: what is due beside what it is for, goods and fee below. */
function LineCards({ lines, sums, disputed, disputedWords, linksEntries }: StatementLinesProps) {
  const { columns: t, kinds, reason } = useMessages(statementsMessages)
  return (
    <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card sm:hidden print:hidden">
      {lines.map((line) => (
        <li
          key={line.lineId}
          className={`grid grid-cols-[1fr_auto] gap-x-3 px-4 py-2 tabular-nums ${disputed.has(line.entryId) ? 'bg-jiao-soft' : ''}`}
        >
          <span className="font-semibold">{kinds[line.kind]}</span>
          <span className="text-right font-semibold">{formatYuan(line.net)}</span>
          <span className="text-sm text-ink-2">
            {line.businessDate} {line.orderNo && formatOrderNo(line.orderNo)}
          </span>
          <span className="text-right text-sm text-ink-2">
            {t.gross} {formatYuan(line.gross)}
          </span>
          <span className="text-sm">
            {linksEntries && (
              <Link className="text-indigo underline" to={paths.finance.entry(line.entryId)}>
                {t.entry} {line.entryId}
              </Link>
            )}
          </span>
          <span className="text-right text-sm text-ink-2">
            {t.fee} {formatYuan(line.fee)}
          </span>
          {line.reason && <span className="col-span-2 text-sm break-words text-ink-2">{reason(line.reason)}</span>}
          {disputed.has(line.entryId) && <span className="col-span-2 text-sm text-jiao">{disputedWords}</span>}
        </li>
      ))}
      <li className="grid grid-cols-[1fr_auto] gap-x-3 border-t-2 border-line-strong px-4 py-2 font-semibold tabular-nums">
        <span>{t.total}</span>
        <span className="text-right">{formatYuan(sums.net)}</span>
        <span className="col-span-2 text-right text-sm font-normal text-ink-2">
          {t.gross} {formatYuan(sums.gross)} · {t.fee} {formatYuan(sums.fee)}
        </span>
      </li>
    </ul>
  )
}

function LineTable({ lines, sums, disputed, disputedWords, linksEntries }: StatementLinesProps) {
  const { columns: t, kinds, reason } = useMessages(statementsMessages)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-3 hidden overflow-x-auto sm:block print:block" aria-label={t.lines} tabIndex={0}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b-2 border-line-strong">
            <Head>{t.date}</Head>
            <Head>{t.kind}</Head>
            <Head>{t.order}</Head>
            {linksEntries && <Head>{t.entry}</Head>}
            <Head isNumber>{t.gross}</Head>
            <Head isNumber>{t.fee}</Head>
            <Head isNumber>{t.net}</Head>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr
              key={line.lineId}
              className={`border-t border-line align-top ${disputed.has(line.entryId) ? 'bg-jiao-soft' : ''}`}
            >
              <td className="py-1.5 pr-3 whitespace-nowrap tabular-nums">{line.businessDate}</td>
              <td className="py-1.5 pr-3">
                {kinds[line.kind]}
                {line.reason && <span className="block text-xs break-words text-ink-2">{reason(line.reason)}</span>}
                {disputed.has(line.entryId) && <span className="block text-xs text-jiao">{disputedWords}</span>}
              </td>
              <th scope="row" className="py-1.5 pr-3 text-left font-normal whitespace-nowrap tabular-nums">
                {line.orderNo ? formatOrderNo(line.orderNo) : '—'}
              </th>
              {linksEntries && (
                <td className="py-1.5 pr-3">
                  <Link className="text-indigo underline tabular-nums" to={paths.finance.entry(line.entryId)}>
                    {line.entryId}
                  </Link>
                </td>
              )}
              <Amount>{formatYuan(line.gross)}</Amount>
              <Amount>{formatYuan(line.fee)}</Amount>
              <Amount>{formatYuan(line.net)}</Amount>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t-2 border-line-strong font-semibold">
            <th scope="row" colSpan={linksEntries ? 4 : 3} className="py-2 text-left">
              {t.total}
            </th>
            <Amount>{formatYuan(sums.gross)}</Amount>
            <Amount>{formatYuan(sums.fee)}</Amount>
            <Amount>{formatYuan(sums.net)}</Amount>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

function Head({ children, isNumber }: { children: ReactNode; isNumber?: boolean }) {
  return (
    <th scope="col" className={`py-2 ${isNumber ? 'pl-3 text-right' : 'pr-3 text-left'}`}>
      {children}
    </th>
  )
}

function Amount({ children }: { children: ReactNode }) {
  return <td className="py-1.5 pl-3 text-right whitespace-nowrap tabular-nums">{children}</td>
}

const STEP = 'inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4'

/** The way to the other pages of lines; nothing when there is one page. */
export function LinePages({
  page,
  lineCount,
  hrefOf,
}: {
  page: number
  lineCount: number
  hrefOf: (page: number) => string
}) {
  const t = useMessages(statementsMessages)
  const count = Math.ceil(lineCount / STATEMENT_PAGE)
  if (count < 2) return null
  return (
    <nav aria-label={t.pages} className="mt-3 flex flex-wrap items-center gap-3 text-sm print:hidden">
      {page > 1 && (
        <Link to={hrefOf(page - 1)} rel="prev" className={STEP}>
          {t.previous}
        </Link>
      )}
      <span className="tabular-nums">{t.page(page, count)}</span>
      {page < count && (
        <Link to={hrefOf(page + 1)} rel="next" className={STEP}>
          {t.next}
        </Link>
      )}
    </nav>
  )
}

/** What the cooperative said last that it does not agree with; nothing when it never did. */
export function lastDispute(steps: StatementCase['steps']): StatementStepView | undefined {
  return steps.filter((step) => step.kind === 'disputed').at(-1)
}

export function disputedEntries(steps: StatementCase['steps']): ReadonlySet<number> {
  return new Set(lastDispute(steps)?.entryIds)
}
