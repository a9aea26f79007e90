import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CooperativeId, PersonId, StatementId } from '#app/shared/ids.ts'
import { fen, sumFen } from '#app/shared/money.ts'
import { bankAccountSchema, groupAccountNumber, maskAccountNumber } from './bank-account.ts'
import { correctionEntry, paymentReturnedEntry, statementPaymentEntry } from './settlement-entries.ts'
import {
  daysLeft,
  decideApproval,
  decidePayment,
  decideSending,
  formatMonth,
  lastDayOf,
  monthOfDate,
  nextMonth,
  parseMonth,
  previousMonth,
  STATEMENT_STATES,
  type Statement,
} from './statement.ts'
import { correctionSchema } from './statement-forms.ts'

const [officer, approver, payer] = ['officer', 'approver', 'payer'] as PersonId[] as [PersonId, PersonId, PersonId]
const hands = { preparing: [officer], approving: [] as PersonId[], paying: [] as PersonId[] }
const cooperativeId = '0199-north' as CooperativeId

function statement(given: Partial<Statement> = {}): Statement {
  return {
    statementId: 's' as StatementId,
    statementNo: 'JS-202611-001',
    cooperativeId,
    month: '2026-11-01',
    round: 1,
    state: 'draft',
    total: fen(100),
    lineCount: 1,
    dueOn: '2026-12-01',
    sentAt: undefined,
    preparedBy: officer,
    bankAccountId: 'account',
    ...given,
  }
}

describe('sending a statement', () => {
  it('needs a draft over more than nothing', () => {
    expect(decideSending(statement())).toEqual({ ok: true, value: undefined })
    for (const total of [0, -5])
      expect(decideSending(statement({ total: fen(total) }))).toEqual({
        ok: false,
        refusal: { kind: 'notPositive', total },
      })
    for (const state of STATEMENT_STATES.filter((one) => one !== 'draft'))
      expect(decideSending(statement({ state }))).toEqual({ ok: false, refusal: { kind: 'wrongState', state } })
  })
})

describe('approving a statement', () => {
  const approve = (given: Partial<Parameters<typeof decideApproval>[1]>, by: PersonId) =>
    decideApproval(statement({ state: 'confirmed' }), { hands, accountRecordedBy: officer, ...given }, by)

  it('is for somebody who neither prepared nor paid it, nor recorded the account', () => {
    expect(approve({}, approver).ok).toBe(true)
    expect(approve({}, officer)).toMatchObject({ refusal: { kind: 'preparedIt' } })
    expect(approve({ hands: { ...hands, paying: [approver] } }, approver)).toMatchObject({
      refusal: { kind: 'paidIt' },
    })
    expect(approve({ accountRecordedBy: approver }, approver)).toMatchObject({ refusal: { kind: 'recordedAccount' } })
    expect(approve({ accountRecordedBy: undefined }, approver)).toMatchObject({ refusal: { kind: 'noAccount' } })
  })

  it('waits for the cooperative', () => {
    for (const state of STATEMENT_STATES.filter((one) => one !== 'confirmed'))
      expect(decideApproval(statement({ state }), { hands, accountRecordedBy: officer }, approver)).toMatchObject({
        refusal: { kind: 'wrongState', state },
      })
  })
})

describe('paying a statement', () => {
  const facts = {
    hands: { ...hands, approving: [approver] },
    account: { accountId: 'account', recordedBy: officer },
    approvedOn: '2026-12-03',
    today: '2026-12-05',
    paidOn: '2026-12-04',
  }
  const pay = (given: Partial<typeof facts>, by = payer) =>
    decidePayment(statement({ state: 'approved' }), { ...facts, ...given }, by)

  it('is for a third person, to the approved account, between approval and today', () => {
    expect(pay({}).ok).toBe(true)
    expect(pay({}, officer)).toMatchObject({ refusal: { kind: 'preparedIt' } })
    expect(pay({}, approver)).toMatchObject({ refusal: { kind: 'approvedIt' } })
    expect(pay({ account: { accountId: 'other', recordedBy: officer } })).toMatchObject({
      refusal: { kind: 'accountChanged' },
    })
    expect(pay({ account: { accountId: 'account', recordedBy: payer } })).toMatchObject({
      refusal: { kind: 'recordedAccount' },
    })
    for (const paidOn of ['2026-12-02', '2026-12-06'])
      expect(pay({ paidOn })).toMatchObject({ refusal: { kind: 'dayImpossible' } })
  })
})

describe('the entries of settlement', () => {
  const at = { occurredAt: new Date(0), recordedAt: new Date(0) }

  it('balance, whatever is corrected, and a return mirrors its payment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }).filter((one) => one !== 0),
        (amount) => {
          const entry = correctionEntry({ correctionId: 'c', cooperativeId, amount: fen(amount), now: new Date(0) })
          const payable = entry.postings.find((line) => line.account.code.startsWith('payable:'))
          return sumFen(entry.postings.map((line) => line.amount)) === 0 && payable?.amount === -amount
        },
      ),
    )
    const facts = { paymentId: 'p', cooperativeId, amount: fen(500), ...at }
    const paid = statementPaymentEntry(facts).postings.map((line) => [line.account.code, line.amount])
    const back = paymentReturnedEntry(facts).postings.map((line) => [line.account.code, line.amount])
    expect(paid).toEqual([
      ['payable:cooperative:0199-north', 500],
      ['bank:transit', -500],
    ])
    expect(new Map(back as [string, number][])).toEqual(
      new Map(paid.map(([code, amount]) => [code, -(amount as number)] as [string, number])),
    )
  })
})

describe('a month', () => {
  it('is read, written, and knows its neighbours', () => {
    expect(parseMonth('2026-12')).toBe('2026-12-01')
    for (const text of ['2026-13', '26-01', '2026-1', '2026-01-01', '', null]) expect(parseMonth(text)).toBeUndefined()
    const anyMonth = fc.record({ year: fc.integer({ min: 2000, max: 2098 }), month: fc.integer({ min: 1, max: 12 }) })
    fc.assert(
      fc.property(anyMonth, ({ year, month }) => {
        const one = `${year}-${String(month).padStart(2, '0')}-01`
        expect(parseMonth(formatMonth(one))).toBe(one)
        expect(previousMonth(nextMonth(one))).toBe(one)
        expect(monthOfDate(lastDayOf(one))).toBe(one)
      }),
    )
    expect(lastDayOf('2028-02-01')).toBe('2028-02-29')
  })

  it('counts days to the due day', () => {
    expect([daysLeft('2026-12-01', '2026-11-25'), daysLeft('2026-12-01', '2026-12-01')]).toEqual([6, 0])
    expect(daysLeft('2026-12-01', '2027-01-01')).toBe(-31)
  })
})

describe('an account', () => {
  it('is shown in groups of four, or by its end alone', () => {
    expect(groupAccountNumber('62170000123456789')).toBe('6217 0000 1234 5678 9')
    expect(maskAccountNumber('62170000123456789')).toBe('•••• 6789')
    expect(groupAccountNumber(maskAccountNumber('62170000123456789'))).toBe('•••• 6789')
  })

  it('is read with or without the spaces of the card', () => {
    const form = {
      requestId: '0193579e-0000-7000-8000-000000000001',
      cooperativeId: '0193579e-0000-7000-8000-000000000002',
      holder: ' 北塬合作社 ',
      bankName: '农商银行',
      accountNumber: '6217 0000-1234 5678',
      validFrom: '2026-12-01',
    }
    expect(bankAccountSchema.parse(form)).toMatchObject({ holder: '北塬合作社', accountNumber: '6217000012345678' })
    for (const accountNumber of ['', '1234567', '１２３４５６７８', `${'1'.repeat(33)}`])
      expect(bankAccountSchema.safeParse({ ...form, accountNumber }).success).toBe(false)
  })
})

describe('a correction', () => {
  it('is granted or charged by more than nothing', () => {
    const form = {
      requestId: '0193579e-0000-7000-8000-000000000001',
      direction: 'charge',
      amount: '12.5',
      reason: '少一箱',
    }
    expect(correctionSchema.parse(form)).toMatchObject({ amount: -1250 })
    expect(correctionSchema.parse({ ...form, direction: 'grant' })).toMatchObject({ amount: 1250 })
    for (const amount of ['0', '-1', 'viel', ''])
      expect(correctionSchema.safeParse({ ...form, amount }).success).toBe(false)
  })
})
