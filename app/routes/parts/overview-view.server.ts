import { readPreferences } from '#app/http/preferences.server.ts'
import { overviewMessages } from '#app/messages/overview.ts'
import { countRefundWork } from '#app/modules/aftersale/refund-queries.server.ts'
import { countOpenLines } from '#app/modules/bank/bank-queries.server.ts'
import { type Actor, asActor } from '#app/modules/identity/permissions.ts'
import { readOverview } from '#app/modules/progress/overview-queries.server.ts'
import { countStatementHands } from '#app/modules/settlement/statement-desk.server.ts'
import type { getRuntime } from '#app/platform/runtime.server.ts'
import { drawYear, YEAR_BOX } from './overview-charts.server.ts'
import { drawMonths, MONTH_BOX } from './progress-charts.server.ts'

interface Asked {
  reader: Actor<'ledger:read'>
  db: ReturnType<typeof getRuntime>['db']
  year: number
  now: Date
}

/** Everything the first page of finance shows: figures, drawings of them, and how much work waits. */
export async function readOverviewPage(request: Request, { db, reader, year, now }: Asked) {
  const [overview, refunds, bankLines, hands] = await Promise.all([
    readOverview(db, { year, now }),
    countRefundWork(db),
    countOpenLines(db),
    countStatementHands(db),
  ])
  return {
    title: overviewMessages[readPreferences(request).language].title(year),
    overview,
    drawn: { year: drawYear(overview, { year, now }), months: drawMonths(overview.progress.months) },
    boxes: { year: YEAR_BOX, months: MONTH_BOX },
    work: { refunds, bankLines, statements: statementsFor(reader, hands) },
  }
}

/** The statements that wait for the reader's own hand; none for those who only read. */
function statementsFor(
  reader: Actor<'ledger:read'>,
  hands: { prepare: number; approve: number; pay: number },
): { hand: 'prepare' | 'approve' | 'pay'; count: number }[] {
  const mine: ('prepare' | 'approve' | 'pay')[] = ['prepare', 'approve', 'pay']
  return mine.filter((hand) => asActor(reader, `payable:${hand}`)).map((hand) => ({ hand, count: hands[hand] }))
}
