import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import { financeMessages } from '#app/messages/finance.ts'
import type { CaseExecution, RefundCase } from '#app/modules/aftersale/refund-case.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Icon, type IconName } from '#app/ui/icon.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { BOX } from './refund-controls.tsx'

const SIGNS: Record<CaseExecution['state'], IconName> = {
  decided: 'clock',
  sent: 'clock',
  succeeded: 'check',
  failed: 'warning',
}

/** How a decision was carried out, payment by payment, with the entries behind each. */
export function Executions({ refund }: { refund: RefundCase }) {
  const t = useMessages(aftersaleMessages)
  const { sources } = useMessages(financeMessages)
  const language = useLanguage()
  return (
    <section className="mt-8" aria-labelledby="executions">
      <h2 id="executions" className="font-serif text-xl font-bold">
        {t.finance.executions}
      </h2>
      {refund.executions.length === 0 && <p className="mt-2 rounded-2xl bg-sand p-4">{t.finance.noExecutions}</p>}
      <ul className="mt-3 grid gap-3">
        {refund.executions.map((one) => (
          <li key={one.refundId} className={BOX}>
            <p className="flex flex-wrap items-center justify-between gap-x-4 font-semibold">
              <span className="inline-flex items-center gap-1.5">
                <Icon name={SIGNS[one.state]} className="size-5" />
                {t.finance.refundStates[one.state]}
              </span>
              <span className="tabular-nums">{formatMoney(one.amount)}</span>
            </p>
            <p className="text-sm text-ink-2">
              {t.finance.method} {one.method} · {formatInstant(one.settledAt ?? one.decidedAt, language)}
              {one.isByHand && ` · ${t.finance.byHand}`}
            </p>
            <ul className="mt-1 flex flex-wrap gap-x-4" aria-label={t.finance.entries}>
              {one.entries.map(({ entryId, sourceType }) => (
                <li key={entryId}>
                  <Link
                    className="inline-flex min-h-11 items-center text-sm text-indigo underline tabular-nums"
                    to={paths.finance.entry(entryId)}
                  >
                    {sources[sourceType] ?? sourceType} {entryId}
                  </Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}
