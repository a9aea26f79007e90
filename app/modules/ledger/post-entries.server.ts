import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { assertEntry, type EntryDraft } from './entry.ts'
import { accountRows } from './internal/account-rows.server.ts'
import { entryInputHash } from './internal/input-hash.server.ts'

/**
 * As `postEntry`, for many entries of one book at once, in the order given; gives
 * their ids in that order. None of them may be in the book already: a source that is
 * known breaks the constraint `journal_entry_book_source_type_source_id_key`.
 */
export async function postEntries(tx: Tx, drafts: readonly EntryDraft[]): Promise<number[]> {
  if (drafts.length === 0) return []
  for (const draft of drafts) assertEntry(draft)
  if (new Set(drafts.map((draft) => draft.book)).size > 1) throw new Error('entries of two books at once')
  const ids = await insertEntries(tx, drafts)
  await openAccounts(tx, drafts)
  await insertLines(tx, drafts, ids)
  return ids
}

/** The first takes the book's head: whatever comes after waits for nobody. */
async function insertEntries(tx: Tx, drafts: readonly EntryDraft[]): Promise<number[]> {
  const rows = drafts.map((draft) => ({
    book: draft.book,
    source_type: draft.sourceType,
    source_id: draft.sourceId,
    occurred_at: draft.occurredAt,
    business_date: businessDate(draft.occurredAt),
    recorded_at: draft.recordedAt,
    line_count: draft.postings.length,
    input_hash: entryInputHash(draft),
    reverses_entry_id: draft.reversesEntryId ?? null,
  }))
  const { rows: written } = await sql<{ id: number; key: string }>`
    insert into journal_entry (book, source_type, source_id, occurred_at, business_date, recorded_at, line_count,
      input_hash, reverses_entry_id)
    select book, source_type, source_id, occurred_at, business_date, recorded_at, line_count, input_hash, reverses_entry_id
    from rows from (json_to_recordset(${JSON.stringify(rows)}::json) as (book text, source_type text, source_id text,
      occurred_at timestamptz, business_date date, recorded_at timestamptz, line_count int, input_hash text,
      reverses_entry_id bigint)) with ordinality
    order by ordinality
    returning id, source_type || '/' || source_id as key
  `.execute(tx)
  const idOf = new Map(written.map(({ id, key }) => [key, id]))
  return drafts.map(({ sourceType, sourceId }) => {
    const id = idOf.get(`${sourceType}/${sourceId}`)
    if (id === undefined) throw new Error(`${sourceType}/${sourceId} was not written`)
    return id
  })
}

async function openAccounts(tx: Tx, drafts: readonly EntryDraft[]): Promise<void> {
  await sql`
    insert into account (code, book, kind, year, scope, county_id, cooperative_id, channel, fund_type, org_unit_id)
    select given.* from jsonb_to_recordset(${accountRows(drafts)}::jsonb) as given (code text, book text, kind text, year int,
      scope text, county_id text, cooperative_id uuid, channel text, fund_type text, org_unit_id text)
    where not exists (select from account known where known.code = given.code)
    order by given.code
    on conflict (code) do nothing
  `.execute(tx)
}

async function insertLines(tx: Tx, drafts: readonly EntryDraft[], ids: readonly number[]): Promise<void> {
  const entryIds: (number | undefined)[] = []
  const lineNumbers: number[] = []
  const codes: string[] = []
  const amounts: number[] = []
  for (const [index, { postings }] of drafts.entries()) {
    for (const [position, { account, amount }] of postings.entries()) {
      entryIds.push(ids[index])
      lineNumbers.push(position + 1)
      codes.push(account.code)
      amounts.push(amount)
    }
  }
  await sql`
    insert into posting (entry_id, line_no, account_code, amount_fen)
    select line.entry_id, line.line_no, line.code, line.amount
    from unnest(${entryIds}::bigint[], ${lineNumbers}::int[], ${codes}::text[], ${amounts}::bigint[]) with ordinality
      as line (entry_id, line_no, code, amount, place)
    order by line.place
  `.execute(tx)
}
