import { describe, expect, it } from 'vitest'
import type { PersonId } from '#app/shared/ids.ts'
import {
  type ChecklistLine,
  checkOrder,
  decideLock,
  isGreen,
  monthToClose,
  type PeriodPlace,
} from './close-checklist.ts'

const OFFICER = 'officer' as PersonId
const APPROVER = 'approver' as PersonId
const NOW = new Date('2026-03-02T00:00:00Z')

function line(given: Partial<ChecklistLine> = {}): ChecklistLine {
  return { name: 'incidents', open: 0, mayBeWaived: true, waiver: undefined, ...given }
}
const waiver = (openCount: number) => ({
  reason: '已核对',
  openCount,
  waivedBy: OFFICER,
  waivedByName: '周会计',
  at: NOW,
})
const place = (given: Partial<PeriodPlace> = {}): PeriodPlace => ({
  state: 'closing',
  lastClosed: '2026-01',
  firstHeld: '2025-12',
  ...given,
})

describe('a line of the checklist', () => {
  it.each<[boolean, Partial<ChecklistLine>]>([
    [true, {}],
    [false, { open: 1 }],
    [true, { open: 2, waiver: waiver(2) }],
    [true, { open: 1, waiver: waiver(2) }],
    [false, { open: 3, waiver: waiver(2) }],
    [false, { open: 1, waiver: waiver(1), mayBeWaived: false }],
  ])('is green: %s for %o', (green, given) => {
    expect(isGreen(line(given))).toBe(green)
  })
})

describe('the order of closing', () => {
  it('begins with the first month that holds anything, and goes on without a gap', () => {
    expect(monthToClose({ lastClosed: undefined, firstHeld: undefined })).toBeUndefined()
    expect(monthToClose({ lastClosed: undefined, firstHeld: '2025-12' })).toBe('2025-12')
    expect(monthToClose({ lastClosed: '2025-12', firstHeld: '2025-03' })).toBe('2026-01')
  })

  it('refuses a closed month, another than the next, and one that is not over', () => {
    expect(checkOrder('2026-02', place({ state: 'closed' }), NOW)).toMatchObject({ refusal: { kind: 'closed' } })
    expect(checkOrder('2026-03', place(), NOW)).toMatchObject({ refusal: { kind: 'notNext', next: '2026-02' } })
    expect(checkOrder('2026-02', place(), new Date('2026-02-28T16:00:00Z'))).toMatchObject({
      refusal: { kind: 'notOver' },
    })
    expect(checkOrder('2026-02', place(), NOW)).toMatchObject({ ok: true })
  })
})

describe('locking a month', () => {
  const decide = (given: Partial<Parameters<typeof decideLock>[0]>, lockerId = APPROVER) =>
    decideLock({ month: '2026-02', place: place(), checklist: [line()], waivers: [], ...given }, { lockerId, now: NOW })

  it('goes through when it was prepared and everything is green', () => {
    expect(decide({})).toMatchObject({ ok: true })
    expect(decide({ checklist: [line({ open: 1, waiver: waiver(1) })], waivers: [OFFICER] })).toMatchObject({
      ok: true,
    })
  })

  it('is refused unprepared, with something red, and to whoever explained something', () => {
    expect(decide({ place: place({ state: 'open' }) })).toMatchObject({ refusal: { kind: 'notPrepared' } })
    expect(decide({ checklist: [line(), line({ name: 'imports', open: 1 })] })).toEqual({
      ok: false,
      refusal: { kind: 'notGreen', names: ['imports'] },
    })
    expect(decide({ waivers: [OFFICER, APPROVER] })).toMatchObject({ refusal: { kind: 'waivedYourself' } })
  })
})
