import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { settlementMessages } from '#app/messages/settlement.ts'
import { statementsMessages } from '#app/messages/statements.ts'
import { type BankAccountView, groupAccountNumber } from '#app/modules/settlement/bank-account.ts'
import { capitalAmount } from '#app/modules/settlement/capital-amount.ts'
import type { StatementState } from '#app/modules/settlement/statement.ts'
import type {
  StatementCase,
  StatementPaymentView,
  StatementStepView,
} from '#app/modules/settlement/statement-case.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Icon } from '#app/ui/icon.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Fact, Facts } from './refund-controls.tsx'
import { DueWords, StateSeal } from './settlement-lists.tsx'
import { monthWords } from './settlement-words.ts'

/** Whose statement, how much, by when. */
export function StatementFacts({ statement, today }: { statement: StatementCase; today: BusinessDate }) {
  const { page: t, actions } = useMessages(settlementMessages)
  const shared = useMessages(statementsMessages)
  const language = useLanguage()
  const waits = actions.waits[statement.state]
  const isPaid = ['paid', 'reconciled', 'voided'].includes(statement.state)
  return (
    <Facts>
      <Fact name={t.cooperative}>{inLanguage(statement.nameZh, statement.nameEn, language)}</Fact>
      <Fact name={t.month}>
        {monthWords(statement.month, language)} · {shared.round(statement.round)}
      </Fact>
      <Fact name={t.state}>
        <StateSeal state={statement.state} /> {waits && <span className="text-ink-2">{waits}</span>}
      </Fact>
      <Fact name={t.total}>
        <strong className="text-xl">{formatMoney(statement.total)}</strong>
        <span lang="zh-CN" className="block text-sm text-ink-2">
          {capitalAmount(statement.total)}
        </span>
      </Fact>
      <Fact name={t.due}>
        {isPaid ? statement.dueOn : <DueWords dueOn={statement.dueOn} today={today} state={statement.state} />}{' '}
        <span className="text-ink-2">{t.term(statement.termDays)}</span>
      </Fact>
    </Facts>
  )
}

const WAY = ['draft', 'sent', 'confirmed', 'approved', 'paid', 'reconciled'] as const
const STEP_OF = {
  draft: 'prepared',
  sent: 'sent',
  confirmed: 'confirmed',
  approved: 'approved',
  paid: 'paid',
  reconciled: 'reconciled',
} as const
/** How many stations of the way lie behind a statement. */
const DONE: Record<StatementState, number> = {
  draft: 0,
  sent: 2,
  disputed: 2,
  confirmed: 3,
  approved: 4,
  paid: 5,
  reconciled: 6,
  voided: 0,
}

/** The stations of a statement, those behind it with a tick. */
export function StatementWay({ state }: { state: StatementState }) {
  const { page: t } = useMessages(settlementMessages)
  const { steps } = useMessages(statementsMessages)
  if (state === 'voided') return null
  const done = Math.max(1, DONE[state])
  return (
    <ol aria-label={t.progress} className="mt-4 grid gap-1 text-sm sm:grid-cols-6 print:hidden">
      {WAY.map((station, index) => (
        <li
          key={station}
          aria-current={index === done ? 'step' : undefined}
          className={`flex items-center gap-1.5 border-l-4 py-1 pl-2 sm:border-t-4 sm:border-l-0 sm:pt-2 sm:pl-0 ${index < done ? 'border-huai' : 'border-line text-ink-2'}`}
        >
          {index < done && <Icon name="check" className="size-4 text-huai" />}
          {steps[STEP_OF[station]]}
        </li>
      ))}
    </ol>
  )
}

/** The account the money goes to, or that there is none. */
export function AccountFacts({
  statement,
  account,
}: {
  statement: StatementCase
  account: BankAccountView | undefined
}) {
  const { page: t, accounts } = useMessages(settlementMessages)
  const isOver = statement.state === 'voided'
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{statement.bankAccountId ? t.accountApproved : t.account}</h2>
      {!account && !isOver && (
        <div className="mt-3">
          <Notice tone="warning">
            {t.noAccount}{' '}
            <Link className="text-indigo underline" to={paths.finance.bankAccounts(statement.cooperativeId)}>
              {t.accountLink}
            </Link>
          </Notice>
        </div>
      )}
      {account && (
        <Facts>
          <Fact name={accounts.holder}>{account.holder}</Fact>
          <Fact name={accounts.bank}>{account.bankName}</Fact>
          <Fact name={accounts.number}>{groupAccountNumber(account.accountNumber)}</Fact>
          <Fact name={accounts.version(account.version)}>{accounts.from(account.validFrom)}</Fact>
        </Facts>
      )}
    </section>
  )
}

/** What was paid for it, and what the bank sent back. */
export function PaymentFacts({ payments }: { payments: readonly StatementPaymentView[] }) {
  const { page: t } = useMessages(settlementMessages)
  const { methods, columns } = useMessages(statementsMessages)
  const language = useLanguage()
  if (payments.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.payments}</h2>
      <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4">
        {payments.map((payment) => (
          <li key={payment.entryId} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
            <span>
              <strong className="tabular-nums">{formatMoney(payment.amount)}</strong> {methods[payment.method]} ·{' '}
              <span className="tabular-nums">{t.paidBy(payment.paidBy, payment.paidOn)}</span>
              {payment.bankReference && (
                <span className="block text-sm break-all text-ink-2">{t.reference(payment.bankReference)}</span>
              )}
              {payment.returnedAt && (
                <span className="block text-sm text-jiao">
                  {t.returned(formatInstant(new Date(payment.returnedAt), language), payment.returnReason ?? '')}
                </span>
              )}
            </span>
            <Link
              className="inline-flex min-h-11 items-center text-sm text-indigo underline"
              to={paths.finance.entry(payment.entryId)}
            >
              {columns.entry} {payment.entryId}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Who did what when, with their own words: one round after the other. */
export function StatementHistory({ steps, title }: { steps: readonly StatementStepView[]; title: string }) {
  const t = useMessages(statementsMessages)
  const language = useLanguage()
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{title}</h2>
      <ol className="mt-3 grid gap-2 border-l-4 border-line pl-4">
        {steps.map((step) => (
          <li key={step.eventId}>
            <span className="font-semibold">{t.steps[step.kind]}</span>{' '}
            <span className="text-sm text-ink-2">
              {t.round(step.round)} · {step.person ?? t.pdf.byRule} ·{' '}
              <span className="tabular-nums">{formatInstant(new Date(step.at), language)}</span>
            </span>
            {step.note && <span className="block break-words">{step.note}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}
