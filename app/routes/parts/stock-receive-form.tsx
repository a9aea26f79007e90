import { getFormProps, type SubmissionResult, useForm } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { stockMessages } from '#app/messages/stock.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { explainStockField } from './stock-words.ts'
import { SUPPLY_SUBMIT, SupplyFold } from './supply-fold.tsx'

interface ReceiveFormProps {
  requestId: string
  reply: SubmissionResult<string[]> | undefined
  isOpen: boolean
}

/** A lot that comes in: code, days, pieces, certificate. */
export function StockReceiveForm({ requestId, reply, isOpen }: ReceiveFormProps) {
  const t = useMessages(stockMessages)
  const [form, fields] = useForm<Record<string, string>>({
    id: 'receive',
    lastResult: reply ?? null,
    defaultValue: { requestId },
  })
  const field = (name: string) => ({
    name,
    id: `receive-${name}`,
    defaultValue: fields[name]?.initialValue,
    error: explainStockField(fields[name]?.errors, t),
  })
  return (
    <SupplyFold title={t.receive.title} isOpen={isOpen}>
      <Form method="post" {...getFormProps(form)} className="mt-3 grid gap-4">
        <input type="hidden" name="intent" value="receive" />
        <input type="hidden" name="requestId" value={fields.requestId?.initialValue ?? requestId} />
        <Field label={t.receive.lot} hint={t.receive.lotHint} maxLength={40} required {...field('lotCode')} />
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label={t.receive.harvested} type="date" required {...field('harvestedOn')} />
          <Field label={t.receive.bestBefore} type="date" required {...field('bestBeforeOn')} />
          <Field label={t.receive.quantity} inputMode="numeric" maxLength={6} required {...field('quantity')} />
        </div>
        <Field
          label={t.receive.certificate}
          hint={t.receive.certificateHint}
          maxLength={60}
          {...field('certificateNumber')}
        />
        <Field
          label={t.receive.link}
          hint={t.receive.linkHint}
          inputMode="url"
          maxLength={500}
          {...field('certificateUrl')}
        />
        <button type="submit" className={SUPPLY_SUBMIT}>
          {t.receive.submit}
        </button>
      </Form>
    </SupplyFold>
  )
}
