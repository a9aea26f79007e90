import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import type { AskedRow, DecisionSummary } from '#app/modules/aftersale/refund-queries.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { formatOrderNo } from './order-url.ts'
import { BOX, LINK } from './refund-controls.tsx'

/** Questions of buyers as cards, the oldest first; each leads to its decision. */
export function AskedList({ rows, mayDecide }: { rows: readonly AskedRow[]; mayDecide: boolean }) {
  const t = useMessages(aftersaleMessages)
  const language = useLanguage()
  return (
    <ul className="mt-6 grid gap-3 lg:grid-cols-2">
      {rows.map((row) => (
        <li key={row.refundRequestId} className={BOX}>
          <p className="font-semibold">
            {language === 'zh' ? row.nameZh : row.nameEn} × {row.quantity}
          </p>
          <p className="text-sm">{t.reasons[row.reason]}</p>
          <p className="mt-1 text-sm text-ink-2">
            {t.finance.orderNo} {formatOrderNo(row.orderNo)} · {t.finance.askedAt(formatInstant(row.askedAt, language))}{' '}
            · {t.finance.photos} {row.photos}
          </p>
          {mayDecide && (
            <Link className={LINK} to={paths.finance.newRefund(row.orderNo, row.refundRequestId)}>
              {t.finance.open}
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Decisions as cards; each leads to its page. */
export function DecisionList({ rows }: { rows: readonly DecisionSummary[] }) {
  const t = useMessages(aftersaleMessages)
  const language = useLanguage()
  return (
    <ul className="mt-6 grid gap-3 lg:grid-cols-2">
      {rows.map((row) => (
        <li key={row.refundDecisionId} className={BOX}>
          <p className="flex flex-wrap justify-between gap-x-4 font-semibold">
            <span>{t.reasons[row.reason]}</span>
            <span className="tabular-nums">{formatMoney(row.amount)}</span>
          </p>
          <p className="text-sm">
            {t.finance.states[row.state]} · {t.bearers[row.bearer]}
          </p>
          <p className="mt-1 text-sm text-ink-2">
            {t.finance.orderNo} {formatOrderNo(row.orderNo)} · {formatInstant(row.requestedAt, language)} ·{' '}
            {row.requestedBy ?? t.finance.byRight}
          </p>
          {row.owed > 0 && <p className="mt-1 border-l-4 border-jiao pl-2">{t.finance.owed(formatMoney(row.owed))}</p>}
          <Link className={LINK} to={paths.finance.refund(row.refundDecisionId)}>
            {t.finance.open}
          </Link>
        </li>
      ))}
    </ul>
  )
}
