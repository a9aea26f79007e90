import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { statementsMessages } from '#app/messages/statements.ts'
import { groupAccountNumber } from '#app/modules/settlement/bank-account.ts'
import { Fact, Facts } from '#app/routes/parts/refund-controls.tsx'
import { DueWords, StateSeal } from '#app/routes/parts/settlement-lists.tsx'
import { monthWords } from '#app/routes/parts/settlement-words.ts'
import { readOwnStatements } from '#app/routes/parts/statement-answer.server.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { headers, ...page } = await readOwnStatements(request, await requireManager(request))
  return data(page, { headers })
}

export default function OwnStatementsPage() {
  const { owed, notice } = useLoaderData<typeof loader>()
  const { own: t } = useMessages(statementsMessages)
  return (
    <>
      <h1 className="font-serif text-2xl">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <SupplyNotice notice={notice} />
      <dl className="mt-4 grid gap-3 sm:grid-cols-3">
        <Sum word={t.owed} amount={formatMoney(owed.owed)} />
        <Sum word={t.inStatements} amount={formatMoney(owed.inStatements)} />
        <Sum word={t.unbilled} amount={formatMoney(owed.unbilled)} />
      </dl>
      {owed.unbilled < 0 && <p className="mt-2 text-sm text-ink-2">{t.negative}</p>}
      <OwnList />
      <OwnAccount />
    </>
  )
}

function Sum({ word, amount }: { word: string; amount: string }) {
  return (
    <div className="rounded-2xl border border-line bg-card p-4">
      <dt className="text-sm text-ink-2">{word}</dt>
      <dd className="text-xl font-semibold tabular-nums">{amount}</dd>
    </div>
  )
}

function OwnList() {
  const { statements, today } = useLoaderData<typeof loader>()
  const t = useMessages(statementsMessages)
  const language = useLanguage()
  if (statements.length === 0) return <p className="mt-6 rounded-2xl bg-sand p-6 text-center">{t.own.none}</p>
  return (
    <ul className="mt-6 grid gap-3">
      {statements.map((one) => (
        <li key={one.statementId}>
          <Link
            to={paths.supply.statement(one.statementId)}
            className="grid gap-x-4 gap-y-1 rounded-2xl border border-line bg-card p-4 hover:border-line-strong sm:grid-cols-[1fr_auto]"
          >
            <span className="font-semibold">{monthWords(one.month, language)}</span>
            <span className="text-lg font-semibold tabular-nums sm:text-right">{formatMoney(one.total)}</span>
            <span className="text-sm text-ink-2 tabular-nums">{one.statementNo}</span>
            <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm sm:justify-end">
              <DueWords dueOn={one.dueOn} today={today} state={one.state} />
              <StateSeal state={one.state} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function OwnAccount() {
  const { account } = useLoaderData<typeof loader>()
  const { own: t } = useMessages(statementsMessages)
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl">{t.account}</h2>
      {account ? (
        <>
          <Facts>
            <Fact name={t.holder}>{account.holder}</Fact>
            <Fact name={t.bank}>{account.bankName}</Fact>
            <Fact name={t.number}>{groupAccountNumber(account.accountNumber)}</Fact>
            <Fact name={t.since}>{account.validFrom}</Fact>
          </Facts>
          <p className="mt-2 text-sm text-ink-2">{t.accountNote}</p>
        </>
      ) : (
        <div className="mt-3">
          <Notice tone="warning">{t.noAccount}</Notice>
        </div>
      )}
    </section>
  )
}
