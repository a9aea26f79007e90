import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { billsMessages } from '#app/messages/bills.ts'
import type { BillRow } from '#app/modules/reconciliation/bill-queries.server.ts'
import { formatYuan } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { formatOrderNo } from './order-url.ts'
import { TableRegion } from './table-region.tsx'

const HEAD = 'py-2 pl-4 first:pl-0'
const CELL = 'py-1.5 pl-4 first:pl-0'
const LINK = 'inline-flex min-h-11 items-center text-indigo underline'

/** Rows of bills beside what our books have. */
export function BillTable({ rows }: { rows: readonly BillRow[] }) {
  const t = useMessages(billsMessages)
  const { columns } = t
  return (
    <TableRegion label={t.rows}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b-2 border-line-strong text-left whitespace-nowrap">
            {[columns.day, columns.wallet, columns.kind].map((head) => (
              <th key={head} scope="col" className={HEAD}>
                {head}
              </th>
            ))}
            {[columns.amount, columns.booked].map((head) => (
              <th key={head} scope="col" className={`${HEAD} text-right`}>
                {head}
              </th>
            ))}
            {[columns.merchant, columns.links].map((head) => (
              <th key={head} scope="col" className={HEAD}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.billLineId ?? row.merchantOrderNo} className="border-t border-line align-baseline">
              <td className={`${CELL} whitespace-nowrap tabular-nums`}>{row.day}</td>
              <td className={`${CELL} whitespace-nowrap`}>{t.wallets[row.wallet]}</td>
              <td className={`${CELL} whitespace-nowrap`}>{row.isRefund ? t.refund : t.payment}</td>
              <td className={`${CELL} text-right tabular-nums`}>
                {row.state === 'order_only' ? '' : formatYuan(row.amount)}
              </td>
              <td className={`${CELL} text-right tabular-nums`}>
                {row.booked === undefined ? '' : formatYuan(row.booked)}
              </td>
              <td className={`${CELL} font-mono text-xs break-all`}>{row.merchantOrderNo}</td>
              <td className={CELL}>
                <BillLinks row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}

/** What a row belongs to, each a link where it has a page. */
export function BillLinks({ row }: { row: BillRow }) {
  const t = useMessages(billsMessages)
  return (
    <span className="flex flex-wrap items-center gap-x-3 whitespace-nowrap">
      {row.orderNo && <span className="tabular-nums">{t.order(formatOrderNo(row.orderNo))}</span>}
      {row.entryId !== undefined && (
        <Link className={LINK} to={paths.finance.entry(row.entryId)}>
          {t.entry(row.entryId)}
        </Link>
      )}
      {row.billLineId && (
        <Link className={LINK} to={paths.finance.billLine(row.billLineId)}>
          {t.open}
        </Link>
      )}
    </span>
  )
}
