import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

type Encoding = 'br' | 'gzip' | 'identity'

/** A finished answer: headers and bytes for each encoding, made once and sent many times. */
export interface SharedPage {
  etag: string
  bodies: Record<Encoding, { headers: Record<string, string>; body: Buffer }>
}

/**
 * Holds rendered pages that are the same for everyone, until the catalogue
 * changes. A page whose rendering began before a change is not kept. While
 * changes cannot be heard (no connection), nothing is kept and nothing served.
 */
export class PageCache {
  readonly #pages = new Map<string, SharedPage>()
  readonly #rendering = new Map<string, Promise<SharedPage | undefined>>()
  readonly #maxPages: number
  #version = 0
  #listening = false

  constructor(maxPages: number) {
    this.#maxPages = maxPages
  }

  /** The page under `key`; a hit makes it the last to be thrown out. */
  get(key: string): SharedPage | undefined {
    const page = this.#pages.get(key)
    if (page && this.#pages.size >= this.#maxPages) {
      this.#pages.delete(key)
      this.#pages.set(key, page)
    }
    return page
  }

  /** Renders a missing page once for all who ask meanwhile. `render` gives undefined for what must not be shared. */
  async fill(key: string, render: () => Promise<SharedPage | undefined>): Promise<SharedPage | undefined> {
    const version = this.#version
    const slot = `${version} ${key}`
    const running = this.#rendering.get(slot)
    if (running) return running
    const rendering = render()
    this.#rendering.set(slot, rendering)
    try {
      const page = await rendering
      if (page && this.#listening && version === this.#version) this.#keep(key, page)
      return page
    } finally {
      this.#rendering.delete(slot)
    }
  }

  /** Forgets every page: something a shopper could see has changed. */
  forget(): void {
    this.#version += 1
    this.#pages.clear()
  }

  setListening(listening: boolean): void {
    this.#listening = listening
    this.forget()
  }

  #keep(key: string, page: SharedPage): void {
    if (this.#pages.size >= this.#maxPages) {
      const oldest = this.#pages.keys().next()
      if (!oldest.done) this.#pages.delete(oldest.value)
    }
    this.#pages.set(key, page)
  }
}

/** Compresses a finished body once for each encoding and names it by its hash. */
export async function sharePage(body: Buffer, headers: Record<string, string>): Promise<SharedPage> {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const [br, gz] = await Promise.all([
    brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }),
    gzipped(body, { level: 6 }),
  ])
  const shared = { ...headers, ETag: etag, Vary: 'Accept-Encoding, Cookie', 'Cache-Control': 'no-cache' }
  const as = (encoding: Encoding, bytes: Buffer) => ({
    headers: {
      ...shared,
      'Content-Length': String(bytes.length),
      ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
    },
    body: bytes,
  })
  return { etag, bodies: { br: as('br', br), gzip: as('gzip', gz), identity: as('identity', body) } }
}

/** The best encoding of ours that the client takes. */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding {
  if (acceptEncoding === undefined) return 'identity'
  if (/\bbr\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(acceptEncoding)) return 'br'
  if (/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(acceptEncoding)) return 'gzip'
  return 'identity'
}
