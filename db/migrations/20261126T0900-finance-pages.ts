import { type Kysely, sql } from 'kysely'

/** What the last pages of finance went through whole: an account's days, a statement's fees, purchases by what filters ask. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Books of years are gone through once.
    set local statement_timeout = 0;
    -- The day of its entry, with each line: lines of an account are read by day and place, a page or a day at a time.
    alter table posting disable trigger posting_append_only;
    alter table posting add column business_date date;
    update posting set business_date = entry.business_date from journal_entry entry where entry.id = posting.entry_id;
    alter table posting alter column business_date set not null;
    alter table posting enable trigger posting_append_only;
    drop index posting_by_account;
    -- serves: one account's statement and balance, by day
    create index posting_by_account on posting (account_code, business_date, seq) include (amount_fen);
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
      new.business_date := entry.business_date;
      new.seq := new.seq + 1;
      new.hash := sha256(convert_to(posting_text(new, entry), 'UTF8'));
      return new;
    end $$;

    -- Of the total, what the college kept: the gross is both together.
    alter table settlement_statement disable trigger settlement_statement_kept;
    alter table settlement_statement add column fee_fen bigint not null default 0;
    update settlement_statement set fee_fen = summed.fee from (
      select statement_id, sum(fee_fen) as fee from statement_line group by 1) summed where summed.statement_id = settlement_statement.id;
    alter table settlement_statement enable trigger settlement_statement_kept;
    alter table settlement_statement add check (state <> 'voided' or fee_fen = 0);
    create or replace function keep_statement() returns trigger language plpgsql as $$
    declare
      moved text := old.state || ' ' || new.state;
    begin
      if (new.id, new.statement_no, new.cooperative_id, new.month) is distinct from
          (old.id, old.statement_no, old.cooperative_id, old.month)
        or (old.state <> new.state and moved not in ('draft sent', 'draft voided', 'sent confirmed', 'sent disputed', 'sent draft',
          'disputed draft', 'confirmed draft', 'confirmed approved', 'approved paid', 'approved draft', 'paid reconciled',
          'paid confirmed', 'reconciled paid'))
        or (old.state <> 'draft' and (new.total_fen, new.fee_fen, new.line_count, new.due_on) is distinct from
          (old.total_fen, old.fee_fen, old.line_count, old.due_on)) then
        raise exception 'statement % may not go from % to %', old.statement_no, old.state, new.state
          using errcode = '23514', constraint = 'statement_moves';
      end if;
      if moved = 'draft sent' and not exists (select from
          (select coalesce(sum(net_fen), 0) as total, coalesce(sum(fee_fen), 0) as fee, count(*) as lines
            from statement_line where statement_id = new.id) summed
          where (summed.total, summed.fee, summed.lines) = (new.total_fen, new.fee_fen, new.line_count)) then
        raise exception 'statement % is not the sum of its lines', old.statement_no
          using errcode = '23514', constraint = 'statement_total';
      end if;
      return new;
    end $$;

    -- Purchases made elsewhere by month of order and by what the list can be filtered by.
    create table external_purchase_month (
      month date not null check (month = date_trunc('month', month)),
      channel text not null,
      county_id text not null references partner_county,
      fund_type text not null,
      state text not null,
      purchase_count int not null,
      amount_fen bigint not null,
      refund_fen bigint not null,
      primary key (month, channel, county_id, fund_type, state)
    );
    create function sum_purchases_recorded() returns trigger language plpgsql security definer
      set search_path = public, pg_temp as $$
    begin
      insert into external_purchase_month as kept (month, channel, county_id, fund_type, state, purchase_count, amount_fen, refund_fen)
      select date_trunc('month', ordered_on)::date, channel, county_id, fund_type, state, count(*), sum(amount_fen), sum(refund_fen)
      from fresh group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (month, channel, county_id, fund_type, state) do update set purchase_count = kept.purchase_count + excluded.purchase_count,
        amount_fen = kept.amount_fen + excluded.amount_fen, refund_fen = kept.refund_fen + excluded.refund_fen;
      return null;
    end $$;
    create trigger external_purchase_summed after insert on external_purchase referencing new table as fresh
      for each statement execute function sum_purchases_recorded();
    create function sum_purchases_changed() returns trigger language plpgsql security definer
      set search_path = public, pg_temp as $$
    begin
      insert into external_purchase_month as kept (month, channel, county_id, fund_type, state, purchase_count, amount_fen, refund_fen)
      select date_trunc('month', ordered_on)::date, channel, county_id, fund_type, state, sum(sign), sum(sign * amount_fen), sum(sign * refund_fen)
      from (
        select 1 as sign, ordered_on, channel, county_id, fund_type, state, amount_fen, refund_fen from fresh
        union all
        select -1, ordered_on, channel, county_id, fund_type, state, amount_fen, refund_fen from stale
      ) change group by 1, 2, 3, 4, 5
      having (sum(sign), sum(sign * amount_fen), sum(sign * refund_fen)) <> (0, 0, 0) order by 1, 2, 3, 4, 5
      on conflict (month, channel, county_id, fund_type, state) do update set purchase_count = kept.purchase_count + excluded.purchase_count,
        amount_fen = kept.amount_fen + excluded.amount_fen, refund_fen = kept.refund_fen + excluded.refund_fen;
      return null;
    end $$;
    create trigger external_purchase_resummed after update on external_purchase referencing old table as stale new table as fresh
      for each statement execute function sum_purchases_changed();
    insert into external_purchase_month
      select date_trunc('month', ordered_on)::date, channel, county_id, fund_type, state, count(*), sum(amount_fen), sum(refund_fen)
      from external_purchase group by 1, 2, 3, 4, 5;
    drop index external_purchase_summed;

    -- serves: what was paid elsewhere, the newest first
    create index external_purchase_by_payment on external_purchase (paid_on desc, id desc) where state <> 'reversed' and paid_on is not null;

    -- Questions of buyers that no decision answers; one that was proposed and refused is open again.
    create table asked_refund (
      refund_request_id uuid primary key references refund_request,
      asked_at timestamptz not null
    );
    -- serves: the queue by age
    create index asked_refund_queue on asked_refund (asked_at, refund_request_id);
    create function note_asked_refund(asked uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if exists (select from refund_request where id = asked and state = 'asked')
        and not exists (select from refund_decision where refund_request_id = asked and state <> 'refused') then
        insert into asked_refund select id, asked_at from refund_request where id = asked on conflict do nothing;
      else
        delete from asked_refund where refund_request_id = asked;
      end if;
    end $$;
    create function note_request_asked() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform note_asked_refund(new.id);
      return null;
    end $$;
    create trigger refund_request_waits after insert or update on refund_request
      for each row execute function note_request_asked();
    create function note_request_answered() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform note_asked_refund(new.refund_request_id);
      return null;
    end $$;
    create trigger refund_decision_answers after insert or update on refund_decision
      for each row when (new.refund_request_id is not null) execute function note_request_answered();
    insert into asked_refund select id, asked_at from refund_request asked where state = 'asked'
      and not exists (select from refund_decision where refund_request_id = asked.id and state <> 'refused');

    -- serves: how many open incidents there are of each kind
    create index incident_open_of_kind on incident (kind) where closed_at is null;

    -- serves: payments of the days that a bill speaks of, the newest first
    drop index unbilled_payment_by_day;
    create index unbilled_payment_by_day on unbilled_payment (provider, day, payment_id);
  `.execute(db)
}
