import { Form, Link, useLocation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { chromeMessages } from '#app/messages/chrome.ts'
import { BrandMark } from '#app/ui/brand-mark.tsx'
import { Icon, type IconName } from '#app/ui/icon.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export interface Place {
  to: string
  icon: IconName
  words: string
  /** Pages below another address that belong here. */
  also?: string
  /** Stands for itself alone, not for the pages below it: a workspace's first page. */
  isExact?: boolean
}

export interface PlaceGroup {
  /** Over the places of the rail; absent for places that need none. */
  heading?: string
  places: readonly Place[]
}

interface WorkspaceFrameProps {
  /** Names the workspace or whom one works for. */
  title: string | undefined
  words: { label: string; skip: string; shop: string; more?: string }
  groups: readonly PlaceGroup[]
  /** How many places are always at hand on a phone; the rest is one tap away. All, when absent. */
  alwaysShown?: number
  children: ReactNode
}

/** A workspace around a page: rail on wide screens, tabs below on narrow ones. */
export function WorkspaceFrame({ title, words, groups, alwaysShown, children }: WorkspaceFrameProps) {
  return (
    <div className="flex min-h-dvh flex-col pb-[calc(4rem+env(safe-area-inset-bottom))] lg:pb-0 print:pb-0">
      <a className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-card focus:p-3" href="#content">
        {words.skip}
      </a>
      <header className="border-b border-line bg-paper print:hidden">
        <div className="mx-auto flex max-w-[72rem] items-center gap-3 px-4 py-2 md:px-6 lg:px-8">
          <Link to={paths.home()} aria-label={words.shop} className="flex min-h-11 shrink-0 items-center">
            <BrandMark />
          </Link>
          <p className="min-w-0 flex-1 text-sm font-semibold">{title}</p>
          <LanguageSwitch />
        </div>
      </header>
      <div className="mx-auto flex w-full max-w-[72rem] flex-1 gap-8 px-4 py-4 md:px-6 lg:px-8 print:p-0">
        <nav aria-label={words.label} className="hidden w-44 shrink-0 lg:block print:hidden">
          <div className="sticky top-4 grid gap-3">
            {groups.map((group) => (
              <RailGroup key={group.places[0]?.to} group={group} />
            ))}
          </div>
        </nav>
        <main id="content" className="min-w-0 flex-1">
          {children}
        </main>
      </div>
      <Tabs words={words} groups={groups} alwaysShown={alwaysShown} />
    </div>
  )
}

function RailGroup({ group: { heading, places } }: { group: PlaceGroup }) {
  return (
    <section>
      {heading && <h2 className="px-3 pb-1 text-xs text-ink-2">{heading}</h2>}
      <ul className="grid gap-1">
        {places.map((place) => (
          <li key={place.to}>
            <PlaceLink
              place={place}
              className="flex min-h-11 items-center gap-2 rounded-[10px] px-3 hover:bg-sand aria-[current=page]:bg-sand aria-[current=page]:font-semibold"
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

function PlaceLink({ place, className }: { place: Place; className: string }) {
  const { pathname } = useLocation()
  const { to, also, isExact } = place
  const isHere =
    pathname === to || (!isExact && pathname.startsWith(`${to}/`)) || (also !== undefined && pathname.startsWith(also))
  return (
    <Link to={to} aria-current={isHere ? 'page' : undefined} className={className}>
      <Icon name={place.icon} />
      {place.words}
    </Link>
  )
}

const TAB =
  'flex min-h-14 w-full flex-col items-center justify-center text-xs text-ink-2 aria-[current=page]:font-semibold aria-[current=page]:text-jiao aria-[current=page]:underline'

function Tabs({ words, groups, alwaysShown }: Pick<WorkspaceFrameProps, 'words' | 'groups' | 'alwaysShown'>) {
  const { pathname } = useLocation()
  const places = groups.flatMap((group) => group.places)
  const shown = places.slice(0, alwaysShown)
  const isShown = (place: Place) => shown.includes(place)
  const rest = groups
    .map((group) => ({ ...group, places: group.places.filter((place) => !isShown(place)) }))
    .filter((group) => group.places.length > 0)
  return (
    <nav
      aria-label={words.label}
      className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-card pb-[env(safe-area-inset-bottom)] lg:hidden print:hidden"
    >
      <ul className="flex">
        {shown.map((place) => (
          <li key={place.to} className="flex-1">
            <PlaceLink place={place} className={TAB} />
          </li>
        ))}
        {rest.length > 0 && (
          <li className="relative flex-1">
            <details key={pathname}>
              <summary className={`${TAB} cursor-pointer list-none`}>
                <Icon name="plus" />
                {words.more}
              </summary>
              <div className="absolute right-2 bottom-full mb-2 grid max-h-[70dvh] min-w-40 gap-2 overflow-y-auto rounded-[10px] border border-line-strong bg-card p-1 shadow-card">
                {rest.map(({ heading, places: among }) => (
                  <section key={among[0]?.to}>
                    {heading && <h2 className="px-3 pt-1 text-xs text-ink-2">{heading}</h2>}
                    <ul>
                      {among.map((place) => (
                        <li key={place.to}>
                          <PlaceLink
                            place={place}
                            className="flex min-h-11 items-center gap-2 px-3 whitespace-nowrap aria-[current=page]:font-semibold"
                          />
                        </li>
                      ))}
                    </ul>
                  </section>
                ))}
              </div>
            </details>
          </li>
        )}
      </ul>
    </nav>
  )
}

function LanguageSwitch() {
  const t = useMessages(chromeMessages)
  const language = useLanguage()
  const { pathname, search } = useLocation()
  return (
    <Form method="post" action={paths.preferences()} reloadDocument>
      <input type="hidden" name="returnTo" value={pathname + search} />
      <button
        type="submit"
        name="language"
        value={language === 'zh' ? 'en' : 'zh'}
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        aria-label={t.language.label}
        className="min-h-11 rounded-[10px] px-3 text-sm whitespace-nowrap hover:bg-sand"
      >
        {t.language.switchTo}
      </button>
    </Form>
  )
}
