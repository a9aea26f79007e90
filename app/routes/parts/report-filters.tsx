import { Form, Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { financeMessages } from '#app/messages/finance.ts'
import { progressMessages } from '#app/messages/progress.ts'
import { reportMessages } from '#app/messages/reports.ts'
import { BOOKS, FUND_TYPES, PURCHASE_CHANNELS } from '#app/modules/ledger/accounts.ts'
import type { ReportName } from '#app/modules/reports/report.ts'
import type { ReportChoices } from '#app/modules/reports/report-choices.server.ts'
import {
  formatReportQuery,
  MEASURES,
  monthsOf,
  PAYMENTS_BY,
  periodOfMonths,
  type ReportQuery,
  SALES_BY,
} from '#app/modules/reports/report-query.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

interface ReportFiltersProps {
  name: ReportName
  query: ReportQuery
  choices: ReportChoices
}

const FIELD = 'mt-1 block min-h-11 w-full rounded-[10px] border border-line-strong bg-card px-3'
const CHIP =
  'inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-3 aria-[current=true]:bg-sand aria-[current=true]:font-semibold'

/** The period by year and month, and whatever else a report can be narrowed to. The address holds all of it. */
export function ReportFilters({ name, query, choices }: ReportFiltersProps) {
  const t = useMessages(reportMessages)
  return (
    <div className="mt-4 grid gap-4 text-sm print:hidden">
      <Months name={name} query={query} />
      <Form method="get" className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-4">
        <Day name="from" words={t.from} value={query.from} />
        <Day name="to" words={t.to} value={query.to} />
        <Narrowing name={name} query={query} choices={choices} />
        <Kept query={query} names={KEPT[name]} />
        <div className="col-span-2 flex flex-wrap gap-3 sm:col-span-1">
          <button
            type="submit"
            className="min-h-11 rounded-[10px] border border-line-strong bg-sand px-5 font-semibold"
          >
            {t.show}
          </button>
          <Link
            to={paths.finance.report(name, formatReportQuery({ account: query.account, book: query.book }))}
            className="inline-flex min-h-11 items-center text-indigo underline"
          >
            {t.clear}
          </Link>
        </div>
      </Form>
    </div>
  )
}

/** Fields of a report that no control of its form shows: where a figure led from. */
const KEPT: Record<ReportName, readonly (keyof ReportQuery)[]> = {
  register: ['cooperative', 'product'],
  summary: [],
  sales: ['cooperative', 'product'],
  refunds: [],
  payments: [],
  settlement: [],
  'trial-balance': [],
  journal: [],
  account: ['book'],
}

function Kept({ query, names }: { query: ReportQuery; names: readonly (keyof ReportQuery)[] }) {
  return <>{names.map((name) => query[name] && <input key={name} type="hidden" name={name} value={query[name]} />)}</>
}

function Day({ name, words, value }: { name: string; words: string; value: string }) {
  return (
    <label>
      {words}
      <input type="date" name={name} defaultValue={value} key={value} className={FIELD} />
    </label>
  )
}

function Months({ name, query }: { name: ReportName; query: ReportQuery }) {
  const t = useMessages(reportMessages)
  const { year } = monthsOf(query)
  const to = (period: { from: string; to: string }) =>
    paths.finance.report(name, formatReportQuery({ ...query, ...period, after: undefined }))
  const isNow = ({ from, to: end }: { from: string; to: string }) => query.from === from && query.to === end
  const whole = periodOfMonths({ year, first: 1, last: 12 })
  return (
    <nav aria-label={t.months} className="flex flex-wrap gap-2">
      {[year - 1, year + 1].map((other) => (
        <Link key={other} to={to(periodOfMonths({ year: other, first: 1, last: 12 }))} className={CHIP}>
          {other < year ? '← ' : ''}
          {t.year(other)}
          {other > year ? ' →' : ''}
        </Link>
      ))}
      <Link to={to(whole)} aria-current={isNow(whole) || undefined} className={CHIP}>
        {t.year(year)} {t.wholeYear}
      </Link>
      {Array.from({ length: 12 }, (_, index) => index + 1).map((month) => {
        const period = periodOfMonths({ year, first: month, last: month })
        return (
          <Link key={month} to={to(period)} aria-current={isNow(period) || undefined} className={CHIP}>
            {t.month(month)}
          </Link>
        )
      })}
    </nav>
  )
}

function Narrowing({ name, query, choices }: ReportFiltersProps) {
  const t = useMessages(reportMessages)
  const { books, sources } = useMessages(financeMessages)
  switch (name) {
    case 'register':
      return <RegisterChoices query={query} choices={choices} />
    case 'sales':
      return <Select name="by" words={t.by} value={query.by ?? 'day'} options={SALES_BY.map((by) => [by, t.bys[by]])} />
    case 'payments':
      return (
        <Select
          name="by"
          words={t.by}
          value={query.by ?? 'method'}
          options={PAYMENTS_BY.map((by) => [by, t.bys[by]])}
        />
      )
    case 'journal':
    case 'trial-balance':
      return (
        <>
          <Select name="book" words={t.book} value={query.book} options={BOOKS.map((book) => [book, books[book]])} />
          {name === 'journal' && (
            <Select name="source" words={t.source} value={query.source} options={Object.entries(sources)} hasAll />
          )}
        </>
      )
    case 'account':
      return (
        <label className="col-span-2">
          {t.account}
          <input name="account" defaultValue={query.account} pattern="[a-z0-9_:\-]{3,160}" className={FIELD} />
        </label>
      )
    default:
      return null
  }
}

function RegisterChoices({ query, choices }: Omit<ReportFiltersProps, 'name'>) {
  const t = useMessages(reportMessages)
  const { channels, funds } = useMessages(progressMessages)
  const language = useLanguage()
  const named = (list: ReportChoices['counties']) =>
    list.map(({ id, zh, en }): [string, string] => [id, inLanguage(zh, en, language)])
  return (
    <>
      <Select name="county" words={t.county} value={query.county} options={named(choices.counties)} hasAll />
      <Select
        name="fund"
        words={t.fund}
        value={query.fund}
        options={FUND_TYPES.map((fund) => [fund, funds.names[fund]])}
        hasAll
      />
      <Select
        name="channel"
        words={t.channel}
        value={query.channel}
        options={PURCHASE_CHANNELS.map((channel) => [channel, channels.names[channel]])}
        hasAll
      />
      <Select name="unit" words={t.unit} value={query.unit} options={named(choices.units)} hasAll />
      <Select
        name="measure"
        words={t.measure}
        value={query.measure}
        options={MEASURES.map((measure) => [measure, t.measures[measure]])}
      />
    </>
  )
}

interface SelectProps {
  name: string
  words: string
  value: string | undefined
  options: readonly (readonly [value: string, words: string])[]
  /** Whether nothing need be chosen. */
  hasAll?: boolean
}

function Select({ name, words, value, options, hasAll }: SelectProps) {
  const t = useMessages(reportMessages)
  return (
    <label>
      {words}
      <select name={name} defaultValue={value ?? ''} key={value} className={FIELD}>
        {hasAll && <option value="">{t.all}</option>}
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
