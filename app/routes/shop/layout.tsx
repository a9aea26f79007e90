import { Form, isRouteErrorResponse, Link, Outlet, useLocation, useRouteError } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { chromeMessages } from '#app/messages/chrome.ts'
import { useVisitor, type Visitor } from '#app/routes/parts/chrome-visitor.ts'
import { BrandMark } from '#app/ui/brand-mark.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export default function ShopLayout() {
  return (
    <Chrome>
      <Outlet />
    </Chrome>
  )
}

export function ErrorBoundary() {
  const error = useRouteError()
  const t = useMessages(chromeMessages)
  const status = isRouteErrorResponse(error) ? error.status : 500
  const words =
    status === 403
      ? t.errors.forbidden
      : status === 400
        ? t.errors.badRequest
        : status < 500
          ? t.errors.client
          : t.errors.server
  return (
    <Chrome>
      <div className="mx-auto max-w-[680px] py-16">
        <h1 className="font-serif text-2xl font-bold">{words.title}</h1>
        <p className="mt-4 text-ink-2">{words.text}</p>
        <p className="mt-8">
          <a className="text-indigo underline" href={paths.products()}>
            {t.backProducts}
          </a>
        </p>
      </div>
    </Chrome>
  )
}

/** The shop's frame: the same bytes for everyone; only the bag's number and the account's name are filled in later. */
function Chrome({ children }: { children: React.ReactNode }) {
  const t = useMessages(chromeMessages)
  const visitor = useVisitor()
  return (
    <div className="flex min-h-dvh flex-col pb-[calc(4rem+env(safe-area-inset-bottom))] lg:pb-0">
      <a className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-card focus:p-3" href="#content">
        {t.skip}
      </a>
      <TopBar visitor={visitor} />
      <main id="content" className="mx-auto w-full max-w-[72rem] flex-1 px-4 py-4 md:px-6 lg:px-8">
        {children}
      </main>
      <Footer />
      <BottomTabs visitor={visitor} />
    </div>
  )
}

function TopBar({ visitor }: { visitor: Visitor | null }) {
  const t = useMessages(chromeMessages)
  return (
    <header className="border-b border-line bg-paper print:hidden">
      <div className="mx-auto flex max-w-[72rem] items-center gap-2 px-4 py-2 md:gap-4 md:px-6 lg:px-8">
        <Link
          to={paths.home()}
          className="flex min-h-11 shrink-0 items-center gap-2"
          aria-label={`${t.shopName} · ${t.nav.home}`}
        >
          <BrandMark />
        </Link>
        <Form action={paths.search()} role="search" className="hidden max-w-md flex-1 md:flex">
          <input
            type="search"
            name="q"
            maxLength={60}
            aria-label={t.search.label}
            placeholder={t.search.placeholder}
            className="min-h-11 w-full rounded-l-[10px] border border-line-strong bg-card px-3"
          />
          <button
            type="submit"
            className="min-h-11 shrink-0 rounded-r-[10px] border border-l-0 border-line-strong bg-sand px-4 font-semibold"
          >
            {t.search.submit}
          </button>
        </Form>
        <nav aria-label={t.nav.label} className="ml-auto flex items-center gap-1">
          <NavLinks visitor={visitor} />
          <LanguageSwitch />
        </nav>
      </div>
    </header>
  )
}

const LINK = 'hidden min-h-11 items-center gap-1 rounded-[10px] px-3 text-sm hover:bg-sand lg:inline-flex'

function NavLinks({ visitor }: { visitor: Visitor | null }) {
  const t = useMessages(chromeMessages)
  return (
    <>
      <Link className={LINK} to={paths.products()}>
        {t.nav.products}
      </Link>
      <Link className={LINK} to={paths.progress()}>
        {t.nav.progress}
      </Link>
      {visitor?.mayReadLedger && (
        <Link className={LINK} to={paths.finance.ledger()}>
          {t.nav.ledger}
        </Link>
      )}
      <Link className={LINK} to={paths.cart()}>
        <Icon name="bag" /> {t.nav.cart}
        <CartCount visitor={visitor} />
      </Link>
      <Link className={LINK} to={paths.account()}>
        {visitor?.signedIn ? (visitor.name ?? t.nav.account) : t.nav.account}
      </Link>
    </>
  )
}

function CartCount({ visitor }: { visitor: Visitor | null }) {
  const t = useMessages(chromeMessages)
  if (!visitor?.cartCount) return null
  return (
    <span className="inline-flex min-w-5 justify-center rounded-full bg-jiao-fill px-1 text-xs font-semibold text-white">
      <span aria-hidden="true">{visitor.cartCount}</span>
      <span className="sr-only">{t.cartCount(visitor.cartCount)}</span>
    </span>
  )
}

function LanguageSwitch() {
  const t = useMessages(chromeMessages)
  const language = useLanguage()
  const { pathname, search } = useLocation()
  return (
    <form method="post" action={paths.preferences()}>
      <input type="hidden" name="returnTo" value={pathname + search} />
      <button
        type="submit"
        name="language"
        value={language === 'zh' ? 'en' : 'zh'}
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        aria-label={t.language.label}
        className="min-h-11 rounded-[10px] px-3 text-sm hover:bg-sand"
      >
        {t.language.switchTo}
      </button>
    </form>
  )
}

function BottomTabs({ visitor }: { visitor: Visitor | null }) {
  const t = useMessages(chromeMessages)
  const { pathname } = useLocation()
  const tabs = [
    { to: paths.home(), icon: 'home', label: t.nav.home },
    { to: paths.products(), icon: 'basket', label: t.nav.products },
    { to: paths.cart(), icon: 'bag', label: t.nav.cart, count: true },
    { to: paths.progress(), icon: 'chart', label: t.nav.progress },
    { to: paths.account(), icon: 'person', label: t.nav.account },
  ] as const
  return (
    <nav
      aria-label={t.nav.label}
      className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-card pb-[env(safe-area-inset-bottom)] lg:hidden print:hidden"
    >
      <ul className="flex">
        {tabs.map((tab) => (
          <li key={tab.to} className="flex-1">
            <Link
              to={tab.to}
              aria-current={pathname === tab.to ? 'page' : undefined}
              className="flex min-h-14 flex-col items-center justify-center text-xs text-ink-2 aria-[current=page]:font-semibold aria-[current=page]:text-jiao"
            >
              <span className="relative">
                <Icon name={tab.icon} />
                {'count' in tab && visitor?.cartCount ? (
                  <span className="absolute -top-1 left-4">
                    <CartCount visitor={visitor} />
                  </span>
                ) : null}
              </span>
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Footer() {
  const t = useMessages(chromeMessages)
  const { pathname, search } = useLocation()
  const links = [
    [paths.progress(), t.footer.progress],
    [paths.licence(), t.footer.licence],
    [paths.returnRules(), t.footer.returnRules],
    [paths.privacy(), t.footer.privacy],
  ] as const
  return (
    <footer className="mt-8 bg-sand print:hidden">
      <div className="mx-auto max-w-[72rem] px-4 py-8 text-sm text-ink-2 md:px-6 lg:px-8">
        <p className="max-w-[680px]">{t.footer.about}</p>
        <ul className="mt-4 flex flex-wrap gap-x-5">
          {links.map(([to, label]) => (
            <li key={to}>
              <Link to={to} className="inline-flex min-h-11 items-center underline">
                {label}
              </Link>
            </li>
          ))}
          <li>
            <form method="post" action={paths.preferences()}>
              <input type="hidden" name="returnTo" value={pathname + search} />
              <button type="submit" name="size" value="toggle" className="min-h-11 underline">
                <span className="in-data-[size=big]:hidden">{t.size.big}</span>
                <span className="hidden in-data-[size=big]:inline">{t.size.normal}</span>
              </button>
            </form>
          </li>
        </ul>
        <p className="mt-4 text-xs text-ink-3">{t.footer.demo}</p>
      </div>
    </footer>
  )
}
