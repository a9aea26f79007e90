import { type Kysely, sql } from 'kysely'

/** What the provider says it did with our money, line by line, beside what our books say of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- A transfer of the provider to our bank. paid_at: first known to have arrived; failed_at: known to have come back.
    create table provider_payout (
      id text primary key,
      amount_fen bigint not null check (amount_fen > 0),
      state text not null check (state in ('pending', 'in_transit', 'paid', 'failed', 'canceled')),
      created_at timestamptz not null,
      arrives_on date not null,
      paid_at timestamptz,
      failed_at timestamptz,
      failure_code text,
      -- The days on which our books have it, and have it back.
      booked_on date,
      returned_on date,
      -- What its lines add up to, once all of them were fetched.
      item_net_fen bigint,
      itemized_at timestamptz,
      raw jsonb not null,
      fetched_at timestamptz not null,
      check ((item_net_fen is null) = (itemized_at is null)),
      check (booked_on is null or paid_at is not null),
      check (returned_on is null or (booked_on is not null and failed_at is not null))
    );
    -- serves: payouts newest first
    create index provider_payout_newest on provider_payout (created_at desc, id desc);
    create trigger provider_payout_kept before delete on provider_payout
      for each row execute function refuse_change();

    -- A buyer's bank took a payment back, or wants to.
    create table provider_dispute (
      id text primary key,
      payment_ref text,
      payment_id uuid references payment,
      order_id uuid references "order",
      amount_fen bigint not null check (amount_fen > 0),
      state text not null check (state in ('open', 'won', 'lost')),
      opened_at timestamptz not null,
      closed_at timestamptz,
      -- When to ask the provider again how it stands.
      look_at timestamptz,
      check ((state = 'open') = (closed_at is null))
    );
    create index provider_dispute_due on provider_dispute (look_at) where look_at is not null;
    create trigger provider_dispute_kept before delete on provider_dispute
      for each row execute function refuse_change();

    -- One line of the provider's balance, as it came; what it is in our books is added when found.
    create table balance_transaction (
      id text primary key,
      type text not null,
      kind text not null check (kind in ('charge', 'refund', 'fee', 'dispute', 'payout', 'other')),
      amount_fen bigint not null,
      fee_fen bigint not null,
      net_fen bigint not null check (net_fen = amount_fen - fee_fen),
      created_at timestamptz not null,
      -- Its day in Shanghai.
      created_on date not null check (created_on = (created_at at time zone 'Asia/Shanghai')::date),
      available_on date not null,
      source_ref text,
      payment_ref text,
      raw jsonb not null,
      fetched_at timestamptz not null,
      payout_id text references provider_payout,
      state text not null check (state in ('pending', 'matched', 'provider_only', 'amount_differs', 'explained')),
      -- When to look for its counterpart again; null when nothing is left to find.
      look_at timestamptz,
      payment_id uuid references payment,
      refund_id uuid references refund,
      dispute_id text references provider_dispute,
      -- What our books have for the amount, and since which day; the same for the fee.
      booked_fen bigint,
      booked_on date,
      fee_booked_on date,
      explained_by uuid references person,
      explained_at timestamptz,
      explanation text check (length(explanation) between 1 and 500),
      check ((booked_fen is null) = (booked_on is null)),
      check (state not in ('matched', 'explained') or booked_fen = amount_fen),
      check ((state = 'explained') <= (explanation is not null and explained_by is not null and explained_at is not null))
    );
    -- serve: what is to be looked at; one page of a state; the lines of a payout, a source, a payment, a refund
    create index balance_transaction_due on balance_transaction (look_at) where look_at is not null;
    create index balance_transaction_by_state on balance_transaction (state, created_at desc, id desc);
    create index balance_transaction_by_payout on balance_transaction (payout_id, created_at) where payout_id is not null;
    create index balance_transaction_by_source on balance_transaction (source_ref);
    create index balance_transaction_by_payment on balance_transaction (payment_id) where payment_id is not null;
    create index balance_transaction_by_refund on balance_transaction (refund_id) where refund_id is not null;
    -- serves: what explains a difference between their balance and ours at any day
    create index balance_transaction_apart on balance_transaction (created_on)
      where kind <> 'payout' and (booked_on is distinct from created_on or fee_booked_on is distinct from created_on
        or booked_fen is distinct from amount_fen);
    create function keep_balance_facts() returns trigger language plpgsql as $$
    begin
      if (new.id, new.type, new.kind, new.amount_fen, new.fee_fen, new.created_at, new.source_ref, new.raw)
          is distinct from (old.id, old.type, old.kind, old.amount_fen, old.fee_fen, old.created_at, old.source_ref, old.raw) then
        raise exception 'what the provider said of % is not changed', old.id using errcode = '23514',
          constraint = 'balance_transaction_kept';
      end if;
      return new;
    end $$;
    create trigger balance_transaction_kept before update on balance_transaction
      for each row execute function keep_balance_facts();
    create trigger balance_transaction_never_deleted before delete on balance_transaction
      for each row execute function refuse_change();

    -- Their lines summed by day and kind: a balance at any day without reading every line.
    create table balance_day (
      day date not null,
      kind text not null,
      amount_fen bigint not null,
      fee_fen bigint not null,
      line_count int not null,
      primary key (day, kind)
    );
    create function sum_balance() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into balance_day (day, kind, amount_fen, fee_fen, line_count)
      select created_on, kind, sum(amount_fen), sum(fee_fen), count(*) from fresh group by 1, 2 order by 1, 2
      on conflict (day, kind) do update set amount_fen = balance_day.amount_fen + excluded.amount_fen,
        fee_fen = balance_day.fee_fen + excluded.fee_fen, line_count = balance_day.line_count + excluded.line_count;
      return null;
    end $$;
    create trigger balance_transaction_summed after insert on balance_transaction referencing new table as fresh
      for each statement execute function sum_balance();

    -- What our books say moved on the clearing account, one row an entry, each waiting for the provider to say so too.
    create table clearing_movement (
      entry_id bigint primary key references journal_entry,
      business_date date not null,
      recorded_at timestamptz not null,
      source_type text not null,
      source_id text not null,
      amount_fen bigint not null,
      -- The line or payout of the provider that says the same.
      provider_ref text,
      -- The provider never said so, and a person took it out again, in our books since this day.
      corrected_on date,
      explained_by uuid references person,
      explained_at timestamptz,
      explanation text check (length(explanation) between 1 and 500),
      check ((corrected_on is null) = (explanation is null)),
      check ((explained_by is null) = (explanation is null) and (explained_at is null) = (explanation is null))
    );
    -- serve: the movement of a source; the movements a line or payout was matched with; those still alone
    create index clearing_movement_by_ref on clearing_movement (provider_ref) where provider_ref is not null;
    create unique index clearing_movement_of_source on clearing_movement (source_type, source_id);
    create index clearing_movement_alone on clearing_movement (business_date, entry_id)
      where provider_ref is null and corrected_on is distinct from business_date;
    create function note_clearing() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into clearing_movement (entry_id, business_date, recorded_at, source_type, source_id, amount_fen)
      select entry.id, entry.business_date, entry.recorded_at, entry.source_type, entry.source_id, sum(amount_fen)
      from fresh join journal_entry entry on entry.id = fresh.entry_id
      where account_code = 'clearing:stripe' group by entry.id;
      return null;
    end $$;
    create trigger posting_clears after insert on posting referencing new table as fresh
      for each statement execute function note_clearing();
    insert into clearing_movement (entry_id, business_date, recorded_at, source_type, source_id, amount_fen)
      select entry.id, entry.business_date, entry.recorded_at, entry.source_type, entry.source_id, sum(amount_fen)
      from posting join journal_entry entry on entry.id = posting.entry_id
      where account_code = 'clearing:stripe' group by entry.id;
    create trigger clearing_movement_kept before delete on clearing_movement
      for each row execute function refuse_change();

    -- One payment or refund in a bill of WeChat or Alipay, kept once however often a file brings it.
    create table bill_line (
      id uuid primary key,
      provider text not null check (provider in ('wechat', 'alipay')),
      -- The wallet's number of the payment, and of the refund; '' for a payment.
      wallet_no text not null check (length(wallet_no) between 1 and 80),
      wallet_refund_no text not null check (length(wallet_refund_no) <= 80),
      merchant_order_no text not null check (length(merchant_order_no) <= 80),
      merchant_refund_no text not null check (length(merchant_refund_no) <= 80),
      occurred_on date not null,
      amount_fen bigint not null check (amount_fen > 0),
      fee_fen bigint not null,
      -- The bill's word for how a refund stands; never put right in later bills.
      refund_state text not null check (length(refund_state) <= 40),
      sheet_file_id uuid not null references sheet_file,
      state text not null check (state in ('bill_only', 'amount_differs', 'refund_pending', 'explained', 'matched')),
      payment_id uuid references payment,
      refund_id uuid references refund,
      -- What our books have for it.
      booked_fen bigint,
      matched_at timestamptz,
      explained_by uuid references person,
      explained_at timestamptz,
      explanation text check (length(explanation) between 1 and 500),
      unique (provider, wallet_no, wallet_refund_no),
      check (state <> 'matched' or (booked_fen = amount_fen and matched_at is not null)),
      check ((state = 'explained') <= (explanation is not null and explained_by is not null and explained_at is not null))
    );
    -- serve: one page of a state; is this payment, this refund in a bill?
    create index bill_line_by_state on bill_line (state, occurred_on desc, id desc);
    create index bill_line_by_payment on bill_line (payment_id) where payment_id is not null;
    create unique index bill_line_by_refund on bill_line (refund_id) where refund_id is not null;
    create trigger bill_line_kept before delete on bill_line for each row execute function refuse_change();
    -- The days a bill speaks of: what we have on them and it has not, is missing there.
    create table bill_period (
      sheet_file_id uuid primary key references sheet_file,
      provider text not null check (provider in ('wechat', 'alipay')),
      from_on date not null,
      to_on date not null,
      check (from_on <= to_on)
    );
    create index bill_period_by_provider on bill_period (provider, from_on, to_on);
    -- serves: payments by a wallet in a bill's days
    create index payment_by_wallet on payment (method, captured_at) where method in ('wechat_pay', 'alipay');

    -- How far the provider was read. A sweep goes from its newest line back to its oldest, and on where it was broken off.
    create table balance_sweep (
      id int primary key check (id = 1),
      -- Everything up to here was read.
      read_to timestamptz,
      sweep_from timestamptz,
      sweep_to timestamptz,
      sweep_after text,
      claimed_until timestamptz,
      finished_at timestamptz,
      check ((sweep_to is null) <= (sweep_after is null and sweep_from is null))
    );
    insert into balance_sweep (id) values (1);
    -- serves: is there news of a payout since we looked?
    create index stripe_event_of_payouts on stripe_event (received_at) where type like 'payout.%';
  `.execute(db)
}
