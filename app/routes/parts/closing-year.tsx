import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { progressMessages } from '#app/messages/progress.ts'
import type { YearReport } from '#app/modules/closing/read-year.server.ts'
import { YEAR_DIMENSIONS, type YearDimension } from '#app/modules/closing/year-figures.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatYuan } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { AMOUNT, CELL, DAY, ROW, WideTable } from './closing-table.tsx'

type Counties = YearReport['counties']

/** The name of a county, fund, channel or measure. */
function useNames(counties: Counties): (dimension: YearDimension, key: string) => string {
  const t = useMessages(closingMessages)
  const progress = useMessages(progressMessages)
  const language = useLanguage()
  const named = (names: Record<string, string>, key: string) => names[key] ?? key
  return (dimension, key) => {
    switch (dimension) {
      case 'measure':
        return named(t.measures, key)
      case 'county': {
        const county = counties[key]
        return county ? inLanguage(county.nameZh, county.nameEn, language) : key
      }
      case 'fund':
        return named(progress.funds.names, key)
      case 'channel':
        return named(progress.channels.names, key)
    }
  }
}

/** Both figures of a year side by side, by everything its report is divided by. */
export function YearTables({ report }: { report: YearReport }) {
  const t = useMessages(closingMessages).years
  const nameOf = useNames(report.counties)
  const { closed } = report
  const heads = (words: string) => [
    { words },
    ...(closed ? [{ words: t.asClosed, isAmount: true }] : []),
    { words: t.asOfToday, isAmount: true },
    ...(closed ? [{ words: t.change, isAmount: true }] : []),
  ]
  return (
    <>
      {YEAR_DIMENSIONS.map((dimension) => {
        const rows = report.figures.filter((figure) => figure.dimension === dimension)
        if (rows.length === 0) return null
        return (
          <section key={dimension} className="mt-8">
            <h2 className="font-serif text-xl font-bold">{t.dimensions[dimension]}</h2>
            <WideTable label={t.dimensions[dimension]} heads={heads(t.dimensions[dimension])}>
              {rows.map((row) => (
                <tr key={row.key} className={ROW}>
                  <th scope="row" className={`${CELL} text-left font-normal`}>
                    {nameOf(dimension, row.key)}
                  </th>
                  {row.closed !== undefined && <td className={AMOUNT}>{formatYuan(row.closed)}</td>}
                  <td className={AMOUNT}>{formatYuan(row.today)}</td>
                  {row.closed !== undefined && <td className={AMOUNT}>{formatYuan(row.change)}</td>}
                </tr>
              ))}
            </WideTable>
          </section>
        )
      })}
    </>
  )
}

/** What belongs to a closed year and came later, each leading to its entry. */
export function YearChanges({ report }: { report: YearReport }) {
  const t = useMessages(closingMessages).years
  const nameOf = useNames(report.counties)
  if (!report.closed && report.changes.length === 0) return null
  return (
    <section className="mt-10">
      <h2 className="font-serif text-xl font-bold">{t.changes}</h2>
      {report.changes.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.noChanges}</p>}
      {report.changeCount > report.changes.length && (
        <p className="mt-1 text-sm text-ink-2">{t.moreChanges(report.changeCount)}</p>
      )}
      {report.changes.length > 0 && (
        <WideTable
          label={t.changes}
          heads={[
            { words: t.entry },
            { words: t.belongsOn },
            { words: t.bookedOn },
            { words: t.why },
            { words: t.what },
            { words: t.amount, isAmount: true },
          ]}
        >
          {report.changes.map((change) => (
            <tr key={change.entryId} className={ROW}>
              <td className={CELL}>
                <Link className="text-indigo underline tabular-nums" to={paths.finance.entry(change.entryId)}>
                  {change.entryId}
                </Link>
              </td>
              <td className={DAY}>{change.belongsOn}</td>
              <td className={DAY}>{change.bookedOn}</td>
              <td className={`${CELL} whitespace-nowrap`}>{t.because[change.because]}</td>
              <td className={CELL}>
                {nameOf('county', change.countyId)} · {nameOf('channel', change.channel)} ·{' '}
                {nameOf('fund', change.fundType)}
              </td>
              <td className={AMOUNT}>{formatYuan(change.amount)}</td>
            </tr>
          ))}
        </WideTable>
      )}
    </section>
  )
}
