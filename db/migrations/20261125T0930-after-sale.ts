import { type Kysely, sql } from 'kysely'

/**
 * After-sale: what buyers ask for, what is decided apart from how it is carried out,
 * the rules it is decided by, and batches called back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- The rules of after-sale. The row with the latest day that has come is in force; a change is another row.
    create table aftersale_policy (
      valid_from date primary key,
      -- Up to here a finance officer decides alone, counted over everything decided alone about an order.
      approval_limit_fen bigint not null check (approval_limit_fen >= 0),
      quality_hours int not null check (quality_hours between 24 and 720),
      return_days int not null check (return_days between 7 and 90),
      not_collected_days int not null check (not_collected_days between 1 and 30),
      auto_accept_days int not null check (auto_accept_days between 1 and 30),
      recorded_by uuid references person,
      recorded_at timestamptz not null
    );
    insert into aftersale_policy (valid_from, approval_limit_fen, quality_hours, return_days, not_collected_days, auto_accept_days, recorded_at)
      values ('2020-01-01', 20000, 48, 7, 3, 7, '2020-01-01 00:00+08');

    create table refund_request (
      id uuid primary key,
      order_id uuid not null references "order",
      order_line_id uuid not null references order_line,
      asked_by uuid not null references person,
      quantity int not null check (quantity > 0),
      reason text not null check (reason in ('quality', 'short', 'wrong_item', 'not_as_described', 'change_of_mind')),
      note text not null check (length(note) between 1 and 500),
      photo_keys text[] not null default '{}' check (cardinality(photo_keys) <= 4),
      state text not null check (state in ('asked', 'decided', 'refused')),
      refused_because text check (length(refused_because) between 1 and 300),
      asked_at timestamptz not null,
      settled_by uuid references person,
      settled_at timestamptz,
      check ((state = 'asked') = (settled_at is null)),
      check ((state = 'refused') = (refused_because is not null))
    );
    -- One open question about a line at a time.
    create unique index refund_request_open on refund_request (order_line_id) where state = 'asked';
    -- serve: the queue by age; an order's requests
    create index refund_request_queue on refund_request (asked_at, id) where state = 'asked';
    create index refund_request_by_order on refund_request (order_id);

    -- That money goes back, what for and who bears it. Carried out by rows of refund.
    create table refund_decision (
      id uuid primary key,
      order_id uuid not null references "order",
      refund_request_id uuid references refund_request,
      reason text not null check (reason in
        ('short', 'lost', 'not_collected', 'recalled', 'buyer', 'quality', 'wrong_item', 'not_as_described', 'change_of_mind', 'goodwill')),
      bearer text not null check (bearer in ('cooperative', 'college', 'carrier')),
      amount_fen bigint not null check (amount_fen > 0),
      note text not null default '' check (length(note) <= 300),
      state text not null check (state in ('proposed', 'approved', 'refused')),
      -- The buyer has a right to it, and nobody has anything to weigh: goods that were paid for and will not come.
      is_due boolean not null,
      -- This and everything else that one person decided alone about the order, and how much that may be.
      alone_fen bigint not null check (alone_fen >= amount_fen),
      limit_fen bigint not null check (limit_fen >= 0),
      requested_by uuid references person,
      requested_at timestamptz not null,
      settled_by uuid references person,
      settled_at timestamptz,
      refused_because text check (length(refused_because) between 1 and 300),
      check ((state = 'proposed') = (settled_at is null)),
      check ((state = 'refused') = (refused_because is not null)),
      check (is_due or requested_by is not null),
      constraint refund_decision_four_eyes check (
        state <> 'approved' or is_due or alone_fen <= limit_fen or (settled_by is not null and settled_by <> requested_by))
    );
    -- One answer to a question, whoever else clicks.
    create unique index refund_decision_live on refund_decision (refund_request_id) where state <> 'refused';
    -- serve: proposals by age; decisions newest first; an order's decisions
    create index refund_decision_proposed on refund_decision (requested_at, id) where state = 'proposed';
    create index refund_decision_newest on refund_decision (requested_at desc, id desc);
    create index refund_decision_by_order on refund_decision (order_id);

    create table refund_decision_line (
      id uuid primary key,
      refund_decision_id uuid not null references refund_decision,
      order_line_id uuid not null references order_line,
      -- Pieces; none when it is an amount of goodwill.
      quantity int not null check (quantity >= 0),
      amount_fen bigint not null check (amount_fen > 0),
      -- Whether the buyer had the pieces. If not, they are canceled with it.
      is_accepted boolean not null,
      is_restocked boolean not null,
      unique (refund_decision_id, order_line_id, is_accepted),
      check (quantity > 0 or (is_accepted and not is_restocked))
    );
    create index refund_decision_line_by_line on refund_decision_line (order_line_id);

    -- The executions of a decision, and what each gives back of which line.
    alter table refund
      add column refund_decision_id uuid references refund_decision,
      -- The clerk who gave cash back.
      add column paid_out_by uuid references person,
      drop column order_line_id,
      drop constraint refund_reason_check;
    alter table refund add constraint refund_reason_check check (reason in
      ('paid_late', 'paid_twice', 'wrong_amount', 'provider_dashboard', 'short', 'lost', 'not_collected', 'recalled', 'buyer',
       'quality', 'wrong_item', 'not_as_described', 'change_of_mind', 'goodwill'));
    create index refund_by_decision on refund (refund_decision_id) where refund_decision_id is not null;
    create index refund_by_order on refund (order_id);
    create table refund_line (
      id uuid primary key,
      refund_id uuid not null references refund,
      order_line_id uuid not null references order_line,
      amount_fen bigint not null check (amount_fen > 0),
      -- Who bears it; nobody when the pieces were never accepted: the money was the buyer's still.
      bearer text check (bearer in ('cooperative', 'college', 'carrier')),
      -- The part of it that was the college's fee. The cooperative bears the rest.
      fee_fen bigint not null check (fee_fen between 0 and amount_fen),
      check (bearer is not distinct from 'cooperative' or fee_fen = 0)
    );
    create unique index refund_line_parts on refund_line (refund_id, order_line_id, (bearer is null));
    create index refund_line_by_line on refund_line (order_line_id);

    alter table order_line add constraint order_line_canceled_refunds check (
      refunded_fen - returned_fen <= unit_price_fen * canceled_quantity);

    -- A lot called back. From here on no piece of it is sent, sold or handed over.
    alter table batch add column recalled_at timestamptz;
    create table batch_recall (
      id uuid primary key,
      batch_id uuid not null unique references batch,
      reason text not null check (length(reason) between 1 and 300),
      -- Pieces taken off the shelf with it.
      withdrawn_quantity int not null check (withdrawn_quantity >= 0),
      started_by uuid not null references person,
      at timestamptz not null
    );
    create index batch_recall_newest on batch_recall (at desc);
    -- Each order line that got pieces of the lot, and what was done about those not handed over yet.
    create table batch_recall_line (
      batch_recall_id uuid not null references batch_recall,
      order_line_id uuid not null references order_line,
      quantity int not null check (quantity > 0),
      canceled_quantity int check (canceled_quantity between 0 and quantity),
      told_at timestamptz,
      primary key (batch_recall_id, order_line_id),
      check ((canceled_quantity is null) = (told_at is null))
    );
    -- serves: what is still to be done about a recall
    create index batch_recall_line_waiting on batch_recall_line (batch_recall_id) where told_at is null;
    alter table stock_movement drop constraint stock_movement_kind_check;
    alter table stock_movement add constraint stock_movement_kind_check check (kind in
      ('received', 'reserved', 'released', 'allocated', 'deallocated', 'handed_over', 'written_off', 'returned', 'recalled', 'adjusted'));

    create function refuse_recalled_batch() returns trigger language plpgsql as $$
    begin
      if exists (select from batch where id = new.batch_id and recalled_at is not null) then
        raise exception 'batch % is recalled', new.batch_id using errcode = '23514', constraint = 'shipment_line_not_recalled';
      end if;
      return new;
    end $$;
    create trigger shipment_line_not_recalled before insert on shipment_line
      for each row when (new.batch_id is not null) execute function refuse_recalled_batch();
    create trigger batch_recall_append_only before update or delete on batch_recall
      for each row execute function refuse_change();
    create trigger batch_recall_line_done_once before update on batch_recall_line
      for each row when (old.told_at is not null) execute function refuse_change();
    create trigger batch_recall_line_kept before delete on batch_recall_line
      for each row execute function refuse_change();

    create trigger aftersale_policy_append_only before update or delete on aftersale_policy
      for each row execute function refuse_change();
    create trigger refund_decision_line_append_only before update or delete on refund_decision_line
      for each row execute function refuse_change();
    create trigger refund_line_append_only before update or delete on refund_line
      for each row execute function refuse_change();
    create trigger refund_decision_settled_once before update on refund_decision
      for each row when (old.state <> 'proposed') execute function refuse_change();
    create trigger refund_decision_kept before delete on refund_decision
      for each row execute function refuse_change();
    create trigger refund_request_settled_once before update on refund_request
      for each row when (old.state <> 'asked') execute function refuse_change();
    create trigger refund_request_kept before delete on refund_request
      for each row execute function refuse_change();
  `.execute(db)
}
