import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADVANCES_OF_BUYERS, CLEARING_STRIPE, payableToCooperative, REFUNDS_DUE } from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft } from '#app/modules/ledger/entry.ts'
import { findEntry, listJournal, readTrialBalance } from '#app/modules/ledger/ledger-queries.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { reverseEntry } from '#app/modules/ledger/reverse-entry.server.ts'
import { brokenConstraint, createDatabase, type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { fen, sumFen } from '#app/shared/money.ts'
import { ledgerInvariants } from '#db/invariants/ledger-invariants.ts'
import { insertGround } from '#tests/integration/cart/goods.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

const AT = new Date('2026-11-24T02:00:00Z')

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
  await insertGround(test.ownerDb)
})
afterAll(() => test.drop())

function capture(sourceId: string, amount = 100): EntryDraft {
  const postings = [debit(CLEARING_STRIPE, fen(amount)), credit(ADVANCES_OF_BUYERS, fen(amount))]
  return { book: 'money', sourceType: 'payment', sourceId, occurredAt: AT, recordedAt: AT, postings }
}

const post = (draft: EntryDraft) => inTransaction(test.db, (tx) => postEntry(tx, draft))

async function ledgerBreaches(): Promise<string[]> {
  const found: string[] = []
  for (const { name, breaches } of ledgerInvariants)
    for (const { culprit, detail } of (await breaches(AT).execute(test.db)).rows)
      found.push(`${name}: ${culprit} ${detail}`)
  return found
}

const HISTORY = ['journal_entry', 'posting', 'account', 'target_decision', 'assistance_target', 'recognized_purchase']

describe('history', () => {
  beforeAll(async () => {
    await post(capture('history'))
  })

  const people = [
    ['the shop', () => test.db, /permission denied|history is never edited/],
    ['the owner of the tables', () => test.ownerDb, /history is never edited/],
  ] as const

  it.each(people)('is not edited by %s', async (_, db, words) => {
    const edits = [
      sql`update journal_entry set source_id = 'x'`,
      sql`delete from journal_entry`,
      sql`update posting set amount_fen = amount_fen + 1`,
      sql`delete from posting`,
      sql`update account set kind = 'income'`,
      sql`delete from account`,
    ]
    for (const edit of edits) await expect(edit.execute(db())).rejects.toThrow(words)
  })

  it.each(people)('is not emptied by %s', async (_, db, words) => {
    for (const table of HISTORY)
      await expect(sql`truncate ${sql.id(table)} cascade`.execute(db())).rejects.toThrow(words)
  })

  it('has a head that the shop cannot move', async () => {
    const edits = [
      sql`update ledger_head set seq = 0`,
      sql`delete from ledger_head`,
      sql`truncate ledger_head`,
      sql`insert into ledger_head values ('money', 1, '')`,
    ]
    for (const edit of edits) await expect(edit.execute(test.db)).rejects.toThrow('permission denied')
  })
})

describe('at commit the database refuses', () => {
  const insertEntry = (db: Db, source: string, lines = 2) =>
    sql<{ id: number }>`
      insert into journal_entry (book, source_type, source_id, occurred_at, business_date, recorded_at, line_count, input_hash)
      values ('money', 'test', ${source}, ${AT}, '2026-11-24', ${AT}, ${lines}, '') returning id`.execute(db)
  const insertLine = (db: Db, entryId: number, [lineNo, code, amount]: [number, string, number]) =>
    sql`insert into posting (entry_id, line_no, account_code, amount_fen) values (${entryId}, ${lineNo}, ${code}, ${amount})`.execute(
      db,
    )

  async function brokenBy(db: Db, write: (tx: Db) => Promise<unknown>): Promise<string | undefined> {
    try {
      await db.transaction().execute(write)
    } catch (error) {
      return brokenConstraint(error) ?? String(error)
    }
    return undefined
  }

  beforeAll(async () => {
    await post(capture('ground'))
  })

  it('an entry without lines', async () => {
    expect(await brokenBy(test.db, (tx) => insertEntry(tx, 'no lines'))).toBe('journal_entry_balanced')
  })

  it('an entry of one line', async () => {
    expect(await brokenBy(test.db, (tx) => insertEntry(tx, 'one line', 1))).toBe('journal_entry_line_count_check')
  })

  it('an entry that does not balance', async () => {
    const write = async (tx: Db) => {
      const id = (await insertEntry(tx, 'crooked')).rows[0]?.id ?? 0
      await insertLine(tx, id, [1, 'clearing:stripe', 5])
      await insertLine(tx, id, [2, 'advances:buyers', -4])
    }
    expect(await brokenBy(test.db, write)).toBe('journal_entry_balanced')
  })

  it('a balanced pair added to an old entry', async () => {
    const { entryId } = await post(capture('old'))
    const write = async (tx: Db) => {
      await insertLine(tx, entryId, [3, 'advances:buyers', 5])
      await insertLine(tx, entryId, [4, 'advances:buyers', -5])
    }
    expect(await brokenBy(test.db, write)).toBe('journal_entry_balanced')
    expect(await brokenBy(test.ownerDb, write)).toBe('journal_entry_balanced')
  })

  it('a line on an account of the other book', async () => {
    await sql`insert into account (code, book, kind) values ('task:2026:college', 'assistance', 'memo') on conflict do nothing`.execute(
      test.db,
    )
    const write = async (tx: Db) => {
      const id = (await insertEntry(tx, 'stranger')).rows[0]?.id ?? 0
      await insertLine(tx, id, [1, 'clearing:stripe', 5])
      await insertLine(tx, id, [2, 'task:2026:college', -5])
    }
    expect(await brokenBy(test.db, write)).toBe('journal_entry_balanced')
  })

  it('an entry after the end of the chain was cut off', async () => {
    await post(capture('last before the cut'))
    const write = async (tx: Db) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      await sql`delete from posting where book = 'money' and seq = (select seq from ledger_head where book = 'money')`.execute(
        tx,
      )
      await sql`set local session_replication_role = origin`.execute(tx)
      const id = (await insertEntry(tx, 'covering up')).rows[0]?.id ?? 0
      await insertLine(tx, id, [1, 'clearing:stripe', 5])
      await insertLine(tx, id, [2, 'advances:buyers', -5])
    }
    expect(await brokenBy(test.ownerDb, write)).toBe('ledger_head_followed')
  })

  it('a crooked entry also when a temporary table stands in front of the lines', async () => {
    const decoys = createDatabase(test.ownerUrl, { max: 1 })
    try {
      const write = async (tx: Db) => {
        const id = (await insertEntry(tx, 'decoy')).rows[0]?.id ?? 0
        await insertLine(tx, id, [1, 'clearing:stripe', 5])
        await insertLine(tx, id, [2, 'advances:buyers', -4])
        await sql`create temporary table posting on commit drop as select ${id}::bigint as entry_id, x as amount_fen,
          'money' as book, 'clearing:stripe' as account_code from unnest(array[5, -5]) as x`.execute(tx)
      }
      expect(await brokenBy(decoys, write)).toBe('journal_entry_balanced')
    } finally {
      await decoys.destroy()
    }
  })

  it('an amount of nothing or beyond exact integers', async () => {
    for (const amount of [0, '9007199254740992'])
      await expect(
        sql`insert into posting (entry_id, line_no, account_code, amount_fen) values (1, 9, 'clearing:stripe', ${amount})`.execute(
          test.db,
        ),
      ).rejects.toThrow('posting_amount_fen_check')
  })
})

describe('posting from eight connections at once', () => {
  it('leaves two unbroken chains, every balance right, no deadlock', async () => {
    const cooperatives = Array.from({ length: 4 }, () => newId<CooperativeId>())
    for (const id of cooperatives)
      await sql`insert into cooperative select ${id}, ${`c-${id}`}, county_id, kind, name_zh, name_en, township_zh, township_en,
        village_zh, village_en, story_zh, story_en, ${id}, household_count, 0, 'active', created_at from cooperative limit 1`.execute(
        test.ownerDb,
      )
    const before = await readTrialBalance(test.db, 'money')
    const pool = createDatabase(test.url, { max: 8 })
    try {
      await Promise.all(
        Array.from({ length: 160 }, (_, index) =>
          pool.transaction().execute(async (tx) => {
            await postEntry(tx, capture(`parallel ${index}`))
            const payable = payableToCooperative(cooperatives[index % 4] ?? newId<CooperativeId>())
            const postings = [debit(ADVANCES_OF_BUYERS, fen(100)), credit(payable, fen(100))]
            await postEntry(tx, { ...capture(`parallel ${index}`), sourceType: 'acceptance', postings })
          }),
        ),
      )
    } finally {
      await pool.destroy()
    }
    expect(await ledgerBreaches()).toEqual([])
    const after = await readTrialBalance(test.db, 'money')
    const balance = (rows: typeof after, code: string) => rows.find((row) => row.code === code)?.balance ?? 0
    expect(balance(after, 'clearing:stripe') - balance(before, 'clearing:stripe')).toBe(16_000)
    expect(after.filter((row) => row.code.startsWith('payable:')).map((row) => row.balance)).toEqual(
      Array(4).fill(-4000),
    )
    expect(sumFen(after.map((row) => row.balance))).toBe(0)
  })
})

describe('reversing an entry', () => {
  it('leaves nothing of it on any account, names it, and happens once', async () => {
    const { entryId } = await post({
      ...capture('mistake'),
      postings: [debit(REFUNDS_DUE, fen(300)), credit(CLEARING_STRIPE, fen(300))],
    })
    const reverse = () => inTransaction(test.db, (tx) => reverseEntry(tx, { entryId, occurredAt: AT, now: AT }))
    const told = await Promise.all([reverse(), reverse(), reverse()])
    expect(told.filter((answer) => answer.isNew)).toHaveLength(1)
    const reversal = await findEntry(test.db, told[0]?.entryId ?? 0)
    expect(reversal).toMatchObject({ reversesEntryId: entryId, postings: [{ amount: -300 }, { amount: 300 }] })
    expect(await findEntry(test.db, entryId)).toMatchObject({ reversedByEntryId: reversal?.entryId })
    expect(await ledgerBreaches()).toEqual([])
  })

  it('cannot happen a second time under another name', async () => {
    const { entryId } = await post(capture('once'))
    await inTransaction(test.db, (tx) => reverseEntry(tx, { entryId, occurredAt: AT, now: AT }))
    await expect(post({ ...capture('again'), reversesEntryId: entryId })).rejects.toThrow(
      'journal_entry_reverses_entry_id_key',
    )
  })
})

describe('the journal', () => {
  it('comes page by page, latest day first, each entry once', async () => {
    for (let index = 0; index < 25; index += 1) {
      const occurredAt = new Date(Date.UTC(2025, 4, 1 + (index % 5)))
      await post({ ...capture(`page ${index}`), occurredAt })
    }
    const filter = { book: 'money', from: '2025-05-01', to: '2025-05-31', limit: 10 } as const
    const seen: number[] = []
    let page = await listJournal(test.db, filter)
    for (;;) {
      seen.push(...page.lines.map((line) => line.entryId))
      if (!page.next) break
      page = await listJournal(test.db, { ...filter, after: page.next })
    }
    expect(seen).toHaveLength(25)
    expect(new Set(seen).size).toBe(25)
    const days = (await listJournal(test.db, { ...filter, limit: 25 })).lines.map((line) => line.businessDate)
    expect(days).toEqual([...days].sort().reverse())
  })
})
