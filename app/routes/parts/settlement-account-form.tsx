import { Form } from '@remix-run/react'
import { settlementMessages } from '#app/messages/settlement.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { ErrorSummary, Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { PRIMARY } from './refund-controls.tsx'
import { type FormReply, typedIn } from './refund-form.ts'
import { errorOf } from './settlement-words.ts'

interface AccountFormProps {
  cooperativeId: string
  requestId: string
  today: BusinessDate
  reply: FormReply | undefined
}

const FIELDS = ['holder', 'bankName', 'accountNumber', 'validFrom'] as const

/** Records a new version of a cooperative's account. */
export function AccountForm({ cooperativeId, requestId, today, reply }: AccountFormProps) {
  const t = useMessages(settlementMessages)
  const labels = {
    holder: t.accounts.holder,
    bankName: t.accounts.bank,
    accountNumber: t.accounts.number,
    validFrom: t.accounts.validFrom,
  }
  const errors = FIELDS.flatMap((name) => {
    const error = errorOf(reply, name, t)
    return error ? [{ fieldId: name, text: t.named(labels[name], error) }] : []
  })
  const field = (name: (typeof FIELDS)[number]) => ({
    label: labels[name],
    name,
    required: true,
    defaultValue: typedIn(reply, name),
    error: errorOf(reply, name, t),
  })
  return (
    <Form method="post" className="mt-3 grid gap-4">
      <ErrorSummary title={t.summary} errors={errors} />
      <input type="hidden" name="intent" value="record" />
      <input type="hidden" name="requestId" value={typedIn(reply, 'requestId') ?? requestId} />
      <input type="hidden" name="cooperativeId" value={cooperativeId} />
      <Field {...field('holder')} maxLength={80} />
      <Field {...field('bankName')} maxLength={80} />
      <Field
        {...field('accountNumber')}
        hint={t.accounts.numberHint}
        inputMode="numeric"
        autoComplete="off"
        maxLength={48}
      />
      <Field {...field('validFrom')} type="date" defaultValue={typedIn(reply, 'validFrom') ?? today} />
      <p className="text-sm text-ink-2">{t.accounts.told}</p>
      <button type="submit" className={`${PRIMARY} sm:justify-self-start`}>
        {t.accounts.save}
      </button>
    </Form>
  )
}
