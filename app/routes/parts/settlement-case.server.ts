import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { statementsMessages } from '#app/messages/statements.ts'
import { type Actor, asActor } from '#app/modules/identity/permissions.ts'
import type { BankAccountView } from '#app/modules/settlement/bank-account.ts'
import { findAccountVersion, findCurrentAccount } from '#app/modules/settlement/bank-account-queries.server.ts'
import {
  findStatementCase,
  listStatementLines,
  type StatementCase,
  type StatementStepView,
} from '#app/modules/settlement/statement-case.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { PersonId, StatementId } from '#app/shared/ids.ts'
import { readEvidence } from './evidence-steps.server.ts'
import { readLinePage } from './settlement-params.server.ts'

const PREPARING: readonly string[] = ['prepared', 'taken', 'corrected', 'sent', 'reopened']

/** Everything the page of one statement shows finance. Throws 404 when there is none. */
export async function readStatementPage(
  request: Request,
  { reader, statementId }: { reader: Actor<'ledger:read'>; statementId: StatementId },
) {
  const { db } = getRuntime()
  const today = businessDate(clock.now())
  const statement = await findStatementCase(db, statementId)
  if (!statement) throw notFound()
  const page = readLinePage(request)
  const isPayer = Boolean(asActor(reader, 'payable:pay'))
  const [lines, account, evidence] = await Promise.all([
    listStatementLines(db, statementId, page),
    readAccountOf(statement, { today, isPayer }),
    readEvidence({ subject: 'statement', subjectId: statementId }),
  ])
  return {
    title: statementsMessages[readPreferences(request).language].statement(statement.statementNo),
    statement,
    lines,
    page,
    account,
    evidence,
    today,
    requestId: newId(),
    may: {
      prepare: Boolean(asActor(reader, 'payable:prepare')),
      approve: Boolean(asActor(reader, 'payable:approve')),
      pay: isPayer,
    },
    own: handsOf(statement.steps, reader.personId),
    ...takeNotice(request),
  }
}

/** The account a statement was approved for, or the one in force while it was not. */
function readAccountOf(
  { bankAccountId, cooperativeId }: StatementCase,
  { today, isPayer }: { today: string; isPayer: boolean },
): Promise<BankAccountView | undefined> {
  const { db } = getRuntime()
  const shown = isPayer ? 'whole' : 'masked'
  return bankAccountId
    ? findAccountVersion(db, bankAccountId, shown)
    : findCurrentAccount(db, { cooperativeId, today }, shown)
}

/** Which hands the reader had in it: so that nobody presses a button that must refuse them. */
function handsOf(steps: readonly StatementStepView[], personId: PersonId): { prepared: boolean; approved: boolean } {
  const own = steps.filter((step) => step.personId === personId).map((step) => step.kind)
  return { prepared: own.some((kind) => PREPARING.includes(kind)), approved: own.includes('approved') }
}
