import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { financeMessages } from '#app/messages/finance.ts'
import { reconciliationMessages } from '#app/messages/reconciliation.ts'
import type { LineRow, MovementRow } from '#app/modules/reconciliation/reconciliation-queries.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatYuan } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { formatOrderNo } from './order-url.ts'
import { LineLinks } from './reconciliation-links.tsx'
import { TableRegion } from './table-region.tsx'

const HEAD = 'py-2 pl-4 first:pl-0'
const CELL = 'py-1.5 pl-4 first:pl-0'

/** Lines of the provider as a table that scrolls sideways where it must. */
export function LineTable({
  lines,
  label,
  withPayout = true,
}: {
  lines: readonly LineRow[]
  label: string
  withPayout?: boolean
}) {
  const t = useMessages(reconciliationMessages)
  const language = useLanguage()
  return (
    <TableRegion label={label}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b-2 border-line-strong text-left whitespace-nowrap">
            {[t.columns.at, t.columns.kind].map((head) => (
              <th key={head} scope="col" className={HEAD}>
                {head}
              </th>
            ))}
            {[t.columns.amount, t.columns.fee, t.columns.net].map((head) => (
              <th key={head} scope="col" className={`${HEAD} text-right`}>
                {head}
              </th>
            ))}
            <th scope="col" className={HEAD}>
              {t.columns.links}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.lineId} className="border-t border-line align-baseline">
              <td className={`${CELL} whitespace-nowrap tabular-nums`}>
                {formatInstant(line.createdAt, language)}
                <Link
                  className="block py-1 font-mono text-xs text-indigo underline"
                  to={paths.finance.balanceLine(line.lineId)}
                >
                  {line.lineId}
                </Link>
              </td>
              <td className={`${CELL} whitespace-nowrap`}>{t.kinds[line.kind]}</td>
              {[line.amount, line.fee, line.net].map((amount, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <td key={column} className={`${CELL} text-right whitespace-nowrap tabular-nums`}>
                  {formatYuan(amount)}
                </td>
              ))}
              <td className={CELL}>
                <LineLinks line={line} withPayout={withPayout} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}

/** Movements of our books without the provider, as cards. */
export function MovementList({ movements }: { movements: readonly MovementRow[] }) {
  const t = useMessages(reconciliationMessages)
  const { sources } = useMessages(financeMessages)
  return (
    <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4">
      {movements.map((movement) => (
        <li key={movement.entryId} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1">
          <span>
            <span className="text-sm text-ink-2 tabular-nums">{movement.day}</span>{' '}
            {sources[movement.sourceType] ?? movement.sourceType}{' '}
            {movement.orderNo && <span className="tabular-nums">{t.order(formatOrderNo(movement.orderNo))}</span>}{' '}
            <Link
              className="inline-flex min-h-11 items-center text-indigo underline"
              to={paths.finance.clearingMovement(movement.entryId)}
            >
              {t.entry(movement.entryId)}
            </Link>
          </span>
          <span className="tabular-nums">{formatYuan(movement.amount)}</span>
        </li>
      ))}
    </ul>
  )
}
