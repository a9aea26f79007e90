import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { incidentsMessages } from '#app/messages/incidents.ts'
import type { IncidentKind } from '#app/modules/payments/incident.ts'
import type { IncidentRow } from '#app/modules/payments/incident-queries.server.ts'
import { useMessages } from '#app/ui/language.tsx'
import { formatOrderNo } from './order-url.ts'
import { LINK } from './refund-controls.tsx'

type About = Pick<IncidentRow, 'kind' | 'orderNo'>

/** Kinds that a decision about a refund may end. */
const MAY_NEED_REFUND: readonly IncidentKind[] = ['unknown_payment', 'refund_failed', 'dispute']

/** The order of an incident, its refund, and the way to decide one. */
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
  return (
    <span className="flex flex-wrap items-center gap-x-4">
      {orderNo && <span>{t.order(formatOrderNo(orderNo))}</span>}
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
