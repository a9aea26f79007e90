import { type Kysely, sql } from 'kysely'

/**
 * The books' triggers at a cost that does not grow with the lines of a transaction: the head is moved once a
 * statement, and an entry is checked once.
 *
 * A row changed a thousand times in one transaction is a thousand versions to walk through, and each line used to
 * change its book's head. And each line used to check its whole entry again at commit.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- A line follows the line before it, under the head's lock; the head follows at the end of the statement. That the
    -- line before is the one the head knows is checked there: whoever cut off the end of a chain stops the book.
    create or replace function chain_posting() returns trigger language plpgsql security definer
      set search_path = public, pg_temp as $$
    declare
      head ledger_head;
      entry journal_entry;
    begin
      select * into strict entry from journal_entry where id = new.entry_id;
      select * into strict head from ledger_head where book = entry.book for update;
      select seq, hash into new.seq, new.prev_hash from posting where book = entry.book order by seq desc limit 1;
      if new.prev_hash is null then
        new.seq := head.seq;
        new.prev_hash := head.hash;
      end if;
      new.book := entry.book;
      new.seq := new.seq + 1;
      new.hash := sha256(convert_to(posting_text(new, entry), 'UTF8'));
      return new;
    end $$;

    create or replace function sum_postings() returns trigger language plpgsql security definer
      set search_path = public, pg_temp as $$
    declare
      crooked bigint;
      moved int;
    begin
      -- The lines of an entry are numbered, each number is there once, and the entry is checked when it comes: so nothing
      -- can be added to an old one but beyond its last line.
      select entry.id into crooked from fresh join journal_entry entry on entry.id = fresh.entry_id
        where fresh.line_no > entry.line_count limit 1;
      if crooked is not null then
        raise exception 'entry % has more lines than it declared', crooked
          using errcode = '23514', constraint = 'journal_entry_balanced';
      end if;
      with first as (
        select distinct on (book) book, seq, prev_hash from fresh order by book, seq
      ), last as (
        select distinct on (book) book, seq, hash from fresh order by book, seq desc
      )
      update ledger_head head set seq = last.seq, hash = last.hash
      from first join last using (book) where head.book = first.book and head.seq = first.seq - 1 and head.hash = first.prev_hash;
      get diagnostics moved = row_count;
      if moved <> (select count(distinct book) from fresh) then
        raise exception 'the last line of a book is not the one its head knows' using errcode = '23514', constraint = 'ledger_head_followed';
      end if;
      insert into account_day (account_code, business_date, source_type, debit_fen, credit_fen, line_count)
      select fresh.account_code, entry.business_date, entry.source_type, coalesce(sum(amount_fen) filter (where amount_fen > 0), 0),
        coalesce(-sum(amount_fen) filter (where amount_fen < 0), 0), count(*)
      from fresh join journal_entry entry on entry.id = fresh.entry_id group by 1, 2, 3 order by 1, 2, 3
      on conflict (account_code, business_date, source_type) do update set debit_fen = account_day.debit_fen + excluded.debit_fen,
        credit_fen = account_day.credit_fen + excluded.credit_fen, line_count = account_day.line_count + excluded.line_count;
      return null;
    end $$;

    drop trigger posting_balanced on posting;
  `.execute(db)
}
