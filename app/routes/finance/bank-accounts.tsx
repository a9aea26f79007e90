import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { settlementMessages } from '#app/messages/settlement.ts'
import { type BankAccountView, groupAccountNumber } from '#app/modules/settlement/bank-account.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { AccountForm } from '#app/routes/parts/settlement-account-form.tsx'
import { readAccounts, recordByForm } from '#app/routes/parts/settlement-accounts.server.ts'
import { TermForm } from '#app/routes/parts/settlement-term-form.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const { headers, ...page } = await readAccounts(request, reader)
  return data(page, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const answer = await recordByForm(request, reader)
  return answer instanceof Response ? answer : data(answer, { status: answer.refused ? 409 : 422 })
}

export default function BankAccountsPage() {
  const { chosen, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { accounts: t } = useMessages(settlementMessages)
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      {!result && <SupplyNotice notice={notice} />}
      <Refused>{result?.refused}</Refused>
      {chosen ? <Chosen /> : <All />}
    </div>
  )
}

function All() {
  const { rows } = useLoaderData<typeof loader>()
  const { accounts: t } = useMessages(settlementMessages)
  const language = useLanguage()
  return (
    <ul className="mt-6 divide-y divide-line rounded-2xl border border-line bg-card">
      {rows.map((row) => (
        <li key={row.cooperativeId}>
          <Link
            to={paths.finance.bankAccounts(row.cooperativeId)}
            className="grid min-h-14 items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-sand sm:grid-cols-[1fr_1fr]"
          >
            <span>
              <span className="font-semibold">{inLanguage(row.nameZh, row.nameEn, language)}</span>
              <span className="block text-sm text-ink-2 tabular-nums">{t.term(row.termDays)}</span>
            </span>
            <span className="text-sm tabular-nums sm:text-right">
              {row.account ? (
                <>
                  {row.account.bankName}
                  <span className="block whitespace-nowrap">{groupAccountNumber(row.account.accountNumber)}</span>
                </>
              ) : (
                <span className="font-semibold text-shi">{t.none}</span>
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Chosen() {
  const { chosen, mayRecord, maySetTerm, requestId, today } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { accounts: t } = useMessages(settlementMessages)
  const language = useLanguage()
  if (!chosen) return null
  const name = inLanguage(chosen.nameZh, chosen.nameEn, language)
  return (
    <>
      <p className="mt-4 print:hidden">
        <Link className={LINK} to={paths.finance.bankAccounts()}>
          {t.back}
        </Link>
      </p>
      <h2 className="font-serif text-xl font-bold">{t.versions(name)}</h2>
      {chosen.versions.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.noVersions}</p>}
      <ul className="mt-3 grid gap-3">
        {chosen.versions.map((version) => (
          <Version
            key={version.accountId}
            version={version}
            isCurrent={version.accountId === chosen.account?.accountId}
          />
        ))}
      </ul>
      {mayRecord && (
        <section className="mt-8 print:hidden">
          <h2 className="font-serif text-xl font-bold">{t.recordFor(name)}</h2>
          <AccountForm
            key={requestId}
            cooperativeId={chosen.cooperativeId}
            requestId={requestId}
            today={today}
            reply={result?.intent === 'record' ? result.reply : undefined}
          />
        </section>
      )}
      <section className="mt-8">
        <h2 className="font-serif text-xl font-bold">{t.termTitle}</h2>
        <p className="mt-2 tabular-nums">{t.term(chosen.termDays)}</p>
        {maySetTerm && (
          <TermForm
            key={chosen.termDays}
            cooperativeId={chosen.cooperativeId}
            termDays={chosen.termDays}
            reply={result?.intent === 'term' ? result.reply : undefined}
          />
        )}
      </section>
    </>
  )
}

function Version({ version, isCurrent }: { version: BankAccountView; isCurrent: boolean }) {
  const { accounts: t } = useMessages(settlementMessages)
  const language = useLanguage()
  return (
    <li className={`rounded-2xl border bg-card p-4 ${isCurrent ? 'border-huai' : 'border-line'}`}>
      <p>
        <span className="font-semibold">{version.holder}</span> · {version.bankName}
      </p>
      <p className="text-lg break-all tabular-nums">{groupAccountNumber(version.accountNumber)}</p>
      <p className="text-sm text-ink-2 tabular-nums">
        {t.version(version.version)} · {t.from(version.validFrom)}
        {isCurrent && <strong className="ml-2 text-huai">{t.current}</strong>}
      </p>
      <p className="text-sm text-ink-2">
        {t.recordedBy(version.recordedBy, formatInstant(new Date(version.recordedAt), language))}
      </p>
    </li>
  )
}
