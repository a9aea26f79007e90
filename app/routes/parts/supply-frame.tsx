import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { cooperativeMessages } from '#app/messages/cooperative.ts'
import { WorkspaceFrame } from '#app/routes/parts/workspace-frame.tsx'
import { useMessages } from '#app/ui/language.tsx'

/** The cooperative's workspace around a page, in the order of a day's work. */
export function SupplyFrame({ name, children }: { name: string | undefined; children: ReactNode }) {
  const t = useMessages(cooperativeMessages).nav
  const places = [
    { to: paths.supply.dashboard(), icon: 'home', words: t.today, isExact: true },
    { to: paths.supply.orders(), icon: 'truck', words: t.orders },
    { to: paths.supply.cutOffs(), icon: 'receipt', words: t.cutOffs },
    { to: paths.supply.statements(), icon: 'chart', words: t.statements },
    { to: paths.supply.listings(), icon: 'leaf', words: t.listings },
    { to: paths.supply.stock(), icon: 'basket', words: t.stock },
    { to: paths.supply.fapiao(), icon: 'receipt', words: t.fapiao },
    { to: paths.supply.imports(), icon: 'plus', words: t.imports },
    { to: paths.inbox(), icon: 'info', words: t.inbox },
    { to: paths.supply.team(), icon: 'person', words: t.people },
  ] as const
  return (
    <WorkspaceFrame title={name} words={t} groups={[{ places }]} alwaysShown={3}>
      {children}
    </WorkspaceFrame>
  )
}
