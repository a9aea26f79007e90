import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { peopleMessages } from '#app/messages/people.ts'
import { WorkspaceFrame } from '#app/routes/parts/workspace-frame.tsx'
import { useMessages } from '#app/ui/language.tsx'

/** The administrators' workspace around a page. */
export function AdminFrame({ children }: { children: ReactNode }) {
  const t = useMessages(peopleMessages).nav
  const places = [
    { to: paths.admin.listings(), icon: 'leaf', words: t.listings },
    { to: paths.admin.people(), icon: 'person', words: t.people },
    { to: paths.admin.orgUnits(), icon: 'home', words: t.orgUnits },
    { to: paths.admin.policies(), icon: 'shield', words: t.policies },
    { to: paths.admin.recalls(), icon: 'warning', words: t.recalls },
    { to: paths.admin.notices(), icon: 'info', words: t.notices },
  ] as const
  return (
    <WorkspaceFrame title={t.label} words={t} groups={[{ places }]}>
      {children}
    </WorkspaceFrame>
  )
}
