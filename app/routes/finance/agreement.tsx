import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { agreementsMessages } from '#app/messages/agreements.ts'
import { officeMessages } from '#app/messages/office-forms.ts'
import { progressMessages } from '#app/messages/progress.ts'
import { findAgreement, listAgreementPurchases } from '#app/modules/assistance/agreement-queries.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { AgreementChips, AgreementProgress } from '#app/routes/parts/agreement-parts.tsx'
import { answerAgreement, readAgreementId } from '#app/routes/parts/agreement-steps.server.ts'
import { EvidenceSection } from '#app/routes/parts/evidence-section.tsx'
import { readEvidence } from '#app/routes/parts/evidence-steps.server.ts'
import { OfficeErrors, OfficeField, OfficeWords } from '#app/routes/parts/office-form.tsx'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { BOX, Fact, Facts, LINK, SECONDARY } from '#app/routes/parts/refund-controls.tsx'
import { SupplyFold } from '#app/routes/parts/supply-fold.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { businessDate } from '#app/shared/business-date.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

const SHOWN = 100

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.agreement.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const agreementId = readAgreementId(params)
  const { db } = getRuntime()
  const agreement = await findAgreement(db, agreementId)
  if (!agreement) throw notFound()
  const [purchases, evidence] = await Promise.all([
    listAgreementPurchases(db, agreementId, SHOWN),
    readEvidence({ subject: 'agreement', subjectId: agreementId }),
  ])
  const { notice, headers } = takeNotice(request)
  const mayWork = Boolean(asActor(reader, 'agreement:record'))
  return data({ agreement, purchases, evidence, notice, mayWork, today: businessDate(clock.now()) }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  return answerAgreement(request, reader, () => readAgreementId(params))
}

export default function AgreementPage() {
  const { agreement, evidence, mayWork, notice, today } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(agreementsMessages)
  return (
    <article className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.agreements()}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{agreement.title}</h1>
      <p className="mt-1 flex flex-wrap items-center gap-2">
        <span className="text-ink-2 tabular-nums">{agreement.agreementNo}</span>
        <AgreementChips term={agreement} today={today} />
      </p>
      <SupplyNotice notice={answer ? undefined : notice} />
      <Refused>{answer?.refused}</Refused>
      <div className="mt-6">
        <AgreementProgress {...agreement} />
      </div>
      <AgreementFacts />
      <Purchases />
      <EvidenceSection
        evidence={evidence}
        mayWork={mayWork}
        problem={answer?.evidenceProblem}
        kinds={['agreement', 'certificate', 'photo', 'other']}
      />
      {mayWork && !agreement.termination && <Terminate />}
    </article>
  )
}

function AgreementFacts() {
  const { agreement } = useLoaderData<typeof loader>()
  const t = useMessages(agreementsMessages)
  const office = useMessages(officeMessages)
  const { names: funds } = useMessages(progressMessages).funds
  const language = useLanguage()
  const { termination } = agreement
  return (
    <section className={`${BOX} mt-6`}>
      <h2 className="font-serif text-xl font-bold">{t.facts}</h2>
      <Facts>
        <Fact name={t.orgUnitId}>{agreement.orgUnit?.[language] ?? t.college}</Fact>
        <Fact name={t.supplier}>
          {agreement.supplierName}
          <span className="block font-mono text-sm text-ink-2">{agreement.supplierCreditCode}</span>
        </Fact>
        <Fact name={t.countyId}>{agreement.county[language]}</Fact>
        <Fact name={t.fundType}>{funds[agreement.fundType]}</Fact>
        <Fact name={t.term}>{t.termIs(agreement.startsOn, agreement.endsOn)}</Fact>
        <Fact name={t.signedOn}>{agreement.signedOn}</Fact>
        <Fact name={t.committed}>{formatMoney(agreement.committed)}</Fact>
        <Fact name={t.paymentTermDays}>{t.payment(agreement.paymentTermDays)}</Fact>
        <Fact name={t.priceRule}>
          <span className="whitespace-pre-line">{agreement.priceRule}</span>
        </Fact>
        {termination && (
          <Fact name={t.states.terminated}>
            {t.terminatedIs(
              agreement.terminatedOn ?? '',
              termination.by,
              formatInstant(new Date(termination.at), language),
            )}
            <span className="block">{termination.reason}</span>
          </Fact>
        )}
      </Facts>
      <p className="mt-2 text-sm text-ink-2">
        {office.recorded(agreement.recordedBy, formatInstant(new Date(agreement.recordedAt), language))}
      </p>
    </section>
  )
}

function Purchases() {
  const { purchases } = useLoaderData<typeof loader>()
  const t = useMessages(agreementsMessages)
  const office = useMessages(officeMessages)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-8 overflow-x-auto" aria-label={t.purchases} tabIndex={0}>
      <h2 className="font-serif text-xl font-bold">{t.purchases}</h2>
      {purchases.length === 0 ? (
        <p className="mt-3 rounded-2xl bg-sand p-4">{t.noPurchases}</p>
      ) : (
        <table className="mt-3 w-full border-collapse text-sm">
          <thead>
            <tr className="border-b-2 border-line-strong text-left">
              {[t.date, t.source, t.entry].map((head) => (
                <th key={head} scope="col" className="py-2 pr-3">
                  {head}
                </th>
              ))}
              <th scope="col" className="py-2 text-right">
                {t.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {purchases.map((row) => (
              <tr key={`${row.sourceId}/${row.entryId}`} className="border-t border-line align-top">
                <td className="py-1.5 pr-3 whitespace-nowrap tabular-nums">{row.businessDate}</td>
                <td className="py-1.5 pr-3 font-mono text-[0.8125rem] break-all">{row.sourceId}</td>
                <td className="py-1.5 pr-3">
                  {row.entryId !== undefined && (
                    <Link className="text-indigo underline" to={paths.finance.entry(row.entryId)}>
                      {t.openEntry(row.entryId)}
                    </Link>
                  )}
                  {row.uncounted && t.notCounted(t.reasons[row.uncounted])}
                </td>
                <td className="py-1.5 text-right tabular-nums">{formatMoney(row.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {purchases.length === SHOWN && <p className="mt-2 text-sm text-ink-2">{office.cut(SHOWN)}</p>}
    </section>
  )
}

function Terminate() {
  const { today } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(agreementsMessages)
  return (
    <div className="mt-8">
      <SupplyFold title={t.terminate} isOpen={Boolean(answer?.reply)}>
        <Form method="post" className="grid gap-4">
          <p className="text-sm text-ink-2">{t.terminateLead}</p>
          <OfficeErrors answer={answer} labels={t} />
          <input type="hidden" name="intent" value="terminate" />
          <OfficeField name="terminatedOn" label={t.terminatedOn} type="date" answer={answer} before={today} required />
          <OfficeWords name="reason" label={t.reason} maxLength={300} answer={answer} />
          <button type="submit" className={`${SECONDARY} sm:justify-self-start`}>
            {t.terminateSubmit}
          </button>
        </Form>
      </SupplyFold>
    </div>
  )
}
