import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { assertEntry, type EntryDraft } from './entry.ts'
import { accountRows } from './internal/account-rows.server.ts'
import { entryInputHash } from './internal/input-hash.server.ts'

/**
 * Writes one entry with its lines and opens the accounts it uses for the first
 * time. The only door into the books.
 *
 * Repeating an entry of the same source and content does nothing and answers
 * `isNew: false`; the same source with another content is a defect and throws,
 * as does a draft that is not an entry. What happened in a closed period is booked
 * on the day it is recorded. From here to the commit, other entries
 * of the same book wait: post last in a transaction, and book `money` before
 * book `assistance`.
 */
export async function postEntry(tx: Tx, draft: EntryDraft): Promise<{ entryId: number; isNew: boolean }> {
  assertEntry(draft)
  const inputHash = entryInputHash(draft)
  const entryId = await insertEntry(tx, draft, inputHash)
  if (entryId !== undefined) return { entryId, isNew: true }
  const known = await tx
    .selectFrom('journal_entry')
    .select(['id', 'input_hash'])
    .where('book', '=', draft.book)
    .where('source_type', '=', draft.sourceType)
    .where('source_id', '=', draft.sourceId)
    .executeTakeFirstOrThrow()
  if (known.input_hash !== inputHash)
    throw new Error(`${draft.sourceType}/${draft.sourceId} is in book ${draft.book} with another content`)
  return { entryId: known.id, isNew: false }
}

/**
 * Entry, new accounts and lines in one statement, in this order: each part reads
 * the one before, so everything waits for the book's head, which the entry's
 * trigger takes, and nobody who holds the head waits for us.
 */
async function insertEntry(tx: Tx, draft: EntryDraft, inputHash: string): Promise<number | undefined> {
  const codes = draft.postings.map((posting) => posting.account.code)
  const amounts = draft.postings.map((posting) => posting.amount)
  const { rows } = await sql<{ id: number }>`
    with entry as (
      insert into journal_entry (book, source_type, source_id, occurred_at, business_date, recorded_at, line_count,
        input_hash, reverses_entry_id)
      values (${draft.book}, ${draft.sourceType}, ${draft.sourceId}, ${draft.occurredAt},
        ${businessDate(draft.occurredAt)}, ${draft.recordedAt}, ${draft.postings.length}, ${inputHash},
        ${draft.reversesEntryId ?? null})
      on conflict (book, source_type, source_id) do nothing
      returning id
    ), opened as (
      insert into account (code, book, kind, year, scope, county_id, cooperative_id, channel, fund_type, org_unit_id)
      select given.* from entry, jsonb_to_recordset(${accountRows([draft])}::jsonb) as given (code text, book text,
        kind text, year int, scope text, county_id text, cooperative_id uuid, channel text, fund_type text, org_unit_id text)
      where not exists (select from account known where known.code = given.code)
      order by given.code
      on conflict (code) do nothing
    ), lines as (
      insert into posting (entry_id, line_no, account_code, amount_fen)
      select entry.id, line.line_no, line.code, line.amount
      from entry, unnest(${codes}::text[], ${amounts}::bigint[]) with ordinality as line (code, amount, line_no)
      order by line.line_no
    )
    select id from entry`.execute(tx)
  return rows[0]?.id
}
