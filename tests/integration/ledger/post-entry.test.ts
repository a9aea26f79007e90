import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADVANCES_OF_BUYERS, CLEARING_STRIPE, REFUNDS_DUE } from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft } from '#app/modules/ledger/entry.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { fen } from '#app/shared/money.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

const AT = new Date('2026-11-24T16:30:00.123Z')

function capture(sourceId: string, amount = 1234): EntryDraft {
  return {
    book: 'money',
    sourceType: 'payment',
    sourceId,
    occurredAt: AT,
    recordedAt: AT,
    postings: [debit(CLEARING_STRIPE, fen(amount)), credit(ADVANCES_OF_BUYERS, fen(amount))],
  }
}

describe('posting an entry', () => {
  let test: TestDatabase
  beforeAll(async () => {
    test = await createTestDatabase()
  })
  afterAll(() => test.drop())

  const post = (draft: EntryDraft) => inTransaction(test.db, (tx) => postEntry(tx, draft))

  it('writes its lines in order, on the day of Shanghai, and opens its accounts', async () => {
    const { entryId, isNew } = await post(capture('first'))
    expect(isNew).toBe(true)
    const entry = await test.db
      .selectFrom('journal_entry')
      .selectAll()
      .where('id', '=', entryId)
      .executeTakeFirstOrThrow()
    expect(entry).toMatchObject({ business_date: '2026-11-25', line_count: 2, occurred_at: AT })
    const lines = await test.db
      .selectFrom('posting')
      .select(['line_no', 'account_code', 'amount_fen'])
      .where('entry_id', '=', entryId)
      .orderBy('seq')
      .execute()
    expect(lines).toEqual([
      { line_no: 1, account_code: 'clearing:stripe', amount_fen: 1234 },
      { line_no: 2, account_code: 'advances:buyers', amount_fen: -1234 },
    ])
  })

  it('books an event once, however many tell it at the same time', async () => {
    const told = await Promise.all(Array.from({ length: 20 }, () => post(capture('told twenty times'))))
    expect(told.filter((answer) => answer.isNew)).toHaveLength(1)
    expect(new Set(told.map((answer) => answer.entryId)).size).toBe(1)
  })

  it('counts a repetition written later as the same entry', async () => {
    const first = await post(capture('repeated'))
    const second = await post({ ...capture('repeated'), recordedAt: new Date('2027-01-01T00:00:00Z') })
    expect(second).toEqual({ entryId: first.entryId, isNew: false })
  })

  it('throws for another content under the same source', async () => {
    await post(capture('contested', 100))
    await expect(post(capture('contested', 101))).rejects.toThrow('another content')
  })

  it('throws for a draft that does not balance, before the database sees it', async () => {
    const postings = [debit(CLEARING_STRIPE, fen(5)), credit(REFUNDS_DUE, fen(4))]
    await expect(post({ ...capture('crooked'), postings })).rejects.toThrow('off balance by 1 fen')
  })

  it('leaves nothing when the transaction that posted it rolls back', async () => {
    const work = inTransaction(test.db, async (tx) => {
      await postEntry(tx, capture('undone'))
      throw new Error('later step failed')
    })
    await expect(work).rejects.toThrow('later step failed')
    expect(await post(capture('undone'))).toMatchObject({ isNew: true })
  })

  it('costs one round trip', async () => {
    const queries: string[] = []
    await inTransaction(test.db, (tx) =>
      postEntry(
        tx.withPlugin({
          transformQuery: (args) => {
            queries.push(args.node.kind)
            return args.node
          },
          transformResult: async (args) => args.result,
        }) as typeof tx,
        capture('counted'),
      ),
    )
    expect(queries).toHaveLength(1)
  })
})
