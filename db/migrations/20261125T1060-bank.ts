import { type Kysely, sql } from 'kysely'

/**
 * The college's bank account: lines as the bank tells them, what each rests on, money nobody has claimed yet, and
 * cash taken to the bank.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Notes and coins of a pickup point's drawers taken to the bank. On its way until a bank line is linked.
    create table cash_deposit (
      id uuid primary key,
      request_id uuid not null unique,
      pickup_point_id text not null references pickup_point,
      amount_fen bigint not null check (amount_fen > 0),
      deposited_on date not null,
      slip_no text not null default '' check (length(slip_no) <= 40),
      recorded_by uuid not null references person,
      recorded_at timestamptz not null
    );
    create index cash_deposit_newest on cash_deposit (deposited_on desc, id desc);
    create trigger cash_deposit_append_only before update or delete on cash_deposit
      for each row execute function refuse_change();

    -- One movement as the bank tells it. identity: what makes it itself in whichever file it comes again.
    create table bank_line (
      id uuid primary key,
      identity bytea not null unique check (length(identity) = 32),
      sheet_file_id uuid not null references sheet_file,
      booked_on date not null,
      -- Into the account positive, out of it negative.
      amount_fen bigint not null check (amount_fen <> 0),
      counterparty text not null default '' check (length(counterparty) <= 200),
      -- The last digits of the other account: enough to recognize it.
      counterparty_tail text not null default '' check (counterparty_tail ~ '^[0-9]{0,4}$'),
      purpose text not null default '' check (length(purpose) <= 500),
      bank_ref text not null default '' check (length(bank_ref) <= 80),
      balance_fen bigint,
      recorded_at timestamptz not null,
      -- The link that says what the line is. Of the line itself nothing else ever changes.
      bank_link_id uuid
    );
    -- serve: lines by day; those that nothing explains; those of an amount, for matching
    create index bank_line_by_day on bank_line (booked_on desc, id desc);
    create index bank_line_open on bank_line (booked_on, id) where bank_link_id is null;
    create index bank_line_by_amount on bank_line (amount_fen) where bank_link_id is null;
    create function keep_bank_line() returns trigger language plpgsql as $$
    begin
      if (to_jsonb(new) - 'bank_link_id') is distinct from (to_jsonb(old) - 'bank_link_id') then
        raise exception 'what the bank said in % is not changed', old.id using errcode = '23514', constraint = 'bank_line_kept';
      end if;
      return new;
    end $$;
    create trigger bank_line_kept before update on bank_line for each row execute function keep_bank_line();
    create trigger bank_line_never_deleted before delete on bank_line for each row execute function refuse_change();

    -- What some bank lines are: the same sum of money on both sides. Undone by a mark and a reversal, never erased.
    create table bank_link (
      id uuid primary key,
      request_id uuid not null unique,
      note text not null default '' check (length(note) <= 300),
      made_by uuid not null references person,
      made_at timestamptz not null,
      journal_entry_id bigint not null references journal_entry,
      undone_by uuid references person,
      undone_at timestamptz,
      undone_because text check (length(undone_because) between 1 and 300),
      check ((undone_by is null) = (undone_at is null) and (undone_by is null) = (undone_because is null))
    );
    create index bank_link_newest on bank_link (made_at desc, id desc);
    create trigger bank_link_kept before delete on bank_link for each row execute function refuse_change();
    create trigger bank_link_undone_once before update on bank_link
      for each row when (old.undone_at is not null) execute function refuse_change();
    alter table bank_line add constraint bank_line_of_link foreign key (bank_link_id) references bank_link;

    -- The other side of a link. amount_fen has the sign of the bank's: money in positive, money out negative.
    create table bank_link_part (
      id uuid primary key,
      bank_link_id uuid not null references bank_link,
      kind text not null check (kind in
        ('payout', 'returned_payout', 'deposit', 'statement', 'purchase', 'claim', 'leftover', 'fee', 'interest')),
      -- What it settles: a payout, a deposit, a statement, a purchase, or the leftover of another link.
      ref_id text,
      amount_fen bigint not null check (amount_fen <> 0),
      fund_type text,
      check ((kind in ('leftover', 'fee', 'interest')) = (ref_id is null)),
      check ((kind = 'purchase') = (fund_type is not null)),
      unique nulls not distinct (bank_link_id, kind, ref_id)
    );
    -- serves: what of something is settled already
    create index bank_link_part_by_ref on bank_link_part (kind, ref_id) where ref_id is not null;
    create trigger bank_link_part_append_only before update or delete on bank_link_part
      for each row execute function refuse_change();
    -- Lines that a link had, also after it was undone.
    create table bank_link_line (
      bank_link_id uuid not null references bank_link,
      bank_line_id uuid not null references bank_line,
      amount_fen bigint not null check (amount_fen <> 0),
      primary key (bank_link_id, bank_line_id)
    );
    create trigger bank_link_line_append_only before update or delete on bank_link_line
      for each row execute function refuse_change();

    create function check_link_balanced() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      checked uuid;
      off numeric;
    begin
      if tg_table_name = 'bank_link' then checked := new.id; else checked := new.bank_link_id; end if;
      select coalesce((select sum(amount_fen) from bank_link_line where bank_link_id = checked), 0)
        - coalesce((select sum(amount_fen) from bank_link_part where bank_link_id = checked), 0) into off;
      -- Without a bank line it settles what an earlier link left over; without anything else, lines undo each other.
      if off <> 0 or not exists (select from bank_link where id = checked and (
          (exists (select from bank_link_line where bank_link_id = checked)
            and exists (select from bank_link_part where bank_link_id = checked))
          or exists (select from bank_link_part where bank_link_id = checked and kind = 'claim')
          or (select count(*) from bank_link_line where bank_link_id = checked) > 1)) then
        raise exception 'link % is off by % fen', checked, off using errcode = '23514', constraint = 'bank_link_balanced';
      end if;
      return null;
    end $$;
    create constraint trigger bank_link_balanced after insert on bank_link
      deferrable initially deferred for each row execute function check_link_balanced();
    create constraint trigger bank_link_part_balanced after insert on bank_link_part
      deferrable initially deferred for each row execute function check_link_balanced();
    create constraint trigger bank_link_line_balanced after insert on bank_link_line
      deferrable initially deferred for each row execute function check_link_balanced();
  `.execute(db)
}
