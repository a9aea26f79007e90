import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { type FinanceFrameMessages, financeFrameMessages } from '#app/messages/finance-frame.ts'
import { type PlaceGroup, WorkspaceFrame } from '#app/routes/parts/workspace-frame.tsx'
import { useMessages } from '#app/ui/language.tsx'

/** The finance workspace around a page. */
export function FinanceFrame({ children }: { children: ReactNode }) {
  const t = useMessages(financeFrameMessages).nav
  return (
    <WorkspaceFrame title={t.label} words={t} groups={placesOf(t)} alwaysShown={4}>
      {children}
    </WorkspaceFrame>
  )
}

function placesOf(t: FinanceFrameMessages['nav']): PlaceGroup[] {
  return [
    {
      heading: t.groups.task,
      places: [
        { to: paths.finance.purchases(), icon: 'bag', words: t.purchases },
        { to: paths.finance.targets(), icon: 'leaf', words: t.targets },
        { to: paths.finance.rules(), icon: 'filter', words: t.rules },
        { to: paths.finance.agreements(), icon: 'shield', words: t.agreements },
      ],
    },
    {
      heading: t.groups.money,
      places: [{ to: paths.finance.refunds(), icon: 'receipt', words: t.refunds }],
    },
    {
      heading: t.groups.proof,
      places: [{ to: paths.finance.ledger(), icon: 'chart', words: t.ledger, also: '/finance/entries/' }],
    },
  ]
}
