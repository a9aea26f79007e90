import type { PolicyRefusal } from '#app/modules/aftersale/record-policy.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { CollectionPolicyForm } from './collection-policy-form.ts'
import { readCollectionPolicy } from './internal/collection-rows.server.ts'
import type { PolicyOutcome } from './uncollected.ts'

/** Rules as they were written down once. */
export interface CollectionPolicyVersion extends Omit<CollectionPolicyForm, 'validFrom'> {
  validFrom: BusinessDate
  /** Nobody when the shop came with them. */
  recordedBy: string | undefined
  recordedAt: Date
}

/** All rules for goods that nobody fetches, those that begin last first. */
export async function listCollectionPolicies(db: Db): Promise<CollectionPolicyVersion[]> {
  const rows = await db
    .selectFrom('collection_policy')
    .leftJoin('person', 'person.id', 'recorded_by')
    .selectAll('collection_policy')
    .select('person.name')
    .orderBy('valid_from', 'desc')
    .execute()
  return rows.map((row) => ({
    validFrom: row.valid_from,
    remindAfterHours: row.remind_after_hours,
    freshOutcome: row.fresh_outcome as PolicyOutcome,
    durableOutcome: row.durable_outcome as PolicyOutcome,
    donateTo: row.donate_to,
    recordedBy: row.name ?? undefined,
    recordedAt: row.recorded_at,
  }))
}

/** Writes down rules that are in force from a day on, today at the earliest, until others begin. */
export async function recordCollectionPolicy(
  db: Db,
  { form, administrator, now }: { form: CollectionPolicyForm; administrator: Actor<'policy:record'>; now: Date },
): Promise<Result<undefined, PolicyRefusal>> {
  const { validFrom, ...policy } = form
  if (validFrom < businessDate(now)) return refuse({ kind: 'dayPassed' })
  return inTransaction(db, async (tx): Promise<Result<undefined, PolicyRefusal>> => {
    const { keptDays: _, ...before } = await readCollectionPolicy(tx, startOfBusinessDate(validFrom))
    const rules = Object.keys(policy) as (keyof typeof policy)[]
    if (rules.every((rule) => before[rule] === policy[rule])) return refuse({ kind: 'nothingChanged' })
    const written = await tx
      .insertInto('collection_policy')
      .values({
        valid_from: validFrom,
        remind_after_hours: policy.remindAfterHours,
        fresh_outcome: policy.freshOutcome,
        durable_outcome: policy.durableOutcome,
        donate_to: policy.donateTo,
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
      objectType: 'collection_policy',
      objectId: validFrom,
      before,
      after: policy,
      now,
    })
    return ok(undefined)
  })
}
