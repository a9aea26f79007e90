import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { purchasesMessages } from '#app/messages/purchases.ts'
import type { WorklistCount, WorklistLine } from '#app/modules/external/worklist.server.ts'
import { AGE_BUCKETS, type AgeBucket, MISSING, type Missing } from '#app/modules/external/worklist.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { channelName, fundName } from './purchase-words.ts'
import { SECONDARY } from './refund-controls.tsx'

interface Query {
  missing?: Missing | undefined
  bucket?: AgeBucket | undefined
}

function queryOf({ missing, bucket }: Query): string {
  return new URLSearchParams({ ...(missing && { missing }), ...(bucket && { age: bucket }) }).toString()
}

/** How much is missing by what it is and how old; each number opens its list. */
export function WorklistTable({ counts, query }: { counts: readonly WorklistCount[]; query: Query }) {
  const t = useMessages(purchasesMessages)
  const cell = (missing: Missing, bucket: AgeBucket) =>
    counts.find((one) => one.missing === missing && one.bucket === bucket)?.count ?? 0
  const total = (missing: Missing) => AGE_BUCKETS.reduce((sum, bucket) => sum + cell(missing, bucket), 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-4 overflow-x-auto" aria-label={t.worklist.table} tabIndex={0}>
      <table className="w-full min-w-[36rem] border-collapse text-sm">
        <thead>
          <tr className="border-b-2 border-line-strong text-right">
            <th scope="col" className="py-2 pr-3 text-left">
              {t.worklist.what}
            </th>
            {AGE_BUCKETS.map((bucket) => (
              <th key={bucket} scope="col" className="py-2 pl-3">
                {t.worklist.buckets[bucket]}
              </th>
            ))}
            <th scope="col" className="py-2 pl-3">
              {t.worklist.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {MISSING.map((missing) => (
            <tr key={missing} className="border-t border-line text-right">
              <th scope="row" className="py-1 pr-3 text-left font-normal">
                {t.worklist.missing[missing]}
              </th>
              {AGE_BUCKETS.map((bucket) => (
                <td key={bucket} className="pl-3">
                  <Cell count={cell(missing, bucket)} of={{ missing, bucket }} query={query} />
                </td>
              ))}
              <td className="pl-3 font-semibold">
                <Cell count={total(missing)} of={{ missing }} query={query} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Cell({ count, of, query }: { count: number; of: Query; query: Query }) {
  if (count === 0) return <span className="inline-flex min-h-11 items-center text-ink-2">0</span>
  const isShown = of.missing === query.missing && of.bucket === query.bucket
  return (
    <Link
      to={paths.finance.purchaseWorklist(queryOf(of))}
      aria-current={isShown ? 'page' : undefined}
      className="inline-flex min-h-11 min-w-11 items-center justify-end text-indigo tabular-nums underline aria-[current=page]:font-bold"
    >
      {count}
    </Link>
  )
}

/** What is to be brought, the oldest first, each leading to its purchase. */
export function WorklistLines({ lines, query }: { lines: readonly WorklistLine[]; query: Query }) {
  const t = useMessages(purchasesMessages)
  const language = useLanguage()
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">
        {t.worklist.list}
        {query.missing && ` · ${t.worklist.missing[query.missing]}`}
        {query.bucket && ` · ${t.worklist.buckets[query.bucket]}`}
      </h2>
      <p className="mt-3 flex flex-wrap gap-3 print:hidden">
        <a href={paths.finance.purchaseWorklistCsv(queryOf(query))} className={`${SECONDARY} inline-flex items-center`}>
          {t.worklist.csv}
        </a>
        {(query.missing || query.bucket) && (
          <Link to={paths.finance.purchaseWorklist()} className={`${SECONDARY} inline-flex items-center`}>
            {t.worklist.showAll}
          </Link>
        )}
      </p>
      {lines.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.worklist.none}</p>}
      <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card">
        {lines.map((line) => (
          <li key={`${line.purchaseId} ${line.missing}`}>
            <Link to={paths.finance.purchase(line.purchaseId)} className="block px-4 py-3 hover:bg-sand">
              <span className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="font-semibold">{t.worklist.missing[line.missing]}</span>
                <span className="tabular-nums">{t.worklist.daysOf(line.days)}</span>
              </span>
              <span className="flex flex-wrap gap-x-3 text-sm text-ink-2">
                <span>
                  {t.worklist.owner}{' '}
                  {line.unitZh === null
                    ? fundName(line.fundType, language)
                    : inLanguage(line.unitZh, line.unitEn ?? '', language)}
                </span>
                <span className="tabular-nums">
                  {t.worklist.since} {line.since}
                </span>
                <span>{channelName(line.channel, language)}</span>
                <span className="break-all tabular-nums">{line.externalNo}</span>
                <span>{inLanguage(line.countyZh, line.countyEn, language)}</span>
                <span className="break-words">{line.supplierName}</span>
                <span className="tabular-nums">{formatMoney(line.amount)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {lines.length >= 100 && <p className="mt-3 text-sm text-ink-2">{t.worklist.cut(lines.length)}</p>}
    </section>
  )
}
