import { data } from '@remix-run/node'
import { z } from 'zod'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { type ChosenItem, ITEM_KINDS, type ItemKind } from '#app/modules/bank/bank-link.ts'
import { type LinkBankLinesRefusal, linkBankLines } from '#app/modules/bank/link-bank-lines.server.ts'
import { type UndoBankLinkRefusal, undoBankLink } from '#app/modules/bank/undo-bank-link.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { readSignedYuan } from '#app/modules/sheets/cell-readers.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { businessDate, isRealDate } from '#app/shared/business-date.ts'
import { type BankLineId, type BankLinkId, isUuid } from '#app/shared/ids.ts'
import { type Fen, negateFen, ZERO_FEN } from '#app/shared/money.ts'

export type BankProblem =
  | LinkBankLinesRefusal
  | UndoBankLinkRefusal
  | { kind: 'amountInvalid' }
  | { kind: 'becauseMissing' }

/** The days a statement covers, of the form that brings it in; undefined when they are no days, or not over yet. */
export function readCoverage(fields: FormData, now: Date): Record<string, string> | undefined {
  const [coversFrom = '', coversTo = ''] = [fields.get('coversFrom'), fields.get('coversTo')].map(String).sort()
  if (!isRealDate(coversFrom) || !isRealDate(coversTo) || coversTo > businessDate(now)) return undefined
  return { coversFrom, coversTo }
}

/** The line an address names. Throws 404 for what can be none. */
export function readBankLineId(params: { bankLineId?: string | undefined }): BankLineId {
  const id = params.bankLineId ?? ''
  if (!isUuid(id)) throw notFound()
  return id as BankLineId
}

const yuanText = z.string().max(20).optional()
const linkSchema = z.object({
  requestId: z.uuid(),
  items: z
    .array(z.object({ key: z.string().max(120).optional(), amount: yuanText }).optional())
    .max(100)
    .default([]),
  lines: z.array(z.uuid().optional()).max(50).default([]),
  fee: yuanText,
  interest: yuanText,
  keepsRest: z.literal('on').optional(),
  note: z.string().max(300).optional(),
})

interface LineStep {
  officer: Actor<'reconciliation:match'>
  bankLineId: BankLineId
  now: Date
}

/** Answers the form that says what a line is. */
export async function linkByForm(fields: FormData, { officer, bankLineId, now }: LineStep) {
  const submission = parseFields(fields, linkSchema)
  if (submission.status !== 'success') throw badRequest()
  const form = submission.value
  const chosen = form.items.flatMap((item) => (item?.key ? [readItem(item.key, item.amount)] : []))
  const [fee, interest] = [readAmount(form.fee), readAmount(form.interest)]
  if (fee === undefined || interest === undefined || chosen.includes(undefined) || fee < 0 || interest < 0)
    return problem({ kind: 'amountInvalid' }, 422)
  const lineIds = [bankLineId, ...form.lines.flatMap((id) => (id ? [id as BankLineId] : []))]
  const result = await linkBankLines(getRuntime().db, {
    officer,
    requestId: form.requestId,
    lineIds,
    chosen: chosen.filter((item) => item !== undefined),
    fee,
    interest,
    keepsRest: form.keepsRest === 'on',
    note: form.note ?? '',
    now,
  })
  return result.ok ? redirectWithNotice(paths.finance.bankLine(bankLineId), 'bankLinked') : problem(result.refusal, 409)
}

/** 'purchase:<id>' with the amount as people write it: without its sign, which is that of the item. */
function readItem(key: string, amount: string | undefined): ChosenItem | undefined {
  const [kind = '', sign = '', ...rest] = key.split(':')
  const [known, read] = [ITEM_KINDS.find((one) => one === kind), readAmount(amount)]
  if (!known || (sign !== 'in' && sign !== 'out')) throw badRequest()
  if (read === undefined || read < 0) return undefined
  return { kind: known satisfies ItemKind, refId: rest.join(':'), amount: sign === 'in' ? read : negateFen(read) }
}

function readAmount(text: string | undefined): Fen | undefined {
  if (text === undefined || text.trim() === '') return ZERO_FEN
  const read = readSignedYuan(text)
  return read.ok ? read.value : undefined
}

const undoSchema = z.object({ linkId: z.uuid(), because: z.string().max(300).optional() })

/** Answers the form that takes a match back. */
export async function undoByForm(fields: FormData, { officer, bankLineId, now }: LineStep) {
  const submission = parseFields(fields, undoSchema)
  if (submission.status !== 'success') throw badRequest()
  const { linkId, because = '' } = submission.value
  if (because.trim() === '') return problem({ kind: 'becauseMissing' }, 422)
  const command = { officer, linkId: linkId as BankLinkId, because: because.trim(), now }
  const result = await undoBankLink(getRuntime().db, command)
  if (result.ok) return redirectWithNotice(paths.finance.bankLine(bankLineId), 'bankLinkUndone')
  return problem(result.refusal, 409)
}

function problem(refusal: BankProblem, status: number) {
  return data({ problem: refusal }, { status })
}
