import { paths } from '#app/http/paths.ts'
import type { IncidentsMessages } from '#app/messages/incidents.ts'
import type { IncidentKind } from '#app/modules/payments/incident.ts'
import type { IncidentRow } from '#app/modules/payments/incident-queries.server.ts'
import { isUuid } from '#app/shared/ids.ts'

interface Place {
  href: string
  words: string
}

type About = Pick<IncidentRow, 'kind' | 'sourceId' | 'detail'>

type Finder = (about: About, t: IncidentsMessages) => Place | undefined

const FINDERS: Partial<Record<IncidentKind, Finder>> = {
  payout_failed: ({ sourceId }, t) => ({ href: paths.finance.payout(sourceId), words: t.openPayout }),
  unmatched_balance: balancePlace,
  statement_disputed: statementPlace,
  statement_overdue: statementPlace,
  bank_unclaimed: ({ sourceId }, t) =>
    isUuid(sourceId) ? { href: paths.finance.bankLine(sourceId), words: t.bankLine } : undefined,
  tie_out: tieOutPlace,
  // '<wallet>:<day>'
  bill_difference: ({ sourceId }, t) => ({
    href: paths.finance.bills(),
    words: t.bill(sourceId.slice(sourceId.indexOf(':') + 1)),
  }),
  period_late: ({ sourceId }) =>
    /^20\d\d-\d\d$/.test(sourceId) ? { href: paths.finance.period(sourceId), words: sourceId } : undefined,
}

/** The page of the document an incident is about, where finance has one. */
export function placeOf(about: About, t: IncidentsMessages): Place | undefined {
  return FINDERS[about.kind]?.(about, t)
}

/** A payout, a line of the provider's balance, or what only our books have of a day. */
function balancePlace({ sourceId }: About, t: IncidentsMessages): Place {
  if (sourceId.startsWith('po_')) return { href: paths.finance.payout(sourceId), words: t.openPayout }
  const [, day] = /^ours:(\d{4}-\d{2}-\d{2})$/.exec(sourceId) ?? []
  if (day) return { href: paths.finance.reconciliation(`show=ours_only&day=${day}`), words: t.openDay }
  return { href: paths.finance.balanceLine(sourceId), words: t.openLine }
}

/** '<statement>', or '<statement>/<round>'. */
function statementPlace({ sourceId, detail }: About, t: IncidentsMessages): Place | undefined {
  const [statementId = ''] = sourceId.split('/')
  if (!isUuid(statementId)) return undefined
  return { href: paths.finance.statement(statementId), words: t.statement(String(detail.statementNo ?? '')) }
}

/** '<tie-out>@<run>'. */
function tieOutPlace({ sourceId }: About, t: IncidentsMessages): Place | undefined {
  const [, run] = /@(\d{1,9})$/.exec(sourceId) ?? []
  return run ? { href: paths.finance.tieOuts(Number(run)), words: t.tieOutRun(run) } : undefined
}
