import { type FieldMetadata, getInputProps } from '@conform-to/react'
import type { ReactNode } from 'react'
import { type AuthMessages, authMessages } from '#app/messages/auth.ts'
import { useMessages } from '#app/ui/language.tsx'

type FieldErrorKey = keyof AuthMessages['errors']

function explainFieldError(key: string, t: AuthMessages): string {
  return key in t.errors ? t.errors[key as FieldErrorKey] : t.unreadable
}

/** Says what is wrong with one field, right after it. */
export function FieldError({ field }: { field: FieldMetadata<string> }) {
  const t = useMessages(authMessages)
  const key = field.errors?.[0]
  if (key === undefined) return null
  return (
    <p id={field.errorId} className="mt-1 border-l-4 border-jiao pl-2 text-sm text-jiao">
      {explainFieldError(key, t)}
    </p>
  )
}

interface TextFieldProps {
  field: FieldMetadata<string>
  type: 'text' | 'tel' | 'password'
  label: string
  hint?: string
  autoComplete: string
}

/** A label, its hint, a control and its error, tied together for screen readers. */
export function TextField({ field, type, label, hint, autoComplete }: TextFieldProps) {
  const hintId = `${field.id}-hint`
  const { key: _key, ...input } = getInputProps(field, { type })
  const described = [hint && hintId, field.errors && field.errorId].filter(Boolean).join(' ')
  return (
    <div>
      <label htmlFor={field.id} className="block font-semibold">
        {label}
      </label>
      {hint && (
        <p id={hintId} className="text-sm text-ink-3">
          {hint}
        </p>
      )}
      <input
        {...input}
        {...(type === 'password' && { defaultValue: undefined })}
        aria-describedby={described || undefined}
        autoComplete={autoComplete}
        autoCapitalize="none"
        className="mt-1 min-h-12 w-full rounded-[10px] border border-line-strong bg-card px-3 aria-[invalid=true]:border-2 aria-[invalid=true]:border-jiao"
      />
      <FieldError field={field} />
    </div>
  )
}

/** Why the whole form was not taken. */
export function FormProblem({ children }: { children: ReactNode }) {
  const t = useMessages(authMessages)
  return (
    <div role="alert" className="border-l-4 border-jiao bg-jiao-soft p-4">
      <p className="font-semibold">{t.problemTitle}</p>
      <p className="mt-1">{children}</p>
    </div>
  )
}

export function SubmitButton({ children }: { children: ReactNode }) {
  return (
    <button
      type="submit"
      className="min-h-12 w-full rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep"
    >
      {children}
    </button>
  )
}

/** Status and header of an answer that asks to wait. */
export function throttledInit(retryAfterSeconds: number): ResponseInit {
  return { status: 429, headers: { 'Retry-After': String(retryAfterSeconds) } }
}

/** '15 seconds', '3 minutes': how long to wait, never less than it is. */
export function formatWait(seconds: number, t: AuthMessages): string {
  return seconds < 120 ? t.wait.seconds(seconds) : t.wait.minutes(Math.ceil(seconds / 60))
}
