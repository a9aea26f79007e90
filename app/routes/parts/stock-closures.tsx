import { getFormProps, type SubmissionResult, useForm } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { stockMessages } from '#app/messages/stock.ts'
import type { Closure } from '#app/modules/stock/closure.ts'
import { CLOSURE_REASONS } from '#app/modules/stock/closure-reasons.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { explainStockField } from './stock-words.ts'
import { SUPPLY_SUBMIT, SupplyFold } from './supply-fold.tsx'

interface StockClosuresProps {
  closures: readonly Closure[]
  requestId: string
  reply: SubmissionResult<string[]> | undefined
  isOpen: boolean
}

/** Days without sales: those that are set, and the form that sets others. */
export function StockClosures({ closures, requestId, reply, isOpen }: StockClosuresProps) {
  const { closure: t } = useMessages(stockMessages)
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl">{t.title}</h2>
      <p className="mt-1 text-sm text-ink-2">{t.lead}</p>
      <ul className="mt-3 grid gap-3">
        {closures.map((closure) => (
          <li key={closure.closureId}>
            <SetClosure closure={closure} />
          </li>
        ))}
      </ul>
      <CloseForm key={requestId} requestId={requestId} reply={reply} isOpen={isOpen} />
    </section>
  )
}

function SetClosure({ closure: { closureId, fromOn, toOn, reason, isCurrent } }: { closure: Closure }) {
  const { closure: t } = useMessages(stockMessages)
  const say = isCurrent ? t.current : t.planned
  return (
    <Notice tone={isCurrent ? 'warning' : 'info'}>
      <p>{say(fromOn, toOn, t.reasons[reason])}</p>
      <Form method="post" className="mt-2 print:hidden">
        <input type="hidden" name="closureId" value={closureId} />
        <button
          type="submit"
          name="intent"
          value="reopen"
          className="min-h-11 rounded-[10px] border border-line-strong bg-card px-4"
        >
          {isCurrent ? t.reopen : t.cancel}
        </button>
      </Form>
    </Notice>
  )
}

function CloseForm({ requestId, reply, isOpen }: Omit<StockClosuresProps, 'closures'>) {
  const t = useMessages(stockMessages)
  const [form, fields] = useForm<Record<string, string>>({
    id: 'close',
    lastResult: reply ?? null,
    defaultValue: { requestId },
  })
  const date = (name: string) => ({
    name,
    id: `close-${name}`,
    type: 'date',
    required: true,
    defaultValue: fields[name]?.initialValue,
    error: explainStockField(fields[name]?.errors, t),
  })
  return (
    <SupplyFold title={t.closure.submit} isOpen={isOpen}>
      <Form method="post" {...getFormProps(form)} className="mt-3 grid gap-4">
        <input type="hidden" name="intent" value="close" />
        <input type="hidden" name="requestId" value={fields.requestId?.initialValue ?? requestId} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t.closure.from} {...date('fromOn')} />
          <Field label={t.closure.to} {...date('toOn')} />
        </div>
        <Field
          label={t.closure.reason}
          name="reason"
          id="close-reason"
          error={explainStockField(fields.reason?.errors, t)}
        >
          {(control) => (
            <select {...control} required defaultValue={fields.reason?.initialValue ?? ''}>
              <option value="" disabled />
              {CLOSURE_REASONS.map((reason) => (
                <option key={reason} value={reason}>
                  {t.closure.reasons[reason]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <button type="submit" className={SUPPLY_SUBMIT}>
          {t.closure.submit}
        </button>
      </Form>
    </SupplyFold>
  )
}
