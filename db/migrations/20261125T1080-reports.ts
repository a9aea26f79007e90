import { type Kysely, sql } from 'kysely'

/** What money reports are read from besides the books: sales, payments and refunds by day; and files made of reports. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What was accepted, by the day of its entry, product and cooperative; summed from the documents behind the entries.
    create table sale_day (
      business_date date not null,
      product_id uuid not null references product,
      cooperative_id uuid not null references cooperative,
      pieces int not null,
      amount_fen bigint not null,
      -- The college's part of it.
      fee_fen bigint not null,
      primary key (business_date, product_id, cooperative_id)
    );
    -- Money that came (above zero) or was sent back (below), by the day of its entry, the kind of entry and the method of payment.
    create table payment_day (
      business_date date not null,
      source_type text not null,
      method text not null,
      amount_fen bigint not null,
      payment_count int not null,
      primary key (business_date, source_type, method)
    );
    -- Refunds by the day of their entry, its kind, the reason, and who bears it: 'advance' while it was the buyer's own
    -- still, 'unallocated' when nobody has said yet what it was for.
    create table refund_day (
      business_date date not null,
      source_type text not null,
      reason text not null,
      bearer text not null check (bearer in ('cooperative', 'college', 'carrier', 'advance', 'unallocated')),
      amount_fen bigint not null,
      refund_count int not null,
      primary key (business_date, source_type, reason, bearer)
    );

    -- The document behind an entry; null when its source is none of ours.
    create function uuid_of(source_id text) returns uuid language sql immutable as $$
      select case when source_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then source_id::uuid end
    $$;
    create function sales_of(entries bigint[]) returns table (business_date date, product_id uuid, cooperative_id uuid,
        pieces bigint, amount_fen bigint, fee_fen bigint) language sql stable as $$
      select entry.business_date, line.product_id, line.cooperative_id, sum(piece.quantity), sum(piece.amount_fen)::bigint,
        sum(piece.amount_fen * line.service_fee_basis_points / 10000)::bigint
      from journal_entry entry
        join hand_over_line piece on piece.hand_over_id = uuid_of(entry.source_id)
        join order_line line on line.id = piece.order_line_id
      where entry.id = any (entries) and entry.book = 'money' and entry.source_type = 'acceptance'
      group by 1, 2, 3
    $$;
    create function payments_of(entries bigint[]) returns table (business_date date, source_type text, method text,
        amount_fen bigint, payment_count bigint) language sql stable as $$
      select entry.business_date, entry.source_type, payment.method, sum(payment.amount_fen)::bigint, count(*)
      from journal_entry entry join payment on payment.id = uuid_of(entry.source_id)
      where entry.id = any (entries) and entry.book = 'money'
        and entry.source_type in ('capture', 'late_payment', 'cash_receipt')
      group by 1, 2, 3
      union all
      select entry.business_date, entry.source_type, payment.method,
        sum(case entry.source_type when 'refund_executed' then -refund.amount_fen else refund.amount_fen end)::bigint, count(*)
      from journal_entry entry join refund on refund.id = uuid_of(entry.source_id)
        join payment on payment.id = refund.payment_id
      where entry.id = any (entries) and entry.book = 'money' and (entry.source_type = 'refund_executed'
        -- One that failed before it was sent moved no money.
        or (entry.source_type = 'refund_failed' and exists (
          select from posting where entry_id = entry.id and (account_code like 'clearing:%' or account_code like 'cash:%'))))
      group by 1, 2, 3
    $$;
    create function refunds_of(entries bigint[]) returns table (business_date date, source_type text, reason text, bearer text,
        amount_fen bigint, refund_count bigint) language sql stable as $$
      with step as (
        select entry.business_date, entry.source_type, refund.id, refund.reason, refund.amount_fen
        from journal_entry entry join refund on refund.id = uuid_of(entry.source_id)
        where entry.id = any (entries) and entry.book = 'money'
          and entry.source_type in ('refund_decided', 'refund_executed', 'refund_failed', 'refund_attributed')
      ), part as (
        select step.business_date, step.source_type, step.id, step.reason, coalesce(line.bearer, 'advance') as bearer, line.amount_fen
        from step join refund_line line on line.refund_id = step.id
        union all
        select step.business_date, step.source_type, step.id, step.reason, 'unallocated', case step.source_type
          -- What is known now stood there before.
          when 'refund_attributed' then -step.amount_fen else step.amount_fen end
        from step where step.source_type = 'refund_attributed' or not exists (select from refund_line where refund_id = step.id)
      )
      select business_date, source_type, reason, bearer, sum(amount_fen)::bigint, count(distinct id) from part group by 1, 2, 3, 4
    $$;

    create function sum_report_days() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      entries bigint[];
    begin
      select array_agg(distinct entry.id) into entries from fresh join journal_entry entry on entry.id = fresh.entry_id
      where entry.book = 'money';
      if entries is null then return null; end if;
      insert into sale_day as kept (business_date, product_id, cooperative_id, pieces, amount_fen, fee_fen)
      select * from sales_of(entries) order by 1, 2, 3
      on conflict (business_date, product_id, cooperative_id) do update set pieces = kept.pieces + excluded.pieces,
        amount_fen = kept.amount_fen + excluded.amount_fen, fee_fen = kept.fee_fen + excluded.fee_fen;
      insert into payment_day as kept (business_date, source_type, method, amount_fen, payment_count)
      select * from payments_of(entries) order by 1, 2, 3
      on conflict (business_date, source_type, method) do update set amount_fen = kept.amount_fen + excluded.amount_fen,
        payment_count = kept.payment_count + excluded.payment_count;
      insert into refund_day as kept (business_date, source_type, reason, bearer, amount_fen, refund_count)
      select * from refunds_of(entries) order by 1, 2, 3, 4
      on conflict (business_date, source_type, reason, bearer) do update set amount_fen = kept.amount_fen + excluded.amount_fen,
        refund_count = kept.refund_count + excluded.refund_count;
      return null;
    end $$;
    create trigger posting_reported after insert on posting referencing new table as fresh
      for each statement execute function sum_report_days();
    insert into sale_day select * from sales_of(array(select id from journal_entry));
    insert into payment_day select * from payments_of(array(select id from journal_entry));
    insert into refund_day select * from refunds_of(array(select id from journal_entry));

    -- serves: the journal of one kind of entry
    create index journal_entry_by_source on journal_entry (book, source_type, business_date, id);
    -- serves: the register in the order of counting, page by page
    create index recognized_purchase_in_order on recognized_purchase (business_date, id);

    -- A report asked for as a file. Made by whoever takes it, anew from the start when they die over it.
    create table report_export (
      id uuid primary key,
      -- The form that asked: sent twice, it is one file.
      request_id uuid not null unique,
      report text not null check (report ~ '^[a-z-]{3,30}$'),
      -- The address's query of the report, in its plain form.
      params text not null check (length(params) <= 600),
      format text not null check (format in ('xlsx', 'csv', 'pdf')),
      language text not null check (language in ('zh', 'en')),
      state text not null check (state in ('queued', 'running', 'done', 'failed')),
      rows_done int not null default 0 check (rows_done >= 0),
      rows_in_all int check (rows_in_all >= 0),
      tries int not null default 0,
      -- Who makes it now, and their last sign by the database's clock.
      worker uuid,
      heartbeat_at timestamptz,
      -- Where the books stood: seq and hash of both.
      cut jsonb,
      blob_name text,
      byte_count bigint,
      sha256 bytea check (length(sha256) = 32),
      asked_by uuid not null references person,
      asked_at timestamptz not null,
      finished_at timestamptz,
      expires_at timestamptz,
      -- From here the file is gone.
      expired_at timestamptz,
      check ((state = 'running') = (worker is not null)),
      check ((state in ('done', 'failed')) = (finished_at is not null)),
      check (state <> 'done' or (blob_name is not null and byte_count is not null and sha256 is not null and cut is not null
        and expires_at is not null))
    );
    -- serve: what is to be made, oldest first; the list, newest first; files to be thrown away
    create index report_export_due on report_export (asked_at, id) where state in ('queued', 'running');
    create index report_export_newest on report_export (asked_at desc, id desc);
    create index report_export_expiring on report_export (expires_at) where state = 'done' and expired_at is null;
  `.execute(db)
}
