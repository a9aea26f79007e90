import { type Kysely, sql } from 'kysely'

/**
 * Two books of double entry, append-only, balanced at commit and hash-chained; targets and recognized purchases.
 *
 * An entry declares its number of lines, so that neither an entry without lines nor a
 * balanced pair added to an old entry can commit.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table account (
      code text primary key check (code ~ '^[a-z0-9_:-]{3,160}$'),
      book text not null check (book in ('money', 'assistance')),
      kind text not null check (kind in ('asset', 'liability', 'equity', 'income', 'expense', 'memo')),
      year int,
      scope text,
      county_id text references partner_county,
      cooperative_id uuid references cooperative,
      channel text,
      fund_type text
    );

    create table journal_entry (
      id bigint generated always as identity primary key,
      book text not null check (book in ('money', 'assistance')),
      source_type text not null,
      source_id text not null,
      occurred_at timestamptz not null,
      business_date date not null,
      recorded_at timestamptz not null,
      line_count int not null check (line_count >= 2),
      input_hash text not null,
      reverses_entry_id bigint unique references journal_entry,
      unique (book, source_type, source_id)
    );
    -- serves: the journal of a book by day
    create index journal_entry_by_day on journal_entry (book, business_date, id);

    create table posting (
      book text not null,
      seq bigint not null,
      entry_id bigint not null references journal_entry,
      line_no int not null check (line_no > 0),
      account_code text not null references account,
      amount_fen bigint not null check (amount_fen <> 0 and abs(amount_fen) <= 9007199254740991),
      prev_hash bytea not null,
      hash bytea not null,
      primary key (book, seq),
      unique (entry_id, line_no)
    );
    -- serves: one account's statement and balance
    create index posting_by_account on posting (account_code, seq) include (amount_fen);

    create table ledger_head (
      book text primary key check (book in ('money', 'assistance')),
      seq bigint not null,
      hash bytea not null
    );
    insert into ledger_head (book, seq, hash)
    select book, 0, sha256(convert_to('yuanshang:' || book, 'UTF8')) from unnest(array['money', 'assistance']) as book;

    -- v1 of the text whose SHA-256 chains the books: version, then each field length-prefixed, in this order, for ever.
    create function posting_text(p posting, e journal_entry) returns text language sql stable as $$
      select 'v1' || string_agg(coalesce(length(field)::text || ':' || field, '-'), '|' order by position)
      from unnest(array[
        p.book, p.seq::text, e.id::text, e.source_type, e.source_id,
        to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        to_char(e.business_date, 'YYYY-MM-DD'),
        to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        e.line_count::text, e.input_hash, e.reverses_entry_id::text,
        p.line_no::text, p.account_code, p.amount_fen::text, encode(p.prev_hash, 'hex')
      ]) with ordinality as fields(field, position)
    $$;

    -- Takes the book's head before anything else of an entry is written: from here to commit, entries of one book
    -- wait for each other, and nobody who holds the head waits for somebody who wants it. Post last in a transaction.
    create function take_ledger_head() returns trigger language plpgsql security definer
      set search_path = public, pg_temp as $$
    begin
      perform from ledger_head where book = new.book for update;
      return new;
    end $$;
    create trigger journal_entry_takes_head before insert on journal_entry
      for each row execute function take_ledger_head();

    create function chain_posting() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      head ledger_head;
      entry journal_entry;
    begin
      select * into strict entry from journal_entry where id = new.entry_id;
      select * into strict head from ledger_head where book = entry.book for update;
      new.book := entry.book;
      new.seq := head.seq + 1;
      new.prev_hash := head.hash;
      new.hash := sha256(convert_to(posting_text(new, entry), 'UTF8'));
      update ledger_head set seq = new.seq, hash = new.hash where book = entry.book;
      return new;
    end $$;
    create trigger posting_chain before insert on posting for each row execute function chain_posting();

    -- With the owner's eyes and path: else a temporary table named posting, before ours in a session's path, would do for balance.
    create function check_entry_balanced() returns trigger language plpgsql security definer
      set search_path = public, pg_temp as $$
    declare
      checked bigint;
      lines int;
      total numeric;
      declared int;
      strangers int;
    begin
      if tg_table_name = 'posting' then checked := new.entry_id; else checked := new.id; end if;
      select count(*), coalesce(sum(p.amount_fen), 0), count(*) filter (where a.book <> p.book)
        into lines, total, strangers
        from posting p join account a on a.code = p.account_code where p.entry_id = checked;
      select line_count into declared from journal_entry where id = checked;
      if lines <> declared or total <> 0 or strangers <> 0 then
        raise exception 'entry % has % of % lines, is off by % fen and uses % accounts of another book',
          checked, lines, declared, total, strangers using errcode = '23514', constraint = 'journal_entry_balanced';
      end if;
      return null;
    end $$;
    create constraint trigger posting_balanced after insert on posting
      deferrable initially deferred for each row execute function check_entry_balanced();
    create constraint trigger journal_entry_balanced after insert on journal_entry
      deferrable initially deferred for each row execute function check_entry_balanced();

    create trigger journal_entry_append_only before update or delete on journal_entry
      for each row execute function refuse_change();
    create trigger journal_entry_no_truncate before truncate on journal_entry
      for each statement execute function refuse_change();
    create trigger posting_append_only before update or delete on posting
      for each row execute function refuse_change();
    create trigger posting_no_truncate before truncate on posting
      for each statement execute function refuse_change();
    create trigger account_append_only before update or delete on account
      for each row execute function refuse_change();
    create trigger account_no_truncate before truncate on account
      for each statement execute function refuse_change();

    -- A dated decision that sets the year's task, whole and by part. Superseded by a later one, never edited.
    create table target_decision (
      id uuid primary key,
      year int not null check (year between 2015 and 2100),
      document_no text not null unique,
      decided_on date not null,
      recorded_at timestamptz not null,
      recorded_by uuid references person,
      unique (year, decided_on)
    );
    create table assistance_target (
      decision_id uuid not null references target_decision,
      scope text not null check (scope in ('college', 'county', 'fund')),
      scope_id text not null,
      amount_fen bigint not null check (amount_fen > 0),
      primary key (decision_id, scope, scope_id),
      check ((scope = 'college') = (scope_id = 'college'))
    );
    create trigger target_decision_append_only before update or delete on target_decision
      for each row execute function refuse_change();
    create trigger target_decision_no_truncate before truncate on target_decision
      for each statement execute function refuse_change();
    create trigger assistance_target_append_only before update or delete on assistance_target
      for each row execute function refuse_change();
    create trigger assistance_target_no_truncate before truncate on assistance_target
      for each statement execute function refuse_change();

    -- An amount that counts: one row when a line is accepted, a negative one when an accepted line is refunded.
    create table recognized_purchase (
      id uuid primary key,
      source_type text not null check (source_type in ('acceptance', 'refund', 'external')),
      source_id text not null,
      order_line_id uuid references order_line,
      amount_fen bigint not null check (amount_fen <> 0),
      year int not null,
      business_date date not null,
      county_id text not null references partner_county,
      cooperative_id uuid references cooperative,
      product_id uuid references product,
      channel text not null check (channel in ('own_shop', 'counter', 'platform_832', 'agreement', 'other')),
      fund_type text not null check (fund_type in ('staff', 'student', 'assisted_sale', 'canteen', 'union', 'department')),
      journal_entry_id bigint not null references journal_entry,
      recorded_at timestamptz not null,
      unique (source_type, source_id),
      check (extract(year from business_date) = year)
    );
    -- serve: progress by dimension and month; a product's and a buyer's contribution
    create index recognized_purchase_by_day on recognized_purchase (year, business_date);
    create index recognized_purchase_by_product on recognized_purchase (product_id) include (amount_fen);
    create index recognized_purchase_by_line on recognized_purchase (order_line_id) include (amount_fen);
    create trigger recognized_purchase_append_only before update or delete on recognized_purchase
      for each row execute function refuse_change();
    -- The home page and each product say what was contributed: shared pages are made anew.
    create trigger recognized_purchase_changed after insert on recognized_purchase
      for each statement execute function notify_catalog_changed();
    create trigger assistance_target_changed after insert on assistance_target
      for each statement execute function notify_catalog_changed();
    create trigger recognized_purchase_no_truncate before truncate on recognized_purchase
      for each statement execute function refuse_change();
  `.execute(db)
}
