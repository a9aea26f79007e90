import { Agent, request } from 'node:http'

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** One buyer's browser, as little of it as a purchase needs: cookies, forms, redirects seen and not followed. */
export class BuyerBrowser {
  readonly #cookies = new Map<string, string>()
  readonly #origin: URL
  readonly #agent: Agent

  constructor(origin: string, agent: Agent) {
    this.#origin = new URL(origin)
    this.#agent = agent
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value)
  }

  get(path: string): Promise<Answer> {
    return this.#send('GET', path)
  }

  post(path: string, fields: Record<string, string>): Promise<Answer> {
    return this.#send('POST', path, new URLSearchParams(fields).toString())
  }

  #send(method: string, path: string, body?: string): Promise<Answer> {
    const { hostname, port, host, origin } = this.#origin
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent: this.#agent,
          hostname: hostname === 'localhost' ? '127.0.0.1' : hostname,
          port,
          method,
          path,
          headers: {
            host,
            cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
            ...(body !== undefined && {
              'content-type': 'application/x-www-form-urlencoded',
              'content-length': Buffer.byteLength(body),
              origin,
              'sec-fetch-site': 'same-origin',
            }),
          },
        },
        (incoming) => {
          const chunks: Buffer[] = []
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
          incoming.on('error', reject)
          incoming.on('end', () => {
            for (const line of incoming.headers['set-cookie'] ?? []) this.#keep(line)
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: Buffer.concat(chunks).toString('utf8'),
            })
          })
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';')
    const equals = pair.indexOf('=')
    this.#cookies.set(pair.slice(0, equals), pair.slice(equals + 1))
  }
}

export function keepAliveAgent(maxSockets: number): Agent {
  return new Agent({ keepAlive: true, maxSockets })
}

/** The value of a field in a page's form; throws when the page has none, for then it is not the page we asked for. */
export function fieldValue(html: string, name: string): string {
  const tag = new RegExp(`<input[^>]*\\bname="${name}"[^>]*>`).exec(html)?.[0] ?? ''
  const value = /\bvalue="([^"]*)"/.exec(tag)?.[1]
  if (value === undefined) throw new Error(`no field ${name} in the page: ${html.slice(0, 300)}`)
  return value
}
