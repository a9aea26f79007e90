import { describe, expect, it } from 'vitest'
import { auditLogMessages } from '#app/messages/audit-log.ts'
import { objectPath, valueWords } from './audit-words.ts'

const t = auditLogMessages.zh
const NAMES = { 'county xunyi': '旬邑', 'person 01a214b6-0000-7000-8000-000000000001': '李会计' }
const words = (value: unknown, field: string, objectType = 'period') =>
  valueWords(value, { objectType, field, names: NAMES }, t)

describe('the values of an audit event', () => {
  it.each<[unknown, string, string, string]>([
    ['college', 'bearer', 'refund_decision', '学校'],
    ['goodwill', 'reason', 'refund_decision', '补偿'],
    ['bill_files', 'check', 'period', '钱包账单已导入'],
    ['closed', 'state', 'period', '已锁定'],
    ['closed', 'state', 'incident', '已了结'],
    ['department', 'fundType', 'external_purchase', '部门经费'],
    [true, 'isActive', 'org_unit', '是'],
    [12345, 'amount', 'external_order', '¥123.45'],
    [12345, 'amountFen.college', 'target_decision', '¥123.45'],
    [3, 'round', 'period', '3'],
    ['open', 'note', 'statement', 'open'],
    ['自己写的原因', 'reason', 'refund_decision', '自己写的原因'],
    ['01a214b6-0000-7000-8000-000000000001', 'owner', 'incident', '李会计'],
    ['01a214b6-0000-7000-8000-000000000001', 'note', 'incident', '01a214b6-0000-7000-8000-000000000001'],
    [null, 'reason', 'period', '—'],
    [['own_shop', 'platform_832'], 'measure832Channels', 'counting_rule', '本店; 832 平台'],
  ])('%o under %s of %s reads %s', (...[value, field, objectType, expected]) => {
    expect(words(value, field, objectType)).toBe(expected)
  })

  it('name what a bank line was matched with by the kind beside its key', () => {
    const key = '01a214b6-0000-7000-8000-000000000001'
    const names = { [`external_purchase ${key}`]: '832-1' }
    const part = (kind: string) =>
      valueWords([{ kind, refId: key }], { objectType: 'bank_link', field: 'parts', names }, t)
    expect(part('purchase')).toContain('832-1')
    expect(part('payout')).toContain(key)
  })

  it('are read field by field in a list', () => {
    const lines = [
      { part: { scope: 'college' }, amount: 100 },
      { part: { scope: 'county', countyId: 'xunyi' }, amount: 5 },
    ]
    expect(words(lines, '', 'target_decision')).toBe('范围 全校, 金额 ¥1.00; 范围 分县, 县 旬邑, 金额 ¥0.05')
  })
})

describe('the page of what an event is about', () => {
  const KEY = '01a214b6-0000-7000-8000-000000000001'
  it.each([
    ['period', '2026-10', '/finance/periods/2026-10'],
    ['journal_entry', '17', '/finance/entries/17'],
    ['statement', KEY, `/finance/statements/${KEY}`],
    ['incident', KEY, `/finance/incidents/${KEY}`],
    ['balance_transaction', 'txn_1', '/finance/reconciliation/lines/txn_1'],
  ])('of %s %s is %s', (objectType, objectId, href) => {
    expect(objectPath({ objectType, objectId })).toBe(href)
  })

  it.each([
    ['shop', 'demo'],
    ['statement', 'x'],
    ['constructor', KEY],
  ])('is none of %s %s', (objectType, objectId) => {
    expect(objectPath({ objectType, objectId })).toBeUndefined()
  })
})
