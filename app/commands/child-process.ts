import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { postgresSentences } from './postgres/sentences.ts'
import { sentences } from './sentences.ts'
import { StartFailure } from './start-failure.ts'

export interface ChildOptions {
  /** What people call it. */
  name: string
  /** Arguments of node. */
  args: string[]
  env: NodeJS.ProcessEnv
  cwd: string
  /** File that gets all it prints; without one it prints to the terminal. */
  log?: string
  /** An address that answers, and not with an error of the server, once the process serves. */
  readyUrl: string
}

export interface Child {
  pid: number
  /** Comes true with a sentence when it ends without having been asked to. */
  died: Promise<string>
  stop(): Promise<void>
}

const READY_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 12_000
const SHOWN_LINES = 12

/** Ends the child when the process that started it is gone, even by kill -9: then its end of the channel closes. */
const END_WITH_PARENT = `data:text/javascript,${encodeURIComponent(
  `process.once('disconnect', () => process.kill(process.pid, 'SIGTERM')); process.channel?.unref()`,
)}`

/** Starts a node process in a group of its own and waits until it answers. Throws a StartFailure when it does not. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const output = options.log === undefined ? 'inherit' : openLog(options.log)
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...options.args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', output, output, 'ipc'],
    detached: true,
  })
  if (output !== 'inherit') closeSync(output)
  let isStopping = false
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const died = ended.then(() => (isStopping ? undefined : sentences.childDied(options.name) + logHint(options.log)))
  const stop = async () => {
    isStopping = true
    child.kill('SIGTERM')
    const giveUp = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await ended
    clearTimeout(giveUp)
  }
  const isReady = await Promise.race([answers(options.readyUrl), ended.then(() => false)])
  if (!isReady || child.pid === undefined) {
    await stop()
    throw new StartFailure(sentences.notReady(options.name) + logHint(options.log))
  }
  return { pid: child.pid, died: unlessStopped(died), stop }
}

/** A promise that stays open for an end that was asked for. */
function unlessStopped(died: Promise<string | undefined>): Promise<string> {
  return new Promise((resolve) => {
    void died.then((sentence) => sentence !== undefined && resolve(sentence))
  })
}

async function answers(url: string): Promise<boolean> {
  const until = Date.now() + READY_TIMEOUT_MS
  while (Date.now() < until) {
    try {
      const { status } = await fetch(url, { signal: AbortSignal.timeout(5_000) })
      if (status < 500) return true
    } catch {
      // Not listening yet.
    }
    await sleep(60)
  }
  return false
}

/** Opens a log that begins anew and that only its owner reads. */
export function openLog(path: string): number {
  try {
    return openSync(path, 'w', 0o600)
  } catch {
    throw new StartFailure(postgresSentences.unwritable(path))
  }
}

/** Where a log is and what it says, for the terminal. */
export function logHint(log: string | undefined): string {
  return log === undefined ? '' : ` (${log})\n${shorten(log)}`
}

/** A short log whole, a long one without its middle. */
function shorten(log: string): string {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
  if (lines.length <= 2 * SHOWN_LINES) return lines.join('\n')
  return [...lines.slice(0, SHOWN_LINES), '…', ...lines.slice(-SHOWN_LINES)].join('\n')
}
