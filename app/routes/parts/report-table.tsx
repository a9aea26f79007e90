import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { reportWords } from '#app/messages/report-words.ts'
import { reportMessages } from '#app/messages/reports.ts'
import type { Cell, ReportColumn, ReportRow, RowLink } from '#app/modules/reports/report.ts'
import { formatReportQuery } from '#app/modules/reports/report-query.ts'
import { type Fen, formatBasisPoints, formatYuan } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

interface ReportTableProps {
  title: string
  columns: readonly ReportColumn[]
  rows: readonly ReportRow[]
}

/** The rows of a report as a page shows them; files have more columns. */
export function ReportTable({ title, columns, rows }: ReportTableProps) {
  const t = useMessages(reportMessages)
  const words = reportWords(useLanguage())
  const shown = columns.flatMap((column, index) => (column.isFileOnly ? [] : [{ column, index }]))
  if (rows.length === 0) return <p className="mt-6 rounded-2xl bg-sand p-4">{t.none}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-6 overflow-x-auto print:overflow-visible" aria-label={title} tabIndex={0}>
      <table className="w-full border-collapse text-sm print:text-[0.6875rem]">
        <thead>
          <tr className="border-b-2 border-line-strong align-bottom">
            {shown.map(({ column }) => (
              <th key={column.key} scope="col" className={`py-2 pr-3 ${alignOf(column)}`}>
                {words.head(column.key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className={`border-t border-line align-top ${row.isSum ? 'bg-sand font-semibold' : ''}`}>
              {shown.map(({ column, index }, place) => {
                const Tag = place === 0 ? 'th' : 'td'
                return (
                  <Tag
                    key={column.key}
                    {...(place === 0 && { scope: 'row' })}
                    className={`py-1.5 pr-3 ${place === 0 && !row.isSum ? 'font-normal' : ''} ${alignOf(column)} ${widthOf(column)}`}
                  >
                    <CellText row={row} column={column} cell={row.cells[index] ?? null} />
                  </Tag>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function alignOf({ kind }: ReportColumn): string {
  return kind === 'money' || kind === 'count' || kind === 'rate' ? 'text-right tabular-nums' : 'text-left'
}

function widthOf({ kind, key }: ReportColumn): string {
  if (key === 'account') return 'min-w-44 font-mono text-[0.8125rem] break-all'
  return kind === 'name' ? 'min-w-24' : 'whitespace-nowrap'
}

function CellText({ row, column, cell }: { row: ReportRow; column: ReportColumn; cell: Cell }) {
  const text = useCellText(column, cell)
  if (!column.isLink || !row.link || text === '') return <>{text}</>
  return (
    <Link to={hrefOf(row.link)} className="-my-1.5 inline-block py-1.5 text-indigo underline">
      {text}
    </Link>
  )
}

function useCellText({ kind, terms }: ReportColumn, cell: Cell): string {
  const language = useLanguage()
  if (cell === null) return ''
  if (typeof cell === 'object') return cell[language] || cell.zh
  if (typeof cell === 'string') return terms ? reportWords(language).term(terms, cell) : cell
  if (kind === 'money') return formatYuan(cell as Fen)
  return kind === 'rate' ? formatBasisPoints(cell) : String(cell)
}

/** The address of a figure's own lines. */
export function hrefOf(link: RowLink): string {
  return link.to === 'entry'
    ? paths.finance.entry(link.entryId)
    : paths.finance.report(link.report, formatReportQuery(link.query))
}
