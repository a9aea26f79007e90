import { Form } from '@remix-run/react'
import { statementsMessages } from '#app/messages/statements.ts'
import type { StatementCase, StatementLineView } from '#app/modules/settlement/statement-case.server.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { formatOrderNo } from './order-url.ts'
import { PRIMARY, SECONDARY } from './refund-controls.tsx'
import { type FormReply, typedIn } from './refund-form.ts'
import { errorOf } from './settlement-words.ts'
import { SupplyFold } from './supply-fold.tsx'

interface StatementAnswerProps {
  statement: Pick<StatementCase, 'total' | 'round'>
  lines: readonly StatementLineView[]
  reply: FormReply | undefined
  /** The form came back: what was written is shown again. */
  isBack: boolean
}

/** The cooperative agrees, or says what is wrong. */
export function StatementAnswer({ statement, lines, reply, isBack }: StatementAnswerProps) {
  const t = useMessages(statementsMessages)
  return (
    <section className="mt-8 print:hidden">
      <h2 className="font-serif text-xl">{t.own.check}</h2>
      <Form method="post" className="mt-3">
        <input type="hidden" name="round" value={statement.round} />
        <button type="submit" name="intent" value="confirm" className={`${PRIMARY} w-full sm:w-auto`}>
          {t.own.confirm(formatMoney(statement.total))}
        </button>
      </Form>
      <SupplyFold title={t.own.dispute} isOpen={isBack}>
        <Form method="post" className="grid gap-4">
          <input type="hidden" name="intent" value="dispute" />
          <input type="hidden" name="round" value={statement.round} />
          <Field label={t.own.words} hint={t.own.wordsHint} name="note" error={errorOf(reply, 'note', t)}>
            {(control) => (
              <textarea {...control} rows={4} maxLength={500} required defaultValue={typedIn(reply, 'note')} />
            )}
          </Field>
          <fieldset>
            <legend className="font-semibold">{t.own.which}</legend>
            <ul className="mt-1 max-h-80 overflow-y-auto rounded-[10px] border border-line">
              {lines.map((line) => (
                <li key={line.lineId} className="border-t border-line first:border-t-0">
                  <label className="flex min-h-11 items-center gap-3 px-3 py-1 text-sm">
                    <input type="checkbox" name="entryId" value={line.entryId} className="size-5 shrink-0" />
                    <span className="flex-1 tabular-nums">
                      {line.businessDate} {t.kinds[line.kind]} {line.orderNo && formatOrderNo(line.orderNo)}
                    </span>
                    <span className="tabular-nums">{formatMoney(line.net)}</span>
                  </label>
                </li>
              ))}
            </ul>
          </fieldset>
          <button type="submit" className={`${SECONDARY} sm:justify-self-start`}>
            {t.own.send}
          </button>
        </Form>
      </SupplyFold>
    </section>
  )
}
