import { type Kysely, sql } from 'kysely'

/**
 * What the finance workspace stands on: org units, stored documents and evidence, duties kept apart, periods that
 * close, sums of the books by day, and the four amounts of a purchase by month.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table role_grant drop constraint role_grant_role_check;
    alter table role_grant add constraint role_grant_role_check check (role in
      ('cooperative_manager', 'pickup_clerk', 'finance_officer', 'finance_approver', 'finance_payer', 'auditor', 'administrator'));
    alter table invitation drop constraint invitation_role_check;
    alter table invitation add constraint invitation_role_check check (role in
      ('cooperative_manager', 'pickup_clerk', 'finance_officer', 'finance_approver', 'finance_payer', 'auditor', 'administrator'));

    -- A department, college, canteen or union branch of the university: who buys, and who has a part of the task.
    create table org_unit (
      id text primary key check (id ~ '^[a-z][a-z0-9-]{1,31}$'),
      name_zh text not null check (length(name_zh) between 1 and 60),
      name_en text not null check (length(name_en) between 1 and 80),
      kind text not null check (kind in ('department', 'college', 'office', 'canteen', 'union')),
      sort_order int not null,
      is_active boolean not null default true
    );
    alter table person add column org_unit_id text references org_unit;
    alter table "order" add column org_unit_id text references org_unit;
    alter table recognized_purchase add column org_unit_id text references org_unit;
    alter table account add column org_unit_id text references org_unit;
    -- The buyer's unit is frozen on the order: who moves on does not take the purchase along.
    create function take_buyers_unit() returns trigger language plpgsql as $$
    begin
      select org_unit_id into new.org_unit_id from person where id = new.buyer_id;
      return new;
    end $$;
    create trigger order_takes_buyers_unit before insert on "order"
      for each row when (new.org_unit_id is null and new.buyer_id is not null) execute function take_buyers_unit();

    alter table target_decision drop constraint if exists target_decision_year_decided_on_key;
    alter table target_decision add constraint target_decision_year_decided_on_key unique (year, decided_on);
    alter table assistance_target drop constraint assistance_target_scope_check;
    alter table assistance_target add constraint assistance_target_scope_check
      check (scope in ('college', 'county', 'fund', 'org_unit'));

    -- A file as it was handed in: kept by its content, named as its sender called it.
    create table document (
      id uuid primary key,
      sha256 bytea not null check (length(sha256) = 32),
      blob_name text not null,
      file_name text not null check (length(file_name) between 1 and 120),
      media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'text/csv',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/ofd', 'application/zip')),
      byte_count int not null check (byte_count > 0),
      uploaded_by uuid references person,
      uploaded_at timestamptz not null
    );
    create index document_by_content on document (sha256);
    create trigger document_append_only before update or delete on document
      for each row execute function refuse_change();

    -- That a document proves something about a subject. Taken back by a mark, never erased.
    create table evidence_item (
      id uuid primary key,
      subject_type text not null check (subject_type ~ '^[a-z_]{3,40}$'),
      subject_id text not null check (length(subject_id) between 1 and 80),
      kind text not null check (kind in
        ('agreement', 'order', 'shipment', 'acceptance', 'invoice', 'payment', 'certificate', 'photo', 'source', 'other')),
      document_id uuid not null references document,
      note text not null default '' check (length(note) <= 200),
      attached_by uuid references person,
      attached_at timestamptz not null,
      removed_by uuid references person,
      removed_at timestamptz,
      check ((removed_by is null) = (removed_at is null))
    );
    create unique index evidence_item_live on evidence_item (subject_type, subject_id, kind, document_id) where removed_at is null;
    create trigger evidence_item_kept before delete on evidence_item
      for each row execute function refuse_change();

    -- Duties that one person never has about one subject. A rule is a row.
    create table duty_separation (
      first_duty text not null,
      second_duty text not null,
      reason text not null,
      primary key (first_duty, second_duty),
      check (first_duty < second_duty)
    );
    insert into duty_separation (first_duty, second_duty, reason) values
      ('statement.approve', 'statement.prepare', 'Whoever prepared a statement does not approve it.'),
      ('statement.approve', 'statement.pay', 'Whoever approved a statement does not pay it.'),
      ('statement.pay', 'statement.prepare', 'Whoever prepared a statement does not pay it.'),
      ('period.lock', 'period.prepare', 'Whoever prepared a close does not lock it.'),
      ('reopening.approve', 'reopening.ask', 'Whoever asks to reopen a period does not approve it.');
    -- Who did what about what. round: a subject that came back and is gone through again.
    create table duty (
      id bigint generated always as identity primary key,
      subject_type text not null,
      subject_id text not null,
      round int not null default 1 check (round > 0),
      duty text not null,
      person_id uuid not null references person,
      at timestamptz not null,
      unique (subject_type, subject_id, round, duty)
    );
    create index duty_by_subject on duty (subject_type, subject_id, round);
    create function keep_duties_apart() returns trigger language plpgsql as $$
    begin
      -- Two duties of one subject at once: the second waits and then sees the first.
      perform pg_advisory_xact_lock(hashtextextended('duty ' || new.subject_type || ' ' || new.subject_id, 0));
      if exists (select from duty done join duty_separation rule
          on (rule.first_duty, rule.second_duty) = (least(done.duty, new.duty), greatest(done.duty, new.duty))
          where done.subject_type = new.subject_type and done.subject_id = new.subject_id and done.round = new.round
            and done.person_id = new.person_id) then
        raise exception '% may not do % about % %', new.person_id, new.duty, new.subject_type, new.subject_id
          using errcode = '23514', constraint = 'duty_kept_apart';
      end if;
      return new;
    end $$;
    create trigger duty_kept_apart before insert on duty for each row execute function keep_duties_apart();
    create trigger duty_append_only before update or delete on duty for each row execute function refuse_change();

    -- A month of the books. Closed, nothing is booked into it any more: what comes late stands in the open month.
    create table period (
      month date primary key check (extract(day from month) = 1),
      state text not null check (state in ('open', 'closing', 'closed')),
      closed_at timestamptz,
      -- Where the books stood: the last place and hash of each chain.
      money_seq bigint,
      money_hash bytea,
      assistance_seq bigint,
      assistance_hash bytea,
      -- Control totals of the close, by name, in fen.
      control_totals jsonb,
      check ((state = 'closed') = (closed_at is not null)),
      check (state <> 'closed' or (money_seq is not null and money_hash is not null and assistance_seq is not null
        and assistance_hash is not null and control_totals is not null))
    );
    create trigger period_kept before delete on period for each row execute function refuse_change();

    -- The day under which something that happened on wanted is booked. Takes the book's head, so that no close comes
    -- between the answer and the entry.
    create function booking_date(of_book text, wanted date, recorded timestamptz) returns date language plpgsql
      security definer set search_path = public, pg_temp as $$
    declare
      late date := (recorded at time zone 'Asia/Shanghai')::date;
    begin
      perform from ledger_head where book = of_book for update;
      if not exists (select from period where month = date_trunc('month', wanted)::date and state = 'closed') then
        return wanted;
      end if;
      if exists (select from period where month = date_trunc('month', late)::date and state = 'closed') then
        raise exception '% and % are in closed periods', wanted, late using errcode = 'P0001', constraint = 'period_closed';
      end if;
      return late;
    end $$;
    create or replace function take_ledger_head() returns trigger language plpgsql security definer
      set search_path = public, pg_temp as $$
    begin
      new.business_date := booking_date(new.book, new.business_date, new.recorded_at);
      return new;
    end $$;

    -- The books summed by account, day and kind of source. Written by the books alone, under their heads.
    create table account_day (
      account_code text not null references account,
      business_date date not null,
      source_type text not null,
      debit_fen bigint not null,
      credit_fen bigint not null,
      line_count int not null,
      primary key (account_code, business_date, source_type)
    );
    -- serves: balances of all accounts up to a day
    create index account_day_by_day on account_day (business_date, account_code) include (debit_fen, credit_fen, line_count);
    create function sum_postings() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into account_day (account_code, business_date, source_type, debit_fen, credit_fen, line_count)
      select fresh.account_code, entry.business_date, entry.source_type, coalesce(sum(amount_fen) filter (where amount_fen > 0), 0),
        coalesce(-sum(amount_fen) filter (where amount_fen < 0), 0), count(*)
      from fresh join journal_entry entry on entry.id = fresh.entry_id group by 1, 2, 3 order by 1, 2, 3
      on conflict (account_code, business_date, source_type) do update set debit_fen = account_day.debit_fen + excluded.debit_fen,
        credit_fen = account_day.credit_fen + excluded.credit_fen, line_count = account_day.line_count + excluded.line_count;
      return null;
    end $$;
    create trigger posting_summed after insert on posting referencing new table as fresh
      for each statement execute function sum_postings();
    insert into account_day (account_code, business_date, source_type, debit_fen, credit_fen, line_count)
      select account_code, entry.business_date, entry.source_type, coalesce(sum(amount_fen) filter (where amount_fen > 0), 0),
        coalesce(-sum(amount_fen) filter (where amount_fen < 0), 0), count(*)
      from posting join journal_entry entry on entry.id = posting.entry_id group by 1, 2, 3;

    -- The four amounts of purchases by month and by everything a report divides them by. New amounts are added to
    -- stage_delta, which nobody waits for; a job gathers them. The truth is both together.
    create table stage_month (
      year int not null,
      month int not null check (month between 1 and 12),
      stage text not null check (stage in ('ordered', 'paid', 'accepted', 'refunded')),
      county_id text not null references partner_county,
      channel text not null,
      fund_type text not null,
      -- '' for nobody's.
      org_unit_id text not null,
      amount_fen bigint not null,
      line_count int not null,
      primary key (year, month, stage, county_id, channel, fund_type, org_unit_id)
    );
    create table stage_delta (
      id bigint generated always as identity primary key,
      year int not null,
      month int not null check (month between 1 and 12),
      stage text not null check (stage in ('ordered', 'paid', 'accepted', 'refunded')),
      county_id text not null references partner_county,
      channel text not null,
      fund_type text not null,
      org_unit_id text not null default '',
      amount_fen bigint not null,
      line_count int not null
    );
    create view stage_amount as
      select year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count from stage_month
      union all
      select year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count from stage_delta;

    create function add_line_stages() returns trigger language plpgsql as $$
    begin
      insert into stage_delta (year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count)
      select extract(year from step.day), extract(month from step.day), step.stage, line.county_id, o.channel, o.fund_type,
        coalesce(o.org_unit_id, ''), sum(line.line_fen), count(*)
      from fresh line join "order" o on o.id = line.order_id
        cross join lateral (values ('ordered', (o.placed_at at time zone 'Asia/Shanghai')::date),
          ('paid', (o.paid_at at time zone 'Asia/Shanghai')::date)) as step (stage, day)
      where step.day is not null
      group by 1, 2, 3, 4, 5, 6, 7;
      return null;
    end $$;
    create trigger order_line_staged after insert on order_line referencing new table as fresh
      for each statement execute function add_line_stages();
    create function add_order_stage() returns trigger language plpgsql as $$
    declare
      is_paid boolean := old.paid_at is null and new.paid_at is not null;
      day date := (case when is_paid then new.paid_at else new.placed_at end at time zone 'Asia/Shanghai')::date;
    begin
      insert into stage_delta (year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count)
      select extract(year from day), extract(month from day), case when is_paid then 'paid' else 'ordered' end, county_id,
        new.channel, new.fund_type, coalesce(new.org_unit_id, ''), case when is_paid then 1 else -1 end * sum(line_fen),
        case when is_paid then 1 else -1 end * count(*)
      from order_line where order_id = new.id group by county_id;
      return null;
    end $$;
    create trigger order_paid_staged after update of paid_at on "order"
      for each row when (old.paid_at is null and new.paid_at is not null) execute function add_order_stage();
    create function take_back_paid_stage() returns trigger language plpgsql as $$
    begin
      insert into stage_delta (year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count)
      select extract(year from day), extract(month from day), 'paid', county_id, new.channel, new.fund_type,
        coalesce(new.org_unit_id, ''), -sum(line_fen), -count(*)
      from order_line, lateral (select (old.paid_at at time zone 'Asia/Shanghai')::date as day) paid
      where order_id = new.id group by county_id, day;
      return null;
    end $$;
    create trigger order_unpaid_staged after update of paid_at on "order"
      for each row when (old.paid_at is not null and new.paid_at is null) execute function take_back_paid_stage();
    create trigger order_ended_unpaid_staged after update of status on "order"
      for each row when (new.status in ('canceled', 'expired') and old.status not in ('canceled', 'expired'))
      execute function add_order_stage();
    create function add_recognized_stage() returns trigger language plpgsql as $$
    begin
      insert into stage_delta (year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count)
      values (new.year, extract(month from new.business_date), case when new.source_type = 'refund' then 'refunded' else 'accepted' end,
        new.county_id, new.channel, new.fund_type, coalesce(new.org_unit_id, ''), new.amount_fen, sign(new.amount_fen));
      return null;
    end $$;
    create trigger recognized_purchase_staged after insert on recognized_purchase
      for each row execute function add_recognized_stage();
    insert into stage_month (year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count)
      select extract(year from step.day), extract(month from step.day), step.stage, line.county_id, o.channel, o.fund_type, '',
        sum(line.line_fen), count(*)
      from order_line line join "order" o on o.id = line.order_id
        cross join lateral (values ('ordered', (o.placed_at at time zone 'Asia/Shanghai')::date),
          ('paid', (o.paid_at at time zone 'Asia/Shanghai')::date)) as step (stage, day)
      where step.day is not null and o.status not in ('canceled', 'expired') group by 1, 2, 3, 4, 5, 6
      union all
      select year, extract(month from business_date), case when source_type = 'refund' then 'refunded' else 'accepted' end, county_id,
        channel, fund_type, '', sum(amount_fen), sum(sign(amount_fen)) from recognized_purchase group by 1, 2, 3, 4, 5, 6;
    -- serves: the lines behind a cell of the year's pivot, page by page
    create index recognized_purchase_by_cell on recognized_purchase (year, county_id, channel, fund_type, business_date, id);

    -- Somebody owns what went wrong, until it is explained.
    alter table incident drop constraint incident_kind_check;
    alter table incident add constraint incident_kind_check check (kind in
      ('paid_late', 'paid_twice', 'wrong_amount', 'unknown_payment', 'dead_event', 'refund_failed', 'dispute', 'audit',
       'unmatched_balance', 'payout_failed', 'bill_difference', 'bank_unclaimed', 'tie_out', 'statement_disputed',
       'statement_overdue', 'import_failed', 'period_late'));
    alter table incident
      add column owner_id uuid references person,
      add column owned_at timestamptz,
      add column closed_by uuid references person,
      add column resolution text check (length(resolution) between 1 and 500),
      add constraint incident_owned check ((owner_id is null) = (owned_at is null)),
      add constraint incident_closed_by check (closed_by is null or (closed_at is not null and resolution is not null));
    create index incident_newest on incident (opened_at desc, id desc);

    -- serve: the audit log, newest first; one object's history; one person's
    create index audit_event_by_object on audit_event (object_type, object_id, id);
    create index audit_event_by_actor on audit_event (actor_id, id);
  `.execute(db)
}
