import { getFormProps, type SubmissionResult, useForm } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { cooperativeMessages } from '#app/messages/cooperative.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { explainField } from './supply-refusal.ts'

/** One tap says that all of a supplier order will be supplied; a day may be named. */
export function ConfirmForm({ reply }: { reply: SubmissionResult<string[]> | undefined }) {
  const t = useMessages(cooperativeMessages)
  const [form, fields] = useForm<{ readyOn: string }>({ id: 'confirm', lastResult: reply ?? null })
  return (
    <Form
      method="post"
      {...getFormProps(form)}
      className="mt-6 grid gap-3 rounded-2xl border border-line bg-card p-4 print:hidden"
    >
      <input type="hidden" name="intent" value="confirm" />
      <Field
        label={t.order.readyOn}
        name={fields.readyOn.name}
        id={fields.readyOn.id}
        type="date"
        defaultValue={fields.readyOn.initialValue}
        error={explainField(fields.readyOn.errors, t)}
      />
      <button
        type="submit"
        className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep"
      >
        {t.order.confirm}
      </button>
      <p className="text-sm text-ink-2">{t.order.confirmHint}</p>
    </Form>
  )
}
