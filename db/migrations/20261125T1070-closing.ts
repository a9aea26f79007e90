import { type Kysely, sql } from 'kysely'

/**
 * Closing: what a close keeps for ever, who prepared and locked it, what was waived, how a month is opened again,
 * what a closed year looked like, facts that came late, and tie-outs.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- A difference of the checklist that was explained instead of ended. It covers as many as were open when it was written.
    create table period_waiver (
      id bigint generated always as identity primary key,
      month date not null references period,
      round int not null check (round > 0),
      check_name text not null check (check_name ~ '^[a-z_]{2,40}$'),
      open_count int not null check (open_count > 0),
      reason text not null check (length(reason) between 1 and 500),
      waived_by uuid not null references person,
      at timestamptz not null
    );
    create index period_waiver_by_round on period_waiver (month, round, check_name, id);
    create trigger period_waiver_append_only before update or delete on period_waiver
      for each row execute function refuse_change();

    -- A close as it was. A month that was opened again is closed in another round; each is kept.
    create table period_close (
      month date not null references period,
      round int not null check (round > 0),
      closed_at timestamptz not null,
      prepared_by uuid not null references person,
      locked_by uuid not null references person,
      money_seq bigint not null,
      money_hash bytea not null,
      assistance_seq bigint not null,
      assistance_hash bytea not null,
      control_totals jsonb not null,
      -- The checklist as it stood, with what was waived and why.
      checks jsonb not null check (jsonb_typeof(checks) = 'array'),
      primary key (month, round),
      check (prepared_by <> locked_by)
    );
    create trigger period_close_append_only before update or delete on period_close
      for each row execute function refuse_change();

    -- That somebody asks to open the latest closed month again, and what a second person said. A mark for ever.
    create table period_reopening (
      id uuid primary key,
      month date not null,
      -- The close it takes back.
      round int not null,
      reason text not null check (length(reason) between 1 and 500),
      asked_by uuid not null references person,
      asked_at timestamptz not null,
      state text not null check (state in ('asked', 'approved', 'refused')),
      settled_by uuid references person,
      settled_at timestamptz,
      refused_because text check (length(refused_because) between 1 and 500),
      foreign key (month, round) references period_close,
      check ((state = 'asked') = (settled_at is null) and (state = 'asked') = (settled_by is null)),
      check ((state = 'refused') = (refused_because is not null)),
      constraint period_reopening_two_people check (state <> 'approved' or settled_by <> asked_by)
    );
    create unique index period_reopening_live on period_reopening (month, round) where state in ('asked', 'approved');
    create trigger period_reopening_settled_once before update on period_reopening
      for each row when (old.state <> 'asked') execute function refuse_change();
    create trigger period_reopening_kept before delete on period_reopening
      for each row execute function refuse_change();

    -- What a year had attained when its December was closed, by what its report is divided by. One for each round.
    create table year_close (
      year int not null,
      round int not null,
      closed_at timestamptz not null,
      target_fen bigint not null,
      primary key (year, round)
    );
    create table year_close_figure (
      year int not null,
      round int not null,
      county_id text not null references partner_county,
      channel text not null,
      fund_type text not null,
      amount_fen bigint not null,
      primary key (year, round, county_id, channel, fund_type),
      foreign key (year, round) references year_close
    );
    create trigger year_close_append_only before update or delete on year_close
      for each row execute function refuse_change();
    create trigger year_close_figure_append_only before update or delete on year_close_figure
      for each row execute function refuse_change();

    -- Months close in order, so whatever lies before the latest closed month is closed too, held it anything or not.
    create or replace function booking_date(of_book text, wanted date, recorded timestamptz) returns date language plpgsql
      security definer set search_path = public, pg_temp as $$
    declare
      late date := (recorded at time zone 'Asia/Shanghai')::date;
      last_closed date;
    begin
      perform from ledger_head where book = of_book for update;
      select max(month) into last_closed from period where state = 'closed';
      if last_closed is null or date_trunc('month', wanted)::date > last_closed then
        return wanted;
      end if;
      if date_trunc('month', late)::date <= last_closed then
        raise exception '% and % are in closed periods', wanted, late using errcode = 'P0001', constraint = 'period_closed';
      end if;
      return late;
    end $$;

    -- The figures that a close signs: what the month moved by class of account, what rested on the accounts at its end,
    -- and what counted, by measure.
    create function period_totals(of_month date) returns jsonb language plpgsql security definer
      set search_path = public, pg_temp as $$
    declare
      after date := of_month + interval '1 month';
      totals jsonb;
    begin
      with sum_of_class as (
        select account.book, account.kind, sum(debit_fen) as debit, sum(credit_fen) as credit, sum(line_count) as lines
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
          'money', (select count(*) from journal_entry where book = 'money' and business_date >= of_month and business_date < after),
          'assistance', (select count(*) from journal_entry where book = 'assistance' and business_date >= of_month and business_date < after)),
        'classes', (select coalesce(jsonb_agg(jsonb_build_object('book', book, 'kind', kind, 'debit', debit, 'credit', credit, 'lines', lines)
          order by book desc, kind), '[]') from sum_of_class),
        'balances', (select coalesce(jsonb_agg(jsonb_build_object('code', code, 'book', book, 'kind', kind, 'balance', balance)
          order by book desc, code), '[]') from rest where balance <> 0),
        'recognized', (select jsonb_agg(jsonb_build_object('measure', name, 'month', in_month, 'year', in_year) order by place) from counted)
      ) into totals;
      return totals;
    end $$;

    -- The one way into a closed month: a close is written, and everything it says of the books is read from them here,
    -- while nobody can book. Money before assistance, like everybody who takes both.
    create function fill_period_close() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      label text := to_char(new.month, 'YYYY-MM');
      last_closed date;
      first_held date;
    begin
      perform from ledger_head where book = 'money' for update;
      perform from ledger_head where book = 'assistance' for update;
      -- A quarter of an hour more than the month: whoever began in it has ended, or is booked on the next.
      if (new.closed_at at time zone 'Asia/Shanghai') < new.month + interval '1 month' + interval '15 minutes' then
        raise exception '% is not over', label using errcode = 'P0001', constraint = 'period_over';
      end if;
      select max(month) into last_closed from period where state = 'closed';
      select date_trunc('month', min(business_date))::date into first_held from journal_entry;
      if new.month is distinct from coalesce((last_closed + interval '1 month')::date, first_held) then
        raise exception '% is not the next month to close', label using errcode = 'P0001', constraint = 'period_next';
      end if;
      if new.round <> 1 + (select count(*) from period_reopening where month = new.month and state = 'approved') then
        raise exception 'round % of % is not its next', new.round, label using errcode = 'P0001', constraint = 'period_round';
      end if;
      if not exists (select from duty where (subject_type, subject_id, round, duty, person_id)
            = ('period', label, new.round, 'period.prepare', new.prepared_by))
          or not exists (select from duty where (subject_type, subject_id, round, duty, person_id)
            = ('period', label, new.round, 'period.lock', new.locked_by))
          or exists (select from period_waiver where (month, round, waived_by) = (new.month, new.round, new.locked_by)) then
        raise exception '% needs somebody who prepared it and somebody else who locks it', label
          using errcode = 'P0001', constraint = 'period_four_eyes';
      end if;
      if jsonb_array_length(new.checks) = 0 or exists (select from jsonb_array_elements(new.checks) as one
          where (one->>'open')::int > 0 and jsonb_typeof(one->'waiver') is distinct from 'object') then
        raise exception 'the checklist of % is not green', label using errcode = 'P0001', constraint = 'period_checked';
      end if;
      select seq, hash into strict new.money_seq, new.money_hash from ledger_head where book = 'money';
      select seq, hash into strict new.assistance_seq, new.assistance_hash from ledger_head where book = 'assistance';
      new.control_totals := period_totals(new.month);
      return new;
    end $$;
    create trigger period_close_filled before insert on period_close for each row execute function fill_period_close();

    create function close_period() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update period set state = 'closed', closed_at = new.closed_at, money_seq = new.money_seq, money_hash = new.money_hash,
        assistance_seq = new.assistance_seq, assistance_hash = new.assistance_hash, control_totals = new.control_totals
      where month = new.month and state = 'closing';
      if not found then
        raise exception '% is not being closed', new.month using errcode = 'P0001', constraint = 'period_prepared';
      end if;
      if extract(month from new.month) = 12 then
        insert into year_close (year, round, closed_at, target_fen)
          select extract(year from new.month), new.round, new.closed_at, coalesce(-sum(debit_fen - credit_fen), 0)
          from account_day where account_code = 'decided:' || extract(year from new.month) || ':college';
        insert into year_close_figure (year, round, county_id, channel, fund_type, amount_fen)
          select account.year, new.round, account.county_id, account.channel, account.fund_type, sum(debit_fen - credit_fen)
          from account join account_day on account_day.account_code = account.code
          where account.code like 'recognized:%' and account.year = extract(year from new.month) group by 1, 3, 4, 5;
      end if;
      return null;
    end $$;
    create trigger period_close_closes after insert on period_close for each row execute function close_period();

    -- Nobody changes what a closed month says, and nobody opens it but two people.
    create function guard_period() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if tg_op = 'INSERT' then
        if new.state = 'closed' then
          raise exception '% is closed by its close alone', new.month using errcode = 'P0001', constraint = 'period_closed_by_close';
        end if;
        return new;
      end if;
      if new.month <> old.month or (old.state = 'closed' and new.state <> 'open') then
        raise exception '% is closed', old.month using errcode = 'P0001', constraint = 'period_locked';
      end if;
      if old.state = 'closed' then
        if exists (select from period where month > old.month and state = 'closed') or not exists (
            select from period_reopening asked where asked.month = old.month and asked.state = 'approved'
              and asked.round = (select max(round) from period_close where month = old.month)) then
          raise exception '% is opened by two people, and only while it is the latest', old.month
            using errcode = 'P0001', constraint = 'period_locked';
        end if;
      elsif new.state = 'closed' and not exists (select from period_close made where made.month = new.month
          and made.round = 1 + (select count(*) from period_reopening where month = new.month and state = 'approved')
          and (made.closed_at, made.money_seq, made.money_hash, made.assistance_seq, made.assistance_hash, made.control_totals)
            = (new.closed_at, new.money_seq, new.money_hash, new.assistance_seq, new.assistance_hash, new.control_totals)) then
        raise exception '% is closed by its close alone', new.month using errcode = 'P0001', constraint = 'period_closed_by_close';
      end if;
      if new.state <> 'closed' then
        new.closed_at := null; new.money_seq := null; new.money_hash := null; new.assistance_seq := null;
        new.assistance_hash := null; new.control_totals := null;
      end if;
      return new;
    end $$;
    create trigger period_guarded before insert or update on period for each row execute function guard_period();
    create trigger period_no_truncate before truncate on period for each statement execute function refuse_change();

    create function guard_reopening() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if tg_op = 'INSERT' then
        if new.state <> 'asked' then
          raise exception 'a reopening is asked for first' using errcode = 'P0001', constraint = 'period_reopening_asked';
        end if;
      elsif (new.id, new.month, new.round, new.reason, new.asked_by, new.asked_at)
          is distinct from (old.id, old.month, old.round, old.reason, old.asked_by, old.asked_at) then
        raise exception 'what was asked stays as it was asked' using errcode = 'P0001', constraint = 'period_reopening_asked';
      end if;
      if new.state <> 'refused' then
        -- No close comes between the look at the latest month and the answer.
        perform from ledger_head where book = 'money' for update;
        perform from ledger_head where book = 'assistance' for update;
        if new.month is distinct from (select max(month) from period where state = 'closed')
            or new.round is distinct from (select max(round) from period_close where month = new.month) then
          raise exception '% is not the latest closed month', new.month using errcode = 'P0001', constraint = 'period_latest';
        end if;
      end if;
      if new.state = 'approved' and (not exists (select from duty where (subject_type, subject_id, duty, person_id)
            = ('reopening', new.id::text, 'reopening.ask', new.asked_by))
          or not exists (select from duty where (subject_type, subject_id, duty, person_id)
            = ('reopening', new.id::text, 'reopening.approve', new.settled_by))) then
        raise exception 'a reopening has two people' using errcode = 'P0001', constraint = 'period_reopening_two_people';
      end if;
      return new;
    end $$;
    create trigger period_reopening_guarded before insert or update on period_reopening
      for each row execute function guard_reopening();
    create function reopen_period() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update period set state = 'open' where month = new.month;
      return null;
    end $$;
    create trigger period_reopening_opens after update on period_reopening
      for each row when (new.state = 'approved') execute function reopen_period();

    -- serves: what belongs to a month and stands in a later one
    create index journal_entry_late on journal_entry ((date_trunc('month', occurred_at at time zone 'Asia/Shanghai')::date), id)
      where business_date <> (occurred_at at time zone 'Asia/Shanghai')::date;

    -- An amount that counts in one year and belongs to an earlier one: booked late, or a refund of what counted then.
    -- A refund belongs to the year of the latest acceptance of its line.
    create table late_recognition (
      recognized_purchase_id uuid primary key references recognized_purchase,
      belongs_on date not null,
      belongs_year int not null,
      because text not null check (because in ('booked_late', 'refund')),
      check (extract(year from belongs_on) = belongs_year)
    );
    create index late_recognition_by_year on late_recognition (belongs_year, recognized_purchase_id);
    create trigger late_recognition_append_only before update or delete on late_recognition
      for each row execute function refuse_change();
    create function note_late_recognition() returns trigger language plpgsql security definer
      set search_path = public, pg_temp as $$
    declare
      happened date;
    begin
      if new.source_type = 'refund' then
        select max((entry.occurred_at at time zone 'Asia/Shanghai')::date) into happened
        from recognized_purchase bought join journal_entry entry on entry.id = bought.journal_entry_id
        where bought.order_line_id = new.order_line_id and bought.source_type = 'acceptance';
      end if;
      if happened is null then
        select (occurred_at at time zone 'Asia/Shanghai')::date into happened from journal_entry where id = new.journal_entry_id;
      end if;
      if extract(year from happened) < new.year then
        insert into late_recognition (recognized_purchase_id, belongs_on, belongs_year, because) values (new.id, happened,
          extract(year from happened), case when new.source_type = 'refund' then 'refund' else 'booked_late' end);
      end if;
      return null;
    end $$;
    create trigger recognized_purchase_late after insert on recognized_purchase
      for each row execute function note_late_recognition();
    insert into late_recognition (recognized_purchase_id, belongs_on, belongs_year, because)
      select back.id, max(bought.business_date), extract(year from max(bought.business_date)), 'refund'
      from recognized_purchase back join recognized_purchase bought
        on bought.order_line_id = back.order_line_id and bought.source_type = 'acceptance'
      where back.source_type = 'refund' group by back.id having extract(year from max(bought.business_date)) < back.year;

    -- One comparison of everything that must tie, at one moment. Nightly once a day, or because somebody asked.
    create table tie_out_run (
      id bigint generated always as identity primary key,
      kind text not null check (kind in ('nightly', 'asked')),
      day date not null,
      asked_by uuid references person,
      at timestamptz not null,
      -- Results that do not tie.
      off_count int not null check (off_count >= 0),
      check ((kind = 'asked') = (asked_by is not null))
    );
    create unique index tie_out_run_nightly on tie_out_run (day) where kind = 'nightly';
    create table tie_out_result (
      run_id bigint not null references tie_out_run,
      name text not null check (name ~ '^[a-z_]{2,40}$'),
      position int not null,
      unit text not null check (unit in ('fen', 'pieces')),
      left_amount bigint not null,
      right_amount bigint not null,
      -- By how much its parts are off, each without its sign: differences do not cancel out.
      off_amount bigint not null check (off_amount >= abs(left_amount - right_amount)),
      -- The parts it is made of, with what each side is.
      detail jsonb not null,
      primary key (run_id, name)
    );
    create trigger tie_out_run_append_only before update or delete on tie_out_run
      for each row execute function refuse_change();
    create trigger tie_out_result_append_only before update or delete on tie_out_result
      for each row execute function refuse_change();

    -- serve: the audit log of a day; of one verb
    create index audit_event_by_day on audit_event (at);
    create index audit_event_by_verb on audit_event (verb, id);
  `.execute(db)
}
