import { Form } from '@remix-run/react'
import { settlementMessages } from '#app/messages/settlement.ts'
import { statementsMessages } from '#app/messages/statements.ts'
import type { Statement } from '#app/modules/settlement/statement.ts'
import { PAYMENT_METHODS } from '#app/modules/settlement/statement-forms.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Choice, PRIMARY, SECONDARY } from './refund-controls.tsx'
import { typedIn } from './refund-form.ts'
import type { StepAnswer, StepIntent } from './settlement-steps.server.ts'
import { errorOf } from './settlement-words.ts'
import { SupplyFold } from './supply-fold.tsx'

interface StatementActionsProps {
  statement: Pick<Statement, 'state' | 'total'>
  may: { prepare: boolean; approve: boolean; pay: boolean }
  own: { prepared: boolean; approved: boolean }
  hasAccount: boolean
  today: BusinessDate
  requestId: string
  answer: StepAnswer | undefined
}

/** What is left to do about a statement, for those who may. */
export function StatementActions(props: StatementActionsProps) {
  const { statement, may } = props
  const isOpen = ['sent', 'disputed', 'confirmed', 'approved'].includes(statement.state)
  return (
    <div className="mt-6 grid gap-3 print:hidden">
      {statement.state === 'draft' && may.prepare && <DraftActions {...props} />}
      {statement.state === 'confirmed' && may.approve && <Approve {...props} />}
      {statement.state === 'approved' && may.pay && <Pay {...props} />}
      {isOpen && may.prepare && <Reopen {...props} />}
      {statement.state === 'paid' && may.pay && <Return answer={props.answer} />}
    </div>
  )
}

function DraftActions({ statement, requestId, answer }: StatementActionsProps) {
  const { actions: t, page } = useMessages(settlementMessages)
  return (
    <>
      {statement.total <= 0 && <Notice tone="warning">{page.notPositive}</Notice>}
      <div className="flex flex-wrap gap-3">
        {statement.total > 0 && <OneButton intent="send" words={t.send} className={PRIMARY} />}
        <OneButton intent="refill" words={t.refill} className={SECONDARY} />
      </div>
      <Correct requestId={requestId} answer={answer} />
      <Reason intent="void" words={{ title: t.void, note: t.voidNote, label: t.voidReason }} answer={answer} />
    </>
  )
}

function OneButton({ intent, words, className }: { intent: StepIntent; words: string; className: string }) {
  return (
    <Form method="post">
      <button type="submit" name="intent" value={intent} className={className}>
        {words}
      </button>
    </Form>
  )
}

function Correct({ requestId, answer }: { requestId: string; answer: StepAnswer | undefined }) {
  const t = useMessages(settlementMessages)
  const own = answer?.intent === 'correct' ? answer : undefined
  const reply = own?.reply
  return (
    <SupplyFold title={t.actions.correct} isOpen={own !== undefined}>
      <Form method="post" className="grid gap-4">
        <p className="text-sm text-ink-2">{t.actions.correctNote}</p>
        <input type="hidden" name="intent" value="correct" />
        <input type="hidden" name="requestId" value={typedIn(reply, 'requestId') ?? requestId} />
        <Choice
          name="direction"
          legend={t.actions.direction}
          values={['grant', 'charge'] as const}
          wordOf={(value) => t.actions.directions[value]}
          chosen={typedIn(reply, 'direction')}
          error={errorOf(reply, 'direction', t)}
        />
        <Field
          label={t.actions.amount}
          name="amount"
          inputMode="decimal"
          maxLength={14}
          required
          defaultValue={typedIn(reply, 'amount')}
          error={errorOf(reply, 'amount', t)}
        />
        <Field
          label={t.actions.reason}
          name="reason"
          maxLength={300}
          required
          defaultValue={typedIn(reply, 'reason')}
          error={errorOf(reply, 'reason', t)}
        />
        <button type="submit" className={`${SECONDARY} sm:justify-self-start`}>
          {t.actions.book}
        </button>
      </Form>
    </SupplyFold>
  )
}

interface ReasonProps {
  intent: 'void' | 'reopen' | 'return'
  words: { title: string; note: string; label: string }
  answer: StepAnswer | undefined
  isMain?: boolean
}

/** A step that needs to be explained. */
function Reason({ intent, words, answer, isMain = false }: ReasonProps) {
  const t = useMessages(settlementMessages)
  const own = answer?.intent === intent ? answer : undefined
  const id = `${intent}-note`
  return (
    <SupplyFold title={words.title} isOpen={isMain || own !== undefined}>
      <Form method="post" className="grid gap-4">
        <p className="text-sm text-ink-2">{words.note}</p>
        <input type="hidden" name="intent" value={intent} />
        <Field label={words.label} name="note" id={id} error={errorOf(own?.reply, 'note', t)}>
          {(control) => (
            <textarea {...control} rows={3} maxLength={300} required defaultValue={typedIn(own?.reply, 'note')} />
          )}
        </Field>
        <button type="submit" className={`${isMain ? PRIMARY : SECONDARY} sm:justify-self-start`}>
          {words.title}
        </button>
      </Form>
    </SupplyFold>
  )
}

function Reopen({ statement, answer }: StatementActionsProps) {
  const { actions: t } = useMessages(settlementMessages)
  const words = { title: t.reopen, note: t.reopenNote, label: t.reopenReason }
  return <Reason intent="reopen" words={words} answer={answer} isMain={statement.state === 'disputed'} />
}

function Return({ answer }: { answer: StepAnswer | undefined }) {
  const { actions: t } = useMessages(settlementMessages)
  return (
    <Reason intent="return" words={{ title: t.return, note: t.returnNote, label: t.returnReason }} answer={answer} />
  )
}

function Approve({ own, hasAccount }: StatementActionsProps) {
  const { actions: t } = useMessages(settlementMessages)
  if (own.prepared) return <Notice tone="info">{t.preparedByYou}</Notice>
  if (!hasAccount) return null
  return <OneButton intent="approve" words={t.approve} className={PRIMARY} />
}

function Pay({ own, today, answer }: StatementActionsProps) {
  const t = useMessages(settlementMessages)
  const { methods } = useMessages(statementsMessages)
  if (own.prepared || own.approved)
    return <Notice tone="info">{own.approved ? t.actions.approvedByYou : t.actions.preparedByYou}</Notice>
  const reply = answer?.intent === 'pay' ? answer.reply : undefined
  return (
    <Form method="post" className="grid gap-4 rounded-2xl border border-line bg-card p-4">
      <h2 className="font-serif text-xl font-bold">{t.actions.pay}</h2>
      <p className="text-sm text-ink-2">{t.actions.payNote}</p>
      <input type="hidden" name="intent" value="pay" />
      <Choice
        name="method"
        legend={t.actions.method}
        values={PAYMENT_METHODS}
        wordOf={(value) => methods[value]}
        chosen={typedIn(reply, 'method') ?? PAYMENT_METHODS[0]}
        error={errorOf(reply, 'method', t)}
      />
      <Field
        label={t.actions.bankReference}
        name="bankReference"
        maxLength={64}
        defaultValue={typedIn(reply, 'bankReference')}
        error={errorOf(reply, 'bankReference', t)}
      />
      <Field
        label={t.actions.paidOn}
        name="paidOn"
        type="date"
        required
        max={today}
        defaultValue={typedIn(reply, 'paidOn') ?? today}
        error={errorOf(reply, 'paidOn', t)}
      />
      <button type="submit" className={`${PRIMARY} sm:justify-self-start`}>
        {t.actions.pay}
      </button>
    </Form>
  )
}
