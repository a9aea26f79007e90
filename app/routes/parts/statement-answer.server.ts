import { z } from 'zod'
import { parseFields, readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice, takeNotice } from '#app/http/redirects.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { type StatementsMessages, statementsMessages } from '#app/messages/statements.ts'
import type { Manager } from '#app/modules/identity/permissions.ts'
import {
  type AnswerRefusal,
  confirmStatement,
  disputeStatement,
} from '#app/modules/settlement/answer-statement.server.ts'
import { findCurrentAccount } from '#app/modules/settlement/bank-account-queries.server.ts'
import { listOwnStatements, readOwed } from '#app/modules/settlement/own-statements.server.ts'
import { findStatementCase, listStatementLines } from '#app/modules/settlement/statement-case.server.ts'
import { disputeSchema } from '#app/modules/settlement/statement-forms.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { StatementId } from '#app/shared/ids.ts'
import type { FormReply } from './refund-form.ts'
import { readLinePage } from './settlement-params.server.ts'

/** What a cooperative sees of its settlement: what it is owed, its statements, where it is paid. */
export async function readOwnStatements(request: Request, { cooperativeId }: Manager) {
  const { db } = getRuntime()
  const today = businessDate(clock.now())
  const [owed, statements, account] = await Promise.all([
    readOwed(db, cooperativeId),
    listOwnStatements(db, cooperativeId),
    findCurrentAccount(db, { cooperativeId, today }, 'whole'),
  ])
  const { title } = statementsMessages[readPreferences(request).language].own
  return { title, owed, statements, account, today, ...takeNotice(request) }
}

/** One statement of the cooperative; 404 for anybody else's, and for one that was never sent. */
export async function readOwnStatement(
  request: Request,
  { manager: { cooperativeId }, statementId }: { manager: Manager; statementId: StatementId },
) {
  const { db } = getRuntime()
  const statement = await findStatementCase(db, statementId, cooperativeId)
  if (!statement) throw notFound()
  const page = readLinePage(request)
  // What is being revised is not shown before it is sent again.
  const lines = statement.state === 'draft' ? [] : await listStatementLines(db, statementId, page)
  const title = statementsMessages[readPreferences(request).language].statement(statement.statementNo)
  return { title, statement, lines, page, today: businessDate(clock.now()), ...takeNotice(request) }
}

export interface OwnAnswer {
  refused: string | undefined
  reply: FormReply | undefined
}

const roundSchema = z.object({ round: z.coerce.number().int().positive().max(1_000_000) })

/** Confirms or disputes, as the button says, the round that was shown. */
export async function answerOwnStatement(
  request: Request,
  { manager, statementId }: { manager: Manager; statementId: StatementId },
): Promise<Response | OwnAnswer> {
  const fields = await readFields(request)
  const round = parseFields(fields, roundSchema)
  if (round.status !== 'success') throw badRequest()
  const command = { manager, statementId, round: round.value.round, now: clock.now() }
  const { db } = getRuntime()
  const place = paths.supply.statement(statementId)
  if (fields.get('intent') === 'confirm') {
    const confirmed = await confirmStatement(db, command)
    if (confirmed.ok) return redirectWithNotice(place, 'statementConfirmed')
    return { refused: explain(confirmed.refusal, wordsFor(request)), reply: undefined }
  }
  if (fields.get('intent') !== 'dispute') throw badRequest()
  const submission = parseFields(withChosenLines(fields), disputeSchema)
  const reply = submission.reply()
  if (submission.status !== 'success') return { refused: undefined, reply }
  const disputed = await disputeStatement(db, { ...command, form: submission.value })
  if (disputed.ok) return redirectWithNotice(place, 'statementDisputed')
  return { refused: explain(disputed.refusal, wordsFor(request)), reply }
}

/** Boxes of one name, numbered as a list is read. */
function withChosenLines(fields: FormData): FormData {
  const read = new FormData()
  for (const [name, value] of fields) if (name === 'note') read.append(name, value)
  for (const [index, value] of fields.getAll('entryId').entries()) read.append(`entryIds[${index}]`, value)
  return read
}

function explain(refusal: AnswerRefusal, t: StatementsMessages): string {
  switch (refusal.kind) {
    case 'unknownStatement':
      throw notFound()
    case 'wrongState':
      return t.refusals.wrongState(t.states[refusal.state])
    case 'otherRound':
    case 'unknownLine':
      return t.refusals[refusal.kind]
  }
}

function wordsFor(request: Request): StatementsMessages {
  return statementsMessages[readPreferences(request).language]
}
