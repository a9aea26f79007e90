import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { financeMessages } from '#app/messages/finance.ts'
import type { LateFact } from '#app/modules/closing/late-facts.server.ts'
import type { CloseView } from '#app/modules/closing/period-queries.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatYuan } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Checklist } from './closing-checklist.tsx'
import { AMOUNT, CELL, DAY, ROW, WideTable } from './closing-table.tsx'
import { BOX, Fact, Facts, LINK } from './refund-controls.tsx'

/** Every close of a month, the latest first: who, when, and where the books stood. */
export function Rounds({ month, closes }: { month: string; closes: readonly CloseView[] }) {
  const t = useMessages(closingMessages).period
  const language = useLanguage()
  const { books } = useMessages(financeMessages)
  if (closes.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.rounds}</h2>
      <ul className="mt-3 grid gap-3">
        {closes.map((close) => (
          <li key={close.round} className={BOX}>
            <p className="font-semibold tabular-nums">
              {t.roundOf(close.round, formatInstant(close.closedAt, language))}
            </p>
            <Facts>
              <Fact name={t.preparedBy}>{close.preparedBy}</Fact>
              <Fact name={t.lockedBy}>{close.lockedBy}</Fact>
              <Fact name={t.seq(books.money, close.moneySeq)}>
                <Hash text={close.moneyHash} />
              </Fact>
              <Fact name={t.seq(books.assistance, close.assistanceSeq)}>
                <Hash text={close.assistanceHash} />
              </Fact>
            </Facts>
            <a className={`${LINK} print:hidden`} href={paths.finance.periodPdf(month, close.round)}>
              {t.print}
            </a>
            <details className="print:hidden">
              <summary className="inline-flex min-h-11 cursor-pointer items-center text-indigo underline">
                {t.checklistThen}
              </summary>
              <Checklist title={t.checklistThen} lines={close.checks} mayWaive={false} />
            </details>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Hash({ text }: { text: string }) {
  return <span className="font-mono text-xs break-all">{text}</span>
}

/** What belongs to a month and stands later, each leading to its entry. */
export function LateFacts({ late }: { late: { count: number; facts: readonly LateFact[] } }) {
  const t = useMessages(closingMessages).period
  const finance = useMessages(financeMessages)
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.late}</h2>
      <p className="mt-1 max-w-[680px] text-sm text-ink-2">{late.count === 0 ? t.noLate : t.lateLead}</p>
      {late.count > late.facts.length && <p className="mt-1 text-sm text-ink-2">{t.moreLate(late.count)}</p>}
      {late.facts.length > 0 && (
        <WideTable
          label={t.late}
          heads={[
            { words: t.entry },
            { words: t.happenedOn },
            { words: t.bookedOn },
            { words: t.source },
            { words: t.amountHead, isAmount: true },
          ]}
        >
          {late.facts.map((fact) => (
            <tr key={fact.entryId} className={ROW}>
              <td className={CELL}>
                <Link className="text-indigo underline tabular-nums" to={paths.finance.entry(fact.entryId)}>
                  {fact.entryId}
                </Link>
              </td>
              <td className={DAY}>{fact.happenedOn}</td>
              <td className={DAY}>{fact.bookedOn}</td>
              <td className={CELL}>
                {finance.books[fact.book]} · {finance.sources[fact.sourceType] ?? fact.sourceType}
              </td>
              <td className={AMOUNT}>{formatYuan(fact.amount)}</td>
            </tr>
          ))}
        </WideTable>
      )}
    </section>
  )
}
