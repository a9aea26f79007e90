import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BANK } from '#app/modules/ledger/accounts.ts'
import { assertEntry } from '#app/modules/ledger/entry.ts'
import type { BankLineId, BankLinkId } from '#app/shared/ids.ts'
import { fen, sumFen } from '#app/shared/money.ts'
import { bankLinkEntry } from './bank-entries.ts'
import { type ChosenItem, decideLink, itemKey, type LinkDraft, type OpenItem } from './bank-link.ts'

const item = (kind: OpenItem['kind'], refId: string, open: number): OpenItem => ({
  kind,
  refId,
  open: fen(open),
  day: '2026-11-03',
  name: refId,
  party: '法门花椒合作社',
  ...(kind === 'purchase' && { fundType: 'canteen' }),
})
const mapOf = (items: OpenItem[]) => new Map(items.map((one) => [itemKey(one.kind, one.refId), one]))
const line = (amount: number, isLinked = false) => ({
  bankLineId: `line ${amount}` as BankLineId,
  amount: fen(amount),
  isLinked,
})
const draft = (given: Partial<LinkDraft>): LinkDraft => ({
  lines: [line(1000)],
  chosen: [],
  fee: fen(0),
  interest: fen(0),
  keepsRest: false,
  ...given,
})
const choose = (kind: ChosenItem['kind'], refId: string, amount: number): ChosenItem => ({
  kind,
  refId,
  amount: fen(amount),
})

describe('linking bank lines', () => {
  it('takes one transfer for several purchases, one of them in part', () => {
    const items = mapOf([item('purchase', 'a', -600), item('purchase', 'b', -900)])
    const chosen = [choose('purchase', 'a', -600), choose('purchase', 'b', -400)]
    expect(decideLink(draft({ lines: [line(-1000)], chosen }), items)).toMatchObject({
      ok: true,
      value: [
        { refId: 'a', amount: -600 },
        { refId: 'b', amount: -400 },
      ],
    })
  })

  it('names the difference to the fen when the sides differ', () => {
    const chosen = [choose('payout', 'po', 999)]
    expect(decideLink(draft({ chosen }), mapOf([item('payout', 'po', 999)]))).toEqual({
      ok: false,
      refusal: { kind: 'notZero', difference: 1 },
    })
  })

  it('keeps the rest to be claimed when asked to', () => {
    const chosen = [choose('deposit', 'd', 700)]
    expect(decideLink(draft({ chosen, keepsRest: true }), mapOf([item('deposit', 'd', 700)]))).toMatchObject({
      ok: true,
      value: [{ kind: 'deposit' }, { kind: 'leftover', amount: 300 }],
    })
  })

  it('takes a payment and its return for what they are, with nothing beside them', () => {
    expect(decideLink(draft({ lines: [line(-700), line(700)] }), new Map())).toEqual({ ok: true, value: [] })
  })

  it('settles an earlier rest without a bank line', () => {
    const items = mapOf([item('claim', 'old', -300), item('deposit', 'd', 300)])
    const chosen = [choose('claim', 'old', -300), choose('deposit', 'd', 300)]
    expect(decideLink(draft({ lines: [], chosen }), items)).toMatchObject({ ok: true })
  })

  it.each([
    ['lineLinked', { lines: [line(1000, true)] }],
    ['nothingChosen', { lines: [] }],
    ['itemGone', { chosen: [choose('payout', 'other', 1000)] }],
    ['moreThanOpen', { chosen: [choose('payout', 'po', 1001)] }],
    ['onlyWhole', { chosen: [choose('payout', 'po', 999)], keepsRest: true }],
    ['wrongSide', { chosen: [choose('payout', 'po', -1000)] }],
    ['wrongSide', { chosen: [choose('payout', 'po', 0)] }],
    ['notZero', { lines: [], chosen: [], fee: fen(5) }],
  ])('refuses with %s', (kind, given) => {
    expect(decideLink(draft(given), mapOf([item('payout', 'po', 1000)]))).toMatchObject({
      ok: false,
      refusal: { kind },
    })
  })

  it('always books a balanced entry that moves the bank by its lines', () => {
    const kinds = ['payout', 'deposit', 'statement', 'purchase', 'claim'] as const
    const anyItem = fc.record({
      kind: fc.constantFrom(...kinds),
      refId: fc.uuid(),
      open: fc.integer({ min: -1e9, max: 1e9 }).filter((amount) => amount !== 0),
    })
    fc.assert(
      fc.property(
        fc.array(anyItem, { maxLength: 6 }),
        fc.array(
          fc.integer({ min: -1e9, max: 1e9 }).filter((amount) => amount !== 0),
          { minLength: 1, maxLength: 4 },
        ),
        fc.nat(1000),
        (given, amounts, fee) => {
          const items = given.map((one) => item(one.kind, one.refId, one.open))
          const lines = amounts.map((amount) => line(amount))
          const chosen = items.map((one) => ({ kind: one.kind, refId: one.refId, amount: one.open }))
          const decided = decideLink(draft({ lines, chosen, fee: fen(fee), keepsRest: true }), mapOf(items))
          expect(decided.ok || decided.refusal.kind === 'nothingChosen').toBe(true)
          if (!decided.ok) return
          const linkId = '0197a1b2-0000-7000-8000-000000000001' as BankLinkId
          const now = new Date('2026-11-04T02:00:00Z')
          const entry = bankLinkEntry({ linkId, bookedOn: '2026-11-03', lines, parts: decided.value, now })
          assertEntry(entry)
          const onBank = entry.postings.filter(({ account }) => account.code === BANK.code)
          expect(sumFen(onBank.map(({ amount }) => amount))).toBe(sumFen(amounts.map(fen)))
        },
      ),
    )
  })
})
