import { paths } from '#app/http/paths.ts'
import type { IncidentsMessages } from '#app/messages/incidents.ts'
import type { IncidentRow } from '#app/modules/payments/incident-queries.server.ts'
import { isUuid } from '#app/shared/ids.ts'

interface Place {
  href: string
  words: string
}

/** The page of the document an incident is about, where finance has one. */
export function placeOf(
  { kind, sourceId, detail }: Pick<IncidentRow, 'kind' | 'sourceId' | 'detail'>,
  t: IncidentsMessages,
): Place | undefined {
  if (kind === 'payout_failed' || sourceId.startsWith('po_'))
    return { href: paths.finance.payout(sourceId), words: t.openPayout }
  const [key = '', rest = ''] = sourceId.split(/[/@]/)
  switch (kind) {
    case 'unmatched_balance':
      return balancePlace(sourceId, t)
    case 'statement_disputed':
    case 'statement_overdue':
      return isUuid(key)
        ? { href: paths.finance.statement(key), words: t.statement(String(detail.statementNo ?? '')) }
        : undefined
    case 'bank_unclaimed':
      return isUuid(key) ? { href: paths.finance.bankLine(key), words: t.bankLine } : undefined
    case 'tie_out':
      return /^\d{1,9}$/.test(rest)
        ? { href: paths.finance.tieOuts(Number(rest)), words: t.tieOutRun(rest) }
        : undefined
    case 'bill_difference':
      return { href: paths.finance.bills(), words: t.bill(sourceId.slice(sourceId.indexOf(':') + 1)) }
    case 'period_late':
      return /^20\d\d-\d\d$/.test(sourceId) ? { href: paths.finance.period(sourceId), words: sourceId } : undefined
    default:
      return undefined
  }
}

function balancePlace(sourceId: string, t: IncidentsMessages): Place {
  const [, day] = /^ours:(\d{4}-\d{2}-\d{2})$/.exec(sourceId) ?? []
  if (day) return { href: paths.finance.reconciliation(`show=ours_only&day=${day}`), words: t.openDay }
  return { href: paths.finance.balanceLine(sourceId), words: t.openLine }
}
