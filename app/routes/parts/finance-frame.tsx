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
    { places: [{ to: paths.finance.overview(), icon: 'home', words: t.overview, isExact: true }] },
    {
      heading: t.groups.task,
      places: [
        { to: paths.finance.attainment(), icon: 'chart', words: t.attainment },
        { to: paths.finance.purchases(), icon: 'bag', words: t.purchases },
        { to: paths.finance.targets(), icon: 'leaf', words: t.targets },
        { to: paths.finance.rules(), icon: 'filter', words: t.rules },
        { to: paths.finance.agreements(), icon: 'shield', words: t.agreements },
      ],
    },
    {
      heading: t.groups.money,
      places: [
        { to: paths.finance.bank(), icon: 'home', words: t.bank },
        { to: paths.finance.deposits(), icon: 'bag', words: t.deposits },
        { to: paths.finance.statements(), icon: 'truck', words: t.statements },
        { to: paths.finance.bankAccounts(), icon: 'person', words: t.bankAccounts },
        { to: paths.finance.refunds(), icon: 'receipt', words: t.refunds },
        { to: paths.finance.fapiao(), icon: 'receipt', words: t.fapiao },
        { to: paths.finance.reconciliation(), icon: 'check', words: t.reconciliation },
        { to: paths.finance.incidents(), icon: 'warning', words: t.incidents },
        { to: paths.finance.bills(), icon: 'qr', words: t.bills },
      ],
    },
    {
      heading: t.groups.proof,
      places: [
        { to: paths.finance.reports(), icon: 'chart', words: t.reports, also: '/finance/exports' },
        { to: paths.finance.periods(), icon: 'check', words: t.periods, also: '/finance/years' },
        { to: paths.finance.tieOuts(), icon: 'shield', words: t.tieOuts },
        { to: paths.finance.evidence(), icon: 'basket', words: t.evidence },
        { to: paths.finance.ledger(), icon: 'receipt', words: t.ledger, also: '/finance/entries/' },
        { to: paths.finance.audit(), icon: 'search', words: t.audit },
      ],
    },
  ]
}
