import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { settlementMessages } from '#app/messages/settlement.ts'
import { statementsMessages } from '#app/messages/statements.ts'
import { EvidenceSection } from '#app/routes/parts/evidence-section.tsx'
import { isEvidenceForm } from '#app/routes/parts/evidence-steps.server.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { readStatementPage } from '#app/routes/parts/settlement-case.server.ts'
import { StatementActions } from '#app/routes/parts/settlement-case-actions.tsx'
import {
  AccountFacts,
  PaymentFacts,
  StatementFacts,
  StatementHistory,
  StatementWay,
} from '#app/routes/parts/settlement-case-facts.tsx'
import { disputedEntries, LinePages, lastDispute, StatementLines } from '#app/routes/parts/settlement-lines.tsx'
import { readStatementId } from '#app/routes/parts/settlement-params.server.ts'
import { answerStatement, answerStatementEvidence } from '#app/routes/parts/settlement-steps.server.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const { headers, ...page } = await readStatementPage(request, { reader, statementId: readStatementId(params) })
  return data(page, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const place = { reader, statementId: readStatementId(params) }
  if (isEvidenceForm(request)) return answerStatementEvidence(request, place)
  const answer = await answerStatement(request, place)
  return answer instanceof Response ? answer : data(answer, { status: answer.refused ? 409 : 422 })
}

export default function StatementPage() {
  const { statement, lines, page, account, evidence, today, requestId, may, own, notice } =
    useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { page: t } = useMessages(settlementMessages)
  const shared = useMessages(statementsMessages)
  const answer = result && 'intent' in result ? result : undefined
  const dispute = lastDispute(statement.steps)
  return (
    <article className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.statements()}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold tabular-nums">{shared.statement(statement.statementNo)}</h1>
      {!result && <SupplyNotice notice={notice} />}
      <Refused>{answer?.refused}</Refused>
      <StatementWay state={statement.state} />
      <StatementFacts statement={statement} today={today} />
      {dispute && statement.state === 'disputed' && (
        <div className="mt-4">
          <Notice tone="warning">
            <p className="font-semibold">{t.disputed}</p>
            <p className="break-words">{dispute.note}</p>
          </Notice>
        </div>
      )}
      <StatementActions
        key={`${statement.state}-${statement.lineCount}`}
        statement={statement}
        may={may}
        own={own}
        hasAccount={account !== undefined}
        today={today}
        requestId={requestId}
        answer={answer}
      />
      <AccountFacts statement={statement} account={account} />
      <PaymentFacts payments={statement.payments} />
      <section className="mt-8">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h2 className="font-serif text-xl font-bold">{shared.columns.lines}</h2>
          <a className={LINK} href={paths.finance.statementPdf(statement.statementId)}>
            {shared.print}
          </a>
        </div>
        <StatementLines
          lines={lines}
          sums={statement.sums}
          disputed={disputedEntries(statement.steps)}
          disputedWords={t.disputedLine}
          linksEntries
        />
        <LinePages
          page={page}
          lineCount={statement.lineCount}
          hrefOf={(other) => paths.finance.statement(statement.statementId, `page=${other}`)}
        />
      </section>
      <StatementHistory steps={statement.steps} title={t.history} />
      <EvidenceSection
        evidence={evidence}
        mayWork={may.prepare || may.pay}
        problem={result && 'evidenceProblem' in result ? result.evidenceProblem : undefined}
        kinds={['invoice', 'payment', 'acceptance', 'other']}
      />
    </article>
  )
}
