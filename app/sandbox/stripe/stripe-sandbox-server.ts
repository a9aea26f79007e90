import { randomBytes } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiDoor } from './api-door.ts'
import { CommandJournal, readJournalSeed } from './command-journal.ts'
import { answerControl } from './control-door.ts'
import type { FaultSettings } from './fault-plan.ts'
import { answerHostedPage } from './hosted-door.ts'
import type { EventRecord } from './stripe-objects.ts'
import { StripeWorld } from './stripe-world.ts'
import { WebhookSender } from './webhook-sender.ts'

export interface StripeSandboxOptions {
  /** 0 takes any free port. Bound to 127.0.0.1 only. */
  port: number
  webhookUrl: string
  /** Two secrets during a rotation, separated by a comma. */
  webhookSecret: string
  /** Without it every `sk_sandbox_…` and `sk_test_…` key opens the door. */
  secretKey?: string
  /** Where the sandbox remembers across its own restarts. Without it, it forgets. */
  dataFile?: string
  seed?: string
  faults?: FaultSettings
  /** Seconds until a payment of the hosted page's 异步处理 settles. */
  settlesAfter?: number
}

export interface StripeSandbox {
  url: string
  port: number
  world: StripeWorld
  /** Tries every waiting webhook once, now. */
  flush: () => Promise<void>
  close: () => Promise<void>
}

const MOST_BODY_BYTES = 1_000_000
const TICK_MS = 500

/** Starts the sandbox; rejects when the port is taken or the data file is damaged beyond a torn last line. */
export async function startStripeSandbox(options: StripeSandboxOptions): Promise<StripeSandbox> {
  const server = http.createServer({ keepAliveTimeout: 60_000 })
  await listening(server, options.port)
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  try {
    const sandbox = openSandbox(server, url, options)
    return { ...sandbox, url, port }
  } catch (error) {
    server.close()
    throw error
  }
}

function listening(server: http.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function openSandbox(server: http.Server, url: string, options: StripeSandboxOptions) {
  const now = () => new Date()
  const wishedSeed = options.seed ?? randomBytes(8).toString('hex')
  const seed = (options.dataFile && readJournalSeed(options.dataFile)) ?? wishedSeed
  const world = new StripeWorld({ seed, now, hostedBase: url, ...(options.faults && { faults: options.faults }) })
  const journal = options.dataFile === undefined ? undefined : new CommandJournal(options.dataFile)
  journal?.restore(world, seed)
  const sender = new WebhookSender({
    url: options.webhookUrl,
    secret: options.webhookSecret,
    now,
    faultPlan: world.faultPlan,
    onDelivered: (eventId) => world.markDelivered(eventId),
  })
  world.onChange = (line) => journal?.append(line)
  world.onEvents = (events) => sender.send(events)
  sender.send([...world.state.undelivered].map((id) => world.state.events.find(id)).filter(isEvent))
  const doors: Doors = {
    world,
    sender,
    api: new ApiDoor(world, options.secretKey),
    settlesAfter: options.settlesAfter ?? 5,
  }
  server.on('request', (request, response) => {
    answerRequest(doors, request, response).catch((error: unknown) => {
      process.stderr.write(`stripe sandbox: ${error instanceof Error ? error.stack : String(error)}\n`)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  const clock = setInterval(() => world.tick(), TICK_MS)
  const close = async () => {
    clearInterval(clock)
    sender.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await journal?.close()
  }
  return { world, flush: () => sender.flush(), close }
}

interface Doors {
  world: StripeWorld
  sender: WebhookSender
  api: ApiDoor
  settlesAfter: number
}

function isEvent(event: EventRecord | undefined): event is EventRecord {
  return event !== undefined
}

async function answerRequest(
  doors: Doors,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const target = request.url ?? '/'
  const [path = '/', queryText = ''] = target.split('?', 2)
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET')
  const body = await readBody(request)
  if (body === undefined) return send(response, { status: 413, body: 'too large' })
  const query = new URLSearchParams(queryText)
  if (path.startsWith('/v1/')) return answerApi(doors, { request, response, target, body })
  if (path.startsWith('/checkout/')) {
    const page = { method, path, query, form: new URLSearchParams(body) }
    return send(response, answerHostedPage(doors.world, page, doors.settlesAfter))
  }
  if (path.startsWith('/_sandbox/')) {
    if (request.headers.origin !== undefined) return send(response, { status: 403, body: 'not for browsers' })
    const answer = await answerControl(doors, { method, path, query, body: parseJson(body) })
    if (answer) return sendJson(response, answer)
  }
  return send(response, { status: 404, body: 'Stripe sandbox: nothing here' })
}

interface ApiExchange {
  request: http.IncomingMessage
  response: http.ServerResponse
  target: string
  body: string
}

function answerApi(doors: Doors, { request, response, target, body }: ApiExchange): void {
  const answer = doors.api.answer({
    method: request.method ?? 'GET',
    target,
    header: (name) => {
      const value = request.headers[name]
      return Array.isArray(value) ? value[0] : value
    },
    body,
  })
  if (answer.kind === 'reset') {
    request.socket.resetAndDestroy()
    return
  }
  if (answer.afterMs === 0) {
    send(response, answer)
    return
  }
  const timer = setTimeout(() => send(response, answer), answer.afterMs)
  timer.unref()
  response.on('close', () => clearTimeout(timer))
}

/** Undefined when it is larger than anything the shop would send. */
async function readBody(request: http.IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > MOST_BODY_BYTES) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Null when it is not JSON: then every control that reads it refuses. */
function parseJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return null
  }
}

function send(
  response: http.ServerResponse,
  answer: { status: number; headers?: Record<string, string>; body: string },
): void {
  response.writeHead(answer.status, { 'content-length': Buffer.byteLength(answer.body), ...answer.headers })
  response.end(answer.body)
}

function sendJson(response: http.ServerResponse, answer: { status: number; body: object }): void {
  send(response, {
    status: answer.status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(answer.body),
  })
}
