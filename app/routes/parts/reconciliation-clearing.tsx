import { Form } from '@remix-run/react'
import { type ReconciliationMessages, reconciliationMessages } from '#app/messages/reconciliation.ts'
import { CLEARING_PARTS } from '#app/modules/reconciliation/balance.ts'
import type { ApartRow, ClearingFigures } from '#app/modules/reconciliation/clearing-queries.server.ts'
import { type Fen, formatYuan, subtractFen } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { ApartLink } from './reconciliation-links.tsx'
import { TableRegion } from './table-region.tsx'

export interface Apart {
  count: number
  amount: Fen
  rows: readonly ApartRow[]
}

/** The clearing account from the first of a month to a day, by our ledger and by the provider's lines, and what lies between. */
export function Clearing({ figures, apart }: { figures: ClearingFigures; apart: Apart }) {
  const t = useMessages(reconciliationMessages).clearing
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.title}</h2>
      <Form method="get" className="mt-3 flex flex-wrap items-center gap-3 text-sm print:hidden">
        <label>
          {t.day}
          <input
            type="date"
            name="day"
            defaultValue={figures.to}
            className="ml-2 min-h-11 rounded-[10px] border border-line-strong bg-card px-3"
          />
        </label>
        <button type="submit" className="min-h-11 rounded-[10px] border border-line-strong bg-sand px-4 font-semibold">
          {t.show}
        </button>
        <span className="text-ink-2 tabular-nums">{t.period(figures.from, figures.to)}</span>
      </Form>
      <Figures figures={figures} t={t} />
      <Difference figures={figures} apart={apart} t={t} />
    </section>
  )
}

interface FiguresProps {
  figures: ClearingFigures
  t: ReconciliationMessages['clearing']
}

function Figures({ figures: { ours, theirs }, t }: FiguresProps) {
  const rows = CLEARING_PARTS.map((part) => ({
    name: t.parts[part],
    ours: ours.parts[part],
    theirs: theirs.parts[part],
  }))
  return (
    <TableRegion label={t.title}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b-2 border-line-strong text-right">
            <th scope="col" className="py-2 text-left">
              {t.what}
            </th>
            {[t.ours, t.theirs, t.apart].map((head) => (
              <th key={head} scope="col" className="py-2 pl-4">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <FigureRow name={t.opening} ours={ours.opening} theirs={theirs.opening} />
          {rows.map((row) => (
            <FigureRow key={row.name} {...row} />
          ))}
        </tbody>
        <tfoot className="border-t-2 border-line-strong font-semibold">
          <FigureRow name={t.closing} ours={ours.closing} theirs={theirs.closing} />
        </tfoot>
      </table>
    </TableRegion>
  )
}

function FigureRow({ name, ours, theirs }: { name: string; ours: Fen; theirs: Fen }) {
  const apart = subtractFen(theirs, ours)
  return (
    <tr className="border-t border-line text-right tabular-nums first:border-t-0">
      <th scope="row" className="py-2 text-left font-[inherit] whitespace-nowrap">
        {name}
      </th>
      <td className="py-2 pl-4">{formatYuan(ours)}</td>
      <td className="py-2 pl-4">{formatYuan(theirs)}</td>
      <td className={`py-2 pl-4 ${apart === 0 ? 'text-ink-2' : 'font-semibold text-shi'}`}>{formatYuan(apart)}</td>
    </tr>
  )
}

function Difference({ figures, apart, t }: FiguresProps & { apart: Apart }) {
  const unlisted = subtractFen(figures.difference, apart.amount)
  const isLevel = figures.difference === 0 && apart.count === 0
  return (
    <div className="mt-3">
      <Notice tone={isLevel ? 'done' : unlisted === 0 ? 'warning' : 'error'}>
        {isLevel ? t.level : t.differs(formatYuan(figures.difference), apart.count)}
        {unlisted !== 0 && <p>{t.unexplained(formatYuan(unlisted))}</p>}
      </Notice>
      {apart.count > 0 && <ApartList apart={apart} t={t} />}
    </div>
  )
}

function ApartList({ apart, t }: { apart: Apart; t: ReconciliationMessages['clearing'] }) {
  return (
    <div className="mt-4">
      <h3 className="font-semibold">{t.listTitle}</h3>
      <ul className="mt-2 divide-y divide-line rounded-2xl border border-line bg-card px-4">
        {apart.rows.map((row) => (
          <li
            key={`${row.what}${row.ref}`}
            className="flex flex-wrap items-baseline justify-between gap-x-4 py-2 text-sm"
          >
            <span className="min-w-0">
              <span className="tabular-nums">{row.day}</span> {t.causes[row.what]} <ApartLink row={row} />
            </span>
            <span className="tabular-nums" title={t.effect}>
              {formatYuan(row.amount)}
            </span>
          </li>
        ))}
      </ul>
      {apart.count > apart.rows.length && (
        <p className="mt-2 text-sm text-ink-2">{t.listOf(apart.count, apart.rows.length)}</p>
      )}
    </div>
  )
}
