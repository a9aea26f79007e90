import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { type IncidentsMessages, incidentsMessages } from '#app/messages/incidents.ts'
import type { IncidentKind } from '#app/modules/payments/incident.ts'
import type { IncidentRow } from '#app/modules/payments/incident-queries.server.ts'
import { useMessages } from '#app/ui/language.tsx'
import { formatOrderNo } from './order-url.ts'
import { LINK } from './refund-controls.tsx'

type About = Pick<IncidentRow, 'kind' | 'sourceId' | 'orderNo'>

/** Kinds that a decision about a refund may end. */
const MAY_NEED_REFUND: readonly IncidentKind[] = ['unknown_payment', 'refund_failed', 'dispute']

interface Place {
  href: string
  words: string
}

/** Where what an incident is about can be looked at and worked on. */
export function IncidentLinks({
  incident,
  refundDecisionId,
  mayDecideRefund,
}: {
  incident: About
  refundDecisionId: string | undefined
  mayDecideRefund: boolean
}) {
  const t = useMessages(incidentsMessages)
  const { orderNo } = incident
  const refundHref =
    orderNo && mayDecideRefund && MAY_NEED_REFUND.includes(incident.kind) ? paths.finance.newRefund(orderNo) : undefined
  const place = placeOf(incident, t)
  return (
    <span className="flex flex-wrap items-center gap-x-4">
      {orderNo && <span>{t.order(formatOrderNo(orderNo))}</span>}
      {place && (
        <Link className={LINK} to={place.href}>
          {place.words}
        </Link>
      )}
      {refundDecisionId && (
        <Link className={LINK} to={paths.finance.refund(refundDecisionId)}>
          {t.openRefund}
        </Link>
      )}
      {refundHref && (
        <Link className={LINK} to={refundHref}>
          {t.decideRefund}
        </Link>
      )}
    </span>
  )
}

function placeOf({ kind, sourceId }: About, t: IncidentsMessages): Place | undefined {
  if (kind === 'payout_failed' || sourceId.startsWith('po_'))
    return { href: paths.finance.payout(sourceId), words: t.openPayout }
  if (kind !== 'unmatched_balance') return undefined
  const [, day] = /^ours:(\d{4}-\d{2}-\d{2})$/.exec(sourceId) ?? []
  if (day) return { href: paths.finance.reconciliation(`show=ours_only&day=${day}`), words: t.openDay }
  return { href: paths.finance.balanceLine(sourceId), words: t.openLine }
}
