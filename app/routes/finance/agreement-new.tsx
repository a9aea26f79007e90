import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { agreementsMessages } from '#app/messages/agreements.ts'
import { progressMessages } from '#app/messages/progress.ts'
import { MAX_PAYMENT_DAYS, USUAL_PAYMENT_DAYS } from '#app/modules/assistance/agreement.ts'
import { type Choice, listOfficeChoices } from '#app/modules/assistance/office-choices.server.ts'
import { FUND_TYPES } from '#app/modules/ledger/accounts.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { recordAgreementByForm } from '#app/routes/parts/agreement-steps.server.ts'
import { OfficeErrors, OfficeField, OfficeFile, OfficeSelect, OfficeWords } from '#app/routes/parts/office-form.tsx'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { LINK, PRIMARY } from '#app/routes/parts/refund-controls.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'agreement:record')
  const title = agreementsMessages[readPreferences(request).language].add
  return { title, choices: await listOfficeChoices(getRuntime().db) }
}

export async function action({ request }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'agreement:record')
  return recordAgreementByForm(request, officer)
}

export default function NewAgreementPage() {
  const answer = useActionData<typeof action>()
  const t = useMessages(agreementsMessages)
  return (
    <div className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.agreements()}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.add}</h1>
      <p className="mt-2 text-ink-2">{t.newLead}</p>
      <Refused>{answer?.refused}</Refused>
      <Form method="post" encType="multipart/form-data" className="mt-6 grid gap-5">
        <OfficeErrors answer={answer} labels={t} />
        <OfficeField name="title" label={t.title} answer={answer} maxLength={120} required />
        <div className="grid gap-5 sm:grid-cols-2">
          <OfficeField name="agreementNo" label={t.agreementNo} answer={answer} maxLength={60} required />
          <OfficeField name="signedOn" label={t.signedOn} type="date" answer={answer} required />
          <OfficeField name="startsOn" label={t.startsOn} type="date" answer={answer} required />
          <OfficeField name="endsOn" label={t.endsOn} type="date" answer={answer} required />
        </div>
        <OfficeFile label={t.file} answer={answer} />
        <Parties />
        <div className="grid gap-5 sm:grid-cols-2">
          <OfficeField name="committed" label={t.committedYuan} inputMode="decimal" answer={answer} required />
          <OfficeField
            name="paymentTermDays"
            label={t.paymentTermDays}
            hint={t.paymentHint(USUAL_PAYMENT_DAYS, MAX_PAYMENT_DAYS)}
            inputMode="numeric"
            answer={answer}
            before={String(USUAL_PAYMENT_DAYS)}
            required
          />
        </div>
        <OfficeWords name="priceRule" label={t.priceRule} hint={t.priceRuleHint} maxLength={1000} answer={answer} />
        <button type="submit" className={`${PRIMARY} sm:justify-self-start`}>
          {t.submit}
        </button>
      </Form>
    </div>
  )
}

/** Who buys, who supplies, from which county and out of whose money. */
function Parties() {
  const { choices } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(agreementsMessages)
  const { names: funds } = useMessages(progressMessages).funds
  const language = useLanguage()
  const optionsOf = (list: readonly Choice[]) => list.map((one) => ({ value: one.id, words: one[language] }))
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <OfficeSelect
          name="orgUnitId"
          label={t.orgUnitId}
          none={t.college}
          options={optionsOf(choices.units.filter((unit) => unit.isActive))}
          answer={answer}
        />
        <OfficeSelect
          name="fundType"
          label={t.fundType}
          options={FUND_TYPES.map((fund) => ({ value: fund, words: funds[fund] }))}
          answer={answer}
        />
        <OfficeSelect name="countyId" label={t.countyId} options={optionsOf(choices.counties)} answer={answer} />
        <OfficeSelect
          name="cooperativeId"
          label={t.cooperativeId}
          none={t.otherSupplier}
          options={optionsOf(choices.cooperatives)}
          answer={answer}
        />
      </div>
      <p className="text-sm text-ink-2">{t.supplierHint}</p>
      <div className="grid gap-5 sm:grid-cols-2">
        <OfficeField name="supplierName" label={t.supplierName} answer={answer} maxLength={120} />
        <OfficeField name="supplierCreditCode" label={t.supplierCreditCode} answer={answer} maxLength={18} />
      </div>
    </>
  )
}
