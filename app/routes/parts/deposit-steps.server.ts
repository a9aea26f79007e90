import { data } from '@remix-run/node'
import { z } from 'zod'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { type DepositRefusal, depositCash } from '#app/modules/bank/deposit-cash.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isRealDate } from '#app/shared/business-date.ts'
import { parseYuan } from '#app/shared/money.ts'

const depositSchema = z.object({
  requestId: z.uuid(),
  pickupPointId: z.string().max(32),
  amount: z.string().max(20),
  depositedOn: z.string().refine(isRealDate),
  slipNo: z.string().max(40).optional(),
})

export type DepositProblem = DepositRefusal | { kind: 'formInvalid' }

/** Answers the form that notes cash taken to the bank. */
export async function depositByForm(
  request: Request,
  { officer, now }: { officer: Actor<'reconciliation:match'>; now: Date },
) {
  const answer = (problem: DepositProblem, status: number) => data({ problem }, { status })
  const submission = await parseForm(request, depositSchema)
  const amount = submission.status === 'success' ? parseYuan(submission.value.amount) : undefined
  if (submission.status !== 'success' || amount === undefined) return answer({ kind: 'formInvalid' }, 422)
  const { slipNo = '', ...form } = submission.value
  const result = await depositCash(getRuntime().db, { ...form, officer, amount, slipNo, now })
  return result.ok ? redirectWithNotice(paths.finance.deposits(), 'cashDeposited') : answer(result.refusal, 409)
}
