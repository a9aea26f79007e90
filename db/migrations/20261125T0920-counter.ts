import { type Kysely, sql } from 'kysely'

/**
 * The counter: what arrives, the codes it is handed over against, sheets for when the
 * network is down, rounds to the buildings, what nobody fetches, sales and shifts.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Goods of one cooperative's part of an order that arrived. A form sent twice is one receipt.
    create table receipt (
      id uuid primary key,
      supplier_order_id uuid not null references supplier_order,
      request_id uuid not null,
      received_by uuid not null references person,
      at timestamptz not null,
      note text not null default '' check (length(note) <= 200),
      unique (supplier_order_id, request_id)
    );
    -- Good pieces, damaged ones and ones that will not come. The last two are canceled and refunded with it.
    create table receipt_line (
      id uuid primary key,
      receipt_id uuid not null references receipt,
      order_line_id uuid not null references order_line,
      quantity int not null check (quantity >= 0),
      weight_grams int check (weight_grams > 0),
      defect_quantity int not null default 0 check (defect_quantity >= 0),
      missing_quantity int not null default 0 check (missing_quantity >= 0),
      defect_note text not null default '' check (length(defect_note) <= 200),
      defect_photo_key text,
      unique (receipt_id, order_line_id),
      check (quantity + defect_quantity + missing_quantity > 0),
      check (defect_photo_key is null or defect_quantity > 0)
    );
    -- serves: what of a line arrived
    create index receipt_line_by_line on receipt_line (order_line_id);

    -- Codes are derived from the order and the round; only a keyed hash is kept. A new round ends the one before.
    create table pickup_code (
      order_id uuid not null references "order",
      round int not null check (round > 0),
      code_hash bytea not null check (length(code_hash) = 32),
      tries int not null default 0 check (tries >= 0),
      held_until timestamptz,
      issued_at timestamptz not null,
      blocked_at timestamptz,
      used_at timestamptz,
      replaced_at timestamptz,
      primary key (order_id, round)
    );
    -- serve: a code leads to one order; an order has one live code
    create unique index pickup_code_live on pickup_code (code_hash)
      where used_at is null and blocked_at is null and replaced_at is null;
    create unique index pickup_code_one_live on pickup_code (order_id)
      where used_at is null and blocked_at is null and replaced_at is null;
    -- Codes typed by a clerk that were no order's, since the last one that was.
    create table code_tries (
      clerk_id uuid primary key references person,
      wrong int not null check (wrong >= 0),
      last_wrong_at timestamptz,
      held_until timestamptz
    );

    -- A visit that somebody with the right proof paid the counter, or that the clerk paid a building. Sent twice, it is one.
    create table counter_visit (
      request_id uuid primary key,
      request_hash text not null,
      order_id uuid not null references "order",
      visit_id uuid not null unique,
      proof text not null check (proof in ('code', 'phone', 'signature')),
      clerk_id uuid not null references person,
      at timestamptz not null
    );
    -- serves: the visits of an order
    create index counter_visit_by_order on counter_visit (order_id);

    -- A line as it was printed for the time without network. What is keyed in afterwards names it.
    create table sheet_line (
      key text primary key check (key ~ '^[2-9A-HJKMNP-Z]{8}$'),
      order_line_id uuid not null references order_line,
      quantity int not null check (quantity > 0),
      printed_by uuid not null references person,
      printed_at timestamptz not null
    );

    -- Goods left in a building. The recipient confirms, or they count as accepted after a while.
    create table building_delivery (
      id uuid primary key,
      order_id uuid not null references "order",
      request_id uuid not null unique,
      delivered_by uuid not null references person,
      note text not null default '' check (length(note) <= 200),
      at timestamptz not null
    );
    -- serve: an order's deliveries; what was delivered long ago
    create index building_delivery_by_order on building_delivery (order_id, at);
    create table building_delivery_line (
      building_delivery_id uuid not null references building_delivery,
      order_line_id uuid not null references order_line,
      quantity int not null check (quantity > 0),
      primary key (building_delivery_id, order_line_id)
    );
    create index building_delivery_line_by_line on building_delivery_line (order_line_id);
    -- serve: orders on their way to buildings; orders waiting at a counter, by the slot chosen
    create index order_to_building on "order" (campus_building_id, id) where status = 'paid' and fulfillment_kind = 'building';
    create index order_at_counter on "order" (pickup_slot_id, id) where status = 'paid' and fulfillment_kind = 'pickup';

    -- How goods that nobody fetches are treated; how many days they are kept says the policy of after-sale.
    -- The row with the latest day that has come is in force.
    create table collection_policy (
      valid_from date primary key,
      remind_after_hours int not null check (remind_after_hours between 1 and 168),
      -- 'ask': kept until a clerk says.
      fresh_outcome text not null check (fresh_outcome in ('refund', 'donate', 'ask')),
      durable_outcome text not null check (durable_outcome in ('refund', 'donate', 'ask')),
      donate_to text not null check (length(donate_to) between 1 and 60),
      recorded_by uuid references person,
      recorded_at timestamptz not null
    );
    insert into collection_policy (valid_from, remind_after_hours, fresh_outcome, durable_outcome, donate_to, recorded_at)
      values ('2020-01-01', 24, 'donate', 'refund', '学校爱心食堂', '2020-01-01 00:00+08');
    -- What a clerk decided about one order, whatever the policy says. The latest counts.
    create table collection_choice (
      id uuid primary key,
      order_id uuid not null references "order",
      outcome text not null check (outcome in ('refund', 'donate')),
      donate_to text check (length(donate_to) between 1 and 60),
      note text not null default '' check (length(note) <= 200),
      chosen_by uuid not null references person,
      at timestamptz not null,
      check ((outcome = 'donate') = (donate_to is not null))
    );
    create index collection_choice_by_order on collection_choice (order_id, at);

    -- One clerk's drawer at one point, from the first count to the last.
    create table counter_shift (
      id uuid primary key,
      pickup_point_id text not null references pickup_point,
      clerk_id uuid not null references person,
      opened_at timestamptz not null,
      opening_cash_fen bigint not null check (opening_cash_fen >= 0),
      closed_at timestamptz check (closed_at >= opened_at),
      closing_cash_fen bigint check (closing_cash_fen >= 0),
      -- The opening count, plus sales for cash, less cash given back.
      expected_cash_fen bigint,
      note text not null default '' check (length(note) <= 200),
      check ((closed_at is null) = (closing_cash_fen is null) and (closed_at is null) = (expected_cash_fen is null))
    );
    create unique index counter_shift_open on counter_shift (clerk_id, pickup_point_id) where closed_at is null;
    create index counter_shift_newest on counter_shift (pickup_point_id, opened_at desc);

    -- A sale over the counter is an order: no cart, no appointment, and a buyer only when one was named.
    alter table "order"
      add column counter_shift_id uuid references counter_shift,
      alter column buyer_id drop not null,
      alter column cart_id drop not null,
      alter column contact_name drop not null,
      alter column contact_phone drop not null,
      drop constraint order_fulfillment_kind_check,
      add constraint order_fulfillment_kind_check check (fulfillment_kind in ('pickup', 'building', 'counter')),
      add constraint order_counter_sale check (
        (channel = 'counter') = (fulfillment_kind = 'counter') and (channel = 'counter') = (counter_shift_id is not null)
        and (channel = 'counter' or (buyer_id is not null and cart_id is not null and contact_name is not null
          and contact_phone is not null))
        and (channel <> 'counter' or (cart_id is null and contact_name is null and contact_phone is null)));
    -- The form of a sale sent twice is one sale, whoever is named as buyer.
    create unique index order_counter_request on "order" (request_id) where channel = 'counter';
    -- serves: the sales of a shift
    create index order_by_shift on "order" (counter_shift_id, placed_at) where counter_shift_id is not null;

    alter table payment alter column payment_attempt_id drop not null;
    alter table payment add constraint payment_cash check (
      (method = 'cash') = (payment_attempt_id is null) and (method <> 'cash' or provider_ref = 'cash:' || id));

    -- Notes and coins that went into or out of a drawer.
    create table cash_movement (
      id uuid primary key,
      counter_shift_id uuid not null references counter_shift,
      kind text not null check (kind in ('sale', 'payout')),
      amount_fen bigint not null check (amount_fen > 0),
      payment_id uuid unique references payment,
      refund_id uuid unique references refund,
      at timestamptz not null,
      check ((kind = 'sale') = (payment_id is not null)),
      check ((kind = 'payout') = (refund_id is not null))
    );
    create index cash_movement_by_shift on cash_movement (counter_shift_id, at);

    create trigger receipt_append_only before update or delete on receipt
      for each row execute function refuse_change();
    create trigger receipt_line_append_only before update or delete on receipt_line
      for each row execute function refuse_change();
    create trigger counter_visit_append_only before update or delete on counter_visit
      for each row execute function refuse_change();
    create trigger building_delivery_append_only before update or delete on building_delivery
      for each row execute function refuse_change();
    create trigger building_delivery_line_append_only before update or delete on building_delivery_line
      for each row execute function refuse_change();
    create trigger collection_policy_append_only before update or delete on collection_policy
      for each row execute function refuse_change();
    create trigger collection_choice_append_only before update or delete on collection_choice
      for each row execute function refuse_change();
    create trigger cash_movement_append_only before update or delete on cash_movement
      for each row execute function refuse_change();
    create trigger counter_shift_closed_once before update on counter_shift
      for each row when (old.closed_at is not null) execute function refuse_change();
    create trigger counter_shift_kept before delete on counter_shift
      for each row execute function refuse_change();
  `.execute(db)
}
