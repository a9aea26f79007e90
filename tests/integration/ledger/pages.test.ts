import type { LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountWords } from '#app/messages/account-words.ts'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { loader as entryLoader } from '#app/routes/finance/entry.tsx'
import { loader as ledgerLoader } from '#app/routes/finance/ledger.tsx'
import { loader as progressLoader } from '#app/routes/shop/progress.tsx'
import { sumFen } from '#app/shared/money.ts'
import { makeCleanWorld } from '#tests/integration/audit/clean-world.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'

let shop: Shop
let cookies: Partial<Record<GrantedRole | 'staff', string>>

beforeAll(async () => {
  shop = await openShop()
  await makeCleanWorld(shop)
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  cookies = {
    staff: await cookieOf([]),
    finance_officer: await cookieOf(['finance_officer']),
    finance_approver: await cookieOf(['finance_approver']),
  }
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

async function cookieOf(roles: GrantedRole[]): Promise<string> {
  const { personId } = await createPerson(shop.db, { grants: roles.map((role) => ({ role })) })
  return `sid=${await createSession(shop.db, personId)}`
}

function ask(path: string, { as, params = {} }: { as?: keyof typeof cookies; params?: Record<string, string> } = {}) {
  const headers: Record<string, string> = as ? { cookie: cookies[as] ?? '' } : {}
  return {
    request: new Request(`http://shop.test${path}`, { headers }),
    params,
    context: {},
  } satisfies LoaderFunctionArgs
}

describe('the public progress page', () => {
  it('shows aggregates to anyone, of this year or of an empty one', async () => {
    const { progress, isEmpty, charts } = await progressLoader(ask('/progress'))
    expect(isEmpty).toBe(false)
    expect(progress).toMatchObject({ target: 1_200_000, attained: { platform832: 88_800 } })
    expect(charts.terraces).toHaveLength(progress.counties.length)
    expect(charts.months.bars).toHaveLength(12)
    expect(JSON.stringify(progress)).not.toContain(shop.buyer.personId)
    expect(await progressLoader(ask('/progress?year=2016'))).toMatchObject({ isEmpty: true })
  })

  it.each(['20260', '-1', '1999', '9999', '2026%00', 'now', ''])('answers 400 to the year "%s"', async (year) => {
    await expect(progressLoader(ask(`/progress?year=${year}`))).rejects.toMatchObject({ status: 400 })
  })
})

describe('the ledger pages', () => {
  it('send strangers to sign in and turn other roles away', async () => {
    await expect(ledgerLoader(ask('/finance/ledger'))).rejects.toMatchObject({ status: 302 })
    await expect(ledgerLoader(ask('/finance/ledger', { as: 'staff' }))).rejects.toMatchObject({ status: 403 })
    const params = { entryId: '1' }
    await expect(entryLoader(ask('/finance/entries/1', { as: 'staff', params }))).rejects.toMatchObject({ status: 403 })
  })

  it.each(['money', 'assistance'])('show book %s in balance to both finance roles', async (book) => {
    for (const as of ['finance_officer', 'finance_approver'] as const) {
      const { balances, journal } = await ledgerLoader(ask(`/finance/ledger?book=${book}`, { as }))
      expect(balances.length).toBeGreaterThan(1)
      expect(sumFen(balances.map((row) => row.balance))).toBe(0)
      expect(journal.lines.length).toBeGreaterThan(0)
    }
  })

  it('name every account, and whose it is', async () => {
    const { names, balances } = await ledgerLoader(ask('/finance/ledger?book=money', { as: 'finance_officer' }))
    for (const { code } of balances) expect(names).toHaveProperty([code])
    const payable = balances.find(({ code }) => code.startsWith('payable:cooperative:'))?.code ?? ''
    const supplier = await shop.db
      .selectFrom('cooperative')
      .select('name_zh')
      .where('id', '=', payable.slice('payable:cooperative:'.length))
      .executeTakeFirstOrThrow()
    expect(accountWords(payable, names, 'zh')).toBe(`应付合作社 · ${supplier.name_zh}`)
    const book = await ledgerLoader(ask('/finance/ledger?book=assistance', { as: 'finance_officer' }))
    const counted = book.balances.find(({ code }) => code.startsWith('recognized:'))?.code ?? ''
    expect(accountWords(counted, book.names, 'zh')).toMatch(/^完成（认定） · 扶风县? · .+ · .+ · .+ · 20\d\d 年$/)
  })

  it('lead from a journal line to its entry, its document and its hashes', async () => {
    const { journal } = await ledgerLoader(ask('/finance/ledger', { as: 'finance_officer' }))
    const capture = journal.lines.find((line) => line.sourceType === 'capture')
    const params = { entryId: String(capture?.entryId) }
    const page = await entryLoader(ask('/finance/entries/x', { as: 'finance_officer', params }))
    expect(page.source).toMatchObject({ kind: 'order', orderNo: expect.stringMatching(/^\d+$/) })
    expect(page.entry.postings[1]?.previousHash).toBe(page.entry.postings[0]?.hash)
    expect(page.entry.postings[0]?.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each(['0', '999999999', '1e3', '-1', '99999999999999999999', 'x'])('know no entry "%s"', async (entryId) => {
    const asked = ask('/finance/entries/x', { as: 'finance_officer', params: { entryId } })
    await expect(entryLoader(asked)).rejects.toMatchObject({ status: 404 })
  })

  it.each(['book=cash', 'from=2026-13-01', 'to=%00', 'after=1'])('answer 400 to ?%s', async (query) => {
    await expect(ledgerLoader(ask(`/finance/ledger?${query}`, { as: 'finance_officer' }))).rejects.toMatchObject({
      status: 400,
    })
  })
})
