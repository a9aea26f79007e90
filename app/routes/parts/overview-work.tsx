import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { overviewMessages } from '#app/messages/overview.ts'
import { useMessages } from '#app/ui/language.tsx'
import { SectionHeading } from './section-heading.tsx'

interface Work {
  refunds: Record<'asked' | 'proposed' | 'owed', number>
  bankLines: number
  /** Those that wait for the reader's own hand. */
  statements: readonly { hand: 'prepare' | 'approve' | 'pay'; count: number }[]
}

const HANDS = {
  prepare: { words: 'statementsToAnswer', view: 'show=open' },
  approve: { words: 'statementsToApprove', view: 'show=open' },
  pay: { words: 'statementsToPay', view: 'show=approved' },
} as const

/** Where the work is, with how much of it waits. */
export function OverviewWork({ work }: { work: Work }) {
  const t = useMessages(overviewMessages).work
  const { asked, proposed, owed } = work.refunds
  const places: { to: string; words: string; count?: number }[] = [
    { to: paths.finance.attainment(), words: t.attainment },
    { to: paths.finance.refunds('asked'), words: t.refundsAsked, count: asked },
    { to: paths.finance.refunds('proposed'), words: t.refundsProposed, count: proposed },
    { to: paths.finance.refunds('owed'), words: t.refundsOwed, count: owed },
    { to: paths.finance.purchaseWorklist(), words: t.purchases },
    { to: paths.finance.bank(), words: t.bankLines, count: work.bankLines },
    ...(work.statements.length === 0 ? [{ to: paths.finance.statements(), words: t.statements }] : []),
    ...work.statements.map(({ hand, count }) => ({
      to: paths.finance.statements(HANDS[hand].view),
      words: t[HANDS[hand].words],
      count,
    })),
    { to: paths.finance.incidents(), words: t.incidents },
    { to: paths.finance.evidence(), words: t.evidence },
    { to: paths.finance.ledger(), words: t.ledger },
    { to: paths.progress(), words: t.progress },
  ]
  return (
    <section className="print:hidden">
      <SectionHeading title={t.title} />
      <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {places.map(({ to, words, count }) => (
          <li key={words}>
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
