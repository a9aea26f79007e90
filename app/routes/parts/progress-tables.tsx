import type { ReactNode } from 'react'
import { progressMessages } from '#app/messages/progress.ts'
import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import { inLanguage } from '#app/shared/language.ts'
import { type Fen, formatBasisPoints, formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

interface PartRow {
  target: Fen | undefined
  attained: { all: Fen; platform832: Fen }
  rateBasisPoints: number | undefined
}

export interface CountyRow extends PartRow {
  countyId: string
  nameZh: string
  nameEn: string
}

export interface FundRow extends PartRow {
  fundType: FundType
}

export interface MonthRow {
  month: number
  attained: { all: Fen; platform832: Fen }
  cumulative: { all: Fen; platform832: Fen }
  pace: Fen | undefined
}

export function CountyTable({ counties, total }: { counties: CountyRow[]; total: PartRow }) {
  const t = useMessages(progressMessages)
  const language = useLanguage()
  const rows = counties.map((county) => ({
    ...county,
    key: county.countyId,
    name: inLanguage(county.nameZh, county.nameEn, language),
  }))
  return <PartTable caption={t.counties.caption} head={t.counties.county} rows={rows} total={total} />
}

export function FundTable({ funds }: { funds: FundRow[] }) {
  const t = useMessages(progressMessages)
  const rows = funds.map((fund) => ({ ...fund, key: fund.fundType, name: t.funds.names[fund.fundType] }))
  return <PartTable caption={t.funds.caption} head={t.funds.fund} rows={rows} />
}

interface PartTableProps {
  caption: string
  head: string
  rows: (PartRow & { key: string; name: string })[]
  total?: PartRow
}

/** Task, both measures and rate of each part; the rate is of all assistance. */
function PartTable({ caption, head, rows, total }: PartTableProps) {
  const { columns } = useMessages(progressMessages)
  return (
    <Table caption={caption} heads={[head, columns.rate, columns.attained, columns.platform832, columns.target]}>
      <tbody>
        {rows.map((row) => (
          <Row key={row.key} name={row.name} cells={partCells(row)} />
        ))}
      </tbody>
      {total && (
        <tfoot className="font-semibold">
          <Row name={columns.total} cells={partCells(total)} />
        </tfoot>
      )}
    </Table>
  )
}

function partCells({ target, attained, rateBasisPoints }: PartRow): (string | undefined)[] {
  return [
    rateBasisPoints === undefined ? undefined : formatBasisPoints(rateBasisPoints),
    formatMoney(attained.all),
    formatMoney(attained.platform832),
    target === undefined ? undefined : formatMoney(target),
  ]
}

export function MonthTable({ months }: { months: MonthRow[] }) {
  const t = useMessages(progressMessages)
  const heads = [t.months.month, t.columns.attained, t.columns.platform832, t.months.cumulative, t.months.pace]
  return (
    <Table caption={t.months.caption} heads={heads}>
      <tbody>
        {months.map(({ month, attained, cumulative, pace }) => (
          <Row
            key={month}
            name={t.months.names[month - 1] ?? ''}
            cells={[
              formatMoney(attained.all),
              formatMoney(attained.platform832),
              formatMoney(cumulative.all),
              pace === undefined ? undefined : formatMoney(pace),
            ]}
          />
        ))}
      </tbody>
    </Table>
  )
}

/** Amounts by channel with a bar of their share beside each figure. */
export function ChannelTable({ channels }: { channels: { channel: PurchaseChannel; attained: Fen }[] }) {
  const t = useMessages(progressMessages)
  const most = Math.max(1, ...channels.map((row) => row.attained))
  return (
    <Table caption={t.channels.caption} heads={[t.channels.channel, t.columns.amount]}>
      <tbody>
        {channels.map(({ channel, attained }) => (
          <tr key={channel} className="border-t border-line">
            <th scope="row" className="py-2 pr-3 text-left font-normal">
              {t.channels.names[channel]}
              <span aria-hidden="true" className="mt-1 block h-2 w-full max-w-56 rounded-full bg-sand">
                <span
                  className={`block h-2 rounded-full ${channel === 'platform_832' ? 'bg-indigo' : 'bg-mai'}`}
                  style={{ width: `${Math.max(0, Math.round((attained / most) * 100))}%` }}
                />
              </span>
            </th>
            <td className="py-2 text-right align-top tabular-nums">{formatMoney(attained)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function Table({ caption, heads, children }: { caption: string; heads: string[]; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="min-w-0 overflow-x-auto" aria-label={caption} tabIndex={0}>
      <table className="w-full border-collapse text-sm">
        <caption className="pb-2 text-left text-sm text-ink-2">{caption}</caption>
        <thead>
          <tr className="border-b-2 border-line-strong">
            {heads.map((head, index) => (
              <th
                key={head}
                scope="col"
                className={`py-2 font-semibold ${index === 0 ? 'pr-3 text-left' : 'pl-3 text-right whitespace-nowrap'}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        {children}
      </table>
    </section>
  )
}

function Row({ name, cells }: { name: string; cells: (string | undefined)[] }) {
  const { none } = useMessages(progressMessages)
  return (
    <tr className="border-t border-line">
      <th scope="row" className="min-w-20 py-2 pr-3 text-left font-normal">
        {name}
      </th>
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
        <td key={index} className="py-2 pl-3 text-right whitespace-nowrap tabular-nums">
          {cell ?? none}
        </td>
      ))}
    </tr>
  )
}
