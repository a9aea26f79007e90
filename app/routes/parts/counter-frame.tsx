import { Link, useLocation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { type CounterMessages, counterMessages } from '#app/messages/counter.ts'
import { BrandMark } from '#app/ui/brand-mark.tsx'
import { Icon, type IconName } from '#app/ui/icon.tsx'
import { useMessages } from '#app/ui/language.tsx'

interface Place {
  to: string
  icon: IconName
  word: Exclude<keyof CounterMessages['nav'], 'label' | 'more' | 'shop' | 'skip'>
  /** Pages below another address that belong here. */
  also?: string
}

/** In the order of a day's work. The first four are always at hand on a phone; the rest is one tap away. */
const PLACES: readonly Place[] = [
  { to: paths.counter.today(), icon: 'home', word: 'today' },
  { to: paths.counter.find(), icon: 'qr', word: 'find', also: '/counter/orders/' },
  { to: paths.counter.sale(), icon: 'bag', word: 'sale', also: '/counter/sales/' },
  { to: paths.counter.receiving(), icon: 'truck', word: 'receiving' },
  { to: paths.counter.deliveries(), icon: 'map-pin', word: 'deliveries' },
  { to: paths.counter.overdue(), icon: 'clock', word: 'overdue' },
  { to: paths.counter.sheet(), icon: 'receipt', word: 'sheet' },
  { to: paths.counter.shift(), icon: 'person', word: 'shift', also: '/counter/shifts/' },
]
const ALWAYS_SHOWN = 4

/** The workspace of the pickup points around a page: rail on wide screens, tabs below on narrow ones. */
export function CounterFrame({ children }: { children: ReactNode }) {
  const t = useMessages(counterMessages).nav
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
            {PLACES.map((place) => (
              <li key={place.to}>
                <PlaceLink
                  place={place}
                  className="flex min-h-11 items-center gap-2 rounded-[10px] px-3 hover:bg-sand aria-[current=page]:bg-sand aria-[current=page]:font-semibold"
                />
              </li>
            ))}
          </ul>
        </nav>
        <main id="content" className="min-w-0 flex-1">
          {children}
        </main>
      </div>
      <Tabs />
    </div>
  )
}

function useIsHere(): (place: Place) => boolean {
  const { pathname } = useLocation()
  return ({ to, also }) =>
    pathname === to ||
    (to !== paths.counter.today() && pathname.startsWith(`${to}/`)) ||
    (also !== undefined && pathname.startsWith(also))
}

function PlaceLink({ place, className }: { place: Place; className: string }) {
  const t = useMessages(counterMessages).nav
  const isHere = useIsHere()
  return (
    <Link to={place.to} aria-current={isHere(place) ? 'page' : undefined} className={className}>
      <Icon name={place.icon} />
      {t[place.word]}
    </Link>
  )
}

const TAB =
  'flex min-h-14 w-full flex-col items-center justify-center text-xs text-ink-2 aria-[current=page]:font-semibold aria-[current=page]:text-jiao aria-[current=page]:underline'

function Tabs() {
  const t = useMessages(counterMessages).nav
  const { pathname } = useLocation()
  return (
    <nav
      aria-label={t.label}
      className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-card pb-[env(safe-area-inset-bottom)] lg:hidden print:hidden"
    >
      <ul className="flex">
        {PLACES.slice(0, ALWAYS_SHOWN).map((place) => (
          <li key={place.to} className="flex-1">
            <PlaceLink place={place} className={TAB} />
          </li>
        ))}
        <li className="relative flex-1">
          <details key={pathname}>
            <summary className={`${TAB} cursor-pointer list-none`}>
              <Icon name="plus" />
              {t.more}
            </summary>
            <ul className="absolute right-2 bottom-full mb-2 min-w-36 rounded-[10px] border border-line-strong bg-card p-1 shadow-card">
              {PLACES.slice(ALWAYS_SHOWN).map((place) => (
                <li key={place.to}>
                  <PlaceLink
                    place={place}
                    className="flex min-h-11 items-center gap-2 px-3 aria-[current=page]:font-semibold"
                  />
                </li>
              ))}
            </ul>
          </details>
        </li>
      </ul>
    </nav>
  )
}
