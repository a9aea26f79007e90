import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { readControlTotals } from '#app/modules/closing/control-totals.ts'
import { lockPeriod } from '#app/modules/closing/lock-period.server.ts'
import { preparePeriod, waiveCheck } from '#app/modules/closing/prepare-period.server.ts'
import { approveReopening, askReopening, refuseReopening } from '#app/modules/closing/reopen-period.server.ts'
import { brokenConstraint, type Db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { insertGround } from '#tests/integration/cart/goods.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { afterMonth, type Closers, closeMonth, createClosers, reopenMonth } from '#tests/support/factories/periods.ts'
import { book, dayOfEntry, noonOf, recompute } from './books.ts'

let test: TestDatabase
let db: Db
let closers: Closers

beforeEach(async () => {
  test = await createTestDatabase()
  db = test.db
  await insertGround(test.ownerDb)
  closers = await createClosers(db)
  await book(db, { day: '2026-01-10', amount: 500 })
  await book(db, { day: '2026-02-10', amount: 700 })
  return () => test.drop()
})

const prepare = (month: string, now = afterMonth(month)) => preparePeriod(db, { month, officer: closers.officer, now })
const lock = (month: string, now = afterMonth(month)) => lockPeriod(db, { month, approver: closers.approver, now })

function readPeriod(month: string) {
  return db.selectFrom('period').selectAll().where('month', '=', `${month}-01`).executeTakeFirstOrThrow()
}
function readClose(month: string, round = 1) {
  return db
    .selectFrom('period_close')
    .selectAll()
    .where('month', '=', `${month}-01`)
    .where('round', '=', round)
    .executeTakeFirstOrThrow()
}

describe('closing a month', () => {
  it('takes one who prepares and another who locks, and keeps what the books said', async () => {
    expect(await prepare('2026-01')).toMatchObject({ ok: true })
    expect(await lock('2026-01')).toMatchObject({ ok: true, value: { round: 1 } })
    const close = await readClose('2026-01')
    const heads = await db.selectFrom('ledger_head').selectAll().orderBy('book', 'desc').execute()
    expect(heads.map((head) => [head.seq, head.hash.toString('hex')])).toEqual([
      [close.money_seq, close.money_hash.toString('hex')],
      [close.assistance_seq, close.assistance_hash.toString('hex')],
    ])
    expect(readControlTotals(close.control_totals)).toMatchObject({
      entries: { money: 1, assistance: 0 },
      classes: [
        { book: 'money', kind: 'asset', debit: 0, credit: 500, lines: 1 },
        { book: 'money', kind: 'expense', debit: 500, credit: 0, lines: 1 },
      ],
      balances: [
        { code: 'expense:provider-fees', balance: 500 },
        { code: 'receivable:carriers', balance: -500 },
      ],
      recognized: [
        { measure: 'all', month: 0, year: 0 },
        { measure: 'platform_832', month: 0, year: 0 },
        { measure: 'assisted_sale', month: 0, year: 0 },
      ],
    })
    expect(await readPeriod('2026-01')).toMatchObject({ state: 'closed', money_seq: close.money_seq })
  })

  it.each([
    {
      what: 'a month with an open one before it, which is not over either',
      month: '2026-02',
      now: noonOf('2026-02-28'),
      refusal: { kind: 'notNext', next: '2026-01' },
    },
    {
      what: 'a month that is just over',
      month: '2026-01',
      now: new Date('2026-01-31T16:14:59Z'),
      refusal: { kind: 'notOver' },
    },
    {
      what: 'a month before the first that holds anything',
      month: '2025-12',
      now: noonOf('2026-02-03'),
      refusal: { kind: 'notNext', next: '2026-01' },
    },
    {
      what: 'a month with an open one before it',
      month: '2026-02',
      now: noonOf('2026-03-03'),
      refusal: { kind: 'notNext', next: '2026-01' },
    },
  ])('is refused for $what', async ({ month, now, refusal }) => {
    expect(await prepare(month, now)).toEqual({ ok: false, refusal })
    expect(await lock(month, now)).toEqual({ ok: false, refusal })
  })

  it('goes on a quarter of an hour after the month', async () => {
    expect(await prepare('2026-01', new Date('2026-01-31T16:15:00Z'))).toMatchObject({ ok: true })
  })

  it('is refused to whoever prepared it, twice over, and unprepared', async () => {
    expect(await lock('2026-01')).toEqual({ ok: false, refusal: { kind: 'notPrepared' } })
    await prepare('2026-01')
    const preparer = { ...closers.officer, permission: 'period:lock' } as const
    expect(await lockPeriod(db, { month: '2026-01', approver: preparer, now: afterMonth('2026-01') })).toMatchObject({
      refusal: { kind: 'dutyKeptApart', other: 'period.prepare' },
    })
    expect(await prepare('2026-01')).toMatchObject({ refusal: { kind: 'dutyDone' } })
    expect(await lock('2026-01')).toMatchObject({ ok: true })
    expect(await lock('2026-01')).toEqual({ ok: false, refusal: { kind: 'closed' } })
    expect(await prepare('2026-01')).toEqual({ ok: false, refusal: { kind: 'closed' } })
  })

  it('happens once when two lock at the same moment', async () => {
    await prepare('2026-01')
    const results = await Promise.all([lock('2026-01'), lock('2026-01')])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(await db.selectFrom('period_close').select('round').execute()).toHaveLength(1)
  })
})

describe('the checklist', () => {
  const openIncident = (sourceId: string, ownerId: string | null = null) =>
    test.ownerDb
      .insertInto('incident')
      .values({
        id: newId(),
        kind: 'dispute',
        source_id: sourceId,
        opened_at: noonOf('2026-01-20'),
        owner_id: ownerId,
        owned_at: ownerId ? noonOf('2026-01-21') : null,
      })
      .execute()
  const receiveEvent = (id: string) =>
    test.ownerDb
      .insertInto('stripe_event')
      .values({
        id,
        type: 'charge.succeeded',
        body: '{}',
        state: 'received',
        received_at: noonOf('2026-01-20'),
        next_try_at: noonOf('2026-01-20'),
      })
      .execute()

  it('must be green, and names what is not', async () => {
    await openIncident('one')
    await prepare('2026-01')
    expect(await lock('2026-01')).toEqual({ ok: false, refusal: { kind: 'notGreen', names: ['incidents'] } })
    await test.ownerDb
      .updateTable('incident')
      .set({ owner_id: closers.officer.personId, owned_at: noonOf('2026-02-01') })
      .execute()
    expect(await lock('2026-01')).toMatchObject({ ok: true })
  })

  it('takes a written reason where one may stand, for as many as were open, and keeps it with the close', async () => {
    await receiveEvent('evt_1')
    const waive = (name: string, officer = closers.officer) =>
      waiveCheck(db, { month: '2026-01', name, reason: '供应商确认无影响', officer, now: afterMonth('2026-01') })
    expect(await waive('provider_events')).toEqual({ ok: false, refusal: { kind: 'notClosing' } })
    await prepare('2026-01')
    expect(await lock('2026-01')).toMatchObject({ refusal: { kind: 'notGreen', names: ['provider_events'] } })
    expect(await waive('tie_outs')).toEqual({ ok: false, refusal: { kind: 'notWaivable' } })
    expect(await waive('no_such_check')).toEqual({ ok: false, refusal: { kind: 'notWaivable' } })
    expect(await waive('refunds_unsent')).toEqual({ ok: false, refusal: { kind: 'nothingOpen' } })
    expect(await waive('provider_events')).toMatchObject({ ok: true })
    await receiveEvent('evt_2')
    expect(await lock('2026-01')).toMatchObject({ refusal: { kind: 'notGreen', names: ['provider_events'] } })
    expect(await waive('provider_events', { ...closers.approver, permission: 'period:prepare' })).toMatchObject({
      ok: true,
    })
    expect(await lock('2026-01')).toEqual({ ok: false, refusal: { kind: 'waivedYourself' } })
    const other = await createClosers(db)
    const locked = await lockPeriod(db, { month: '2026-01', approver: other.approver, now: afterMonth('2026-01') })
    expect(locked).toMatchObject({ ok: true })
    expect((await readClose('2026-01')).checks).toContainEqual(
      expect.objectContaining({
        name: 'provider_events',
        open: 2,
        waiver: expect.objectContaining({ reason: '供应商确认无影响', openCount: 2 }),
      }),
    )
  })

  it('holds what does not tie, which no reason covers', async () => {
    await sql`alter table account_day disable trigger all`.execute(test.ownerDb)
    await test.ownerDb
      .updateTable('account_day')
      .set({ debit_fen: 501 })
      .where('account_code', '=', 'expense:provider-fees')
      .where('business_date', '=', '2026-01-10')
      .execute()
    await prepare('2026-01')
    expect(await lock('2026-01')).toMatchObject({ refusal: { kind: 'notGreen', names: ['tie_outs'] } })
    const incidents = await db.selectFrom('incident').select(['kind', 'source_id']).orderBy('source_id').execute()
    expect(incidents.map(({ kind, source_id }) => `${kind} ${source_id.split('@')[0]}`)).toEqual([
      'tie_out books',
      'tie_out sums',
    ])
  })
})

describe('a closed month', () => {
  beforeEach(() => closeMonth(db, '2026-01', { closers }))

  it('takes nothing any more: what comes late stands on the day it was recorded', async () => {
    const late = await book(db, { day: '2026-01-31', recordedAt: noonOf('2026-02-15') })
    const older = await book(db, { day: '2025-11-30', recordedAt: noonOf('2026-02-15') })
    const open = await book(db, { day: '2026-02-01', recordedAt: noonOf('2026-02-15') })
    expect(await Promise.all([late, older, open].map(({ entryId }) => dayOfEntry(db, entryId)))).toEqual([
      '2026-02-15',
      '2026-02-15',
      '2026-02-01',
    ])
    await closeMonth(db, '2026-02', { closers })
    expect(readControlTotals((await readClose('2026-02')).control_totals).entries.money).toBe(4)
  })

  it.each([
    ['the shop', () => test.db],
    ['the owner of the tables', () => test.ownerDb],
  ])('is not touched by %s', async (_name, connect) => {
    const edits = [
      sql`update period set state = 'open' where month = '2026-01-01'`,
      sql`update period set state = 'closing' where month = '2026-01-01'`,
      sql`update period set control_totals = '{}' where month = '2026-01-01'`,
      sql`update period set closed_at = now() where month = '2026-01-01'`,
      sql`update period set month = '2025-01-01' where month = '2026-01-01'`,
      sql`delete from period`,
      sql`truncate period cascade`,
      sql`insert into period (month, state, closed_at, money_seq, money_hash, assistance_seq, assistance_hash, control_totals)
        values ('2026-02-01', 'closed', now(), 1, '', 0, '', '{}')`,
      sql`update period_close set control_totals = '{}'`,
      sql`delete from period_close`,
    ]
    for (const edit of edits) await expect(edit.execute(connect())).rejects.toThrow()
    expect(await readPeriod('2026-01')).toMatchObject({ state: 'closed' })
  })

  it.each([
    ['the shop', () => test.db],
    ['the owner of the tables', () => test.ownerDb],
  ])(
    'is not made by %s without a close, nor by a close without its people, place and checklist',
    async (_name, connect) => {
      const connection = connect()
      const now = afterMonth('2026-02')
      const closing = (given: Record<string, unknown>) => ({
        month: '2026-02-01',
        round: 1,
        closed_at: now,
        prepared_by: closers.officer.personId,
        locked_by: closers.approver.personId,
        money_seq: 99,
        money_hash: Buffer.alloc(1),
        assistance_seq: 99,
        assistance_hash: Buffer.alloc(1),
        control_totals: '{"forged": 1}',
        checks: '[{"name": "x", "open": 0}]',
        ...given,
      })
      const write = async (given: Record<string, unknown>) => {
        try {
          await connection.insertInto('period_close').values(closing(given)).execute()
          return 'written'
        } catch (error) {
          return brokenConstraint(error)
        }
      }
      expect(await write({})).toBe('period_four_eyes')
      await preparePeriod(db, { month: '2026-02', officer: closers.officer, now })
      await expect(
        sql`update period set state = 'closed', closed_at = now(), money_seq = 1, money_hash = '', assistance_seq = 0,
        assistance_hash = '', control_totals = '{}' where month = '2026-02-01'`.execute(connection),
      ).rejects.toThrow('closed by its close alone')
      expect(await write({})).toBe('period_four_eyes')
      await db
        .insertInto('duty')
        .values({
          subject_type: 'period',
          subject_id: '2026-02',
          round: 1,
          duty: 'period.lock',
          person_id: closers.approver.personId,
          at: now,
        })
        .execute()
      expect(await write({ prepared_by: closers.approver.personId })).toBe('period_four_eyes')
      expect(await write({ closed_at: noonOf('2026-02-28') })).toBe('period_over')
      expect(await write({ month: '2026-03-01', closed_at: afterMonth('2026-03') })).toBe('period_next')
      expect(await write({ round: 2 })).toBe('period_round')
      expect(await write({ checks: '[]' })).toBe('period_checked')
      expect(await write({ checks: '[{"name": "x", "open": 1}]' })).toBe('period_checked')
      expect(await write({})).toBe('written')
      expect(await readClose('2026-02')).toMatchObject({ control_totals: { entries: { money: 1 } } })
      expect((await readClose('2026-02')).money_seq).toBeLessThan(99)
    },
  )
})

describe('a close while the shop is busy', () => {
  it('signs exactly what stands in the month for ever', async () => {
    await prepare('2026-01')
    const late = Array.from({ length: 20 }, (_, index) =>
      book(db, { day: '2026-01-31', amount: 100 + index, recordedAt: afterMonth('2026-01') }),
    )
    const [locked, ...booked] = await Promise.all([lock('2026-01'), ...late])
    expect(locked).toMatchObject({ ok: true })
    const days = await Promise.all(booked.map(({ entryId }) => dayOfEntry(db, entryId)))
    expect(new Set(days).size).toBeLessThanOrEqual(2)
    const totals = readControlTotals((await readClose('2026-01')).control_totals)
    expect(totals.entries.money).toBe(1 + days.filter((day) => day === '2026-01-31').length)
    const again = await sql<{ totals: unknown }>`select period_totals('2026-01-01') as totals`.execute(db)
    expect(readControlTotals(again.rows[0]?.totals)).toEqual(totals)
    const plain = await recompute(db, '2026-01')
    expect(totals.balances.map(({ code, balance }) => `${code} ${balance}`).sort()).toEqual(plain.balances)
  })
})

describe('opening a month again', () => {
  const now = afterMonth('2026-01', 40)
  beforeEach(() => closeMonth(db, '2026-01', { closers }))
  const ask = (requestId: string, given: { month?: string; reason?: string } = {}) =>
    askReopening(db, { requestId, month: '2026-01', reason: '少记一张发票', officer: closers.officer, now, ...given })
  const approve = (reopeningId: string, approver = closers.approver) =>
    approveReopening(db, { reopeningId, approver, now })

  it('takes two people, keeps every close, and closes again in another round', async () => {
    const id = newId()
    expect(await ask(id)).toMatchObject({ ok: true })
    expect(await ask(id)).toMatchObject({ ok: true })
    expect(await ask(id, { reason: '别的' })).toEqual({ ok: false, refusal: { kind: 'otherContent' } })
    expect(await ask(newId())).toEqual({ ok: false, refusal: { kind: 'askedAlready' } })
    const asker = { ...closers.officer, permission: 'period:lock' } as const
    expect(await approve(id, asker)).toMatchObject({ refusal: { kind: 'dutyKeptApart', other: 'reopening.ask' } })
    expect(await readPeriod('2026-01')).toMatchObject({ state: 'closed' })
    expect(await approve(id)).toEqual({ ok: true, value: { month: '2026-01' } })
    expect(await approve(id)).toEqual({ ok: false, refusal: { kind: 'settled', state: 'approved' } })
    expect(await readPeriod('2026-01')).toMatchObject({ state: 'open', closed_at: null, control_totals: null })
    const entry = await book(db, { day: '2026-01-31', amount: 41, recordedAt: now })
    expect(await dayOfEntry(db, entry.entryId)).toBe('2026-01-31')
    await closeMonth(db, '2026-01', { closers, now: afterMonth('2026-01', 50) })
    const [first, second] = [await readClose('2026-01', 1), await readClose('2026-01', 2)]
    expect(readControlTotals(first.control_totals).entries.money).toBe(1)
    expect(readControlTotals(second.control_totals).entries.money).toBe(2)
    expect(await readPeriod('2026-01')).toMatchObject({ state: 'closed', money_seq: second.money_seq })
  })

  it('is for the latest closed month alone, asked for or approved', async () => {
    const id = newId()
    await ask(id)
    await closeMonth(db, '2026-02', { closers })
    expect(await approve(id)).toEqual({ ok: false, refusal: { kind: 'notLatest' } })
    expect(await ask(newId())).toEqual({ ok: false, refusal: { kind: 'notLatest' } })
    expect(await ask(newId(), { month: '2026-03' })).toEqual({ ok: false, refusal: { kind: 'notLatest' } })
    expect(await readPeriod('2026-01')).toMatchObject({ state: 'closed' })
    await reopenMonth(db, '2026-02', { closers, now })
    expect(await readPeriod('2026-02')).toMatchObject({ state: 'open' })
  })

  it('may be refused with a reason, and asked for again', async () => {
    const id = newId()
    await ask(id)
    const refuse = (because: string) =>
      refuseReopening(db, { reopeningId: id, approver: closers.approver, because, now })
    expect(await refuse('可以记在二月')).toMatchObject({ ok: true })
    expect(await refuse('可以记在二月')).toEqual({ ok: false, refusal: { kind: 'settled', state: 'refused' } })
    expect(await approve(newId())).toEqual({ ok: false, refusal: { kind: 'unknown' } })
    expect(await readPeriod('2026-01')).toMatchObject({ state: 'closed' })
    expect(await ask(newId())).toMatchObject({ ok: true })
  })

  it.each([
    ['the shop', () => test.db],
    ['the owner of the tables', () => test.ownerDb],
  ])('is not forged by %s', async (_name, connect) => {
    const id = newId()
    await ask(id)
    const edits = [
      sql`insert into period_reopening (id, month, round, reason, asked_by, asked_at, state, settled_by, settled_at)
        values (${newId()}, '2026-01-01', 1, 'x', ${closers.officer.personId}, now(), 'approved', ${closers.approver.personId}, now())`,
      sql`update period_reopening set state = 'approved', settled_by = asked_by, settled_at = now()`,
      sql`update period_reopening set state = 'approved', settled_by = ${closers.approver.personId}, settled_at = now()`,
      sql`update period_reopening set reason = 'other'`,
      sql`delete from period_reopening`,
    ]
    for (const edit of edits) await expect(edit.execute(connect())).rejects.toThrow()
    expect(await readPeriod('2026-01')).toMatchObject({ state: 'closed' })
  })
})
