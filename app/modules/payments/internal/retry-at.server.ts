import { type Expression, type RawBuilder, sql } from 'kysely'

/** When to try again after `tries` tries: 10 s, doubling, at most an hour. Also how long a claim lasts. */
export function retryAt(now: Date, tries: Expression<unknown>): RawBuilder<Date> {
  return sql<Date>`${now}::timestamptz + make_interval(secs => least(10 * power(2, ${tries}), 3600))`
}
