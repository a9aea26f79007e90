import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice, takeNotice } from '#app/http/redirects.server.ts'
import { badRequest, forbidden } from '#app/http/responses.server.ts'
import { settlementMessages } from '#app/messages/settlement.ts'
import { type Actor, asActor } from '#app/modules/identity/permissions.ts'
import { prepareStatement } from '#app/modules/settlement/prepare-statement.server.ts'
import { monthOfDate } from '#app/modules/settlement/statement.ts'
import { countStatementWork, listStatements, listUnbilled } from '#app/modules/settlement/statement-desk.server.ts'
import { prepareStatementSchema } from '#app/modules/settlement/statement-forms.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { readDeskQuery } from './settlement-params.server.ts'
import { explainPreparing } from './settlement-words.ts'

/** What the overview of settlement shows to `reader`. */
export async function readDesk(request: Request, reader: Actor<'ledger:read'>) {
  const { db } = getRuntime()
  const today = businessDate(clock.now())
  const query = readDeskQuery(request, today)
  const [work, statements, unbilled] = await Promise.all([
    countStatementWork(db, today),
    listStatements(db, { ...query, today }),
    query.view === 'month' ? listUnbilled(db, query.month) : [],
  ])
  return {
    ...query,
    today,
    isLatest: query.month >= monthOfDate(today),
    work,
    statements,
    unbilled,
    may: { prepare: Boolean(asActor(reader, 'payable:prepare')), pay: Boolean(asActor(reader, 'payable:pay')) },
    title: settlementMessages[readPreferences(request).language].title,
    ...takeNotice(request),
  }
}

/** Makes the statement that was asked for, and leads to it. */
export async function prepareByForm(
  request: Request,
  reader: Actor<'ledger:read'>,
): Promise<Response | { refused: string }> {
  const submission = await parseForm(request, prepareStatementSchema)
  if (submission.status !== 'success') throw badRequest()
  const officer = asActor(reader, 'payable:prepare')
  if (!officer) throw forbidden()
  const prepared = await prepareStatement(getRuntime().db, { ...submission.value, officer, now: clock.now() })
  if (!prepared.ok)
    return { refused: explainPreparing(prepared.refusal, settlementMessages[readPreferences(request).language]) }
  const { statementId, isNew } = prepared.value
  return redirectWithNotice(paths.finance.statement(statementId), isNew ? 'statementPrepared' : 'statementKnown')
}
