import { readPreferences } from '#app/http/preferences.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import {
  findAccountVersion,
  findCurrentAccount,
  type NumberShown,
} from '#app/modules/settlement/bank-account-queries.server.ts'
import { findStatementCase, listStatementLines } from '#app/modules/settlement/statement-case.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, StatementId } from '#app/shared/ids.ts'
import { printStatement } from './settlement-pdf.server.ts'
import { fileResponse } from './supply-file.server.ts'

/** A statement as a PDF; with `cooperativeId` only its own, once it was sent. Throws 404 when there is none. */
export async function statementPdf(
  request: Request,
  of: { statementId: StatementId; cooperativeId?: CooperativeId; shown: NumberShown },
): Promise<Response> {
  const { db } = getRuntime()
  const now = clock.now()
  const statement = await findStatementCase(db, of.statementId, of.cooperativeId)
  if (!statement) throw notFound()
  const { cooperativeId, bankAccountId } = statement
  const [lines, account] = await Promise.all([
    listStatementLines(db, of.statementId, 'all'),
    bankAccountId
      ? findAccountVersion(db, bankAccountId, of.shown)
      : findCurrentAccount(db, { cooperativeId, today: businessDate(now) }, of.shown),
  ])
  const { language } = readPreferences(request)
  const bytes = await printStatement({ statement, lines, account, language, now })
  return fileResponse(bytes, { kind: 'pdf', file: statement.statementNo })
}
