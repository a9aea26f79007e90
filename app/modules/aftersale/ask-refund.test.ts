import { describe, expect, it } from 'vitest'
import type { OrderLineId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { AftersalePolicy } from './aftersale-policy.ts'
import { type ClaimableLine, claimWindow, complaintsUnder, decideAsking } from './ask-refund.ts'

const policy: AftersalePolicy = {
  approvalLimit: fen(20_000),
  qualityHours: 48,
  returnDays: 7,
  notCollectedDays: 3,
  autoAcceptDays: 7,
}
const GIVEN = new Date('2026-11-20T10:00:00+08:00')
const line = (given: Partial<ClaimableLine> = {}): ClaimableLine => ({
  orderLineId: 'line' as OrderLineId,
  lineNo: 1,
  unitPrice: fen(1000),
  quantity: 3,
  accepted: 3,
  canceled: 0,
  returned: fen(0),
  returnRule: 'fresh',
  given: [{ quantity: 3, at: GIVEN }],
  isRecalled: false,
  isAsked: false,
  ...given,
})
const ask = (of: ClaimableLine, at: string, wish: Partial<Parameters<typeof decideAsking>[1]> = {}) => {
  const result = decideAsking(of, { quantity: 1, complaint: 'quality', ...wish }, { policy, now: new Date(at) })
  return result.ok ? 'asked' : result.refusal
}

describe('the time to ask', () => {
  it('is 48 hours for fresh goods, to the second', () => {
    expect(ask(line(), '2026-11-22T09:59:59+08:00')).toBe('asked')
    expect(ask(line(), '2026-11-22T10:00:00+08:00')).toMatchObject({ kind: 'tooLate' })
  })

  it('is seven whole days from the day after, where goods may be returned', () => {
    const dry = line({ returnRule: 'seven_day' })
    expect(ask(dry, '2026-11-27T23:59:59+08:00', { complaint: 'change_of_mind' })).toBe('asked')
    expect(ask(dry, '2026-11-28T00:00:00+08:00')).toMatchObject({ kind: 'tooLate' })
  })

  it('runs for each visit by itself', () => {
    const twice = line({
      given: [
        { quantity: 2, at: GIVEN },
        { quantity: 1, at: new Date('2026-11-22T10:00:00+08:00') },
      ],
    })
    const now = new Date('2026-11-23T10:00:00+08:00')
    expect(claimWindow(twice, policy, now)).toEqual({ deadline: new Date('2026-11-24T10:00:00+08:00'), pieces: 1 })
    expect(ask(twice, now.toISOString(), { quantity: 2 })).toEqual({ kind: 'tooMany', pieces: 1 })
  })

  it('does not run out for goods that were called back', () => {
    expect(ask(line({ isRecalled: true }), '2027-11-20T10:00:00+08:00')).toBe('asked')
  })
})

describe('what may be asked', () => {
  it('is a change of mind only where the rule allows it', () => {
    expect(complaintsUnder('fresh')).not.toContain('change_of_mind')
    expect(complaintsUnder('seven_day')).toContain('change_of_mind')
    expect(ask(line(), GIVEN.toISOString(), { complaint: 'change_of_mind' })).toEqual({ kind: 'noReturn' })
  })

  it('is nothing before anything was given, nor twice at a time, nor what was refunded already', () => {
    expect(ask(line({ accepted: 0, given: [] }), GIVEN.toISOString())).toEqual({ kind: 'notHandedOver' })
    expect(ask(line({ isAsked: true }), GIVEN.toISOString())).toEqual({ kind: 'askedAlready' })
    expect(ask(line({ returned: fen(2500) }), GIVEN.toISOString())).toEqual({ kind: 'tooMany', pieces: 0 })
  })
})
