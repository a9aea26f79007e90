import { type Kysely, sql } from 'kysely'

/** Payment attempts, receipts and refunds; the inbox of provider events; incidents for people to look at. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- One try to collect an order's total. Parameters and key are frozen before the provider is called.
    create table payment_attempt (
      id uuid primary key,
      order_id uuid not null references "order",
      number int not null check (number > 0),
      amount_fen bigint not null check (amount_fen > 0),
      idempotency_key text not null unique,
      request_body jsonb not null,
      state text not null check (state in ('created', 'open', 'processing', 'succeeded', 'failed', 'expired')),
      checkout_session_id text unique,
      checkout_url text,
      expires_at timestamptz not null,
      created_at timestamptz not null,
      checked_at timestamptz,
      unique (order_id, number)
    );
    create unique index payment_attempt_open on payment_attempt (order_id)
      where state in ('created', 'open', 'processing');
    -- serves: the poller asks about attempts it has not looked at for longest
    create index payment_attempt_undecided on payment_attempt (checked_at nulls first)
      where state in ('created', 'open', 'processing');

    -- Money the provider holds for us. disposition says whose it is.
    create table payment (
      id uuid primary key,
      payment_attempt_id uuid not null references payment_attempt,
      order_id uuid not null references "order",
      provider_ref text not null unique,
      method text not null,
      amount_fen bigint not null check (amount_fen > 0),
      refunded_fen bigint not null default 0,
      disposition text not null check (disposition in ('order', 'unallocated')),
      captured_at timestamptz not null,
      recorded_at timestamptz not null,
      constraint payment_never_over_refunded check (refunded_fen between 0 and amount_fen)
    );
    create index payment_by_order on payment (order_id);

    -- A decision to send money back, and its execution. Counted against the payment from the moment it is decided.
    create table refund (
      id uuid primary key,
      payment_id uuid not null references payment,
      order_id uuid not null references "order",
      order_line_id uuid references order_line,
      amount_fen bigint not null check (amount_fen > 0),
      reason text not null check (reason in
        ('paid_late', 'paid_twice', 'canceled_by_buyer', 'wrong_amount', 'quality', 'short', 'provider_dashboard')),
      idempotency_key text not null unique,
      state text not null check (state in ('decided', 'sent', 'succeeded', 'failed')),
      provider_ref text unique,
      tries int not null default 0,
      next_try_at timestamptz not null,
      decided_by uuid references person,
      decided_at timestamptz not null,
      settled_at timestamptz
    );
    create index refund_by_payment on refund (payment_id);
    create index refund_due on refund (next_try_at) where state in ('decided', 'sent');

    -- Provider events as they came, stored before anything is done with them.
    create table stripe_event (
      id text primary key,
      type text not null,
      object_id text,
      body jsonb not null,
      state text not null check (state in ('received', 'processed', 'ignored', 'dead')),
      tries int not null default 0,
      last_error text,
      received_at timestamptz not null,
      next_try_at timestamptz not null,
      processed_at timestamptz
    );
    create index stripe_event_due on stripe_event (next_try_at) where state = 'received';

    -- Something a person must look at. Written in its own transaction, so no rollback hides it.
    create table incident (
      id uuid primary key,
      kind text not null check (kind in
        ('paid_late', 'paid_twice', 'wrong_amount', 'unknown_payment', 'dead_event', 'refund_failed', 'dispute', 'audit')),
      source_id text not null,
      order_id uuid references "order",
      detail jsonb not null default '{}',
      opened_at timestamptz not null,
      closed_at timestamptz,
      unique (kind, source_id)
    );
    create index incident_open on incident (opened_at) where closed_at is null;
  `.execute(db)
}
