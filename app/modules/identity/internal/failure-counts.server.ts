import { createHash } from 'node:crypto'
import { CompiledQuery } from 'kysely'
import { RateLimiterPostgres } from 'rate-limiter-flexible'
import type { Db } from '#app/platform/db.server.ts'
import { delaySeconds, type ThrottleRule } from '../throttle.ts'

/** One key under one rule, e.g. the account '13800000000' under the rule for accounts. */
export interface ThrottledKey {
  rule: ThrottleRule
  /** Parts of the key; kept as a hash, for what people type into an account field may be a password. */
  parts: readonly string[]
}

interface Counters {
  failures: RateLimiterPostgres
  holds: RateLimiterPostgres
}

const countersByDatabase = new WeakMap<Db, Counters>()
const NEVER = Number.MAX_SAFE_INTEGER

/** Seconds until the longest hold on any of `keys` ends; 0 when there is none. */
export async function secondsHeld(db: Db, keys: readonly ThrottledKey[]): Promise<number> {
  const { holds } = countersOf(db)
  const found = await Promise.all(keys.map((key) => holds.get(nameOf(key))))
  return Math.max(0, ...found.map((hold) => Math.ceil((hold?.msBeforeNext ?? 0) / 1000)))
}

/** Counts one failure for each of `keys` and holds those that have used up their free ones. */
export async function countFailure(db: Db, keys: readonly ThrottledKey[]): Promise<void> {
  const { failures, holds } = countersOf(db)
  await Promise.all(
    keys.map(async (key) => {
      const count = await failures.consume(nameOf(key), 1, { customDuration: key.rule.memorySeconds })
      const delay = delaySeconds(key.rule, count.consumedPoints)
      if (delay > 0) await holds.block(nameOf(key), delay)
    }),
  )
}

/** Forgets the failures of `keys`: their owner has shown to be who they say. */
export async function forgetFailures(db: Db, keys: readonly ThrottledKey[]): Promise<void> {
  const { failures } = countersOf(db)
  await Promise.all(keys.map((key) => failures.delete(nameOf(key))))
}

function nameOf({ rule, parts }: ThrottledKey): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, ...parts]))
    .digest('base64url')
}

function countersOf(db: Db): Counters {
  const known = countersByDatabase.get(db)
  if (known) return known
  const common = {
    storeClient: clientOf(db),
    storeType: 'client',
    tableName: 'rate_limit',
    tableCreated: true,
    points: NEVER,
    duration: 60,
  }
  const counters = {
    failures: new RateLimiterPostgres({ ...common, keyPrefix: 'failures', clearExpiredByTimeout: true }),
    holds: new RateLimiterPostgres({ ...common, keyPrefix: 'hold', points: 1, clearExpiredByTimeout: false }),
  }
  countersByDatabase.set(db, counters)
  return counters
}

/** The part of a `pg` client that the limiter uses, on our pool. */
function clientOf(db: Db) {
  return {
    async query({ text, values }: { text: string; values: unknown[] }) {
      const { rows, numAffectedRows } = await db.executeQuery(CompiledQuery.raw(text, values))
      return { rows, rowCount: numAffectedRows === undefined ? rows.length : Number(numAffectedRows) }
    },
  }
}
