import { Form } from '@remix-run/react'
import { settlementMessages } from '#app/messages/settlement.ts'
import { ErrorSummary, Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { SECONDARY } from './refund-controls.tsx'
import { type FormReply, typedIn } from './refund-form.ts'
import { errorOf } from './settlement-words.ts'

interface TermFormProps {
  cooperativeId: string
  termDays: number
  reply: FormReply | undefined
}

/** Says within how many days a cooperative is paid. */
export function TermForm({ cooperativeId, termDays, reply }: TermFormProps) {
  const t = useMessages(settlementMessages)
  const labels = { termDays: t.accounts.termDays, because: t.accounts.because }
  const errors = (['termDays', 'because'] as const).flatMap((name) => {
    const error = errorOf(reply, name, t)
    return error ? [{ fieldId: name, text: t.named(labels[name], error) }] : []
  })
  return (
    <Form method="post" className="mt-3 grid gap-4">
      <ErrorSummary title={t.summary} errors={errors} />
      <input type="hidden" name="intent" value="term" />
      <input type="hidden" name="cooperativeId" value={cooperativeId} />
      <Field
        name="termDays"
        label={labels.termDays}
        hint={t.accounts.termHint}
        defaultValue={typedIn(reply, 'termDays') ?? String(termDays)}
        error={errorOf(reply, 'termDays', t)}
        inputMode="numeric"
        maxLength={2}
        required
      />
      <Field
        name="because"
        label={labels.because}
        hint={t.accounts.becauseHint}
        defaultValue={typedIn(reply, 'because')}
        error={errorOf(reply, 'because', t)}
        maxLength={200}
      />
      <button type="submit" className={`${SECONDARY} sm:justify-self-start`}>
        {t.accounts.saveTerm}
      </button>
    </Form>
  )
}
