import { parseFields, readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice, takeNotice } from '#app/http/redirects.server.ts'
import { badRequest, forbidden, notFound } from '#app/http/responses.server.ts'
import { settlementMessages } from '#app/messages/settlement.ts'
import { type Actor, asActor } from '#app/modules/identity/permissions.ts'
import { bankAccountSchema } from '#app/modules/settlement/bank-account.ts'
import { listAccountVersions, listCooperativeAccounts } from '#app/modules/settlement/bank-account-queries.server.ts'
import { paymentTermSchema } from '#app/modules/settlement/payment-term.ts'
import { recordBankAccount } from '#app/modules/settlement/record-bank-account.server.ts'
import { setPaymentTerm } from '#app/modules/settlement/set-payment-term.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { FormReply } from './refund-form.ts'
import { explainAccount } from './settlement-words.ts'

/** All accounts in force, and the versions of the cooperative an address chooses. Throws 404 for one there is not. */
export async function readAccounts(request: Request, reader: Actor<'ledger:read'>) {
  const { db } = getRuntime()
  const today = businessDate(clock.now())
  const shown = asActor(reader, 'payable:pay') ? 'whole' : 'masked'
  const rows = await listCooperativeAccounts(db, today, shown)
  const asked = new URL(request.url).searchParams.get('cooperative')
  const chosen = rows.find((row) => row.cooperativeId === asked)
  if (asked && !chosen) throw notFound()
  return {
    title: settlementMessages[readPreferences(request).language].accounts.title,
    rows,
    chosen: chosen && { ...chosen, versions: await listAccountVersions(db, chosen.cooperativeId, shown) },
    mayRecord: Boolean(asActor(reader, 'payable:prepare')),
    maySetTerm: Boolean(asActor(reader, 'payable:approve')),
    requestId: newId(),
    today,
    ...takeNotice(request),
  }
}

export interface AccountAnswer {
  /** Which form it was. */
  intent: 'record' | 'term'
  refused: string | undefined
  reply: FormReply
}

/** Records the account, or the term of payment, that a form gives. */
export async function recordByForm(request: Request, reader: Actor<'ledger:read'>): Promise<Response | AccountAnswer> {
  const fields = await readFields(request)
  switch (fields.get('intent')) {
    case 'record':
      return recordAccount(request, reader, fields)
    case 'term':
      return setTerm(request, reader, fields)
    default:
      throw badRequest()
  }
}

async function recordAccount(
  request: Request,
  reader: Actor<'ledger:read'>,
  fields: FormData,
): Promise<Response | AccountAnswer> {
  const officer = asActor(reader, 'payable:prepare')
  if (!officer) throw forbidden()
  const submission = parseFields(fields, bankAccountSchema)
  const intent = 'record'
  if (submission.status !== 'success') return { intent, refused: undefined, reply: submission.reply() }
  const form = submission.value
  const recorded = await recordBankAccount(getRuntime().db, { form, officer, now: clock.now() })
  if (recorded.ok) return redirectWithNotice(paths.finance.bankAccounts(form.cooperativeId), 'bankAccountRecorded')
  if (recorded.refusal.kind === 'unknownCooperative') throw notFound()
  const t = settlementMessages[readPreferences(request).language]
  return { intent, refused: explainAccount(recorded.refusal, t), reply: submission.reply() }
}

async function setTerm(
  request: Request,
  reader: Actor<'ledger:read'>,
  fields: FormData,
): Promise<Response | AccountAnswer> {
  const approver = asActor(reader, 'payable:approve')
  if (!approver) throw forbidden()
  const submission = parseFields(fields, paymentTermSchema)
  const intent = 'term'
  if (submission.status !== 'success') return { intent, refused: undefined, reply: submission.reply() }
  const form = submission.value
  const set = await setPaymentTerm(getRuntime().db, { form, approver, now: clock.now() })
  if (set.ok) return redirectWithNotice(paths.finance.bankAccounts(form.cooperativeId), 'paymentTermSet')
  if (set.refusal.kind === 'unknownCooperative') throw notFound()
  return {
    intent,
    refused: settlementMessages[readPreferences(request).language].refusals.same,
    reply: submission.reply(),
  }
}
