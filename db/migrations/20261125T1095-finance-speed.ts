import { type Kysely, sql } from 'kysely'

/**
 * What keeps a page of finance as fast at a million orders as at a thousand: sums where rows were counted, and indexes
 * that hold what is open and nothing else.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Books of years are gone through once.
    set local statement_timeout = 0;
    -- How many entries: each has one first line.
    alter table account_day add column entry_count int not null default 0;
    update account_day set entry_count = first.count from (
      select account_code, entry.business_date, entry.source_type, count(*) as count
      from posting join journal_entry entry on entry.id = posting.entry_id where line_no = 1 group by 1, 2, 3) first
    where (account_day.account_code, account_day.business_date, account_day.source_type)
      = (first.account_code, first.business_date, first.source_type);
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
      insert into account_day (account_code, business_date, source_type, debit_fen, credit_fen, line_count, entry_count)
      select fresh.account_code, entry.business_date, entry.source_type, coalesce(sum(amount_fen) filter (where amount_fen > 0), 0),
        coalesce(-sum(amount_fen) filter (where amount_fen < 0), 0), count(*), count(*) filter (where line_no = 1)
      from fresh join journal_entry entry on entry.id = fresh.entry_id group by 1, 2, 3 order by 1, 2, 3
      on conflict (account_code, business_date, source_type) do update set debit_fen = account_day.debit_fen + excluded.debit_fen,
        credit_fen = account_day.credit_fen + excluded.credit_fen, line_count = account_day.line_count + excluded.line_count,
        entry_count = account_day.entry_count + excluded.entry_count;
      return null;
    end $$;

    create or replace function period_totals(of_month date) returns jsonb language plpgsql security definer
      set search_path = public, pg_temp as $$
    declare
      after date := of_month + interval '1 month';
      totals jsonb;
    begin
      with sum_of_class as (
        select account.book, account.kind, sum(debit_fen) as debit, sum(credit_fen) as credit, sum(line_count) as lines,
          sum(entry_count) as entries
        from account_day join account on account.code = account_day.account_code
        where business_date >= of_month and business_date < after group by 1, 2
      ), rest as (
        select account.code, account.book, account.kind, sum(debit_fen - credit_fen) as balance
        from account_day join account on account.code = account_day.account_code
        where business_date < after and (account.book = 'money' or account.scope = 'college') group by 1
      ), counted as (
        select measure.name, measure.place,
          coalesce(sum(debit_fen - credit_fen) filter (where business_date >= of_month), 0) as in_month,
          coalesce(sum(debit_fen - credit_fen), 0) as in_year
        from (values ('all', 1), ('platform_832', 2), ('assisted_sale', 3)) as measure (name, place)
          left join (account join account_day on account_day.account_code = account.code)
            on account.code like 'recognized:%' and account.year = extract(year from of_month) and business_date < after
              and (measure.name = 'all' or account.channel = measure.name or account.fund_type = measure.name)
        group by 1, 2
      )
      select jsonb_build_object(
        'entries', jsonb_build_object(
          'money', (select coalesce(sum(entries), 0) from sum_of_class where book = 'money'),
          'assistance', (select coalesce(sum(entries), 0) from sum_of_class where book = 'assistance')),
        'classes', (select coalesce(jsonb_agg(jsonb_build_object('book', book, 'kind', kind, 'debit', debit, 'credit', credit, 'lines', lines)
          order by book desc, kind), '[]') from sum_of_class),
        'balances', (select coalesce(jsonb_agg(jsonb_build_object('code', code, 'book', book, 'kind', kind, 'balance', balance)
          order by book desc, code), '[]') from rest where balance <> 0),
        'recognized', (select jsonb_agg(jsonb_build_object('measure', name, 'month', in_month, 'year', in_year) order by place) from counted)
      ) into totals;
      return totals;
    end $$;

    -- A line that our books have otherwise than the provider. A column, because how rare it is can only be known of columns.
    alter table balance_transaction add column is_apart boolean not null generated always as (kind <> 'payout'
      and (booked_on is distinct from created_on or fee_booked_on is distinct from created_on or booked_fen is distinct from amount_fen)) stored;
    drop index balance_transaction_apart;
    -- serves: what explains a difference between their balance and ours at any day
    create index balance_transaction_apart on balance_transaction (created_on) where is_apart;
    -- serves: how many lines of each state there are that are not matched
    create index balance_transaction_unmatched on balance_transaction (state) where state <> 'matched';
    -- serves: what the provider never told of, waiting or explained
    create index clearing_movement_unsaid on clearing_movement (corrected_on, recorded_at) where provider_ref is null;

    -- Payments by a wallet that no row of a bill is matched with.
    create table unbilled_payment (
      payment_id uuid primary key references payment,
      provider text not null check (provider in ('wechat', 'alipay')),
      -- Its day in Shanghai.
      day date not null
    );
    -- serves: payments of the days that a bill speaks of
    create index unbilled_payment_by_day on unbilled_payment (provider, day);
    create function note_unbilled(asked uuid) returns void language sql security definer set search_path = public, pg_temp as $$
      insert into unbilled_payment (payment_id, provider, day)
      select id, case method when 'alipay' then 'alipay' else 'wechat' end, (captured_at at time zone 'Asia/Shanghai')::date
      from payment where id = asked and method in ('wechat_pay', 'alipay')
        and not exists (select from bill_line where payment_id = payment.id)
      on conflict (payment_id) do nothing
    $$;
    create function note_wallet_payment() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform note_unbilled(new.id);
      return null;
    end $$;
    create trigger payment_unbilled after insert on payment
      for each row when (new.method in ('wechat_pay', 'alipay')) execute function note_wallet_payment();
    create function note_billed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if new.payment_id is not null then delete from unbilled_payment where payment_id = new.payment_id; end if;
      if tg_op = 'UPDATE' and old.payment_id is distinct from new.payment_id then perform note_unbilled(old.payment_id); end if;
      return null;
    end $$;
    create trigger bill_line_billed after insert or update of payment_id on bill_line
      for each row execute function note_billed();
    insert into unbilled_payment (payment_id, provider, day)
      select id, case method when 'alipay' then 'alipay' else 'wechat' end, (captured_at at time zone 'Asia/Shanghai')::date
      from payment where method in ('wechat_pay', 'alipay') and not exists (select from bill_line where payment_id = payment.id);
    -- Rows of bills by day: how many there are without counting them.
    create table bill_day (
      provider text not null,
      day date not null,
      line_count int not null,
      primary key (provider, day)
    );
    create function sum_bills() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into bill_day (provider, day, line_count) select provider, occurred_on, count(*) from fresh group by 1, 2 order by 1, 2
      on conflict (provider, day) do update set line_count = bill_day.line_count + excluded.line_count;
      return null;
    end $$;
    create trigger bill_line_summed after insert on bill_line referencing new table as fresh
      for each statement execute function sum_bills();
    insert into bill_day (provider, day, line_count) select provider, occurred_on, count(*) from bill_line group by 1, 2;
    -- serves: how many rows of each state there are that are not matched
    create index bill_line_unmatched on bill_line (state) where state <> 'matched';

    -- serves: what of a counter's paid orders is not accepted yet; of the shop's own the ledger knows
    drop index order_in_hand;
    create index order_counter_in_hand on "order" (id) where status = 'paid' and channel = 'counter';

    -- Whether any paper is with a purchase made elsewhere: kept here, so that what has none can be listed without looking at each.
    alter table external_purchase add column has_evidence boolean not null default false;
    update external_purchase set has_evidence = true where exists (select from evidence_item
      where subject_type = 'external_purchase' and subject_id = external_purchase.id::text and removed_at is null);
    create function note_evidence() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update external_purchase set has_evidence = exists (select from evidence_item item
        where item.subject_type = 'external_purchase' and item.subject_id = new.subject_id and item.removed_at is null)
      where id = uuid_of(new.subject_id);
      return null;
    end $$;
    create trigger evidence_item_noted after insert or update of removed_at on evidence_item
      for each row when (new.subject_type = 'external_purchase') execute function note_evidence();
    -- serve: purchases that lack one thing, the oldest first, and how many there are
    create index external_purchase_unaccepted on external_purchase (ordered_on, id) include (amount_fen)
      where state <> 'reversed' and accepted_on is null;
    create index external_purchase_unpaid on external_purchase (accepted_on, id) include (amount_fen)
      where state <> 'reversed' and accepted_on is not null and paid_on is null;
    create index external_purchase_unreviewed on external_purchase ((greatest(accepted_on, paid_on)), id) include (amount_fen)
      where state <> 'reversed' and channel = 'platform_832' and accepted_on is not null and paid_on is not null and reviewed_on is null;
    create index external_purchase_uninvoiced on external_purchase (accepted_on, id) include (amount_fen)
      where state <> 'reversed' and accepted_on is not null and invoice_no = '';
    create index external_purchase_unproven on external_purchase ((coalesce(accepted_on, ordered_on)), id) include (amount_fen)
      where state <> 'reversed' and not has_evidence;
    -- serves: sums of what a filter lets through, from the index alone
    create index external_purchase_summed on external_purchase (state, channel, county_id, fund_type, ordered_on)
      include (amount_fen, refund_fen, counted_source_id);

    -- serve: the last balance the bank told; money that was left over
    create index bank_line_balance on bank_line (booked_on desc, id desc) where balance_fen is not null;
    create index bank_link_part_leftover on bank_link_part (bank_link_id) where kind = 'leftover';
  `.execute(db)
}
