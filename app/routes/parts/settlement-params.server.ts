import type { Params } from '@remix-run/react'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { type Month, monthOfDate, parseMonth, previousMonth } from '#app/modules/settlement/statement.ts'
import { STATEMENT_VIEWS, type StatementView } from '#app/modules/settlement/statement-views.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { isUuid, type StatementId } from '#app/shared/ids.ts'

/** The statement an address names. Throws 404 for what can be none. */
export function readStatementId(params: Params): StatementId {
  const id = params.statementId ?? ''
  if (!isUuid(id)) throw notFound()
  return id as StatementId
}

/** The page of lines an address asks for; the first when it asks for none. Throws 400 for what is no page. */
export function readLinePage(request: Request): number {
  const text = new URL(request.url).searchParams.get('page') || '1'
  if (!/^[1-9]\d{0,3}$/.test(text)) throw badRequest()
  return Number(text)
}

/** What the overview is asked for; the month before this one when it is asked for none, as that is settled now. */
export function readDeskQuery(request: Request, today: BusinessDate): { view: StatementView; month: Month } {
  const { searchParams } = new URL(request.url)
  const view = STATEMENT_VIEWS.find((known) => known === (searchParams.get('show') || 'month'))
  const asked = searchParams.get('month')
  const month = asked ? parseMonth(asked) : previousMonth(monthOfDate(today))
  if (!view || !month) throw badRequest()
  return { view, month }
}
