import { Link, useLocation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { type CooperativeMessages, cooperativeMessages } from '#app/messages/cooperative.ts'
import { BrandMark } from '#app/ui/brand-mark.tsx'
import { Icon, type IconName } from '#app/ui/icon.tsx'
import { useMessages } from '#app/ui/language.tsx'

interface Place {
  to: string
  icon: IconName
  word: Exclude<keyof CooperativeMessages['nav'], 'label' | 'more' | 'shop' | 'skip'>
}

/** In the order of a day's work. The first three are always at hand on a phone; the rest is one tap away. */
const PLACES: readonly Place[] = [
  { to: paths.supply.dashboard(), icon: 'home', word: 'today' },
  { to: paths.supply.orders(), icon: 'truck', word: 'orders' },
  { to: paths.supply.cutOffs(), icon: 'receipt', word: 'cutOffs' },
  { to: paths.supply.listings(), icon: 'leaf', word: 'listings' },
  { to: paths.supply.stock(), icon: 'basket', word: 'stock' },
  { to: paths.supply.imports(), icon: 'plus', word: 'imports' },
  { to: paths.inbox(), icon: 'info', word: 'inbox' },
  { to: paths.supply.team(), icon: 'person', word: 'people' },
]
const ALWAYS_SHOWN = 3

/** The cooperative's workspace around a page: rail on wide screens, tabs below on narrow ones. */
export function SupplyFrame({ name, children }: { name: string | undefined; children: ReactNode }) {
  const t = useMessages(cooperativeMessages)
  return (
    <div className="flex min-h-dvh flex-col pb-[calc(4rem+env(safe-area-inset-bottom))] lg:pb-0 print:pb-0">
      <a className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-card focus:p-3" href="#content">
        {t.nav.skip}
      </a>
      <header className="border-b border-line bg-paper print:hidden">
        <div className="mx-auto flex max-w-[72rem] items-center gap-3 px-4 py-2 md:px-6 lg:px-8">
          <Link to={paths.home()} aria-label={t.nav.shop} className="flex min-h-11 shrink-0 items-center">
            <BrandMark />
          </Link>
          <p className="min-w-0 text-sm font-semibold">{name}</p>
        </div>
      </header>
      <div className="mx-auto flex w-full max-w-[72rem] flex-1 gap-8 px-4 py-4 md:px-6 lg:px-8 print:p-0">
        <Rail />
        <main id="content" className="min-w-0 flex-1">
          {children}
        </main>
      </div>
      <Tabs />
    </div>
  )
}

/** Today only for itself; the others for all below them. */
function useIsHere(): (to: string) => boolean {
  const { pathname } = useLocation()
  return (to) => pathname === to || (to !== paths.supply.dashboard() && pathname.startsWith(`${to}/`))
}

function Rail() {
  const t = useMessages(cooperativeMessages)
  const isHere = useIsHere()
  return (
    <nav aria-label={t.nav.label} className="hidden w-44 shrink-0 lg:block print:hidden">
      <ul className="sticky top-4 grid gap-1">
        {PLACES.map(({ to, icon, word }) => (
          <li key={to}>
            <Link
              to={to}
              aria-current={isHere(to) ? 'page' : undefined}
              className="flex min-h-11 items-center gap-2 rounded-[10px] px-3 hover:bg-sand aria-[current=page]:bg-sand aria-[current=page]:font-semibold"
            >
              <Icon name={icon} />
              {t.nav[word]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const TAB =
  'flex min-h-14 w-full flex-col items-center justify-center text-xs text-ink-2 aria-[current=page]:font-semibold aria-[current=page]:text-jiao aria-[current=page]:underline'

function Tabs() {
  const t = useMessages(cooperativeMessages)
  const isHere = useIsHere()
  const { pathname } = useLocation()
  const [first, rest] = [PLACES.slice(0, ALWAYS_SHOWN), PLACES.slice(ALWAYS_SHOWN)]
  return (
    <nav
      aria-label={t.nav.label}
      className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-card pb-[env(safe-area-inset-bottom)] lg:hidden print:hidden"
    >
      <ul className="flex">
        {first.map(({ to, icon, word }) => (
          <li key={to} className="flex-1">
            <Link to={to} aria-current={isHere(to) ? 'page' : undefined} className={TAB}>
              <Icon name={icon} />
              {t.nav[word]}
            </Link>
          </li>
        ))}
        {rest.length > 0 && (
          <li className="relative flex-1">
            <details key={pathname}>
              <summary className={`${TAB} cursor-pointer list-none`}>
                <Icon name="plus" />
                {t.nav.more}
              </summary>
              <ul className="absolute right-2 bottom-full mb-2 min-w-36 rounded-[10px] border border-line-strong bg-card p-1 shadow-card">
                {rest.map(({ to, icon, word }) => (
                  <li key={to}>
                    <Link
                      to={to}
                      aria-current={isHere(to) ? 'page' : undefined}
                      className="flex min-h-11 items-center gap-2 px-3 aria-[current=page]:font-semibold"
                    >
                      <Icon name={icon} />
                      {t.nav[word]}
                    </Link>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        )}
      </ul>
    </nav>
  )
}
