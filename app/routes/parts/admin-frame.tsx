import { Link, useLocation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { type PeopleMessages, peopleMessages } from '#app/messages/people.ts'
import { BrandMark } from '#app/ui/brand-mark.tsx'
import { Icon, type IconName } from '#app/ui/icon.tsx'
import { useMessages } from '#app/ui/language.tsx'

interface Place {
  to: string
  icon: IconName
  word: Exclude<keyof PeopleMessages['nav'], 'label' | 'shop' | 'skip'>
}

const PLACES: readonly Place[] = [
  { to: paths.admin.listings(), icon: 'leaf', word: 'listings' },
  { to: paths.admin.people(), icon: 'person', word: 'people' },
  { to: paths.admin.recalls(), icon: 'warning', word: 'recalls' },
  { to: paths.admin.notices(), icon: 'info', word: 'notices' },
]

/** The administrators' workspace around a page: rail on wide screens, tabs below on narrow ones. */
export function AdminFrame({ children }: { children: ReactNode }) {
  const t = useMessages(peopleMessages).nav
  return (
    <div className="flex min-h-dvh flex-col pb-[calc(4rem+env(safe-area-inset-bottom))] lg:pb-0 print:pb-0">
      <a className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-card focus:p-3" href="#content">
        {t.skip}
      </a>
      <header className="border-b border-line bg-paper print:hidden">
        <div className="mx-auto flex max-w-[72rem] items-center gap-3 px-4 py-2 md:px-6 lg:px-8">
          <Link to={paths.home()} aria-label={t.shop} className="flex min-h-11 shrink-0 items-center">
            <BrandMark />
          </Link>
          <p className="min-w-0 text-sm font-semibold">{t.label}</p>
        </div>
      </header>
      <div className="mx-auto flex w-full max-w-[72rem] flex-1 gap-8 px-4 py-4 md:px-6 lg:px-8 print:p-0">
        <nav aria-label={t.label} className="hidden w-44 shrink-0 lg:block print:hidden">
          <ul className="sticky top-4 grid gap-1">
            <PlaceLinks className="flex min-h-11 items-center gap-2 rounded-[10px] px-3 hover:bg-sand aria-[current=page]:bg-sand aria-[current=page]:font-semibold" />
          </ul>
        </nav>
        <main id="content" className="min-w-0 flex-1">
          {children}
        </main>
      </div>
      <nav
        aria-label={t.label}
        className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-card pb-[env(safe-area-inset-bottom)] lg:hidden print:hidden"
      >
        <ul className="flex [&>li]:flex-1">
          <PlaceLinks className="flex min-h-14 flex-col items-center justify-center text-xs text-ink-2 aria-[current=page]:font-semibold aria-[current=page]:text-jiao aria-[current=page]:underline" />
        </ul>
      </nav>
    </div>
  )
}

function PlaceLinks({ className }: { className: string }) {
  const t = useMessages(peopleMessages).nav
  const { pathname } = useLocation()
  return PLACES.map(({ to, icon, word }) => (
    <li key={to}>
      <Link
        to={to}
        aria-current={pathname === to || pathname.startsWith(`${to}/`) ? 'page' : undefined}
        className={className}
      >
        <Icon name={icon} />
        {t[word]}
      </Link>
    </li>
  ))
}
