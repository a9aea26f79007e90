import { data } from '@remix-run/node'
import { parseForm } from '#app/http/forms.server.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { reconciliationMessages } from '#app/messages/reconciliation.ts'
import {
  type ExplainDifferenceRefusal,
  explainDifferenceSchema,
} from '#app/modules/reconciliation/explain-difference.ts'
import type { Result } from '#app/shared/result.ts'

/** Reads why a difference is booked away, has it done, and answers at the page `to`. */
export async function answerExplanation(
  request: Request,
  { to, explain }: { to: string; explain: (reason: string) => Promise<Result<void, ExplainDifferenceRefusal>> },
) {
  const submission = await parseForm(request, explainDifferenceSchema)
  if (submission.status !== 'success') return data({ refused: undefined, reply: submission.reply() }, { status: 422 })
  const explained = await explain(submission.value.reason)
  if (explained.ok) return redirectWithNotice(to, 'differenceExplained')
  if (explained.refusal.kind === 'unknown') throw notFound()
  const t = reconciliationMessages[readPreferences(request).language]
  return data({ refused: t.explain.notOpen, reply: submission.reply() }, { status: 409 })
}
