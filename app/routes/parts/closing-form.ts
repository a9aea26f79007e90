import type { SubmissionResult } from '@conform-to/react'
import type { ClosingMessages } from '#app/messages/closing.ts'

/** What the page's last answer says about one of its forms. */
export interface FormBack {
  typed: (name: string) => string | undefined
  errorOf: (name: string) => string | undefined
}

/** The part of an answer that is about the form named `form`. */
export function formBack(
  answer: { reply: SubmissionResult<string[]> | undefined; form: string | undefined } | undefined,
  form: string,
  t: ClosingMessages,
): FormBack {
  const reply = answer?.form === form ? answer.reply : undefined
  return {
    typed(name) {
      const value = reply?.initialValue?.[name]
      return typeof value === 'string' ? value : undefined
    },
    errorOf(name) {
      const key = reply?.error?.[name]?.[0]
      return key === undefined ? undefined : (t.errors[key] ?? t.unreadable)
    },
  }
}
