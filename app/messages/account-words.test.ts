import { describe, expect, it } from 'vitest'
import * as accounts from '#app/modules/ledger/accounts.ts'
import type { CooperativeId, CountyId, OrgUnitId } from '#app/shared/ids.ts'
import { LANGUAGES } from '#app/shared/language.ts'
import { accountWords } from './account-words.ts'

const cooperativeId = '01a214b5-dc37-77ab-a4ef-a7f0aa3c2a3d' as CooperativeId
const countyId = 'xunyi' as CountyId
const orgUnitId = 'library' as OrgUnitId
const PLACES = [
  accounts.purchasesPaid('canteen'),
  accounts.cashAtCounter('north-gate'),
  accounts.payableToCooperative(cooperativeId),
  accounts.recognizedAccount({ year: 2026, countyId, cooperativeId, channel: 'own_shop', fundType: 'student' }),
  accounts.taskAccount(2026, { scope: 'college' }),
  accounts.decidedAccount(2026, { scope: 'org_unit', orgUnitId }),
  accounts.attainedAccount(2026, { scope: 'county', countyId }),
]
const FIXED = Object.values(accounts).filter((one) => typeof one === 'object' && 'code' in one)
const codes = [...FIXED, ...PLACES].map(({ code }) => code)

describe('an account in words', () => {
  it.each(codes)('has words of its own class: %s', (code) => {
    for (const language of LANGUAGES) expect(accountWords(code, {}, language)).not.toBe(code)
  })

  it('has other words than every other class', () => {
    for (const language of LANGUAGES) {
      const words = codes.map((code) => accountWords(code, {}, language))
      expect(new Set(words).size).toBe(words.length)
    }
  })

  it('names whose it is, from the widest to the year', () => {
    const code = 'recognized:2026:xunyi:x:own_shop:student'
    const named = [
      { zh: '旬邑', en: 'Xunyi' },
      { zh: '旬邑林家洼蜂场', en: 'Linjiawa Apiary' },
    ]
    const names = { [code]: { named, channel: 'own_shop', fundType: 'student', year: 2026 } } as const
    expect(accountWords(code, names, 'zh')).toBe(
      '完成（认定） · 旬邑 · 旬邑林家洼蜂场 · 本店（塬上集） · 学生个人 · 2026 年',
    )
    expect(accountWords(code, names, 'en')).toMatch(/^Attained, recognized · Xunyi · Linjiawa Apiary · .* · 2026$/)
  })

  it('says of what counts that its supplier is none of the shop’s', () => {
    const code = 'recognized:2026:xunyi:none:platform_832:canteen'
    expect(accountWords(code, { [code]: { named: [{ zh: '旬邑', en: 'Xunyi' }] } }, 'zh')).toBe(
      '完成（认定） · 旬邑 · 店外供应方',
    )
  })

  it.each(['__proto__', 'nothing:at-all', 'toString'])('is its code where there is no such account: %s', (code) => {
    expect(accountWords(code, {}, 'zh')).toBe(code)
  })
})
