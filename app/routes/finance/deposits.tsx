import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { bankMessages } from '#app/messages/bank.ts'
import { listDeposits, listDrawerCash } from '#app/modules/bank/bank-queries.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { depositByForm } from '#app/routes/parts/deposit-steps.server.ts'
import { explainDeposit } from '#app/routes/parts/deposit-words.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { businessDate } from '#app/shared/business-date.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

const SHOWN = 50

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const { db } = getRuntime()
  const [drawers, deposits] = await Promise.all([listDrawerCash(db), listDeposits(db, SHOWN)])
  const { notice, headers } = takeNotice(request)
  const { title } = bankMessages[readPreferences(request).language].deposit
  const mayWork = asActor(reader, 'reconciliation:match') !== undefined
  return data(
    { title, drawers, deposits, notice, mayWork, requestId: newId(), today: businessDate(clock.now()) },
    { headers },
  )
}

export async function action({ request }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'reconciliation:match')
  return depositByForm(request, { officer, now: clock.now() })
}

export default function DepositsPage() {
  const { drawers, mayWork, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(bankMessages).deposit
  const language = useLanguage()
  return (
    <>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      {result ? (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {explainDeposit(result.problem, t)}
          </Notice>
        </div>
      ) : (
        <SupplyNotice notice={notice} />
      )}
      <dl className="mt-4 grid gap-3 sm:grid-cols-3">
        {drawers.map((drawer) => (
          <div key={drawer.pickupPointId} className="rounded-2xl bg-sand p-4">
            <dt className="text-sm text-ink-2">
              {inLanguage(drawer.nameZh, drawer.nameEn, language)} · {t.held}
            </dt>
            <dd className="text-xl font-semibold tabular-nums">{formatMoney(drawer.held)}</dd>
          </div>
        ))}
      </dl>
      {mayWork && <DepositForm />}
      <Recent />
    </>
  )
}

function DepositForm() {
  const { drawers, requestId, today } = useLoaderData<typeof loader>()
  const t = useMessages(bankMessages).deposit
  const language = useLanguage()
  return (
    <Form
      key={requestId}
      method="post"
      className="mt-4 grid gap-4 rounded-2xl border border-line bg-card p-4 sm:grid-cols-2 print:hidden"
    >
      <input type="hidden" name="requestId" value={requestId} />
      <Field label={t.point} name="pickupPointId">
        {(control) => (
          <select {...control}>
            {drawers.map((drawer) => (
              <option key={drawer.pickupPointId} value={drawer.pickupPointId}>
                {inLanguage(drawer.nameZh, drawer.nameEn, language)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t.amount} name="amount" inputMode="decimal" maxLength={20} required />
      <Field label={t.day} name="depositedOn" type="date" defaultValue={today} max={today} required />
      <Field label={t.slip} name="slipNo" maxLength={40} />
      <button
        type="submit"
        className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep sm:justify-self-start"
      >
        {t.submit}
      </button>
    </Form>
  )
}

function Recent() {
  const { deposits } = useLoaderData<typeof loader>()
  const t = useMessages(bankMessages).deposit
  const language = useLanguage()
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.recent}</h2>
      {deposits.length === 0 ? (
        <p className="mt-3 rounded-2xl bg-sand p-4">{t.none}</p>
      ) : (
        <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4 tabular-nums">
          {deposits.map((deposit) => (
            <li key={deposit.depositId} className="flex flex-wrap justify-between gap-x-4 py-3">
              <span>
                {deposit.depositedOn} · {inLanguage(deposit.pointZh, deposit.pointEn, language)}
                {deposit.slipNo && ` · ${deposit.slipNo}`}
                <span className="block text-sm text-ink-2">{deposit.recordedBy}</span>
              </span>
              <span className="ml-auto text-right">
                {formatMoney(deposit.amount)}
                <span className={`block text-sm ${deposit.isLinked ? 'text-huai' : 'text-mai-deep'}`}>
                  {deposit.isLinked ? t.linked : t.onTheWay}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
