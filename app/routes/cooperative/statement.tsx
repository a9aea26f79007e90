import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { statementsMessages } from '#app/messages/statements.ts'
import { capitalAmount } from '#app/modules/settlement/capital-amount.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { StatementHistory } from '#app/routes/parts/settlement-case-facts.tsx'
import { disputedEntries, LinePages, StatementLines } from '#app/routes/parts/settlement-lines.tsx'
import { DueWords, StateSeal } from '#app/routes/parts/settlement-lists.tsx'
import { readStatementId } from '#app/routes/parts/settlement-params.server.ts'
import { monthWords } from '#app/routes/parts/settlement-words.ts'
import { answerOwnStatement, readOwnStatement } from '#app/routes/parts/statement-answer.server.ts'
import { StatementAnswer } from '#app/routes/parts/statement-answer-form.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const manager = await requireManager(request)
  const { headers, ...page } = await readOwnStatement(request, { manager, statementId: readStatementId(params) })
  return data(page, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const manager = await requireManager(request)
  const answer = await answerOwnStatement(request, { manager, statementId: readStatementId(params) })
  return answer instanceof Response ? answer : data(answer, { status: answer.refused ? 409 : 422 })
}

export default function OwnStatementPage() {
  const { statement, lines, page, today, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(statementsMessages)
  const language = useLanguage()
  const { statementId, state, total } = statement
  const isShown = state !== 'draft' && state !== 'voided'
  return (
    <article className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.supply.statements()}>
        {t.own.back}
      </Link>
      <h1 className="font-serif text-2xl tabular-nums">{monthWords(statement.month, language)}</h1>
      <p className="text-sm text-ink-2 tabular-nums">
        {statement.statementNo} · {t.round(statement.round)}
      </p>
      {!result && <SupplyNotice notice={notice} />}
      <Refused>{result?.refused}</Refused>
      <p className="mt-3 flex flex-wrap items-baseline gap-x-3 gap-y-1">
        {isShown && <strong className="text-2xl tabular-nums">{formatMoney(total)}</strong>}
        <StateSeal state={state} />
        <DueWords dueOn={statement.dueOn} today={today} state={state} />
      </p>
      {isShown && (
        <p lang="zh-CN" className="text-sm text-ink-2">
          {capitalAmount(total)}
        </p>
      )}
      {!isShown && (
        <div className="mt-4">
          <Notice tone="info">{state === 'draft' ? t.own.revising : t.own.voided}</Notice>
        </div>
      )}
      <Paid />
      {isShown && (
        <section className="mt-6">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <h2 className="font-serif text-xl">{t.columns.lines}</h2>
            <a className={LINK} href={paths.supply.statementPdf(statementId)}>
              {t.print}
            </a>
          </div>
          <StatementLines
            lines={lines}
            sums={statement.sums}
            disputed={disputedEntries(statement.steps)}
            disputedWords={t.own.disputedLine}
            linksEntries={false}
          />
          <LinePages
            page={page}
            lineCount={statement.lineCount}
            hrefOf={(other) => paths.supply.statement(statementId, `page=${other}`)}
          />
        </section>
      )}
      {state === 'sent' && (
        <StatementAnswer
          statement={statement}
          lines={lines}
          reply={result?.reply ?? undefined}
          isBack={result !== undefined}
        />
      )}
      <StatementHistory steps={statement.steps} title={t.own.history} />
    </article>
  )
}

function Paid() {
  const { statement } = useLoaderData<typeof loader>()
  const t = useMessages(statementsMessages)
  const payment = statement.payments.find((one) => !one.returnedAt)
  if (!payment) return null
  return (
    <div className="mt-4">
      <Notice tone="done">{t.own.paidNote(payment.paidOn, t.methods[payment.method])}</Notice>
    </div>
  )
}
