import type { ReactNode } from 'react'

export const PRIMARY =
  'min-h-12 rounded-[10px] bg-jiao-fill px-6 font-semibold text-white hover:bg-jiao-deep active:bg-jiao-deep'
export const SECONDARY = 'min-h-12 rounded-[10px] border border-line-strong bg-card px-6 font-semibold'
export const BOX = 'rounded-2xl border border-line bg-card p-4'
export const LINK = 'inline-flex min-h-11 items-center text-indigo underline'

interface ChoiceProps<Value extends string> {
  name: string
  legend: string
  hint?: string | undefined
  values: readonly Value[]
  wordOf: (value: Value) => string
  chosen: string | undefined
  error: string | undefined
}

/** One of a few, as radio buttons with room for a thumb. */
export function Choice<Value extends string>({
  name,
  legend,
  hint,
  values,
  wordOf,
  chosen,
  error,
}: ChoiceProps<Value>) {
  return (
    <fieldset id={name} tabIndex={-1} aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="font-semibold">{legend}</legend>
      {hint && <p className="text-sm text-ink-2">{hint}</p>}
      <div className="mt-1 grid gap-x-6 sm:grid-cols-2">
        {values.map((value) => (
          <label key={value} className="inline-flex min-h-11 items-center gap-2">
            <input
              type="radio"
              name={name}
              value={value}
              defaultChecked={chosen === value}
              required
              className="size-5"
            />
            {wordOf(value)}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${name}-error`} className="border-l-4 border-jiao pl-2 text-sm text-jiao">
          {error}
        </p>
      )}
    </fieldset>
  )
}

/** A name and what it is, one under the other on a phone, side by side on wider screens. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="mt-3 grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">{children}</dl>
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-sm text-ink-2">{name}</dt>
      <dd className="mb-2 break-words tabular-nums sm:mb-0">{children}</dd>
    </>
  )
}
