import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { overviewMessages } from '#app/messages/overview.ts'
import { useMessages } from '#app/ui/language.tsx'
import { SectionHeading } from './section-heading.tsx'

/** Where the work is, with how much of it waits. */
export function OverviewWork({ work }: { work: { refunds: Record<'asked' | 'proposed' | 'owed', number> } }) {
  const t = useMessages(overviewMessages).work
  const { asked, proposed, owed } = work.refunds
  const places: { to: string; words: string; count?: number }[] = [
    { to: paths.finance.attainment(), words: t.attainment },
    { to: paths.finance.refunds('asked'), words: t.refundsAsked, count: asked },
    { to: paths.finance.refunds('proposed'), words: t.refundsProposed, count: proposed },
    { to: paths.finance.refunds('owed'), words: t.refundsOwed, count: owed },
    { to: paths.finance.ledger(), words: t.ledger },
    { to: paths.progress(), words: t.progress },
  ]
  return (
    <section className="print:hidden">
      <SectionHeading title={t.title} />
      <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {places.map(({ to, words, count }) => (
          <li key={to}>
            <Link
              to={to}
              className="flex min-h-12 items-center justify-between gap-3 rounded-[10px] border border-line-strong bg-card px-4 hover:bg-sand"
            >
              {words}
              {count !== undefined && count > 0 && <span className="font-semibold tabular-nums">{t.count(count)}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
