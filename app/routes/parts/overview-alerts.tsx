import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { type OverviewMessages, overviewMessages } from '#app/messages/overview.ts'
import { type ProgressMessages, progressMessages } from '#app/messages/progress.ts'
import type { Alert } from '#app/modules/progress/overview.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { formatBasisPoints, formatMoney } from '#app/shared/money.ts'
import { Icon } from '#app/ui/icon.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

/** What somebody should look at, each with the way there. */
export function OverviewAlerts({ alerts, year }: { alerts: readonly Alert[]; year: number }) {
  const t = useMessages(overviewMessages)
  const progress = useMessages(progressMessages)
  const language = useLanguage()
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.alerts.title}</h2>
      {alerts.length === 0 && <p className="mt-3 rounded-2xl bg-huai-soft p-4">{t.alerts.none}</p>}
      {alerts.length > 0 && (
        <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4">
          {alerts.map((alert) => {
            const words = wordsOf(alert, { t: t.alerts, progress, language })
            const to = placeOf(alert, year)
            return (
              <li key={words} className="flex flex-wrap items-center gap-x-3 py-1">
                <Icon name="warning" className="size-5 text-mai-deep" />
                <span className="min-w-0 flex-1 py-2 tabular-nums">{words}</span>
                <Link className="inline-flex min-h-11 items-center text-indigo underline" to={to}>
                  {t.alerts.open}
                </Link>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}

interface Words {
  t: OverviewMessages['alerts']
  progress: ProgressMessages
  language: Language
}

function wordsOf(alert: Alert, { t, progress, language }: Words): string {
  switch (alert.kind) {
    case 'noTarget':
      return t.noTarget
    case 'behindPace':
      return t.behindPace(formatMoney(alert.behind), formatBasisPoints(alert.basisPoints))
    case 'forecastShort':
      return t.forecastShort(formatMoney(alert.short))
    case 'countyEmpty':
      return t.countyEmpty(inLanguage(alert.nameZh, alert.nameEn, language))
    case 'fundOver':
      return t.fundOver(progress.funds.names[alert.fundType], formatMoney(alert.over))
    case 'incidentsOpen':
      return t.incidentsOpen(alert.count)
    case 'monthsOpen':
      return t.monthsOpen(alert.months.length, (alert.months[0] ?? '').slice(0, 7))
    case 'agreementEnds':
      return t.agreementEnds[alert.within]({
        no: alert.agreementNo,
        day: alert.endsOn,
        days: alert.daysLeft,
        open: formatMoney(alert.open),
      })
  }
}

function placeOf(alert: Alert, year: number): string {
  switch (alert.kind) {
    case 'behindPace':
    case 'forecastShort':
      return paths.finance.attainment(`year=${year}&rows=month&columns=channel`)
    case 'countyEmpty':
      return paths.finance.attainment(`year=${year}&rows=county&columns=month&amount=ordered`)
    case 'fundOver':
      return paths.finance.attainment(`year=${year}&rows=month&columns=county&fund=${alert.fundType}`)
    case 'noTarget':
      return paths.finance.targets(year)
    case 'incidentsOpen':
      return paths.finance.incidents()
    case 'monthsOpen':
      return paths.finance.period((alert.months[0] ?? '').slice(0, 7))
    case 'agreementEnds':
      return paths.finance.agreement(alert.agreementId)
  }
}
