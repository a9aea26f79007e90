import { getFormProps, type SubmissionResult, useForm } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { stockMessages } from '#app/messages/stock.ts'
import { CHANGE_REASONS } from '#app/modules/stock/adjustment-reasons.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { explainStockField } from './stock-words.ts'
import { SUPPLY_SUBMIT, SupplyFold } from './supply-fold.tsx'

interface CountFormProps {
  onHand: number
  requestId: string
  reply: SubmissionResult<string[]> | undefined
  isOpen: boolean
}

/** What lies on the shelf, counted; the form carries what the page had shown. */
export function StockCountForm({ onHand, requestId, reply, isOpen }: CountFormProps) {
  const t = useMessages(stockMessages)
  const [form, fields] = useForm<Record<string, string>>({ id: 'count', lastResult: reply ?? null })
  return (
    <SupplyFold title={t.count.title} isOpen={isOpen}>
      <Form method="post" {...getFormProps(form)} className="mt-3 grid gap-4">
        <input type="hidden" name="intent" value="count" />
        <input type="hidden" name="requestId" value={requestId} />
        <input type="hidden" name="seenOnHand" value={onHand} />
        <Field
          label={t.count.counted}
          hint={t.count.hint(onHand)}
          name="counted"
          id="count-counted"
          inputMode="numeric"
          maxLength={6}
          required
          defaultValue={fields.counted?.initialValue}
          error={explainStockField(fields.counted?.errors, t)}
        />
        <button type="submit" className={SUPPLY_SUBMIT}>
          {t.count.submit}
        </button>
      </Form>
    </SupplyFold>
  )
}

/** Pieces that were taken away or found, and why. */
export function StockChangeForm({ requestId, reply, isOpen }: Omit<CountFormProps, 'onHand'>) {
  const t = useMessages(stockMessages)
  const [form, fields] = useForm<Record<string, string>>({
    id: 'change',
    lastResult: reply ?? null,
    defaultValue: { requestId },
  })
  const reasonError = explainStockField(fields.reason?.errors, t)
  return (
    <SupplyFold title={t.change.title} isOpen={isOpen}>
      <Form method="post" {...getFormProps(form)} className="mt-3 grid gap-4">
        <input type="hidden" name="intent" value="change" />
        <input type="hidden" name="requestId" value={fields.requestId?.initialValue ?? requestId} />
        <Field label={t.change.reason} name="reason" id="change-reason" error={reasonError}>
          {(control) => (
            <select {...control} required defaultValue={fields.reason?.initialValue ?? ''}>
              <option value="" disabled />
              {CHANGE_REASONS.map((reason) => (
                <option key={reason} value={reason}>
                  {t.reasons[reason]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label={t.change.quantity}
          name="quantity"
          id="change-quantity"
          inputMode="numeric"
          maxLength={6}
          required
          defaultValue={fields.quantity?.initialValue}
          error={explainStockField(fields.quantity?.errors, t)}
        />
        <Field
          label={t.change.note}
          hint={t.change.noteHint}
          name="note"
          id="change-note"
          maxLength={200}
          defaultValue={fields.note?.initialValue}
          error={explainStockField(fields.note?.errors, t)}
        />
        <button type="submit" className={SUPPLY_SUBMIT}>
          {t.change.submit}
        </button>
      </Form>
    </SupplyFold>
  )
}
