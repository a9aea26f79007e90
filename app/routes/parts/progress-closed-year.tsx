import { progressMessages } from '#app/messages/progress.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { type Fen, formatMoney, subtractFen } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

interface ClosedYearProps {
  closed: { closedAt: Date; asClosed: Fen; asOfToday: Fen }
}

/** The two figures of a year whose books are closed: as they were closed, and with what came later and belongs to it. */
export function ClosedYear({ closed: { closedAt, asClosed, asOfToday } }: ClosedYearProps) {
  const t = useMessages(progressMessages).closedYear
  const language = useLanguage()
  const figures = [
    { term: t.asClosed, amount: asClosed, testId: 'year-as-closed' },
    { term: t.asOfToday, amount: asOfToday, testId: 'year-as-of-today' },
    { term: t.change, amount: subtractFen(asOfToday, asClosed), testId: 'year-change' },
  ]
  return (
    <section className="mt-6 rounded-2xl border border-line bg-card p-5">
      <h2 className="font-semibold">{t.title(formatInstant(closedAt, language))}</h2>
      <dl className="mt-3 flex flex-wrap gap-x-10 gap-y-3">
        {figures.map(({ term, amount, testId }) => (
          <div key={testId}>
            <dt className="text-sm text-ink-2">{term}</dt>
            <dd data-testid={testId} className="text-lg font-bold tabular-nums">
              {formatMoney(amount)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-sm text-ink-2">{t.text}</p>
    </section>
  )
}
