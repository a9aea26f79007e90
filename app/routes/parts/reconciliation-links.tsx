import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { reconciliationMessages } from '#app/messages/reconciliation.ts'
import type { ApartRow } from '#app/modules/reconciliation/clearing-queries.server.ts'
import type { LineRow } from '#app/modules/reconciliation/reconciliation-queries.server.ts'
import { useMessages } from '#app/ui/language.tsx'
import { formatOrderNo } from './order-url.ts'

const REF_LINK = 'inline-flex min-h-11 items-center font-mono text-xs break-all text-indigo underline'
const PLAIN_LINK = 'inline-flex min-h-11 items-center text-indigo underline'

/** Where something that makes a difference is looked at. */
export function ApartLink({ row }: { row: Pick<ApartRow, 'what' | 'ref'> }) {
  const t = useMessages(reconciliationMessages)
  switch (row.what) {
    case 'line':
    case 'fee':
      return (
        <Link className={REF_LINK} to={paths.finance.balanceLine(row.ref)}>
          {row.ref}
        </Link>
      )
    case 'payout':
      return (
        <Link className={REF_LINK} to={paths.finance.payout(row.ref)}>
          {row.ref}
        </Link>
      )
    case 'movement':
      return (
        <Link className={PLAIN_LINK} to={paths.finance.clearingMovement(Number(row.ref))}>
          {t.entry(Number(row.ref))}
        </Link>
      )
  }
}

/** What a line belongs to: order, refund, payout and the entries that book it, each a link where it has a page. */
export function LineLinks({ line, withPayout = true }: { line: LineRow; withPayout?: boolean }) {
  const t = useMessages(reconciliationMessages)
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      {line.orderNo && <span className="tabular-nums">{t.order(formatOrderNo(line.orderNo))}</span>}
      {line.refundDecisionId && (
        <Link className={PLAIN_LINK} to={paths.finance.refund(line.refundDecisionId)}>
          {t.refund}
        </Link>
      )}
      {line.entryIds.map((entryId) => (
        <Link key={entryId} className={PLAIN_LINK} to={paths.finance.entry(entryId)}>
          {t.entry(entryId)}
        </Link>
      ))}
      {withPayout && line.payoutId && (
        <Link className={PLAIN_LINK} to={paths.finance.payout(line.payoutId)}>
          {t.payout}
        </Link>
      )}
    </span>
  )
}
