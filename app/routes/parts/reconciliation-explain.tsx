import { type SubmissionResult, useForm } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { reconciliationMessages } from '#app/messages/reconciliation.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PRIMARY } from './refund-controls.tsx'

interface ExplainFormProps {
  text: string
  reply?: SubmissionResult<string[]> | undefined
}

/** One sentence that books a difference away. */
export function ExplainForm({ text, reply }: ExplainFormProps) {
  const t = useMessages(reconciliationMessages).explain
  const [form, fields] = useForm<{ reason: string }>({ lastResult: reply ?? null })
  const [error] = fields.reason.errors ?? []
  return (
    <section className="mt-8 rounded-2xl border border-line bg-card p-4 print:hidden">
      <h2 className="font-serif text-xl font-bold">{t.title}</h2>
      <p className="mt-1 text-ink-2">{text}</p>
      <Form method="post" id={form.id} noValidate className="mt-3 grid gap-4">
        <Field label={t.reason} hint={t.reasonHint} name="reason" error={error && (t.errors[error] ?? error)}>
          {(control) => (
            <textarea {...control} rows={3} maxLength={500} required defaultValue={fields.reason.initialValue} />
          )}
        </Field>
        <button type="submit" className={`${PRIMARY} sm:justify-self-start`}>
          {t.submit}
        </button>
      </Form>
    </section>
  )
}

interface ExplainedProps {
  by: string | undefined
  at: Date | undefined
  words: string | undefined
}

/** What somebody said about a difference, and when. */
export function Explained({ by, at, words }: ExplainedProps) {
  const t = useMessages(reconciliationMessages).explain
  const language = useLanguage()
  if (!words || !at) return null
  return (
    <div className="mt-4">
      <Notice tone="info">
        <p>{t.done(by ?? '', formatInstant(at, language))}</p>
        <p className="break-words">{words}</p>
      </Notice>
    </div>
  )
}
