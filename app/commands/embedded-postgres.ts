import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findFreePort } from './free-port.ts'
import {
  ADMIN_ROLE,
  APP_ROLE,
  DATABASE,
  OWNER_ROLE,
  prepareCluster,
  prepareRoles,
  serverEnvironment,
} from './postgres/cluster.ts'
import { clusterFolder, type DataPlace, prepareDataPlace } from './postgres/data-place.ts'
import { lockFolder } from './postgres/folder-lock.ts'
import { stopLeftOverServer, stopServer } from './postgres/left-over-server.ts'
import { postgresSentences } from './postgres/sentences.ts'
import { type ServerPrograms, serverPrograms } from './postgres/server-programs.ts'
import { StartFailure } from './start-failure.ts'

/** A data folder that is this process's alone, until it is released or the process ends. */
export interface DataClaim {
  place: DataPlace
  /** It was taken over from a start that had died. */
  isTakenOver: boolean
  release(): void
}

export interface PostgresOptions {
  /** `fast` gives up surviving a power failure: for data nobody will miss. */
  durability: 'durable' | 'fast'
  say: Say
}

/** Is told what is done, one sentence at a time. */
type Say = (sentence: string) => void

export interface RunningPostgres {
  /** Database `yuanshang` as the owner of its tables, for migrations. */
  ownerUrl: string
  /** The same as the role the shop runs as. */
  appUrl: string
  /** Database `postgres` as the server's administrator. */
  adminUrl: string
  /** Where the data really is. */
  folder: string
  pid: number
  /** Comes true with a sentence when the server ends without having been asked to. */
  died: Promise<string>
  stop(): Promise<void>
}

const START_TIMEOUT_MS = 120_000
const MAX_TRIES = 8
const MAX_LOG_BYTES = 8 * 1024 * 1024

/**
 * Makes the data folder where it is to be (see prepareDataPlace) and holds it.
 * Throws a StartFailure when it cannot be written or somebody else has it.
 */
export async function claimData(folder: string, say: Say): Promise<DataClaim> {
  const place = prepareDataPlace(folder)
  if (place.isOutside) say(postgresSentences.outside(place.folder))
  const lock = await lockFolder(place.folder)
  if (lock.takenFrom !== undefined) say(postgresSentences.takenOver(lock.takenFrom))
  return { place, isTakenOver: lock.takenFrom !== undefined, release: lock.release }
}

/**
 * Starts a PostgreSQL of our own on 127.0.0.1 and a free port, making the cluster
 * at the first start. A server that a killed process left on the data is stopped
 * first. Throws a StartFailure with one sentence when it cannot.
 */
export async function startPostgres({ place }: DataClaim, options: PostgresOptions): Promise<RunningPostgres> {
  const programs = serverPrograms(place.user, place.folder)
  await stopLeftOverServer(clusterFolder(place), options.say)
  const passwords = prepareCluster(place, programs, options.say)
  const server = await startServer({ place, programs, isDurable: options.durability === 'durable' })
  const urlOf = (role: string, password: string, database: string) =>
    `postgres://${role}:${password}@127.0.0.1:${server.port}/${database}`
  const adminUrl = urlOf(ADMIN_ROLE, passwords.admin, 'postgres')
  try {
    await prepareRoles(adminUrl, passwords)
  } catch (error) {
    await server.stop()
    throw error
  }
  return {
    ownerUrl: urlOf(OWNER_ROLE, passwords.owner, DATABASE),
    appUrl: urlOf(APP_ROLE, passwords.app, DATABASE),
    adminUrl,
    folder: place.folder,
    pid: server.pid,
    died: server.died,
    stop: server.stop,
  }
}

interface ServerOptions {
  place: DataPlace
  programs: ServerPrograms
  isDurable: boolean
}

interface Server {
  port: number
  pid: number
  died: Promise<string>
  stop(): Promise<void>
}

/** Starts the server; again, when somebody was quicker to the port or backends of a killed server are still leaving. */
async function startServer(options: ServerOptions): Promise<Server> {
  const log = join(options.place.folder, 'postgres.log')
  for (let attempt = 1; ; attempt += 1) {
    const from = logSize(log)
    const port = await findFreePort()
    const child = spawnServer(options, { port, log })
    if (await isReady(child, port)) return supervise(child, { port, log })
    const reason = lastFatal(log, from)
    const mayPass = /Address already in use|could not create any TCP|shared memory block/.test(logSince(log, from))
    if (!mayPass || attempt === MAX_TRIES) throw startError(options.place, { log, reason })
    await sleep(250 * attempt)
  }
}

function spawnServer({ place, programs, isDurable }: ServerOptions, to: { port: number; log: string }): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(to.port),
    unix_socket_directories: '',
    logging_collector: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(isDurable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '300' }),
  }
  const output = openSync(to.log, 'a', 0o600)
  try {
    // A group of its own: Ctrl-C at the terminal reaches the shop first, which then stops the database.
    return spawn(
      programs.postgres,
      ['-D', clusterFolder(place), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { ...place.user, cwd: place.folder, env: serverEnvironment(), stdio: ['ignore', output, output], detached: true },
    )
  } finally {
    closeSync(output)
  }
}

/** Waits until the server answers, through a recovery too. False when it ended instead. */
async function isReady(child: ChildProcess, port: number): Promise<boolean> {
  let hasEnded = false
  child.once('exit', () => (hasEnded = true))
  child.once('error', () => (hasEnded = true))
  const until = Date.now() + START_TIMEOUT_MS
  while (!hasEnded && Date.now() < until) {
    if (await answers(port)) return !hasEnded
    await sleep(40)
  }
  if (child.pid !== undefined && !hasEnded) await stopServer(child.pid)
  return false
}

const INVALID_PASSWORD = '28P01'

/** An accepting server asks us who we are; one that is starting up or recovering turns everybody away. */
async function answers(port: number): Promise<boolean> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'nobody', password: 'x', database: 'postgres' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch (error) {
    return error instanceof pg.DatabaseError && error.code === INVALID_PASSWORD
  } finally {
    await client.end().catch(() => undefined)
  }
}

function supervise(child: ChildProcess, { port, log }: { port: number; log: string }): Server {
  const pid = child.pid
  if (pid === undefined) throw new Error('a server that answers has a pid')
  let isStopping = false
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    port,
    pid,
    died: new Promise((resolve) => {
      void ended.then(() => !isStopping && resolve(postgresSentences.died(log)))
    }),
    async stop() {
      isStopping = true
      if (child.exitCode === null && child.signalCode === null) {
        await Promise.race([stopServer(pid), ended])
      }
    },
  }
}

function startError(place: DataPlace, { log, reason }: { log: string; reason: string }): StartFailure {
  const isDamage =
    /PANIC|invalid|incompatible|checksum|corrupt|checkpoint|control file|could not (open|read|find|locate)|missing/i.test(
      reason,
    )
  return new StartFailure(
    isDamage ? postgresSentences.damaged(clusterFolder(place), reason) : postgresSentences.refused(log, reason),
  )
}

/** Size of the log before a start; a log that has grown large begins anew. */
function logSize(log: string): number {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0
  if (size < MAX_LOG_BYTES) return size
  truncateSync(log)
  return 0
}

function logSince(log: string, from: number): string {
  return readFileSync(log).subarray(from).toString('utf8')
}

function lastFatal(log: string, from: number): string {
  const lines = logSince(log, from).split('\n').filter(Boolean)
  const fatal = lines.filter((line) => /FATAL|PANIC/.test(line)).at(-1) ?? lines.at(-1)
  return fatal?.replace(/^.*?(FATAL|PANIC):\s*/, '$1: ').trim() ?? 'no message'
}
