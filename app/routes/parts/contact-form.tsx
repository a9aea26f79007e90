import { getFormProps, type SubmissionResult, useForm } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { type NoticesMessages, noticesMessages } from '#app/messages/notices.ts'
import type { ContactFields } from '#app/modules/identity/contact.ts'
import { LANGUAGES, type Language } from '#app/shared/language.ts'
import { ErrorSummary, Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'

interface ContactFormProps {
  contact: { email: string; language: Language }
  lastResult?: SubmissionResult<string[]> | undefined
}

/** Where and in which language a person is told things; on any page, answered by /account/contact. */
export function ContactForm({ contact, lastResult }: ContactFormProps) {
  const t = useMessages(noticesMessages).contact
  const [form, fields] = useForm<ContactFields>({
    id: 'contact',
    lastResult: lastResult ?? null,
    defaultValue: contact,
  })
  const emailError = explain(fields.email.errors, t)
  const languageError = explain(fields.language.errors, t)
  const errors = [
    ...(emailError ? [{ fieldId: 'email', text: emailError }] : []),
    ...(languageError ? [{ fieldId: 'language', text: languageError }] : []),
  ]
  return (
    <Form method="post" action={paths.contact()} {...getFormProps(form)} className="grid gap-5">
      <ErrorSummary title={t.problem} errors={errors} />
      <Field
        label={t.email}
        name="email"
        type="email"
        hint={t.emailHint}
        error={emailError}
        defaultValue={fields.email.initialValue}
        autoComplete="email"
        autoCapitalize="none"
        inputMode="email"
        maxLength={254}
      />
      <Field label={t.language} name="language" error={languageError}>
        {(control) => (
          <select {...control} defaultValue={fields.language.initialValue}>
            {LANGUAGES.map((language) => (
              <option key={language} value={language}>
                {t.languages[language]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button
        type="submit"
        className="min-h-12 w-full rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep"
      >
        {t.submit}
      </button>
    </Form>
  )
}

function explain(keys: string[] | undefined, t: NoticesMessages['contact']): string | undefined {
  const key = keys?.[0]
  if (key === undefined) return undefined
  return key === 'languageUnknown' ? t.errors.languageUnknown : t.errors.emailInvalid
}
