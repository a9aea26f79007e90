import { type Kysely, sql } from 'kysely'

/**
 * Settlement with cooperatives: statements of what is owed to them, each posting on their account in one line,
 * through five hands to a payment out of the college's account.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Days from the oldest acceptance of a statement to its payment. The law's limit is 60.
    alter table cooperative add column payment_term_days int not null default 30 check (payment_term_days between 1 and 60);

    -- Where a cooperative is paid. A change is a new version; the one in force is the latest whose day has come.
    create table cooperative_bank_account (
      id uuid primary key,
      cooperative_id uuid not null references cooperative,
      version int not null check (version > 0),
      holder text not null check (length(holder) between 2 and 80),
      bank_name text not null check (length(bank_name) between 2 and 80),
      account_number text not null check (account_number ~ '^[0-9]{8,32}$'),
      valid_from date not null,
      recorded_by uuid not null references person,
      recorded_at timestamptz not null,
      unique (cooperative_id, version)
    );
    create trigger cooperative_bank_account_append_only before update or delete on cooperative_bank_account
      for each row execute function refuse_change();

    create table settlement_statement (
      id uuid primary key,
      statement_no text not null unique check (statement_no ~ '^JS-[0-9]{6}-[0-9]{3,6}$'),
      cooperative_id uuid not null references cooperative,
      month date not null check (extract(day from month) = 1),
      -- Counted up each time it comes back and is gone through again.
      round int not null default 1 check (round > 0),
      state text not null check (state in
        ('draft', 'sent', 'confirmed', 'disputed', 'approved', 'paid', 'reconciled', 'voided')),
      -- Of its lines. Frozen while it is no draft.
      total_fen bigint not null,
      line_count int not null check (line_count >= 0),
      due_on date not null,
      prepared_by uuid not null references person,
      prepared_at timestamptz not null,
      -- Last sent; the cooperative sees it from then on.
      sent_by uuid references person,
      sent_at timestamptz,
      answered_by uuid references person,
      answered_at timestamptz,
      approved_by uuid references person,
      approved_at timestamptz,
      -- The account that was approved, and no other, is paid to.
      bank_account_id uuid references cooperative_bank_account,
      paid_by uuid references person,
      paid_at timestamptz,
      reconciled_at timestamptz,
      voided_by uuid references person,
      voided_at timestamptz,
      check (state in ('draft', 'voided') or (sent_at is not null and total_fen > 0)),
      check ((state in ('approved', 'paid', 'reconciled')) = (approved_by is not null)),
      check ((approved_by is null) = (approved_at is null) and (approved_by is null) = (bank_account_id is null)),
      check ((state in ('paid', 'reconciled')) = (paid_by is not null) and (paid_by is null) = (paid_at is null)),
      check ((state = 'reconciled') = (reconciled_at is not null)),
      check ((state = 'voided') = (voided_by is not null) and (voided_by is null) = (voided_at is null)),
      check (state <> 'voided' or (line_count = 0 and total_fen = 0)),
      check (approved_by <> prepared_by),
      check (paid_by <> prepared_by),
      check (paid_by <> approved_by)
    );
    -- One statement for a cooperative and month, however many prepare it at once.
    create unique index settlement_statement_live on settlement_statement (cooperative_id, month) where state <> 'voided';
    -- serves: the statements of a month; what is left of the months after it
    create index settlement_statement_by_month on settlement_statement (month desc, statement_no desc);
    -- serves: a cooperative's own list
    create index settlement_statement_by_cooperative on settlement_statement (cooperative_id, month desc);
    -- serve: what waits for a hand, and what is overdue
    create index settlement_statement_open on settlement_statement (due_on, statement_no)
      where state in ('draft', 'sent', 'confirmed', 'disputed', 'approved');
    create index settlement_statement_unreconciled on settlement_statement (paid_at) where state = 'paid';

    -- What an event did to the account of a cooperative: one line, in one statement, once.
    create table statement_line (
      id bigint generated always as identity primary key,
      statement_id uuid not null references settlement_statement,
      cooperative_id uuid not null references cooperative,
      entry_id bigint not null references journal_entry,
      order_id uuid references "order",
      kind text not null check (kind in ('accepted', 'refund', 'refund_failed', 'correction')),
      -- Positive for the cooperative, negative against it.
      gross_fen bigint not null,
      fee_fen bigint not null,
      net_fen bigint not null,
      business_date date not null,
      unique (entry_id, cooperative_id),
      check (gross_fen - fee_fen = net_fen)
    );
    -- serves: the lines of a statement, page by page
    create index statement_line_by_statement on statement_line (statement_id, business_date, id);

    -- Lines come and go with a draft alone. What was sent is what was sent.
    create function keep_statement_line() returns trigger language plpgsql as $$
    declare
      of_statement uuid := case tg_op when 'INSERT' then new.statement_id else old.statement_id end;
    begin
      if tg_op = 'UPDATE' or not exists (select from settlement_statement where id = of_statement and state = 'draft') then
        raise exception '% on the lines of statement % is refused', tg_op, of_statement
          using errcode = '23514', constraint = 'statement_line_frozen';
      end if;
      return case tg_op when 'DELETE' then old else new end;
    end $$;
    create trigger statement_line_kept before insert or update or delete on statement_line
      for each row execute function keep_statement_line();

    create function keep_statement() returns trigger language plpgsql as $$
    declare
      moved text := old.state || ' ' || new.state;
    begin
      if (new.id, new.statement_no, new.cooperative_id, new.month) is distinct from
          (old.id, old.statement_no, old.cooperative_id, old.month)
        or (old.state <> new.state and moved not in ('draft sent', 'draft voided', 'sent confirmed', 'sent disputed', 'sent draft',
          'disputed draft', 'confirmed draft', 'confirmed approved', 'approved paid', 'approved draft', 'paid reconciled',
          'paid confirmed', 'reconciled paid'))
        or (old.state <> 'draft' and (new.total_fen, new.line_count, new.due_on) is distinct from
          (old.total_fen, old.line_count, old.due_on)) then
        raise exception 'statement % may not go from % to %', old.statement_no, old.state, new.state
          using errcode = '23514', constraint = 'statement_moves';
      end if;
      if moved = 'draft sent' and not exists (select from
          (select coalesce(sum(net_fen), 0) as total, count(*) as lines from statement_line where statement_id = new.id) summed
          where summed.total = new.total_fen and summed.lines = new.line_count) then
        raise exception 'statement % is not the sum of its lines', old.statement_no
          using errcode = '23514', constraint = 'statement_total';
      end if;
      return new;
    end $$;
    create trigger settlement_statement_kept before update on settlement_statement
      for each row execute function keep_statement();
    create trigger settlement_statement_stays before delete on settlement_statement
      for each row execute function refuse_change();

    -- What happened to a statement, step by step. note: somebody's own words, a reason or an answer.
    create table statement_event (
      id bigint generated always as identity primary key,
      statement_id uuid not null references settlement_statement,
      round int not null,
      kind text not null check (kind in ('prepared', 'taken', 'corrected', 'sent', 'confirmed', 'disputed', 'reopened', 'approved',
        'paid', 'returned', 'reconciled', 'unreconciled', 'voided')),
      -- Nobody when a match was made by rule.
      person_id uuid references person,
      at timestamptz not null,
      note text not null default '' check (length(note) <= 500)
    );
    -- serves: the history of a statement
    create index statement_event_by_statement on statement_event (statement_id, id);
    create trigger statement_event_append_only before update or delete on statement_event
      for each row execute function refuse_change();

    -- The lines a cooperative does not agree with. Names the entry: a line may be in another statement afterwards.
    create table statement_disputed_line (
      event_id bigint not null references statement_event,
      entry_id bigint not null references journal_entry,
      primary key (event_id, entry_id)
    );
    create trigger statement_disputed_line_append_only before update or delete on statement_disputed_line
      for each row execute function refuse_change();

    -- What a cooperative is granted (positive) or charged, agreed with it. Its entry is 'settlement_correction' of this key.
    create table statement_correction (
      id uuid primary key,
      statement_id uuid not null references settlement_statement,
      amount_fen bigint not null check (amount_fen <> 0),
      reason text not null check (length(reason) between 1 and 300),
      recorded_by uuid not null references person,
      recorded_at timestamptz not null
    );
    create index statement_correction_by_statement on statement_correction (statement_id);
    create trigger statement_correction_append_only before update or delete on statement_correction
      for each row execute function refuse_change();

    -- Money ordered out of the college's account for a statement, whole. What the bank sent back is marked.
    create table statement_payment (
      id uuid primary key,
      statement_id uuid not null references settlement_statement,
      amount_fen bigint not null check (amount_fen > 0),
      bank_account_id uuid not null references cooperative_bank_account,
      method text not null check (method in ('online_bank', 'counter', 'cheque')),
      bank_reference text not null default '' check (length(bank_reference) <= 64),
      paid_by uuid not null references person,
      paid_on date not null,
      recorded_at timestamptz not null,
      returned_by uuid references person,
      returned_at timestamptz,
      return_reason text check (length(return_reason) between 1 and 300),
      check ((returned_by is null) = (returned_at is null) and (returned_by is null) = (return_reason is null))
    );
    -- A statement is paid once.
    create unique index statement_payment_live on statement_payment (statement_id) where returned_at is null;
    create index statement_payment_by_statement on statement_payment (statement_id);
    create function keep_statement_payment() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' or old.returned_at is not null
        or to_jsonb(new) - array['returned_by', 'returned_at', 'return_reason']
          <> to_jsonb(old) - array['returned_by', 'returned_at', 'return_reason'] then
        raise exception '% on payment % is refused', tg_op, old.id using errcode = '23514', constraint = 'statement_payment_kept';
      end if;
      return new;
    end $$;
    create trigger statement_payment_kept before update or delete on statement_payment
      for each row execute function keep_statement_payment();

    -- Three more kinds of notice, whatever kinds there are.
    do $$
    declare
      known text := pg_get_constraintdef(oid) from pg_constraint where conname = 'notice_kind_check';
    begin
      alter table notice drop constraint notice_kind_check;
      execute 'alter table notice add constraint notice_kind_check '
        || replace(known, ']', $kinds$, 'statement_sent'::text, 'statement_paid'::text, 'bank_account_recorded'::text]$kinds$);
    end $$;
  `.execute(db)
}
