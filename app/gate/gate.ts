import { randomBytes } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { AppLoadContext } from '@remix-run/node'
import { parsePreferences, preferencesKey } from '#app/http/preferences.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { sendWebResponse, toWebRequest } from './node-adapter.ts'
import { chooseEncoding, type PageCache, type SharedPage, sharePage } from './page-cache.ts'
import { type GateRules, refuseRequest } from './refusals.ts'
import { commonHeaders, contentSecurityPolicy, type HeaderRules, inlineScriptHashes } from './security-headers.ts'
import { isSharedUrl } from './shared-urls.ts'
import { type BodyLimit, bodyLimitAt } from './upload-limits.ts'

type AssetHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void
export type PageHandler = (request: Request, context: AppLoadContext) => Promise<Response>

export interface GateOptions extends GateRules, HeaderRules {
  /** Rendered pages, or undefined to render every time. */
  cache: PageCache | undefined
  serveAsset: AssetHandler
  servePage: PageHandler
}

/** Everything that happens to a request before, around and after the pages. */
export function createGate(options: GateOptions): RequestListener {
  const common = commonHeaders(options)
  const plainPolicy = contentSecurityPolicy(options, [])

  return (request, response) => {
    const shared = sharedKey(request, options)
    const kept = shared === undefined ? undefined : options.cache?.get(shared)
    if (kept) return sendShared(request, response, kept)

    const refusal = refuseRequest(request, options)
    if (refusal) return sendRefusal(response, refusal.status, { ...common, 'Content-Security-Policy': plainPolicy })
    for (const [name, value] of Object.entries(common)) response.setHeader(name, value)
    options.serveAsset(request, response, () => {
      const answered =
        shared === undefined
          ? servePersonal(request, response, options)
          : serveShared(request, response, { options, key: shared })
      answered.catch((error: unknown) => {
        logger.error({ error: error instanceof Error ? error.stack : String(error), url: request.url }, 'gate failed')
        if (response.headersSent) response.destroy()
        else sendRefusal(response, 500, { ...common, 'Content-Security-Policy': plainPolicy })
      })
    })
  }
}

/**
 * Where a shared page is kept: by day of business (seasons turn and certificates
 * run out at midnight), preferences and URL; undefined for pages that are not shared.
 */
function sharedKey(request: IncomingMessage, { cache }: GateOptions): string | undefined {
  if (!cache || request.method !== 'GET' || request.url === undefined || !isSharedUrl(request.url)) return undefined
  const cookie = request.headers.cookie
  const preferences = cookie === undefined ? 'zh.normal.system' : preferencesKey(parsePreferences(cookie))
  return `${businessDate(clock.now())} ${preferences} ${request.url}`
}

function sendShared(request: IncomingMessage, response: ServerResponse, page: SharedPage): void {
  if (request.headers['if-none-match'] === page.etag) {
    const { 'Content-Length': _length, 'Content-Encoding': _encoding, ...headers } = page.bodies.identity.headers
    response.writeHead(304, headers)
    response.end()
    return
  }
  const { headers, body } = page.bodies[chooseEncoding(request.headers['accept-encoding'])]
  response.writeHead(200, headers)
  response.end(body)
}

async function serveShared(
  request: IncomingMessage,
  response: ServerResponse,
  { options, key }: { options: GateOptions; key: string },
) {
  let personal: Response | undefined
  const page = await options.cache?.fill(key, async () => {
    const answer = await options.servePage(toWebRequest(request, response, options.shopOrigin), {})
    if (answer.status !== 200 || answer.headers.has('set-cookie')) {
      personal = answer
      return undefined
    }
    return shareAnswer(answer, options)
  })
  if (page) return sendShared(request, response, page)
  if (!personal) return servePersonal(request, response, options)
  await send(request, response, {
    answer: personal,
    options,
    scriptSources: inlineScriptHashes(await personal.clone().text()),
  })
}

async function shareAnswer(answer: Response, options: GateOptions): Promise<SharedPage> {
  const body = Buffer.from(await answer.arrayBuffer())
  const type = answer.headers.get('content-type') ?? 'text/html; charset=utf-8'
  const headers: Record<string, string> = { ...commonHeaders(options) }
  for (const [name, value] of answer.headers) headers[name] = value
  const hashes = type.startsWith('text/html') ? inlineScriptHashes(body.toString('utf8')) : []
  headers['Content-Security-Policy'] = contentSecurityPolicy(options, hashes)
  delete headers['cache-control']
  return sharePage(body, headers)
}

async function servePersonal(request: IncomingMessage, response: ServerResponse, options: GateOptions): Promise<void> {
  const nonce = randomBytes(16).toString('base64')
  const requestId = randomBytes(4).toString('hex')
  const pathname = new URL(request.url ?? '/', options.shopOrigin).pathname
  limitBody(request, response, bodyLimitAt(pathname, { uploads: options.uploads, ordinary: options.bodies }))
  const answer = await options.servePage(toWebRequest(request, response, options.shopOrigin), { nonce, requestId })
  await send(request, response, { answer, options, scriptSources: [`'nonce-${nonce}'`] })
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { answer, options, scriptSources }: { answer: Response; options: GateOptions; scriptSources: string[] },
): Promise<void> {
  if (response.destroyed) return
  const headers: Record<string, string> = {}
  if (!answer.headers.has('content-security-policy'))
    headers['content-security-policy'] = contentSecurityPolicy(options, scriptSources)
  if (!answer.headers.has('cache-control')) headers['cache-control'] = 'no-store'
  await sendWebResponse(response, answer, {
    headers,
    acceptEncoding: request.headers['accept-encoding'],
    head: request.method === 'HEAD',
  })
}

/** Ends a body that grows beyond what was declared or allowed, or that does not come to its end in time. */
function limitBody(request: IncomingMessage, response: ServerResponse, { maxBytes, maxMs }: BodyLimit): void {
  if (request.method !== 'POST') return
  let received = 0
  const cut = () => {
    response.destroy()
    request.destroy()
  }
  const timer = setTimeout(cut, maxMs)
  for (const event of ['end', 'close'] as const) request.once(event, () => clearTimeout(timer))
  request.on('data', (chunk: Buffer) => {
    received += chunk.length
    if (received > maxBytes) cut()
  })
  request.pause()
}

const WORDS: Record<number, string> = {
  400: '这个请求看不懂，请回到上一页再试。 / We could not read that request. Please go back and try again.',
  403: '这个表单不是从本站提交的，没有处理。请回到商店再试。 / That form did not come from this site and was not processed.',
  405: '这里不接受这种请求。 / That kind of request is not accepted here.',
  413: '提交的内容太大。 / What was sent is too large.',
  415: '不接受压缩过的请求。 / Compressed requests are not accepted.',
  500: '这一页没打开，不是您的问题，请稍后再试。 / This page did not open, and that is our fault. Please try again.',
}

function sendRefusal(response: ServerResponse, status: number, headers: Record<string, string>): void {
  const text = Buffer.from(`${WORDS[status] ?? WORDS[400]}\n`)
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(text.length),
    'Cache-Control': 'no-store',
    Connection: 'close',
  })
  response.end(text)
}
