import type { Selectable } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import { fen } from '#app/shared/money.ts'
import type { DB } from '#db/schema.ts'
import { type AftersalePolicy, promisedTimes } from './aftersale-policy.ts'

/** The rules in force on the day of `now`. */
export async function readPolicy(db: Db, now: Date): Promise<AftersalePolicy> {
  const row = await db
    .selectFrom('aftersale_policy')
    .selectAll()
    .where('valid_from', '<=', businessDate(now))
    .orderBy('valid_from', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return readRow(row)
}

/** The rules for the buyer of an order: new ones do not shorten what was promised when it was placed. */
export async function readPromisedPolicy(
  db: Db,
  { placedAt, now }: { placedAt: Date; now: Date },
): Promise<AftersalePolicy> {
  const [ordered, today] = await Promise.all([readPolicy(db, placedAt), readPolicy(db, now)])
  return promisedTimes(ordered, today)
}

/** Rules as they were written down once. */
export interface AftersalePolicyVersion extends AftersalePolicy {
  validFrom: BusinessDate
  /** Nobody when the shop came with them. */
  recordedBy: string | undefined
  recordedAt: Date
}

/** All rules of after-sale, those that begin last first. */
export async function listAftersalePolicies(db: Db): Promise<AftersalePolicyVersion[]> {
  const rows = await db
    .selectFrom('aftersale_policy')
    .leftJoin('person', 'person.id', 'recorded_by')
    .selectAll('aftersale_policy')
    .select('person.name')
    .orderBy('valid_from', 'desc')
    .execute()
  return rows.map((row) => ({
    ...readRow(row),
    validFrom: row.valid_from,
    recordedBy: row.name ?? undefined,
    recordedAt: row.recorded_at,
  }))
}

function readRow(
  row: Omit<Selectable<DB['aftersale_policy']>, 'recorded_by' | 'recorded_at' | 'valid_from'>,
): AftersalePolicy {
  return {
    approvalLimit: fen(row.approval_limit_fen),
    qualityHours: row.quality_hours,
    returnDays: row.return_days,
    notCollectedDays: row.not_collected_days,
    autoAcceptDays: row.auto_accept_days,
  }
}
