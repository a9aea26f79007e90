import type { Db } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { fen } from '#app/shared/money.ts'
import type { AftersalePolicy } from './aftersale-policy.ts'

/** The rules in force on the day of `now`. */
export async function readPolicy(db: Db, now: Date): Promise<AftersalePolicy> {
  const row = await db
    .selectFrom('aftersale_policy')
    .selectAll()
    .where('valid_from', '<=', businessDate(now))
    .orderBy('valid_from', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return {
    approvalLimit: fen(row.approval_limit_fen),
    qualityHours: row.quality_hours,
    returnDays: row.return_days,
    notCollectedDays: row.not_collected_days,
    autoAcceptDays: row.auto_accept_days,
  }
}
