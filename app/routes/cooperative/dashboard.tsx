import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { catalogTerms } from '#app/messages/catalog-terms.ts'
import { type CooperativeMessages, cooperativeMessages } from '#app/messages/cooperative.ts'
import { readSupplyDashboard, type SupplyDashboard } from '#app/modules/fulfillment/supply-dashboard.server.ts'
import type { SupplyState } from '#app/modules/fulfillment/supply-terms.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Icon, type IconName } from '#app/ui/icon.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const now = clock.now()
  const dashboard = await readSupplyDashboard(getRuntime().db, cooperativeId, now)
  const { notice, headers } = takeNotice(request)
  const title = cooperativeMessages[readPreferences(request).language].dashboard.title
  return data({ title, now, dashboard, notice }, { headers })
}

export default function DashboardPage() {
  const { dashboard, notice, now } = useLoaderData<typeof loader>()
  const { dashboard: t } = useMessages(cooperativeMessages)
  const { counts } = dashboard
  const isDone = counts.to_confirm.count + counts.to_ship.count === 0
  return (
    <>
      <h1 className="font-serif text-2xl">{t.title}</h1>
      <SupplyNotice notice={notice} />
      {isDone && <p className="mt-4 rounded-2xl bg-sand p-4">{t.allDone}</p>}
      <ul className="mt-4 grid gap-3 sm:grid-cols-2">
        <Task state="to_confirm" icon="check" words={t.toConfirm(counts.to_confirm.count)} {...{ counts, now }} />
        <Task
          state="to_ship"
          icon="truck"
          words={t.toShip(counts.to_ship.count, counts.to_ship.toShip)}
          {...{ counts, now }}
        />
        <Task state="sent" icon="clock" words={t.sent(counts.sent.count)} {...{ counts, now }} />
      </ul>
      <Warnings dashboard={dashboard} />
      <section className="mt-8">
        <h2 className="font-serif text-xl">{t.money}</h2>
        <dl className="mt-3 grid gap-3 sm:grid-cols-2">
          <Sum word={t.earned(dashboard.money.year)} amount={formatMoney(dashboard.money.earned)} hint={t.earnedHint} />
          <Sum word={t.owed} amount={formatMoney(dashboard.money.owed)} />
        </dl>
      </section>
    </>
  )
}

interface TaskProps {
  state: Exclude<SupplyState, 'closed'>
  icon: IconName
  words: string
  counts: SupplyDashboard['counts']
  now: Date
}

/** Nothing when there is none of it. */
function Task({ state, icon, words, counts, now }: TaskProps) {
  const { dashboard: t } = useMessages(cooperativeMessages)
  const { count, oldestPaidAt } = counts[state]
  if (count === 0) return null
  return (
    <li>
      <Link
        to={paths.supply.orders(`state=${state}`)}
        className="flex min-h-16 items-center gap-3 rounded-2xl border border-line bg-card p-4 hover:border-line-strong"
      >
        <Icon name={icon} className="size-7 text-jiao" />
        <span className="min-w-0 flex-1">
          <span className="block font-semibold">{words}</span>
          {oldestPaidAt && <span className="block text-sm text-ink-2">{t.oldest(ageWords(oldestPaidAt, now, t))}</span>}
        </span>
        <Icon name="chevron-right" />
      </Link>
    </li>
  )
}

const HOUR_MS = 60 * 60 * 1000

function ageWords(since: Date, now: Date, t: CooperativeMessages['dashboard']): string {
  const hours = Math.floor((now.getTime() - since.getTime()) / HOUR_MS)
  if (hours < 1) return t.underHour
  return hours < 48 ? t.hours(hours) : t.days(Math.floor(hours / 24))
}

function Warnings({ dashboard: { certificates, lowStock, sentBack } }: { dashboard: SupplyDashboard }) {
  const { dashboard: t } = useMessages(cooperativeMessages)
  const { certificates: kinds } = useMessages(catalogTerms)
  const language = useLanguage()
  return (
    <>
      <WarningList title={t.sentBack} icon="warning">
        {sentBack.map((row) => (
          <li key={row.changeId} className="py-2">
            <Link
              to={paths.supply.listing(row.changeId)}
              className="inline-flex min-h-11 items-center font-semibold text-indigo underline"
            >
              {inLanguage(row.nameZh, row.nameEn, language)}
            </Link>
            <span className="block text-sm text-ink-2">{row.reason}</span>
          </li>
        ))}
      </WarningList>
      <WarningList title={t.certificates} icon="shield">
        {certificates.map((row) => (
          <li key={`${row.nameZh} ${row.kind} ${row.number}`} className="py-2">
            <span className="font-semibold">{inLanguage(row.nameZh, row.nameEn, language)}</span>{' '}
            <span className="rounded-full bg-mai-soft px-2 text-sm text-mai-deep">{t.expires[row.withinDays]}</span>
            <span className="block text-sm text-ink-2">
              {t.certificate(kinds[row.kind], row.number)} · {t.expiresOn(row.expiresOn)}
            </span>
          </li>
        ))}
      </WarningList>
      <WarningList title={t.lowStock} icon="basket">
        {lowStock.map((row) => (
          <li key={row.skuId} className="flex items-center justify-between gap-3 py-1">
            <span className="min-w-0">
              <Link
                to={paths.supply.skuStock(row.skuId)}
                className="inline-flex min-h-11 items-center text-indigo underline"
              >
                {inLanguage(row.nameZh, row.nameEn, language)}
              </Link>{' '}
              <span className="text-sm text-ink-2">{inLanguage(row.specZh, row.specEn, language)}</span>
            </span>
            <strong className="shrink-0 tabular-nums">{t.left(row.left)}</strong>
          </li>
        ))}
      </WarningList>
    </>
  )
}

/** Nothing without entries. */
function WarningList({ title, icon, children }: { title: string; icon: IconName; children: ReactNode[] }) {
  if (children.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="flex items-center gap-2 font-serif text-xl">
        <Icon name={icon} className="size-6 text-mai-deep" />
        {title}
      </h2>
      <ul className="mt-2 divide-y divide-line rounded-2xl border border-line bg-card px-4 py-1">{children}</ul>
    </section>
  )
}

function Sum({ word, amount, hint }: { word: string; amount: string; hint?: string }) {
  return (
    <div className="rounded-2xl border border-line bg-card p-4">
      <dt className="text-sm text-ink-2">{word}</dt>
      <dd className="mt-1 text-xl font-semibold tabular-nums">{amount}</dd>
      {hint && <dd className="text-sm text-ink-3">{hint}</dd>}
    </div>
  )
}
