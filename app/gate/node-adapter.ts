import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { createReadableStreamFromReadable } from '@remix-run/node'

const gzipped = promisify(gzip)
const COMPRESS_FROM_BYTES = 2_048

/** Headers that only a proxy may set; a client's own are dropped, ours says where the connection came from. */
const PROXY_HEADERS =
  /^(?:x-forwarded-.*|x-original-.*|x-rewrite-.*|forwarded|x-real-ip|x-client-address|x-http-method.*)$/

/**
 * The web Request of a node request. Its URL is built from the configured origin,
 * never from a header. Ends with an abort when the client goes away.
 */
export function toWebRequest(request: IncomingMessage, response: ServerResponse, origin: string): Request {
  const controller = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  const init: RequestInit & { duplex?: 'half' } = {
    method: request.method ?? 'GET',
    headers: toWebHeaders(request),
    signal: controller.signal,
  }
  if (init.method !== 'GET' && init.method !== 'HEAD') {
    init.body = createReadableStreamFromReadable(request)
    init.duplex = 'half'
  }
  return new Request(new URL(request.url ?? '/', origin), init)
}

function toWebHeaders(request: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || PROXY_HEADERS.test(name)) continue
    if (Array.isArray(value)) for (const item of value) headers.append(name, item)
    else headers.set(name, value)
  }
  headers.set('x-client-address', request.socket.remoteAddress ?? 'unknown')
  return headers
}

/** Sends a finished web Response, compressed when it is worth it and the client takes gzip. */
export async function sendWebResponse(
  response: ServerResponse,
  answer: Response,
  options: { headers: Record<string, string>; acceptEncoding: string | undefined; head: boolean },
): Promise<void> {
  const headers: Record<string, string | string[]> = { ...options.headers }
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') headers[name] = value
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) headers['set-cookie'] = cookies

  let body = Buffer.from(await answer.arrayBuffer())
  const type = answer.headers.get('content-type') ?? ''
  if (
    body.length >= COMPRESS_FROM_BYTES &&
    /\bgzip\b/.test(options.acceptEncoding ?? '') &&
    /^(?:text\/|application\/json|image\/svg)/.test(type)
  ) {
    body = await gzipped(body, { level: 4 })
    headers['content-encoding'] = 'gzip'
    headers.vary = 'Accept-Encoding'
  }
  headers['content-length'] = String(body.length)
  response.writeHead(answer.status, headers)
  response.end(options.head ? undefined : body)
}
