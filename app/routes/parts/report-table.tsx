import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { accountWords } from '#app/messages/account-words.ts'
import { reportWords } from '#app/messages/report-words.ts'
import { reportMessages } from '#app/messages/reports.ts'
import type { AccountNames } from '#app/modules/ledger/account-names.ts'
import type { Cell, ReportColumn, ReportRow, RowLink } from '#app/modules/reports/report.ts'
import { formatReportQuery } from '#app/modules/reports/report-query.ts'
import { type Fen, formatBasisPoints, formatYuan } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { AccountCode } from './ledger-account.tsx'

interface ReportTableProps {
  title: string
  columns: readonly ReportColumn[]
  rows: readonly ReportRow[]
  /** Of the accounts its rows name. */
  accounts: AccountNames
}

/** The rows of a report as a page shows them; files have more columns. */
export function ReportTable({ title, columns, rows, accounts }: ReportTableProps) {
  const t = useMessages(reportMessages)
  const words = reportWords(useLanguage())
  const shown = columns.flatMap((column, index) => (column.isFileOnly ? [] : [{ column, index }]))
  if (rows.length === 0) return <p className="mt-6 rounded-2xl bg-sand p-4">{t.none}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-6 overflow-x-auto print:overflow-visible" aria-label={title} tabIndex={0}>
      <table
        className={`w-full border-collapse print:text-[0.6875rem] ${shown.length > WIDE ? 'text-sm sm:text-xs' : 'text-sm'}`}
      >
        <thead className="max-sm:sr-only">
          <tr className="border-b-2 border-line-strong align-bottom">
            {shown.map(({ column }) => (
              <th key={column.key} scope="col" className={`py-2 pr-3 break-keep ${alignOf(column)}`}>
                {words.head(column.key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:grid max-sm:gap-3">
          {rows.map((row) => (
            <tr key={row.key} className={`${CARD} ${row.isSum ? 'bg-sand font-semibold' : 'max-sm:bg-card'}`}>
              {shown.map(({ column, index }, place) => (
                <TableCell
                  key={column.key}
                  row={row}
                  column={column}
                  cell={row.cells[index] ?? null}
                  accounts={accounts}
                  isFirst={place === 0}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** More columns than this are set smaller, where they stand side by side. */
const WIDE = 9
/** A row of a table; on a phone a card. */
const CARD = 'border-t border-line align-top max-sm:block max-sm:rounded-2xl max-sm:border max-sm:p-3'
/** On a phone: the heading before what stands under it. */
const FIELD =
  'max-sm:flex max-sm:justify-between max-sm:gap-4 max-sm:py-1 max-sm:pr-0 max-sm:text-right max-sm:before:shrink-0 max-sm:before:font-normal max-sm:before:text-ink-2 max-sm:before:content-[attr(data-head)]'

interface TableCellProps {
  row: ReportRow
  column: ReportColumn
  cell: Cell
  accounts: AccountNames
  isFirst: boolean
}

function TableCell({ row, column, cell, accounts, isFirst }: TableCellProps) {
  const words = reportWords(useLanguage())
  const Tag = isFirst ? 'th' : 'td'
  const isEmpty = cell === null || cell === ''
  return (
    <Tag
      {...(isFirst && { scope: 'row' })}
      data-head={words.head(column.key)}
      className={`py-1.5 pr-3 ${isFirst && !row.isSum ? 'font-normal' : ''} ${alignOf(column)} ${widthOf(column)} ${FIELD} ${isEmpty ? 'max-sm:hidden' : ''}`}
    >
      <span>
        <CellText row={row} column={column} cell={cell} accounts={accounts} />
      </span>
    </Tag>
  )
}

function alignOf({ kind }: ReportColumn): string {
  return kind === 'money' || kind === 'count' || kind === 'rate' ? 'text-right tabular-nums' : 'text-left'
}

function widthOf({ kind }: ReportColumn): string {
  if (kind === 'account') return 'sm:min-w-44'
  return kind === 'name' ? 'sm:min-w-20' : 'whitespace-nowrap'
}

function CellText({ row, column, cell, accounts }: Omit<TableCellProps, 'isFirst'>) {
  const text = useCellText(column, { cell, accounts })
  const shown =
    column.isLink && row.link && text !== '' ? (
      <Link to={hrefOf(row.link)} className="-my-1.5 inline-block py-1.5 text-indigo underline">
        {text}
      </Link>
    ) : (
      text
    )
  if (column.kind !== 'account') return <>{shown}</>
  return (
    <>
      {shown}
      <AccountCode code={String(cell)} />
    </>
  )
}

function useCellText(
  { kind, terms }: ReportColumn,
  { cell, accounts }: Pick<TableCellProps, 'cell' | 'accounts'>,
): string {
  const language = useLanguage()
  if (cell === null) return ''
  if (typeof cell === 'object') return cell[language] || cell.zh
  if (kind === 'account' && typeof cell === 'string') return accountWords(cell, accounts, language)
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
