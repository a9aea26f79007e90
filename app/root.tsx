import type { LinksFunction, LoaderFunctionArgs } from '@remix-run/node'
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react'
import { type ReactNode, useContext } from 'react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { chromeMessages } from '#app/messages/chrome.ts'
import { LanguageProvider } from '#app/ui/language.tsx'
import { NonceContext } from '#app/ui/nonce.ts'
import stylesheet from './tailwind.css?url'

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: stylesheet },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
  { rel: 'apple-touch-icon', href: '/apple-touch-icon.png' },
  { rel: 'manifest', href: '/manifest.webmanifest' },
]

export function loader({ request }: LoaderFunctionArgs) {
  return readPreferences(request)
}

export function Layout({ children }: { children: ReactNode }) {
  const preferences = useRouteLoaderData<typeof loader>('root') ?? { language: 'zh', size: 'normal', theme: 'system' }
  const nonce = useContext(NonceContext)
  const size = preferences.size === 'big' ? 'big' : undefined
  const theme = preferences.theme === 'system' ? undefined : preferences.theme
  return (
    <html lang={preferences.language === 'zh' ? 'zh-CN' : 'en-GB'} data-size={size} data-theme={theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#FBF7EF" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#1A1613" media="(prefers-color-scheme: dark)" />
        <Meta />
        <Links />
      </head>
      <body>
        <LanguageProvider language={preferences.language}>{children}</LanguageProvider>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

export default function App() {
  return <Outlet />
}

export function ErrorBoundary() {
  const error = useRouteError()
  const preferences = useRouteLoaderData<typeof loader>('root')
  const t = chromeMessages[preferences?.language ?? 'zh']
  const words = isRouteErrorResponse(error) && error.status < 500 ? t.errors.client : t.errors.server
  return (
    <main className="mx-auto max-w-[680px] px-4 py-16">
      <h1 className="font-serif text-2xl">{words.title}</h1>
      <p className="mt-4 text-ink-2">{words.text}</p>
      <p className="mt-8">
        <a className="text-indigo underline" href={paths.home()}>
          {t.backHome}
        </a>
      </p>
    </main>
  )
}
