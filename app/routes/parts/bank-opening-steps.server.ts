import { data } from '@remix-run/node'
import { z } from 'zod'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { type BankOpeningRefusal, recordBankOpening } from '#app/modules/bank/record-bank-opening.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isRealDate } from '#app/shared/business-date.ts'
import { parseYuan } from '#app/shared/money.ts'

const bankOpeningSchema = z.object({
  requestId: z.uuid(),
  openedOn: z.string().refine(isRealDate),
  amount: z.string().max(20),
})

export type BankOpeningProblem = BankOpeningRefusal | { kind: 'formInvalid' }

/** Answers the form that records what the account held before its first line; what was typed stays in it. */
export async function recordOpeningByForm(
  request: Request,
  { officer, now }: { officer: Actor<'reconciliation:match'>; now: Date },
) {
  const submission = await parseForm(request, bankOpeningSchema)
  const answer = (problem: BankOpeningProblem, status: number) =>
    data({ problem, values: submission.status === 'success' ? submission.value : undefined }, { status })
  const amount = submission.status === 'success' ? parseYuan(submission.value.amount) : undefined
  if (submission.status !== 'success' || amount === undefined) return answer({ kind: 'formInvalid' }, 422)
  const result = await recordBankOpening(getRuntime().db, { ...submission.value, officer, amount, now })
  return result.ok ? redirectWithNotice(paths.finance.bank(), 'bankOpeningRecorded') : answer(result.refusal, 409)
}
