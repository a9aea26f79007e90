import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { readPolicy } from './aftersale-policy.server.ts'
import type { AftersalePolicy } from './aftersale-policy.ts'
import type { AftersalePolicyForm } from './policy-form.ts'

/** Why rules are not taken. What was decided under the old ones stays decided under them. */
export type PolicyRefusal =
  /** They would be in force on days that are over. */
  | { kind: 'dayPassed' }
  /** Others begin on that day; they stand. */
  | { kind: 'dayTaken' }
  | { kind: 'nothingChanged' }

/** Writes down rules of after-sale that are in force from a day on, today at the earliest, until others begin. */
export async function recordAftersalePolicy(
  db: Db,
  { form, administrator, now }: { form: AftersalePolicyForm; administrator: Actor<'policy:record'>; now: Date },
): Promise<Result<undefined, PolicyRefusal>> {
  const { validFrom, ...policy } = form
  if (validFrom < businessDate(now)) return refuse({ kind: 'dayPassed' })
  return inTransaction(db, async (tx): Promise<Result<undefined, PolicyRefusal>> => {
    const before = await readPolicy(tx, startOfBusinessDate(validFrom))
    if (isSame(before, policy)) return refuse({ kind: 'nothingChanged' })
    const written = await tx
      .insertInto('aftersale_policy')
      .values({
        valid_from: validFrom,
        approval_limit_fen: policy.approvalLimit,
        quality_hours: policy.qualityHours,
        return_days: policy.returnDays,
        not_collected_days: policy.notCollectedDays,
        auto_accept_days: policy.autoAcceptDays,
        recorded_by: administrator.personId,
        recorded_at: now,
      })
      .onConflict((conflict) => conflict.column('valid_from').doNothing())
      .returning('valid_from')
      .executeTakeFirst()
    if (!written) return refuse({ kind: 'dayTaken' })
    await recordAuditEvent(tx, {
      actorId: administrator.personId,
      verb: 'policy.recorded',
      objectType: 'aftersale_policy',
      objectId: validFrom,
      before: told(before),
      after: told(policy),
      now,
    })
    return ok(undefined)
  })
}

function isSame(one: AftersalePolicy, other: AftersalePolicy): boolean {
  return (Object.keys(one) as (keyof AftersalePolicy)[]).every((rule) => one[rule] === other[rule])
}

function told({ approvalLimit, ...days }: AftersalePolicy) {
  return { approvalLimitFen: approvalLimit, ...days }
}
