import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CooperativeId, CountyId } from '#app/shared/ids.ts'
import { fen, negateFen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import {
  ADVANCES_OF_BUYERS,
  CLEARING_STRIPE,
  payableToCooperative,
  REFUNDS_DUE,
  recognizedAccount,
  SERVICE_FEE_INCOME,
  taskAccount,
  UNALLOCATED_RECEIPTS,
} from './accounts.ts'
import { assertEntry, credit, debit, type EntryDraft, entryInputText, nonZero, reversalOf } from './entry.ts'

const AT = new Date('2026-11-24T16:30:00.123Z')
const MONEY_ACCOUNTS = [CLEARING_STRIPE, ADVANCES_OF_BUYERS, REFUNDS_DUE, UNALLOCATED_RECEIPTS, SERVICE_FEE_INCOME]

function draft(changes: Partial<EntryDraft> = {}): EntryDraft {
  return {
    book: 'money',
    sourceType: 'payment',
    sourceId: 'pi_1',
    occurredAt: AT,
    recordedAt: AT,
    postings: [debit(CLEARING_STRIPE, fen(1200)), credit(ADVANCES_OF_BUYERS, fen(1200))],
    ...changes,
  }
}

describe('an entry draft', () => {
  it('is one when it balances', () => {
    expect(() => assertEntry(draft())).not.toThrow()
  })

  it.each<[string, Partial<EntryDraft>]>([
    ['off balance by -1', { postings: [debit(CLEARING_STRIPE, fen(1)), credit(REFUNDS_DUE, fen(2))] }],
    ['fewer than two lines', { postings: [] }],
    ['a line of nothing', { postings: [debit(CLEARING_STRIPE, ZERO_FEN), credit(REFUNDS_DUE, ZERO_FEN)] }],
    ['of book assistance uses clearing:stripe', { book: 'assistance' }],
    ['no source document', { sourceId: '' }],
  ])('is refused when it has or is %s', (words, changes) => {
    expect(() => assertEntry(draft(changes))).toThrow(words)
  })

  it('drops lines of nothing on request', () => {
    expect(nonZero([debit(CLEARING_STRIPE, fen(5)), credit(SERVICE_FEE_INCOME, ZERO_FEN)])).toHaveLength(1)
  })

  it('has a text that never changes, because hashes of it are kept', () => {
    expect(entryInputText(draft())).toBe(
      'v1|5:money|7:payment|4:pi_1|24:2026-11-24T16:30:00.123Z|0:|15:clearing:stripe|4:1200|15:advances:buyers|5:-1200',
    )
  })

  it('has another text for another content, and the same for a later recording', () => {
    expect(entryInputText(draft({ recordedAt: new Date(0) }))).toBe(entryInputText(draft()))
    expect(entryInputText(draft({ sourceId: 'pi_2' }))).not.toBe(entryInputText(draft()))
    expect(entryInputText(draft({ sourceType: 'paymentpi', sourceId: '_1' }))).not.toBe(entryInputText(draft()))
  })
})

const balancedDraft = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom(...MONEY_ACCOUNTS)), { minLength: 1, maxLength: 8 })
  .map((lines) => {
    const debits = lines.map(([amount, account]) => debit(account, fen(amount)))
    return draft({ postings: [...debits, credit(CLEARING_STRIPE, sumFen(debits.map((line) => line.amount)))] })
  })

describe('a reversal', () => {
  it('is an entry, names the first, and leaves nothing of it on any account', () => {
    fc.assert(
      fc.property(balancedDraft, (entry) => {
        const reversal = reversalOf({ ...entry, entryId: 7 }, { occurredAt: AT, recordedAt: AT })
        assertEntry(reversal)
        expect(reversal.reversesEntryId).toBe(7)
        for (const account of MONEY_ACCOUNTS) {
          const both = [...entry.postings, ...reversal.postings].filter((line) => line.account.code === account.code)
          expect(sumFen(both.map((line) => line.amount))).toBe(0)
        }
      }),
    )
  })

  it('of a reversal is the entry again', () => {
    fc.assert(
      fc.property(balancedDraft, (entry) => {
        const once = reversalOf({ ...entry, entryId: 7 }, { occurredAt: AT, recordedAt: AT })
        const twice = reversalOf({ ...once, entryId: 8 }, { occurredAt: AT, recordedAt: AT })
        expect(twice.postings).toEqual(entry.postings)
        expect(once.postings.map((line) => line.amount)).toEqual(entry.postings.map((line) => negateFen(line.amount)))
      }),
    )
  })
})

describe('the chart of accounts', () => {
  const CODE = /^[a-z0-9_:-]{3,160}$/
  it('names accounts in the form the database accepts', () => {
    const cooperativeId = '0197a1b2-0000-7000-8000-000000000001' as CooperativeId
    const countyId = 'xunyi' as CountyId
    const accounts = [
      ...MONEY_ACCOUNTS,
      payableToCooperative(cooperativeId),
      taskAccount(2026, { scope: 'college' }),
      taskAccount(2026, { scope: 'county', countyId }),
      taskAccount(2026, { scope: 'fund', fundType: 'assisted_sale' }),
      recognizedAccount({ year: 2026, countyId, cooperativeId, channel: 'platform_832', fundType: 'assisted_sale' }),
    ]
    for (const account of accounts) expect(account.code).toMatch(CODE)
    expect(new Set(accounts.map((account) => account.code)).size).toBe(accounts.length)
  })
})
