import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startJobs } from '#app/jobs/scheduler.server.ts'
import { openPickupSlots } from '#app/modules/pickup/open-slots.server.ts'
import { takePickupSlot } from '#app/modules/pickup/pickup-slots.server.ts'
import { recordPickupPoint } from '#app/modules/pickup/record-pickup-point.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import type { PickupSlotId } from '#app/shared/ids.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
beforeEach(async () => {
  for (const table of ['pickup_slot', 'pickup_hours', 'pickup_point'] as const)
    await store.ownerDb.deleteFrom(table).execute()
})
afterAll(() => store.drop())

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
/** Wednesday 25 November 2026, 08:00 in Shanghai. */
const WEDNESDAY_MORNING = new Date('2026-11-25T00:00:00Z')

function givenPoint(id: string, weekdays: number[], { startsAt = '17:00', endsAt = '19:30', capacity = 40 } = {}) {
  const week = weekdays.map((weekday) => ({ weekday, startsAt, endsAt, capacity }))
  const words = {
    nameZh: '东门',
    nameEn: 'East door',
    placeZh: '门内',
    placeEn: 'Inside',
    hoursZh: '每天',
    hoursEn: 'Daily',
  }
  return inTransaction(store.db, (tx) => recordPickupPoint(tx, { id, ...words, sortOrder: 1, week }))
}

const open = (now: Date) => inTransaction(store.db, (tx) => openPickupSlots(tx, now))

function slots() {
  return store.db.selectFrom('pickup_slot').selectAll().orderBy('starts_at').orderBy('pickup_point_id').execute()
}

describe('opening pickup slots', () => {
  it('makes one a day for a fortnight, by the clock of Shanghai', async () => {
    await givenPoint('library', EVERY_DAY)
    expect(await open(WEDNESDAY_MORNING)).toBe(14)
    const made = await slots()
    expect(made.map((slot) => businessDate(slot.starts_at))).toEqual(
      Array.from({ length: 14 }, (_, ahead) => addDays('2026-11-25', ahead)),
    )
    expect(made[0]).toMatchObject({
      starts_at: new Date('2026-11-25T09:00:00Z'),
      ends_at: new Date('2026-11-25T11:30:00Z'),
      capacity: 40,
      taken: 0,
    })
  })

  it('keeps to the weekdays of the point', async () => {
    await givenPoint('library', [3, 7])
    await open(WEDNESDAY_MORNING)
    expect((await slots()).map((slot) => businessDate(slot.starts_at))).toEqual([
      '2026-11-25',
      '2026-11-29',
      '2026-12-02',
      '2026-12-06',
    ])
  })

  it('makes nothing the second time, and the next day only the day that came into view', async () => {
    await givenPoint('library', EVERY_DAY)
    await open(WEDNESDAY_MORNING)
    expect(await open(WEDNESDAY_MORNING)).toBe(0)
    expect(await open(new Date('2026-11-26T00:00:00Z'))).toBe(1)
    expect((await slots()).at(-1)?.starts_at).toEqual(new Date('2026-12-09T09:00:00Z'))
  })

  it('makes each slot once when many processes do it at once', async () => {
    await givenPoint('library', EVERY_DAY)
    await givenPoint('canteen', EVERY_DAY, { startsAt: '11:30', endsAt: '13:00' })
    const made = await Promise.all(Array.from({ length: 8 }, () => open(WEDNESDAY_MORNING)))
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(28)
    expect(await slots()).toHaveLength(28)
  })

  it('makes none for a point that is closed', async () => {
    await givenPoint('library', EVERY_DAY)
    await givenPoint('closed', EVERY_DAY)
    await store.ownerDb.updateTable('pickup_point').set({ open: false }).where('id', '=', 'closed').execute()
    expect(await open(WEDNESDAY_MORNING)).toBe(14)
    expect((await slots()).every((slot) => slot.pickup_point_id === 'library')).toBe(true)
  })

  it('begins the day at midnight in Shanghai', async () => {
    await givenPoint('night', EVERY_DAY, { startsAt: '00:00', endsAt: '01:00' })
    await open(new Date('2026-11-25T15:59:59Z'))
    expect((await slots())[0]?.starts_at).toEqual(new Date('2026-11-25T16:00:00Z'))
    expect((await slots()).at(-1)?.starts_at).toEqual(new Date('2026-12-07T16:00:00Z'))
    await open(new Date('2026-11-25T16:00:00Z'))
    expect((await slots()).at(-1)?.starts_at).toEqual(new Date('2026-12-08T16:00:00Z'))
  })

  it('makes no slot that has begun', async () => {
    await givenPoint('library', EVERY_DAY)
    expect(await open(new Date('2026-11-25T09:00:00Z'))).toBe(13)
    expect(businessDate((await slots())[0]?.starts_at ?? new Date(0))).toBe('2026-11-26')
  })

  it('leaves taken places and a changed capacity as they are', async () => {
    await givenPoint('library', EVERY_DAY)
    await open(WEDNESDAY_MORNING)
    const slotId = (await slots())[0]?.id as PickupSlotId
    await inTransaction(store.db, (tx) => takePickupSlot(tx, slotId, WEDNESDAY_MORNING))
    await store.db.updateTable('pickup_slot').set({ capacity: 7 }).where('id', '=', slotId).execute()
    await open(WEDNESDAY_MORNING)
    expect((await slots())[0]).toMatchObject({ id: slotId, capacity: 7, taken: 1 })
  })

  it('is among the jobs of a running shop', async () => {
    await givenPoint('library', EVERY_DAY)
    const jobs = startJobs({ db: store.db } as Runtime)
    await expect.poll(async () => (await slots()).length).toBeGreaterThanOrEqual(13)
    await jobs.stop()
  })

  it('leaves a point that is there as it is', async () => {
    await givenPoint('library', [3])
    await givenPoint('library', EVERY_DAY)
    expect(await open(WEDNESDAY_MORNING)).toBe(2)
  })
})
