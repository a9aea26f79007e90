import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { WorkspaceFrame } from '#app/routes/parts/workspace-frame.tsx'
import { useMessages } from '#app/ui/language.tsx'

/** The workspace of the pickup points around a page, in the order of a day's work. */
export function CounterFrame({ children }: { children: ReactNode }) {
  const t = useMessages(counterMessages).nav
  const places = [
    { to: paths.counter.today(), icon: 'home', words: t.today, isExact: true },
    { to: paths.counter.find(), icon: 'qr', words: t.find, also: '/counter/orders/' },
    { to: paths.counter.sale(), icon: 'bag', words: t.sale, also: '/counter/sales/' },
    { to: paths.counter.receiving(), icon: 'truck', words: t.receiving },
    { to: paths.counter.deliveries(), icon: 'map-pin', words: t.deliveries },
    { to: paths.counter.overdue(), icon: 'clock', words: t.overdue },
    { to: paths.counter.sheet(), icon: 'receipt', words: t.sheet },
    { to: paths.counter.shift(), icon: 'person', words: t.shift, also: '/counter/shifts/' },
  ] as const
  return (
    <WorkspaceFrame title={t.label} words={t} groups={[{ places }]} alwaysShown={4}>
      {children}
    </WorkspaceFrame>
  )
}
