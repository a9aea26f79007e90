import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { beforeEach, describe, expect, it } from 'vitest'
import { readBankPosition } from '#app/modules/bank/bank-queries.server.ts'
import { recordBankOpening } from '#app/modules/bank/record-bank-opening.server.ts'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { BANK, OPENING_BALANCE } from '#app/modules/ledger/accounts.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { action, loader } from '#app/routes/finance/bank-opening.tsx'
import { addDays, type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import { fen } from '#app/shared/money.ts'
import { bankInvariants } from '#db/invariants/bank-invariants.ts'
import { type Office, openOffice } from '#tests/integration/settlement/office.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { shutMonthsThrough } from '#tests/support/factories/periods.ts'
import { type BankOfficer, balanceOf, bringIn, createBankOfficer } from './vault.ts'

let office: Office
let officer: BankOfficer

beforeEach(async () => {
  office = await openOffice()
  const { runtime } = office.shop
  setRuntime({ ...runtime, env: { ...runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  officer = await createBankOfficer(office)
  return async () => {
    setRuntime(undefined)
    await office.shop.close()
  }
})

const today = () => businessDate(office.shop.clock.now)

function record(amount: number, openedOn: BusinessDate = today(), requestId = newId()) {
  return recordBankOpening(office.db, { officer, requestId, openedOn, amount: fen(amount), now: office.shop.clock.now })
}

async function expectKept(): Promise<void> {
  for (const { breaches, name } of bankInvariants)
    expect({ name, found: (await breaches(office.shop.clock.now).execute(office.shop.store.ownerDb)).rows }).toEqual({
      name,
      found: [],
    })
}

/** Two days as some banks list them: the newest line first, also within a day. */
async function bringTwoDays(): Promise<BusinessDate> {
  const [before, day] = [addDays(today(), -1), today()]
  await bringIn(office, officer, [
    `${day},丁公司,,四,,300.00,1250.00,R4`,
    `${day},丙公司,,三,500.00,,1550.00,R3`,
    `${before},乙公司,,二,,50.00,1050.00,R2`,
    `${before},甲公司,,一,100.00,,1100.00,R1`,
  ])
  return before
}

describe('the opening balance', () => {
  it('is what the first line says, whichever way the bank lists a day, and makes books and bank agree', async () => {
    const first = await bringTwoDays()
    const before = await readBankPosition(office.db)
    expect(before).toMatchObject({
      opening: undefined,
      openingTold: { amount: 100_000, day: first },
      lastBalance: { amount: 125_000, day: today() },
      missing: 100_000,
      difference: 0,
    })
    expect(await record(100_000, first)).toMatchObject({ ok: true })
    expect(await readBankPosition(office.db)).toMatchObject({
      booked: 100_000,
      opening: { amount: 100_000, day: first },
      missing: 0,
      difference: 0,
    })
    expect(await balanceOf(office, OPENING_BALANCE.code)).toBe(-100_000)
    await expectKept()
  })

  it('stands once, however many record it at once', async () => {
    const requestId = newId()
    const [amount, day] = [50_000, today()]
    const made = await Promise.all([
      record(amount, day, requestId),
      record(amount, day, requestId),
      record(amount, day),
      record(amount, day),
    ])
    expect(made.filter((one) => one.ok).length).toBeLessThanOrEqual(2)
    expect(made.filter((one) => !one.ok).map((one) => !one.ok && one.refusal.kind)).toContain('unchanged')
    expect(await balanceOf(office, BANK.code)).toBe(amount)
    await expectKept()
  })

  it('is replaced by another, whose entry is reversed, and both are in the audit log', async () => {
    await record(70_000)
    expect(await record(72_000)).toMatchObject({ ok: true })
    expect(await balanceOf(office, BANK.code)).toBe(72_000)
    expect(await record(0)).toMatchObject({ ok: true })
    expect(await balanceOf(office, BANK.code)).toBe(0)
    await expectKept()
    const logged = await office.db
      .selectFrom('audit_event')
      .select('detail')
      .where('verb', '=', 'bank_opening.recorded')
      .orderBy('id')
      .execute()
    expect(logged.map((one) => one.detail)).toEqual([
      { after: { openedOn: today(), amount: 70_000 } },
      { before: { openedOn: today(), amount: 70_000 }, after: { openedOn: today(), amount: 72_000 } },
      { before: { openedOn: today(), amount: 72_000 }, after: { openedOn: today(), amount: 0 } },
    ])
  })

  it('is booked today when its month is closed', async () => {
    const lastMonth = addDays(today(), -40)
    await record(9_000, lastMonth)
    await shutMonthsThrough(office.shop.store.ownerDb, lastMonth.slice(0, 7))
    expect(await record(10_000, lastMonth)).toMatchObject({ ok: true })
    const days = await office.db
      .selectFrom('journal_entry')
      .select(['source_type', 'business_date as day'])
      .orderBy('id')
      .execute()
    expect(days).toEqual([
      { source_type: 'bank_opening', day: lastMonth },
      { source_type: 'reversal', day: today() },
      { source_type: 'bank_opening', day: today() },
    ])
    expect(await balanceOf(office, BANK.code)).toBe(10_000)
    await expectKept()
  })

  it('is refused when it is negative, of a day to come, or of a day after the first line', async () => {
    const first = await bringTwoDays()
    expect(await record(-1)).toEqual({ ok: false, refusal: { kind: 'negative' } })
    expect(await record(1, addDays(today(), 1))).toEqual({ ok: false, refusal: { kind: 'notYet' } })
    expect(await record(1, today())).toEqual({ ok: false, refusal: { kind: 'afterFirstLine', firstOn: first } })
    expect(await balanceOf(office, BANK.code)).toBe(0)
  })
})

describe('its page', () => {
  let cookies: Record<'officer' | 'auditor', string>
  beforeEach(async () => {
    cookies = { officer: await cookieOf('finance_officer'), auditor: await cookieOf('auditor') }
  })

  async function cookieOf(role: GrantedRole): Promise<string> {
    const { personId } = await createPerson(office.db, { grants: [{ role }] })
    return `sid=${await createSession(office.db, personId)}`
  }

  function ask(as: keyof typeof cookies, fields?: Record<string, string>) {
    const request = new Request('http://shop.test/finance/bank/opening', {
      headers: { cookie: cookies[as] },
      ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
    })
    return { request, params: {}, context: {} } satisfies LoaderFunctionArgs & ActionFunctionArgs
  }

  it('shows what the bank says, keeps what was typed wrongly, and books what is right', async () => {
    const first = await bringTwoDays()
    const { data: shown } = await loader(ask('officer'))
    expect(shown).toMatchObject({ mayWork: true, openingTold: { amount: 100_000, day: first } })
    const wrong = { requestId: newId(), openedOn: first, amount: '一千' }
    expect(await action(ask('officer', wrong))).toMatchObject({
      data: { problem: { kind: 'formInvalid' }, values: wrong },
      init: { status: 422 },
    })
    const booked = await action(ask('officer', { ...wrong, amount: '1000.00' }))
    expect(booked instanceof Response && booked.status).toBe(303)
    expect(await balanceOf(office, BANK.code)).toBe(100_000)
  })

  it('is read and not written by the auditor', async () => {
    expect((await loader(ask('auditor'))).data).toMatchObject({ mayWork: false })
    const posted = action(ask('auditor', { requestId: newId(), openedOn: today(), amount: '1.00' }))
    await expect(posted).rejects.toMatchObject({ status: 403 })
  })
})
