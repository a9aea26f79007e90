import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from '#db/schema.ts'
import { logger } from './logger.server.ts'

/** Reads take a `Db` (a `Tx` is one); writers demand a `Tx`, so nothing is written outside a transaction. */
export type Db = Kysely<DB>
export type Tx = Transaction<DB>

const INT8 = 20
const DATE = 1082

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return parseInt8
    if (oid === DATE) return (text: string) => text
    return pg.types.getTypeParser(oid, format)
  },
}

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} from the database is beyond JavaScript's safe integers`)
  return value
}

/** Statements a process prepares; what is asked in ever new forms beyond that is planned each time. */
const MOST_PREPARED = 500
const preparedNames = new Map<string, string>()

function preparedName(text: string): string | undefined {
  const known = preparedNames.get(text)
  if (known !== undefined || preparedNames.size >= MOST_PREPARED) return known
  const name = `q${preparedNames.size}`
  preparedNames.set(text, name)
  return name
}

/**
 * Prepares each parameterized statement once a connection: PostgreSQL parses and
 * plans it once and not at every call, which costs more than most of ours take.
 */
class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg's overloads of query are many; only the one Kysely calls is changed.
  override query(...call: any[]): any {
    const [text, values] = call
    if (call.length !== 2 || typeof text !== 'string' || !Array.isArray(values) || values.length === 0)
      return Reflect.apply(super.query, this, call)
    return super.query({ name: preparedName(text), text, values })
  }
}

/**
 * Opens a pool on `url`. bigint comes as a safe number or throws, date as
 * 'YYYY-MM-DD', numeric as text. Waiting for a connection ends after 5 s, for a
 * lock after 3 s, a statement after 10 s. Statements run on one core and are not
 * compiled: starting workers or a compiler costs more than a page may take, and a
 * wrong guess of the planner would start them.
 */
export function createDatabase(url: string, options: { max?: number } = {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 5_000,
    // A migration may change what a prepared statement returns: no connection outlives it for long.
    maxLifetimeSeconds: 300,
    keepAlive: true,
    types,
    Client: PreparingClient,
    options:
      '-c lock_timeout=3000 -c statement_timeout=10000 -c idle_in_transaction_session_timeout=15000 -c timezone=UTC ' +
      '-c max_parallel_workers_per_gather=0 -c jit=off',
  })
  // Without both listeners a database restart ends the whole process.
  pool.on('error', (error) => logger.warn({ error: error.message }, 'idle database connection lost'))
  pool.on('connect', (client) => {
    client.on('error', (error) => logger.warn({ error: error.message }, 'database connection lost'))
  })
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'
const MAX_TRIES = 5

/**
 * Runs `work` in one READ COMMITTED transaction and commits. The whole of `work`
 * runs again, at most five times, when the database ends it for a deadlock or a
 * serialization failure; so `work` has no effect outside the database.
 */
export async function inTransaction<Value>(db: Db, work: (tx: Tx) => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      const code = databaseErrorCode(error)
      if (attempt >= MAX_TRIES || (code !== SERIALIZATION_FAILURE && code !== DEADLOCK)) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt))
    }
  }
}

/** SQLSTATE of an error the database raised, or undefined. */
function databaseErrorCode(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** Name of the constraint an error broke, or undefined. */
export function brokenConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined
}

/** Calls `onMessage` for every NOTIFY on `channel`, on a connection of its own that comes back by itself. */
export interface Listener {
  close(): Promise<void>
}

export function listen(
  url: string,
  channel: string,
  handlers: { onMessage: () => void; onLost: () => void; onReady: () => void },
): Listener {
  let client: pg.Client | undefined
  let closed = false
  let timer: NodeJS.Timeout | undefined

  const lost = () => {
    if (client === undefined) return
    client = undefined
    handlers.onLost()
    if (!closed) timer = setTimeout(() => void connect(), 500)
  }
  const connect = async () => {
    const fresh = new pg.Client({ connectionString: url, keepAlive: true })
    client = fresh
    fresh.on('error', lost)
    fresh.on('end', lost)
    fresh.on('notification', handlers.onMessage)
    try {
      await fresh.connect()
      await fresh.query(`listen ${pg.escapeIdentifier(channel)}`)
      handlers.onReady()
    } catch (error) {
      logger.warn(
        { error: error instanceof Error ? error.message : String(error), channel },
        'cannot listen for changes',
      )
      lost()
    }
  }
  void connect()
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end()
    },
  }
}
