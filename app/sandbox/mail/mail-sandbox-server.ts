import { randomUUID } from 'node:crypto'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { type CaughtMail, MailShelf } from './mail-shelf.ts'
import { readHeader, readMailText } from './mail-text.ts'
import { type Received, SMTP_LIMITS, SmtpDialogue } from './smtp-dialogue.ts'

export interface MailSandboxOptions {
  /** 0 takes any free port. Both doors are bound to 127.0.0.1 only. */
  smtpPort: number
  httpPort: number
  /** Where it remembers across its own restarts. Without it, it forgets. */
  dataFile?: string
}

export interface MailSandbox {
  smtpUrl: string
  httpUrl: string
  mails: () => CaughtMail[]
  close: () => Promise<void>
}

const MOST_CONNECTIONS = 50
const IDLE_MS = 60_000

/** A mail server that delivers nothing: it takes every mail by SMTP and shows them by HTTP. */
export async function startMailSandbox(options: MailSandboxOptions): Promise<MailSandbox> {
  const shelf = new MailShelf(options.dataFile)
  const sockets = new Set<net.Socket>()
  const smtp = net.createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    converse(socket, (received) => shelf.add(summarize(received)))
  })
  smtp.maxConnections = MOST_CONNECTIONS
  const door = http.createServer((request, response) => answer(shelf, request, response))
  const [smtpPort, httpPort] = await Promise.all([listening(smtp, options.smtpPort), listening(door, options.httpPort)])
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    httpUrl: `http://127.0.0.1:${httpPort}`,
    mails: () => shelf.newestFirst(),
    async close() {
      for (const socket of sockets) socket.destroy()
      door.closeAllConnections()
      await Promise.all([smtp, door].map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

function converse(socket: net.Socket, take: (received: Received) => void): void {
  const dialogue = new SmtpDialogue(take, SMTP_LIMITS)
  socket.setTimeout(IDLE_MS, () => socket.destroy())
  socket.on('error', () => socket.destroy())
  socket.write(dialogue.greet())
  socket.on('data', (chunk) => {
    const replies = dialogue.receive(chunk)
    if (dialogue.isOver) socket.end(replies)
    else if (replies !== '') socket.write(replies)
  })
}

function summarize({ from, to, raw }: Received): CaughtMail {
  const messageId = readHeader(raw, 'message-id') ?? ''
  return { id: randomUUID(), at: new Date().toISOString(), from, to, messageId, ...readMailText(raw) }
}

function answer(shelf: MailShelf, request: http.IncomingMessage, response: http.ServerResponse): void {
  const isKnown = request.url === '/mails' || request.url === '/'
  // The shop's server asks; a page of another site must not be able to read along.
  const status = request.headers.origin !== undefined ? 403 : isKnown && request.method === 'GET' ? 200 : 404
  const body = status === 200 && request.url === '/mails' ? { mails: shelf.newestFirst() } : { status }
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

function listening(server: net.Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
