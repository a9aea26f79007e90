import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { type BankMessages, bankMessages } from '#app/messages/bank.ts'
import { readBankPosition } from '#app/modules/bank/bank-queries.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { type BankOpeningProblem, recordOpeningByForm } from '#app/routes/parts/bank-opening-steps.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { formatMoney, formatYuan } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const { opening, openingTold } = await readBankPosition(getRuntime().db)
  const mayWork = asActor(reader, 'reconciliation:match') !== undefined
  const { title } = bankMessages[readPreferences(request).language].opening
  return data({ title, opening, openingTold, mayWork, requestId: newId(), today: businessDate(clock.now()) })
}

export async function action({ request }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'reconciliation:match')
  return recordOpeningByForm(request, { officer, now: clock.now() })
}

export default function BankOpeningPage() {
  const { opening, openingTold, mayWork } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const messages = useMessages(bankMessages)
  const t = messages.opening
  return (
    <>
      <p>
        <Link className="text-indigo underline" to={paths.finance.bank()}>
          {messages.back}
        </Link>
      </p>
      <h1 className="mt-2 font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      {result && (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {explain(result.problem, t)}
          </Notice>
        </div>
      )}
      {openingTold && <p className="mt-4">{t.told(openingTold.day, formatMoney(openingTold.amount))}</p>}
      {opening && <p className="mt-2">{t.standing(opening.day, formatMoney(opening.amount))}</p>}
      {mayWork && <OpeningForm />}
    </>
  )
}

function OpeningForm() {
  const { openingTold, opening, requestId, today } = useLoaderData<typeof loader>()
  const values = useActionData<typeof action>()?.values
  const t = useMessages(bankMessages).opening
  const known = openingTold ?? opening
  return (
    <Form
      key={requestId}
      method="post"
      className="mt-4 grid max-w-[680px] gap-4 rounded-2xl border border-line bg-card p-4 sm:grid-cols-2 print:hidden"
    >
      <input type="hidden" name="requestId" value={requestId} />
      <Field
        label={t.day}
        name="openedOn"
        type="date"
        defaultValue={values?.openedOn ?? known?.day ?? today}
        max={today}
        required
      />
      <Field
        label={t.amount}
        name="amount"
        inputMode="decimal"
        maxLength={20}
        defaultValue={values?.amount ?? (known ? formatYuan(known.amount).replaceAll(',', '') : '')}
        required
      />
      <button
        type="submit"
        className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep sm:justify-self-start"
      >
        {t.submit}
      </button>
    </Form>
  )
}

function explain(problem: BankOpeningProblem, t: BankMessages['opening']): string {
  return problem.kind === 'afterFirstLine' ? t.refusals.afterFirstLine(problem.firstOn) : t.refusals[problem.kind]
}
