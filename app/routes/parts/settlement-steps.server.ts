import type { z } from 'zod'
import { parseFields, readFields } from '#app/http/forms.server.ts'
import type { Notice } from '#app/http/notices.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, forbidden, notFound } from '#app/http/responses.server.ts'
import { type Actor, asActor, type Permission } from '#app/modules/identity/permissions.ts'
import { approveStatement } from '#app/modules/settlement/approve-statement.server.ts'
import { correctStatement } from '#app/modules/settlement/correct-statement.server.ts'
import { payStatement } from '#app/modules/settlement/pay-statement.server.ts'
import { refillStatement } from '#app/modules/settlement/refill-statement.server.ts'
import { reopenStatement } from '#app/modules/settlement/reopen-statement.server.ts'
import { returnPayment } from '#app/modules/settlement/return-payment.server.ts'
import { sendStatement } from '#app/modules/settlement/send-statement.server.ts'
import { isStatement } from '#app/modules/settlement/statement-case.server.ts'
import { correctionSchema, paymentSchema, reasonSchema } from '#app/modules/settlement/statement-forms.ts'
import { voidStatement } from '#app/modules/settlement/void-statement.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { StatementId } from '#app/shared/ids.ts'
import type { Result } from '#app/shared/result.ts'
import { answerEvidence } from './evidence-steps.server.ts'
import type { FormReply } from './refund-form.ts'
import { explainStatement, type StatementRefusal } from './settlement-words.ts'

export type StepIntent = 'send' | 'refill' | 'correct' | 'void' | 'reopen' | 'approve' | 'pay' | 'return'

export interface StepAnswer {
  intent: StepIntent
  refused: string | undefined
  reply: FormReply | undefined
}

interface Step {
  request: Request
  fields: FormData
  reader: Actor<'ledger:read'>
  statementId: StatementId
}

/** Does what one of the buttons under a statement asks for. Each asks for its own right. */
export async function answerStatement(
  request: Request,
  place: { reader: Actor<'ledger:read'>; statementId: StatementId },
): Promise<Response | StepAnswer> {
  const step = { request, fields: await readFields(request), ...place }
  switch (step.fields.get('intent')) {
    case 'send':
      return send(step)
    case 'refill':
      return refill(step)
    case 'correct':
      return correct(step)
    case 'void':
      return withReason(step, { intent: 'void', work: voidStatement, notice: 'statementVoided' })
    case 'reopen':
      return withReason(step, { intent: 'reopen', work: reopenStatement, notice: 'statementReopened' })
    case 'approve':
      return approve(step)
    case 'pay':
      return pay(step)
    case 'return':
      return sendBack(step)
    default:
      throw badRequest()
  }
}

function demand<P extends Permission>({ reader }: Step, permission: P): Actor<P> {
  const actor = asActor(reader, permission)
  if (!actor) throw forbidden()
  return actor
}

async function send(step: Step) {
  const officer = demand(step, 'payable:prepare')
  const { statementId } = step
  const sent = await sendStatement(getRuntime().db, { statementId, officer, now: clock.now() })
  return conclude(step, sent, { intent: 'send', notice: 'statementSent' })
}

async function refill(step: Step) {
  const officer = demand(step, 'payable:prepare')
  const { statementId } = step
  const filled = await refillStatement(getRuntime().db, { statementId, officer, now: clock.now() })
  const notice = filled.ok && filled.value.taken === 0 ? 'statementUnchanged' : 'statementRefilled'
  return conclude(step, filled, { intent: 'refill', notice })
}

async function approve(step: Step) {
  const approver = demand(step, 'payable:approve')
  const { statementId } = step
  const approved = await approveStatement(getRuntime().db, { statementId, approver, now: clock.now() })
  return conclude(step, approved, { intent: 'approve', notice: 'statementApproved' })
}

async function correct(step: Step) {
  const officer = demand(step, 'payable:prepare')
  const read = readForm(step, correctionSchema)
  if (!read.ok) return unread('correct', read.reply)
  const { statementId } = step
  const form = read.value
  const corrected = await correctStatement(getRuntime().db, { statementId, officer, form, now: clock.now() })
  return conclude(step, corrected, { intent: 'correct', notice: 'statementCorrected', reply: read.reply })
}

async function pay(step: Step) {
  const payer = demand(step, 'payable:pay')
  const read = readForm(step, paymentSchema)
  if (!read.ok) return unread('pay', read.reply)
  const { statementId } = step
  const paid = await payStatement(getRuntime().db, { statementId, payer, form: read.value, now: clock.now() })
  return conclude(step, paid, { intent: 'pay', notice: 'statementPaid', reply: read.reply })
}

async function sendBack(step: Step) {
  const payer = demand(step, 'payable:pay')
  const read = readForm(step, reasonSchema)
  if (!read.ok) return unread('return', read.reply)
  const { statementId } = step
  const { note } = read.value
  const returned = await returnPayment(getRuntime().db, { statementId, payer, note, now: clock.now() })
  return conclude(step, returned, { intent: 'return', notice: 'paymentReturned', reply: read.reply })
}

/** Two steps of an officer that only say why. */
async function withReason(
  step: Step,
  of: { intent: 'void' | 'reopen'; work: typeof voidStatement; notice: Notice },
): Promise<Response | StepAnswer> {
  const officer = demand(step, 'payable:prepare')
  const read = readForm(step, reasonSchema)
  if (!read.ok) return unread(of.intent, read.reply)
  const { statementId } = step
  const done = await of.work(getRuntime().db, { statementId, officer, note: read.value.note, now: clock.now() })
  return conclude(step, done, { ...of, reply: read.reply })
}

function readForm<Schema extends z.ZodType>({ fields }: Step, schema: Schema) {
  const submission = parseFields(fields, schema)
  const reply = submission.reply()
  return submission.status === 'success'
    ? ({ ok: true, value: submission.value, reply } as const)
    : ({ ok: false, reply } as const)
}

function unread(intent: StepIntent, reply: FormReply): StepAnswer {
  return { intent, refused: undefined, reply }
}

/** Back to the statement with what was done, or where the button was with why not. */
function conclude(
  { request, statementId }: Step,
  result: Result<unknown, StatementRefusal | { kind: 'unknownStatement' }>,
  { intent, notice, reply }: { intent: StepIntent; notice: Notice; reply?: FormReply },
): Response | StepAnswer {
  if (result.ok) return redirectWithNotice(paths.finance.statement(statementId), notice)
  if (result.refusal.kind === 'unknownStatement') throw notFound()
  return { intent, refused: explainStatement(result.refusal, readPreferences(request).language), reply }
}

/** Invoices and receipts of a statement are brought by whoever works on it. */
export async function answerStatementEvidence(
  request: Request,
  { reader, statementId }: { reader: Actor<'ledger:read'>; statementId: StatementId },
) {
  const worker = asActor(reader, 'payable:prepare') ?? asActor(reader, 'payable:pay')
  if (!worker) throw forbidden()
  if (!(await isStatement(getRuntime().db, statementId))) throw notFound()
  const to = paths.finance.statement(statementId)
  return answerEvidence(request, { subject: 'statement', subjectId: statementId, actorId: worker.personId, to })
}
