import { describe, expect, test } from 'vitest'
import { formatReconciliationQuery, isProviderRef, parseReconciliationQuery } from './reconciliation-query.ts'

const GROUND = { today: '2026-11-25', firstState: 'pending' } as const
const parse = (query: string) => parseReconciliationQuery(new URLSearchParams(query), GROUND)

describe('the address of the reconciliation', () => {
  test('asks for today and the first state when it says nothing', () => {
    expect(parse('')).toEqual({ day: '2026-11-25', state: 'pending', after: undefined })
    expect(parse('day=&show=&after=')).toEqual({ day: '2026-11-25', state: 'pending', after: undefined })
  })

  test('is read as it was written', () => {
    const query = { day: '2026-10-31', state: 'ours_only', after: 'txn_1' } as const
    expect(parse(formatReconciliationQuery(query))).toEqual(query)
  })

  test.each(['day=2026-02-30', 'day=x', 'show=all', 'after=a b', 'after=%00'])('%s is none of ours', (query) => {
    expect(parse(query)).toBeUndefined()
  })

  test('a reference is letters, digits and underscores', () => {
    expect(['txn_1A', 'po_9', '', 'a/b', "a'b", 'ä'].map(isProviderRef)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ])
  })
})
