import type { SubmissionResult } from '@conform-to/react'
import type { AftersaleMessages } from '#app/messages/aftersale.ts'

export type FormReply = SubmissionResult<string[]>

/** What was typed before the form came back. `name` is the field's, e.g. `lines[0].note`. */
export function typedIn(reply: FormReply | undefined, name: string): string | undefined {
  let value: unknown = reply?.initialValue
  for (const step of name.split(/[[\].]+/).filter(Boolean)) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return typeof value === 'string' ? value : undefined
}

/** What is wrong with a field, in words; nothing when nothing is. */
export function fieldError(reply: FormReply | undefined, name: string, t: AftersaleMessages): string | undefined {
  const key = reply?.error?.[name]?.[0]
  return key === undefined ? undefined : (t.errors[key] ?? t.unreadable)
}

/** Every field that must be put right, by the id of its control. `labelOf` gives the label a field has on the page. */
export function fieldErrors(
  reply: FormReply | undefined,
  t: AftersaleMessages,
  labelOf: (name: string) => string | undefined,
): { fieldId: string; text: string }[] {
  return Object.entries(reply?.error ?? {}).flatMap(([name, keys]) => {
    const [key] = keys ?? []
    const label = labelOf(name)
    if (label === undefined || key === undefined) return []
    return [{ fieldId: name, text: t.named(label, t.errors[key] ?? t.unreadable) }]
  })
}
