import { createRequestHandler, type LoaderFunctionArgs, type ServerBuild } from '@remix-run/node'
import { isRouteErrorResponse, Meta, Outlet, useLoaderData, useRouteError } from '@remix-run/react'
import * as entry from '#app/entry.server.tsx'
import { readPreferences } from '#app/http/preferences.server.ts'
import * as order from '#app/routes/account/order.tsx'
import * as orders from '#app/routes/account/orders.tsx'
import * as cart from '#app/routes/shop/cart.tsx'
import * as checkout from '#app/routes/shop/checkout.tsx'
import { LanguageProvider } from '#app/ui/language.tsx'

function Root() {
  return (
    <html lang="zh-CN">
      <head>
        <Meta />
      </head>
      <body>
        <LanguageProvider language={useLoaderData<typeof root.loader>()}>
          <Outlet />
        </LanguageProvider>
      </body>
    </html>
  )
}

const ORIGIN = 'http://shop.test'

const root = {
  loader: ({ request }: LoaderFunctionArgs) => readPreferences(request).language,
  default: Root,
  ErrorBoundary: () => {
    const error = useRouteError()
    return <p>{isRouteErrorResponse(error) ? `status ${error.status}` : 'defect'}</p>
  },
}

/** The pages a purchase goes through, rendered as the shop's server renders them, in a frame of our own. */
const MODULES = {
  root: { path: '', module: root },
  cart: { path: 'cart', module: cart },
  checkout: { path: 'checkout', module: checkout },
  orders: { path: 'orders', module: orders },
  order: { path: 'orders/:orderNo', module: order },
}

const ids = Object.entries(MODULES).map(([id, { path, module }]) => ({
  id,
  path,
  module,
  ...(id !== 'root' && { parentId: 'root' }),
}))

const build = {
  mode: 'production',
  entry: { module: entry },
  routes: Object.fromEntries(ids.map((route) => [route.id, route])),
  assets: {
    entry: { imports: [], module: '' },
    routes: Object.fromEntries(
      ids.map(({ id, path, module, ...rest }) => [
        id,
        {
          id,
          path,
          ...rest,
          module: '',
          imports: [],
          hasAction: 'action' in module,
          hasLoader: 'loader' in module,
          hasErrorBoundary: 'ErrorBoundary' in module,
          hasClientAction: false,
          hasClientLoader: false,
        },
      ]),
    ),
    url: '',
    version: '1',
  },
  publicPath: '/',
  assetsBuildDirectory: '',
  isSpaMode: false,
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_lazyRouteDiscovery: true,
    v3_singleFetch: true,
  },
} as unknown as ServerBuild

const answer = createRequestHandler(build, 'production')

export interface Page {
  status: number
  location: string | null
  html: string
  /** What a reader sees, tags left out. */
  text: string
}

/** A form's fields as a browser without scripts would send them; `undefined` takes a field out, a list sends it repeatedly. */
export type Fields = Record<string, string | undefined | string[]>

/** A browser without scripts: keeps cookies, sends the forms it was shown, follows nothing. */
export function openNoScriptBrowser(cookies: Record<string, string> = {}) {
  const jar = new Map(Object.entries(cookies))
  const send = async (path: string, init: RequestInit): Promise<Page> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await answer(new Request(new URL(path, ORIGIN), { ...init, headers: { cookie } }))
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0/.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    const html = await response.text()
    return { status: response.status, location: response.headers.get('location'), html, text: textOf(html) }
  }
  return {
    get: (path: string) => send(path, {}),
    post: (path: string, fields: Fields) => send(path, { method: 'POST', body: bodyOf(fields) }),
  }
}

function bodyOf(fields: Fields): URLSearchParams {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) body.append(name, one)
  return body
}

function textOf(html: string): string {
  const plain = html.replace(/<(script|style)\b.*?<\/\1>/gs, '').replace(/<!--.*?-->/g, '')
  return unescapeHtml(plain.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ')
}

function unescapeHtml(text: string): string {
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" }
  return text.replace(/&(amp|lt|gt|quot|#x27);/g, (_, name: string) => signs[name] ?? '')
}

interface Control {
  tag: string
  attributes: Record<string, string>
  content: string
}

/** Inputs, textareas and selects of a page, in its order. */
export function controlsOf({ html }: Page): Control[] {
  const found = html.matchAll(/<input\b([^>]*)>|<(textarea|select)\b([^>]*)>(.*?)<\/\2>/gs)
  return [...found].map(([, input, tag = 'input', other, content = '']) => ({
    tag,
    attributes: attributesOf(input ?? other ?? ''),
    content,
  }))
}

function attributesOf(source: string): Record<string, string> {
  return Object.fromEntries(
    [...source.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
      name,
      unescapeHtml(value),
    ]),
  )
}

/** What the page's controls would send as they stand, buttons left out. */
export function fieldsOf(page: Page): Record<string, string> {
  const sent = controlsOf(page).flatMap((control): [string, string][] => {
    const { name } = control.attributes
    const value = 'disabled' in control.attributes ? undefined : sentValue(control)
    return name && value !== undefined ? [[name, value]] : []
  })
  return Object.fromEntries(sent)
}

function sentValue({ tag, attributes, content }: Control): string | undefined {
  if (tag === 'select') return unescapeHtml(/value="([^"]*)" selected/.exec(content)?.[1] ?? '')
  if (tag === 'textarea') return unescapeHtml(content).replace(/^\n/, '')
  const isTick = attributes.type === 'radio' || attributes.type === 'checkbox'
  if (isTick) return 'checked' in attributes ? (attributes.value ?? 'on') : undefined
  return attributes.value ?? ''
}

/** Words of the element that a test names. */
export function wordsAt(page: Page, testId: string): string | undefined {
  return new RegExp(`data-testid="${testId}"[^>]*>([^<]*)<`).exec(page.html.replace(/<!-- -->/g, ''))?.[1]
}
