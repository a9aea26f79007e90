import { Form, Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { settlementMessages } from '#app/messages/settlement.ts'
import { statementsMessages } from '#app/messages/statements.ts'
import { daysLeft, formatMonth, type Month, type StatementState } from '#app/modules/settlement/statement.ts'
import type { StatementSummary, UnbilledRow } from '#app/modules/settlement/statement-desk.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { LINK } from './refund-controls.tsx'
import { monthWords } from './settlement-words.ts'

const GROUNDS: Record<StatementState, string> = {
  draft: 'border-line-strong bg-sand',
  sent: 'border-indigo bg-indigo-soft',
  confirmed: 'border-indigo bg-indigo-soft',
  disputed: 'border-jiao bg-jiao-soft',
  approved: 'border-mai bg-mai-soft',
  paid: 'border-mai bg-mai-soft',
  reconciled: 'border-huai bg-huai-soft',
  voided: 'border-line bg-card text-ink-2',
}

/** The state of a statement as a seal: its word says it, its ground helps to find it. */
export function StateSeal({ state }: { state: StatementState }) {
  const t = useMessages(statementsMessages)
  return (
    <span className={`inline-block rounded-[6px] border px-2 text-sm whitespace-nowrap ${GROUNDS[state]}`}>
      {t.states[state]}
    </span>
  )
}

/** By when it is to be paid, and how long that is; nothing once it is paid. */
export function DueWords({ dueOn, today, state }: { dueOn: BusinessDate; today: BusinessDate; state: StatementState }) {
  const t = useMessages(statementsMessages)
  if (state === 'paid' || state === 'reconciled' || state === 'voided') return null
  const days = daysLeft(dueOn, today)
  return (
    <span className="tabular-nums">
      {t.due(dueOn)}
      {' · '}
      <span className={days < 0 ? 'font-semibold text-jiao' : days <= 7 ? 'font-semibold text-shi' : ''}>
        {t.left(days)}
      </span>
    </span>
  )
}

/** Statements, a card each: what, whose, how much, by when. */
export function StatementList({ statements, today }: { statements: readonly StatementSummary[]; today: BusinessDate }) {
  const t = useMessages(statementsMessages)
  const language = useLanguage()
  return (
    <ul className="mt-3 grid gap-3">
      {statements.map((one) => (
        <li key={one.statementId}>
          <Link
            to={paths.finance.statement(one.statementId)}
            className="grid gap-x-4 gap-y-1 rounded-2xl border border-line bg-card p-4 hover:border-line-strong sm:grid-cols-[1fr_auto]"
          >
            <span className="font-semibold">{inLanguage(one.nameZh, one.nameEn, language)}</span>
            <span className="text-lg font-semibold tabular-nums sm:text-right">{formatMoney(one.total)}</span>
            <span className="text-sm text-ink-2 tabular-nums">
              {one.statementNo} · {monthWords(one.month, language)} · {t.lineCount(one.lineCount)}
              {one.round > 1 && ` · ${t.round(one.round)}`}
            </span>
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

interface UnbilledListProps {
  rows: readonly UnbilledRow[]
  month: Month
  mayPrepare: boolean
}

/** What each cooperative is owed that no statement has, with the button that makes one. */
export function UnbilledList({ rows, month, mayPrepare }: UnbilledListProps) {
  const t = useMessages(settlementMessages)
  const language = useLanguage()
  return (
    <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card">
      {rows.map((row) => (
        <li
          key={row.cooperativeId}
          className="grid items-center gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[1fr_auto_12rem]"
        >
          <span>
            <span className="font-semibold">{inLanguage(row.nameZh, row.nameEn, language)}</span>
            {row.since && row.dueOn && row.amount > 0 && (
              <span className="block text-sm text-ink-2 tabular-nums">
                {t.since(row.since)} · {t.dueBy(row.dueOn)}
              </span>
            )}
          </span>
          <span className="text-lg font-semibold tabular-nums sm:text-right">{formatMoney(row.amount)}</span>
          <span className="text-sm sm:text-right">
            <UnbilledStep row={row} month={month} mayPrepare={mayPrepare} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function UnbilledStep({ row, month, mayPrepare }: { row: UnbilledRow; month: Month; mayPrepare: boolean }) {
  const t = useMessages(settlementMessages)
  const language = useLanguage()
  if (row.live)
    return (
      <>
        <Link className={LINK} to={paths.finance.statement(row.live.statementId)}>
          {t.hasLive}
        </Link>
        <span className="block text-ink-2">{row.live.state === 'draft' ? t.intoDraft : t.intoNext}</span>
      </>
    )
  if (row.amount <= 0) return <span className="text-ink-2">{t.carried}</span>
  if (!mayPrepare) return null
  return (
    <Form method="post" className="print:hidden">
      <input type="hidden" name="cooperativeId" value={row.cooperativeId} />
      <input type="hidden" name="month" value={formatMonth(month)} />
      <button
        type="submit"
        className="min-h-11 w-full rounded-[10px] border border-line-strong bg-card px-4 font-semibold hover:bg-sand"
      >
        {t.prepare}
        <span className="sr-only">{t.prepareFor(inLanguage(row.nameZh, row.nameEn, language))}</span>
      </button>
    </Form>
  )
}
