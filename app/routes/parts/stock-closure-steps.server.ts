import { data } from '@remix-run/node'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { closeCooperative } from '#app/modules/stock/close-cooperative.server.ts'
import { closeCooperativeSchema, reopenCooperativeSchema } from '#app/modules/stock/closure.ts'
import { reopenCooperative } from '#app/modules/stock/reopen-cooperative.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'

/** Answers the form that closes the cooperative for some days. */
export async function closeByForm(fields: FormData, step: { manager: Manager; now: Date }) {
  const submission = parseFields(fields, closeCooperativeSchema)
  if (submission.status !== 'success') return data({ reply: submission.reply(), refusal: undefined }, { status: 422 })
  const result = await closeCooperative(getRuntime().db, { ...step, ...submission.value })
  if (result.ok) return redirectWithNotice(paths.supply.stock(), 'cooperativeClosed')
  return data({ reply: submission.reply(), refusal: result.refusal }, { status: 409 })
}

/** Answers the button that calls closed days off. */
export async function reopenByForm(fields: FormData, { manager }: { manager: Manager }) {
  const submission = parseFields(fields, reopenCooperativeSchema)
  if (submission.status !== 'success') throw badRequest()
  const result = await reopenCooperative(getRuntime().db, { manager, ...submission.value })
  if (result.ok) return redirectWithNotice(paths.supply.stock(), 'cooperativeReopened')
  if (result.refusal.kind === 'notFound') throw notFound()
  return data({ reply: undefined, refusal: result.refusal }, { status: 409 })
}
