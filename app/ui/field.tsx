import { type InputHTMLAttributes, type ReactNode, useEffect, useRef } from 'react'
import { Icon } from './icon.tsx'

/** What a control needs so that its hint and its error are read with it. */
interface ControlProps {
  id: string
  name: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  className: string
}

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'name' | 'className' | 'children'> {
  label: ReactNode
  name: string
  /** The name, unless the page has two controls of that name. */
  id?: string
  hint?: ReactNode
  error?: ReactNode
  /** Another control than an input: a select or a textarea that takes these props. */
  children?: (control: ControlProps) => ReactNode
}

const CONTROL =
  'mt-1 block min-h-12 w-full rounded-[10px] border border-line-strong bg-card px-3 py-2 text-ink aria-[invalid=true]:border-2 aria-[invalid=true]:border-jiao'

/** A label, its hint, a control and its error, tied together for those who listen. */
export function Field({ label, name, id = name, hint, error, children, ...input }: FieldProps) {
  const hintId = hint ? `${id}-hint` : undefined
  const errorId = error ? `${id}-error` : undefined
  const control: ControlProps = {
    id,
    name,
    'aria-describedby': [hintId, errorId].filter(Boolean).join(' ') || undefined,
    'aria-invalid': error ? true : undefined,
    className: CONTROL,
  }
  return (
    <div>
      <label htmlFor={id} className="block font-semibold">
        {label}
      </label>
      {hint && (
        <p id={hintId} className="text-sm text-ink-2">
          {hint}
        </p>
      )}
      {children ? children(control) : <input {...input} {...control} />}
      {error && (
        <p id={errorId} className="mt-1 flex gap-1.5 border-l-4 border-jiao pl-2 text-sm text-jiao">
          <Icon name="warning" className="mt-0.5 size-5" />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}

interface ErrorSummaryProps {
  title: string
  errors: readonly { fieldId: string; text: string }[]
}

/** All that must be put right, first on the page and in focus, each line leading to its field. Nothing without errors. */
export function ErrorSummary({ title, errors }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (errors.length > 0) box.current?.focus()
  }, [errors])
  if (errors.length === 0) return null
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="rounded-r-[10px] border-l-4 border-jiao bg-jiao-soft p-4 text-ink"
    >
      <p className="flex gap-2 text-lg font-semibold">
        <Icon name="warning" className="mt-0.5 size-6 text-jiao" />
        {title}
      </p>
      <ul className="mt-1 pl-8">
        {errors.map(({ fieldId, text }) => (
          <li key={fieldId}>
            <a href={`#${fieldId}`} className="inline-flex min-h-11 items-center text-jiao underline">
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
