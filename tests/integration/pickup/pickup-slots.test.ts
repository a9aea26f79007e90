import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listPickupChoices } from '#app/modules/pickup/pickup-queries.server.ts'
import { releasePickupSlot, takePickupSlot } from '#app/modules/pickup/pickup-slots.server.ts'
import { brokenConstraint, inTransaction } from '#app/platform/db.server.ts'
import type { PickupSlotId } from '#app/shared/ids.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { BUILDING_ID, insertPickup } from '#tests/support/factories/orders.ts'

let store: TestDatabase
const now = new Date('2026-11-24T01:00:00Z')
const daysLater = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60_000)

beforeAll(async () => {
  store = await createTestDatabase()
})
afterAll(() => store.drop())

function take(slotId: PickupSlotId, at = now) {
  return inTransaction(store.db, (tx) => takePickupSlot(tx, slotId, at))
}

test('sixty at once for ten places: ten get one, and a place given back can be taken again', async () => {
  const slotId = await insertPickup(store.ownerDb, { capacity: 10, now })
  const results = await Promise.all(Array.from({ length: 60 }, () => take(slotId)))
  expect(results.filter((result) => result.ok)).toHaveLength(10)
  expect(await take(slotId)).toEqual({ ok: false, refusal: { kind: 'slotFull' } })
  await inTransaction(store.db, (tx) => releasePickupSlot(tx, slotId))
  expect((await take(slotId)).ok).toBe(true)
})

test('a slot that has begun, or whose point is closed, is gone', async () => {
  const slotId = await insertPickup(store.ownerDb, { now: daysLater(1) })
  expect(await take(slotId, daysLater(2))).toEqual({ ok: false, refusal: { kind: 'slotGone' } })
  await sql`update pickup_point set open = false`.execute(store.ownerDb)
  expect(await take(slotId)).toEqual({ ok: false, refusal: { kind: 'slotGone' } })
  await sql`update pickup_point set open = true`.execute(store.ownerDb)
  expect((await take(slotId)).ok).toBe(true)
})

test('the checkout is offered the slots of the next fortnight with what is left, and open buildings', async () => {
  const full = await insertPickup(store.ownerDb, { capacity: 0, now: daysLater(3) })
  const far = await insertPickup(store.ownerDb, { now: daysLater(20) })
  const { points, buildings } = await listPickupChoices(store.db, now)
  expect(points.map((point) => point.pointId)).toEqual(['south-gate'])
  const slots = points[0]?.slots ?? []
  expect(slots.find((slot) => slot.slotId === full)?.left).toBe(0)
  expect(slots.find((slot) => slot.slotId === far)).toBeUndefined()
  expect(slots.map((slot) => slot.startsAt.getTime())).toEqual(slots.map((slot) => slot.startsAt.getTime()).sort())
  expect(buildings).toMatchObject([{ buildingId: BUILDING_ID, nameZh: '图书馆' }])
})

test('the table itself refuses to be overbooked', async () => {
  const slotId = await insertPickup(store.ownerDb, { capacity: 1, now: daysLater(5) })
  const overbook = store.db.updateTable('pickup_slot').set({ taken: 2 }).where('id', '=', slotId).execute()
  await expect(overbook).rejects.toSatisfy((error) => brokenConstraint(error) === 'pickup_slot_never_overbooked')
})
