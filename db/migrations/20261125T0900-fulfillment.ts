import { type Kysely, sql } from 'kysely'

/**
 * Lines are shipped, received, handed over and canceled piece by piece. Each counter
 * is at most the one before it, and what was handed over is a fact of its own.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table order_line
      add column shipped_quantity int not null default 0,
      add column received_quantity int not null default 0,
      -- Pieces that will never be handed over; their money goes back.
      add column canceled_quantity int not null default 0 check (canceled_quantity >= 0),
      -- The part of refunded_fen that takes back what had been accepted.
      add column returned_fen bigint not null default 0;
    update order_line set shipped_quantity = accepted_quantity, received_quantity = accepted_quantity
      where accepted_quantity > 0;
    alter table order_line
      add constraint order_line_counters check (
        accepted_quantity <= received_quantity and received_quantity <= shipped_quantity and shipped_quantity <= quantity
        and accepted_quantity + canceled_quantity <= quantity),
      add constraint order_line_returned check (
        returned_fen between 0 and refunded_fen and returned_fen <= unit_price_fen * accepted_quantity);

    -- Nothing of it is outstanding: every piece was handed over or canceled.
    alter table supplier_order rename column accepted_at to closed_at;

    -- Pieces given to a buyer, or to whoever may take them: from here they count and are owed to the cooperative.
    create table hand_over (
      id uuid primary key,
      supplier_order_id uuid not null references supplier_order,
      kind text not null check (kind in ('recipient', 'pickup', 'delivery', 'automatic', 'donated', 'counter_sale')),
      -- One visit to the counter may hand over the parts of several cooperatives.
      visit_id uuid not null,
      actor_id uuid references person,
      proxy_name text check (length(proxy_name) between 1 and 60),
      note text not null default '' check (length(note) <= 200),
      -- Key of a line of the printed sheet that was keyed in afterwards.
      sheet_key text unique,
      at timestamptz not null,
      check (actor_id is not null or kind in ('automatic', 'donated'))
    );
    create index hand_over_by_supplier_order on hand_over (supplier_order_id);
    create index hand_over_by_visit on hand_over (visit_id);
    create table hand_over_line (
      id uuid primary key,
      hand_over_id uuid not null references hand_over,
      order_line_id uuid not null references order_line,
      quantity int not null check (quantity > 0),
      amount_fen bigint not null check (amount_fen > 0),
      unique (hand_over_id, order_line_id)
    );
    create index hand_over_line_by_line on hand_over_line (order_line_id);

    -- Pieces that will not come, and why. Whether they went back to the shelf is a decision of its own.
    create table line_cancellation (
      id uuid primary key,
      order_line_id uuid not null references order_line,
      quantity int not null check (quantity > 0),
      reason text not null check (reason in ('short', 'lost', 'not_collected', 'recalled', 'buyer')),
      is_restocked boolean not null,
      note text not null default '' check (length(note) <= 200),
      actor_id uuid references person,
      at timestamptz not null
    );
    create index line_cancellation_by_line on line_cancellation (order_line_id);

    -- What was accepted before this migration was handed over whole, under the names its entries know.
    insert into hand_over (id, supplier_order_id, kind, visit_id, actor_id, at)
      select part.id, part.id, 'recipient', part.id, o.buyer_id, part.closed_at
      from supplier_order part join "order" o on o.id = part.order_id where part.closed_at is not null;
    insert into hand_over_line (id, hand_over_id, order_line_id, quantity, amount_fen)
      select id, supplier_order_id, id, accepted_quantity, unit_price_fen * accepted_quantity
      from order_line where accepted_quantity > 0;

    create trigger hand_over_append_only before update or delete on hand_over
      for each row execute function refuse_change();
    create trigger hand_over_line_append_only before update or delete on hand_over_line
      for each row execute function refuse_change();
    create trigger line_cancellation_append_only before update or delete on line_cancellation
      for each row execute function refuse_change();

    alter table stock_reservation add column settled_quantity int not null default 0;
    alter table stock_reservation drop constraint stock_reservation_state_check;
    update stock_reservation set state = 'settled', settled_quantity = quantity where state = 'handed_over';
    alter table stock_reservation
      add constraint stock_reservation_state_check check (state in ('held', 'allocated', 'released', 'settled')),
      add constraint stock_reservation_settled check (
        settled_quantity between 0 and quantity and (state = 'settled') = (settled_quantity = quantity)
        and (settled_quantity = 0 or state in ('allocated', 'settled')));
    alter table stock_movement drop constraint stock_movement_kind_check;
    alter table stock_movement add constraint stock_movement_kind_check check (kind in
      ('received', 'reserved', 'released', 'allocated', 'deallocated', 'handed_over', 'written_off', 'returned', 'adjusted'));

    alter table order_event drop constraint order_event_kind_check;
    alter table order_event add constraint order_event_kind_check check (kind in
      ('placed', 'payment_started', 'payment_processing', 'payment_failed', 'paid', 'paid_late', 'canceled', 'expired',
       'confirmed', 'shipped', 'received', 'ready', 'accepted', 'lines_canceled', 'reminded', 'completed',
       'refund_asked', 'refund_refused', 'refund_requested', 'refunded', 'refund_failed'));
  `.execute(db)
}
