import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { agreementsMessages } from '#app/messages/agreements.ts'
import { progressMessages } from '#app/messages/progress.ts'
import { daysLeft, EXPIRY_WARNINGS } from '#app/modules/assistance/agreement.ts'
import {
  listAgreements,
  listAgreementYears,
  listExpiringAgreements,
} from '#app/modules/assistance/agreement-queries.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { AgreementChips, AgreementProgress } from '#app/routes/parts/agreement-parts.tsx'
import { BOX, LINK, PRIMARY } from '#app/routes/parts/refund-controls.tsx'
import { readYear } from '#app/routes/parts/target-steps.server.ts'
import { YearLinks } from '#app/routes/parts/year-links.tsx'
import { assistanceYear, businessDate } from '#app/shared/business-date.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const now = clock.now()
  const thisYear = assistanceYear(now)
  const year = readYear(request, thisYear)
  const { db } = getRuntime()
  const today = businessDate(now)
  const [agreements, years, expiring] = await Promise.all([
    listAgreements(db, year),
    listAgreementYears(db),
    listExpiringAgreements(db, { today, days: Math.max(...EXPIRY_WARNINGS) }),
  ])
  const title = agreementsMessages[readPreferences(request).language].heading
  const mayRecord = Boolean(asActor(reader, 'agreement:record'))
  return data({ title, year, years: [thisYear, ...years], agreements, expiring, today, mayRecord })
}

export default function AgreementsPage() {
  const { year, years, agreements, mayRecord } = useLoaderData<typeof loader>()
  const t = useMessages(agreementsMessages)
  return (
    <div>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h1 className="font-serif text-2xl font-bold">{t.heading}</h1>
        {mayRecord && (
          <Link to={paths.finance.newAgreement()} className={`${PRIMARY} inline-flex items-center print:hidden`}>
            {t.add}
          </Link>
        )}
      </div>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <YearLinks label={t.years} current={year} years={years} to={paths.finance.agreements} />
      <Warnings />
      {agreements.length === 0 && <p className="mt-6 rounded-2xl bg-sand p-4">{t.none(year)}</p>}
      <ul className="mt-6 grid gap-4">
        {agreements.map((agreement) => (
          <li key={agreement.agreementId}>
            <AgreementCard agreement={agreement} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Agreements of any year that end soon, the first to end first. */
function Warnings() {
  const { expiring, today } = useLoaderData<typeof loader>()
  const t = useMessages(agreementsMessages)
  if (expiring.length === 0) return null
  return (
    <div className="mt-4">
      <Notice tone="warning">
        <p className="font-semibold">{t.ending(expiring.length)}</p>
        <ul>
          {expiring.map((agreement) => (
            <li key={agreement.agreementId}>
              <Link className={LINK} to={paths.finance.agreement(agreement.agreementId)}>
                {agreement.title}
              </Link>{' '}
              <span className="tabular-nums">
                {agreement.endsOn} · {t.expires(daysLeft(agreement, today))}
              </span>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}

type Agreement = ReturnType<typeof useLoaderData<typeof loader>>['agreements'][number]

function AgreementCard({ agreement }: { agreement: Agreement }) {
  const { today } = useLoaderData<typeof loader>()
  const t = useMessages(agreementsMessages)
  const { names: funds } = useMessages(progressMessages).funds
  const language = useLanguage()
  return (
    <article className={BOX}>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="text-lg font-semibold">
          <Link className="text-indigo underline" to={paths.finance.agreement(agreement.agreementId)}>
            {agreement.title}
          </Link>
        </h2>
        <AgreementChips term={agreement} today={today} />
      </div>
      <p className="text-sm text-ink-2 tabular-nums">
        {agreement.agreementNo} · {t.termIs(agreement.startsOn, agreement.endsOn)}
      </p>
      <p className="mt-1 mb-3">
        {agreement.orgUnit?.[language] ?? t.college} ← {agreement.supplierName}
        <span className="text-ink-2">
          {' · '}
          {agreement.county[language]} · {funds[agreement.fundType]}
        </span>
      </p>
      <AgreementProgress {...agreement} />
    </article>
  )
}
