import { sql } from 'kysely'
import { readPolicy } from '#app/modules/aftersale/aftersale-policy.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { type CollectionPolicy, collectionDates, type PolicyOutcome, type ReleaseChoice } from '../uncollected.ts'

/** The rules in force on the day of `now`. */
export async function readCollectionPolicy(db: Db, now: Date): Promise<CollectionPolicy> {
  const [{ notCollectedDays }, row] = await Promise.all([
    readPolicy(db, now),
    db
      .selectFrom('collection_policy')
      .selectAll()
      .where('valid_from', '<=', businessDate(now))
      .orderBy('valid_from', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow(),
  ])
  return {
    remindAfterHours: row.remind_after_hours,
    keptDays: notCollectedDays,
    freshOutcome: row.fresh_outcome as PolicyOutcome,
    durableOutcome: row.durable_outcome as PolicyOutcome,
    donateTo: row.donate_to,
  }
}

export async function findChoice(db: Db, orderId: OrderId): Promise<ReleaseChoice | undefined> {
  const row = await db
    .selectFrom('collection_choice')
    .select(['outcome', 'donate_to'])
    .where('order_id', '=', orderId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { outcome: row.outcome === 'donate' ? 'donate' : 'refund', donateTo: row.donate_to ?? undefined }
}

export interface WaitingOrder {
  orderId: OrderId
  remindAt: Date
  keptUntil: Date
  isReminded: boolean
}

/**
 * Orders that are ready and whose slot is over, the one that waits longest first;
 * not those about which the buyer has asked something that is not answered.
 */
export async function listWaiting(db: Db, policy: CollectionPolicy, now: Date): Promise<WaitingOrder[]> {
  const { rows } = await sql<{ id: OrderId; ends_at: Date; ready_at: Date; kept_days: number; is_reminded: boolean }>`
    select o.id, slot.ends_at, ready.at as ready_at, ordered.not_collected_days as kept_days,
      exists (select from order_event where order_id = o.id and kind = 'reminded') as is_reminded
    from "order" o join pickup_slot slot on slot.id = o.pickup_slot_id
      join lateral (select at from order_event where order_id = o.id and kind = 'ready' limit 1) ready on true
      join lateral (select not_collected_days from aftersale_policy
        where valid_from <= (o.placed_at at time zone 'Asia/Shanghai')::date order by valid_from desc limit 1) ordered on true
    where o.status = 'paid' and o.fulfillment_kind = 'pickup' and slot.ends_at <= ${now}
      and not exists (select from refund_request where order_id = o.id and state = 'asked')
    order by greatest(slot.ends_at, ready.at), o.id
  `.execute(db)
  return rows.map((row) => ({
    orderId: row.id,
    isReminded: row.is_reminded,
    ...collectionDates(
      { slotEndsAt: row.ends_at, readyAt: row.ready_at },
      // New rules do not shorten what was promised.
      { ...policy, keptDays: Math.max(policy.keptDays, row.kept_days) },
    ),
  }))
}
