import { sql } from 'kysely'
import { reportWords } from '#app/messages/report-words.ts'
import { askPack } from '#app/modules/evidence/ask-pack.server.ts'
import { makePacks } from '#app/modules/evidence/make-packs.server.ts'
import { resolveIncident, takeIncident } from '#app/modules/payments/handle-incident.server.ts'
import type { IncidentField, IncidentKind } from '#app/modules/payments/incident.ts'
import { openIncident } from '#app/modules/payments/incidents.server.ts'
import { askExport } from '#app/modules/reports/ask-export.server.ts'
import { makeExports } from '#app/modules/reports/make-exports.server.ts'
import { parseReportQuery } from '#app/modules/reports/report-query.ts'
import { noteOverdueStatements } from '#app/modules/settlement/note-overdue.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { seededRandom } from '../history/random.ts'
import { yuan } from '../purchases.ts'
import { type Desk, taken, takenOrDone } from './desk.ts'
import { askFapiao, giveBackAfterIssue, issueFapiaos } from './invoices.server.ts'
import { noteLateRefund } from './late-refund.server.ts'
import { at, before, firstOf, lastOf, monthOfDay, shareOfMonth } from './moments.ts'

interface Matter {
  at: Date
  run: (now: Date) => Promise<void>
}

/** What comes up beside the months' routine. */
export function openMatters(desk: Desk): Matter[] {
  const { openedAt } = desk
  const year = Number(businessDate(openedAt).slice(0, 4))
  const late = (share: number, run: Matter['run']): Matter => ({ at: shareOfMonth(openedAt, share), run })
  return [
    settledMatter(desk, {
      kind: 'dead_event',
      sourceId: 'evt_1PDemoMarch0001',
      openedAt: at(`${year}-03-18`, '09:12'),
      detail: { type: 'charge.updated' },
      resolution: '系统管理员查过：通知里没有我们用的字段，款项已在余额对账里对上，无需处理。',
    }),
    settledMatter(desk, {
      kind: 'import_failed',
      sourceId: `832-${year}05.csv`,
      openedAt: at(`${year}-06-01`, '11:40'),
      detail: { rows: 2, failed: 1 },
      resolution: '第 3 行供应商信用代码少一位，和后勤处核对后改正，下午重新导入。',
    }),
    late(0.66, (now) => askFapiao(desk, now)),
    late(0.72, (now) => issueFapiaos(desk, now)),
    late(0.94, (now) => noteUnclaimed(desk, now)),
    late(0.95, async (now) => void (await noteOverdueStatements(desk.db, now))),
    late(0.955, (now) => takeDispute(desk, now)),
    late(0.96, (now) => makeFiles(desk, now)),
    // After the closes, which are made when the last day is in the books: its own year is closed.
    late(0.975, (now) => noteLateRefund(desk, { externalNo: `832-${year - 1}1113-01`, now })),
    late(0.998, (now) => noteMailSent(desk, now)),
    // Just now: it is sent to the provider as soon as the shop is open.
    { at: new Date(openedAt.getTime() - 60_000), run: (now) => giveBackAfterIssue(desk, now) },
  ]
}

/** An incident of some months ago that somebody took and ended two hours later. */
function settledMatter(
  desk: Desk,
  of: {
    kind: IncidentKind
    sourceId: string
    openedAt: Date
    detail: Partial<Record<IncidentField, string | number>>
    resolution: string
  },
): Matter {
  const { kind, sourceId, openedAt, detail, resolution } = of
  return {
    at: openedAt,
    async run(now) {
      await openIncident(desk.db, { kind, sourceId, detail, now })
      const taking = await takeIt(desk, { kind, sourceId, now })
      if (!taking) return
      const end = new Date(now.getTime() + 2 * 60 * 60 * 1000)
      takenOrDone(await resolveIncident(desk.db, { ...taking, resolution, now: end }), kind, ['closed'])
    },
  }
}

async function takeIt(desk: Desk, { kind, sourceId, now }: { kind: IncidentKind; sourceId?: string; now: Date }) {
  const incident = await desk.db
    .selectFrom('incident')
    .select('id')
    .where('kind', '=', kind)
    .where('source_id', sourceId === undefined ? 'is not' : '=', sourceId ?? null)
    .where('closed_at', 'is', null)
    .where('owner_id', 'is', null)
    .executeTakeFirst()
  if (!incident) return undefined
  const handling = { incidentId: incident.id, handler: desk.as('finance_officer', 'incident:handle') }
  taken(await takeIncident(desk.db, { ...handling, seenOwner: undefined, now }), kind)
  return handling
}

async function takeDispute(desk: Desk, now: Date): Promise<void> {
  await takeIt(desk, { kind: 'statement_disputed', now })
}

/** What was told weeks ago was mailed then, and is not mailed when the demo opens. */
async function noteMailSent({ db }: Desk, now: Date): Promise<void> {
  await sql`
    update mail_outbox set state = 'sent', sent_at = notice.created_at from notice
    where notice.id = mail_outbox.notice_id and mail_outbox.state = 'waiting'
      and notice.created_at < ${now}::timestamptz - interval '2 days'`.execute(db)
}

/** The other receipt of the running month that nobody knows. */
async function noteUnclaimed(desk: Desk, now: Date): Promise<void> {
  const line = await desk.db
    .selectFrom('bank_line')
    .select('id')
    .where('bank_link_id', 'is', null)
    .where('purpose', 'like', '%汇款%')
    .executeTakeFirst()
  if (!line) return
  const detail = { amountFen: yuan('368.00') }
  await openIncident(desk.db, { kind: 'bank_unclaimed', sourceId: line.id, detail, now })
}

/** An evidence pack of the last closed month, and the register of that month as a sheet. */
async function makeFiles(desk: Desk, now: Date): Promise<void> {
  const { db, openedAt } = desk
  const month = before(before(monthOfDay(businessDate(openedAt))))
  const actor = desk.as('finance_officer', 'progress:export')
  const scope = { from: firstOf(month), to: lastOf(month) }
  taken(await askPack(db, { actor, requestId: seededRandom(`pack ${month}`).id(now), scope, now }), 'evidence pack')
  await makePacks(db, now)
  const query = parseReportQuery(new URLSearchParams(scope), Number(month.slice(0, 4)))
  if (!query) throw new Error(`${month} is no period of a report`)
  const requestId = seededRandom(`register ${month}`).id(now)
  const asked = { requestId, report: 'register', query, format: 'xlsx', language: 'zh', reader: actor, now } as const
  taken(await askExport(db, asked), 'register')
  await makeExports(db, reportWords, now)
}
