import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { settlementMessages } from '#app/messages/settlement.ts'
import { formatMonth, nextMonth, previousMonth } from '#app/modules/settlement/statement.ts'
import { STATEMENT_PAGE, STATEMENT_VIEWS } from '#app/modules/settlement/statement-views.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { SectionHeading } from '#app/routes/parts/section-heading.tsx'
import { prepareByForm, readDesk } from '#app/routes/parts/settlement-desk.server.ts'
import { StatementList, UnbilledList } from '#app/routes/parts/settlement-lists.tsx'
import { monthWords } from '#app/routes/parts/settlement-words.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const { headers, ...desk } = await readDesk(request, reader)
  return data(desk, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const answer = await prepareByForm(request, reader)
  return answer instanceof Response ? answer : data(answer, { status: 409 })
}

export default function StatementsPage() {
  const { view, month, today, statements, work, may, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(settlementMessages)
  const language = useLanguage()
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <SupplyNotice notice={notice} />
      <Refused>{result?.refused}</Refused>
      <nav aria-label={t.title} className="mt-4 flex flex-wrap gap-2 print:hidden">
        {STATEMENT_VIEWS.map((one) => (
          <Link
            key={one}
            to={paths.finance.statements(one === 'month' ? '' : `show=${one}`)}
            aria-current={one === view ? 'page' : undefined}
            className="inline-flex min-h-11 flex-wrap items-center gap-x-2 rounded-[10px] border border-line-strong bg-card px-4 aria-[current=page]:bg-sand aria-[current=page]:font-semibold"
          >
            {t.views[one]}
            {one !== 'month' && work[one].count > 0 && (
              <span className={`text-sm tabular-nums ${one === 'overdue' ? 'text-jiao' : 'text-ink-2'}`}>
                {t.work(work[one].count, formatMoney(work[one].amount))}
              </span>
            )}
          </Link>
        ))}
      </nav>
      {view === 'month' && <MonthHead />}
      {view === 'approved' && may.pay && statements.length > 0 && <PaymentList />}
      {view === 'month' && <SectionHeading title={t.ofMonth(monthWords(month, language))} />}
      {statements.length === 0 ? (
        <p className="mt-6 rounded-2xl bg-sand p-4">{t.none[view]}</p>
      ) : (
        <StatementList statements={statements} today={today} />
      )}
      {statements.length === STATEMENT_PAGE && <p className="mt-3 text-sm text-ink-2">{t.cut(STATEMENT_PAGE)}</p>}
    </div>
  )
}

const STEP = 'inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4'

function MonthHead() {
  const { month, isLatest, unbilled, may } = useLoaderData<typeof loader>()
  const t = useMessages(settlementMessages)
  const language = useLanguage()
  const to = (other: string) => paths.finance.statements(`month=${formatMonth(other)}`)
  const words = monthWords(month, language)
  return (
    <>
      <nav aria-label={t.views.month} className="mt-6 flex flex-wrap items-center gap-3 print:hidden">
        <Link to={to(previousMonth(month))} rel="prev" className={STEP}>
          {t.previousMonth}
        </Link>
        <span className="font-serif text-xl font-bold">{words}</span>
        {!isLatest && (
          <Link to={to(nextMonth(month))} rel="next" className={STEP}>
            {t.nextMonth}
          </Link>
        )}
      </nav>
      <SectionHeading title={t.unbilled} note={t.unbilledNote(words)} />
      {unbilled.length === 0 ? (
        <p className="rounded-2xl bg-sand p-4">{t.noUnbilled}</p>
      ) : (
        <UnbilledList rows={unbilled} month={month} mayPrepare={may.prepare} />
      )}
    </>
  )
}

function PaymentList() {
  const t = useMessages(settlementMessages)
  return (
    <section className="mt-6 rounded-2xl border border-line bg-card p-4 print:hidden">
      <h2 className="font-serif text-xl font-bold">{t.exportTitle}</h2>
      <p className="mt-1 text-sm text-ink-2">{t.exportNote}</p>
      <p className="mt-3 flex flex-wrap gap-3">
        <a href={paths.finance.paymentList('xlsx')} download className={`${STEP} font-semibold`}>
          {t.exportXlsx}
        </a>
        <a href={paths.finance.paymentList('csv')} download className={`${STEP} font-semibold`}>
          {t.exportCsv}
        </a>
      </p>
    </section>
  )
}
