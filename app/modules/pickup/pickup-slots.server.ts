import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { PickupSlotId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

export type PickupSlotRefusal = { kind: 'slotFull' } | { kind: 'slotGone' }

/**
 * Takes one place in a slot that has not begun, at a point that is open. One
 * statement; the slot's row stays locked until the transaction ends, and its
 * CHECK stands behind the condition.
 */
export async function takePickupSlot(
  tx: Tx,
  slotId: PickupSlotId,
  now: Date,
): Promise<Result<void, PickupSlotRefusal>> {
  const { rows } = await sql<{ is_open: boolean; is_taken: boolean }>`
    with open as (
      select slot.id from pickup_slot slot join pickup_point point on point.id = slot.pickup_point_id
      where slot.id = ${slotId} and slot.starts_at > ${now} and point.open
    ), taken as (
      update pickup_slot set taken = taken + 1 from open
      where pickup_slot.id = open.id and taken < capacity
      returning pickup_slot.id
    )
    select exists (select from open) as is_open, exists (select from taken) as is_taken
  `.execute(tx)
  const [outcome] = rows
  if (outcome?.is_taken) return ok(undefined)
  return refuse({ kind: outcome?.is_open ? 'slotFull' : 'slotGone' })
}

/** Gives a taken place back. The caller holds the order's row and knows that it had taken one. */
export async function releasePickupSlot(tx: Tx, slotId: PickupSlotId): Promise<void> {
  await tx.updateTable('pickup_slot').set({ taken: sql`taken - 1` }).where('id', '=', slotId).execute()
}
