import { type Kysely, sql } from 'kysely'

/** Carts, pickup points and slots, orders with their supplier orders and lines. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table cart (
      id uuid primary key,
      token_hash bytea unique check (length(token_hash) = 32),
      person_id uuid references person,
      version int not null default 0,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      ordered_at timestamptz,
      check (token_hash is not null or person_id is not null)
    );
    create unique index cart_open_by_person on cart (person_id) where ordered_at is null;

    create table cart_line (
      cart_id uuid not null references cart on delete cascade,
      sku_id uuid not null references sku,
      quantity int not null check (quantity between 1 and 999),
      added_at timestamptz not null,
      primary key (cart_id, sku_id)
    );

    create table pickup_point (
      id text primary key check (id ~ '^[a-z0-9-]{2,32}$'),
      name_zh text not null,
      name_en text not null,
      place_zh text not null,
      place_en text not null,
      hours_zh text not null,
      hours_en text not null,
      sort_order int not null,
      open boolean not null default true
    );

    -- When a point is open in an ordinary week, by Shanghai's clock; slots are made from it day by day.
    create table pickup_hours (
      pickup_point_id text not null references pickup_point,
      weekday int not null check (weekday between 1 and 7),
      starts_at time not null,
      ends_at time not null check (ends_at > starts_at),
      capacity int not null check (capacity > 0),
      primary key (pickup_point_id, weekday, starts_at)
    );

    create table pickup_slot (
      id uuid primary key,
      pickup_point_id text not null references pickup_point,
      starts_at timestamptz not null,
      ends_at timestamptz not null check (ends_at > starts_at),
      capacity int not null check (capacity >= 0),
      taken int not null default 0 check (taken >= 0),
      constraint pickup_slot_never_overbooked check (taken <= capacity),
      unique (pickup_point_id, starts_at)
    );
    -- serves: the next slots of each point at checkout
    create index pickup_slot_upcoming on pickup_slot (starts_at, pickup_point_id);

    create table campus_building (
      id text primary key check (id ~ '^[a-z0-9-]{2,32}$'),
      name_zh text not null,
      name_en text not null,
      sort_order int not null,
      open boolean not null default true
    );

    create sequence order_number as bigint start 1001;

    create table "order" (
      id uuid primary key,
      order_no text not null unique,
      buyer_id uuid not null references person,
      cart_id uuid not null unique references cart,
      request_id uuid not null,
      request_hash text not null,
      status text not null check (status in ('awaiting_payment', 'paid', 'completed', 'canceled', 'expired')),
      channel text not null check (channel in ('own_shop', 'counter')),
      fund_type text not null check (fund_type in ('staff', 'student', 'assisted_sale')),
      total_fen bigint not null check (total_fen > 0),
      fulfillment_kind text not null check (fulfillment_kind in ('pickup', 'building')),
      pickup_slot_id uuid references pickup_slot,
      campus_building_id text references campus_building,
      building_room text,
      contact_name text not null,
      contact_phone text not null,
      note text not null default '',
      return_rule_accepted_at timestamptz not null,
      placed_at timestamptz not null,
      payment_due_at timestamptz not null check (payment_due_at > placed_at),
      paid_at timestamptz check (paid_at >= placed_at),
      ended_at timestamptz,
      unique (buyer_id, request_id),
      check ((fulfillment_kind = 'pickup') = (pickup_slot_id is not null)),
      check ((fulfillment_kind = 'building') = (campus_building_id is not null)),
      check ((status in ('paid', 'completed')) = (paid_at is not null))
    );
    -- serve: a buyer's orders newest first; the sweeper's overdue orders
    create index order_by_buyer on "order" (buyer_id, placed_at desc);
    create index order_overdue on "order" (payment_due_at) where status = 'awaiting_payment';

    create table supplier_order (
      id uuid primary key,
      order_id uuid not null references "order",
      cooperative_id uuid not null references cooperative,
      total_fen bigint not null check (total_fen > 0),
      accepted_at timestamptz,
      unique (order_id, cooperative_id)
    );
    create index supplier_order_by_cooperative on supplier_order (cooperative_id, id);

    -- Frozen at placement: what was bought, from where, at which price and under which rule.
    create table order_line (
      id uuid primary key,
      order_id uuid not null references "order",
      supplier_order_id uuid not null references supplier_order,
      line_no int not null,
      sku_id uuid not null references sku,
      product_id uuid not null references product,
      product_version_id uuid not null references product_version,
      cooperative_id uuid not null references cooperative,
      county_id text not null references partner_county,
      product_slug text not null,
      name_zh text not null,
      name_en text not null,
      spec_zh text not null,
      spec_en text not null,
      picture_kind text not null,
      net_weight_grams int,
      unit_price_fen bigint not null check (unit_price_fen > 0),
      quantity int not null check (quantity between 1 and 999),
      line_fen bigint not null,
      return_rule text not null,
      tax_class text not null,
      service_fee_basis_points int not null check (service_fee_basis_points between 0 and 2000),
      accepted_quantity int not null default 0,
      refunded_fen bigint not null default 0,
      unique (order_id, line_no),
      unique (order_id, sku_id),
      check (line_fen = unit_price_fen * quantity),
      check (accepted_quantity between 0 and quantity),
      check (refunded_fen between 0 and line_fen)
    );
    create index order_line_by_supplier_order on order_line (supplier_order_id);
    create index order_line_by_product on order_line (product_id);

    -- One row per step, in the order of happening. Never changed.
    create table order_event (
      id bigint generated always as identity primary key,
      order_id uuid not null references "order",
      kind text not null check (kind in
        ('placed', 'payment_started', 'payment_processing', 'payment_failed', 'paid', 'paid_late', 'canceled', 'expired',
         'accepted', 'completed', 'refund_requested', 'refunded', 'refund_failed')),
      supplier_order_id uuid references supplier_order,
      actor_id uuid,
      at timestamptz not null,
      detail jsonb not null default '{}'
    );
    create index order_event_by_order on order_event (order_id, id);
    create trigger order_event_append_only before update or delete on order_event
      for each row execute function refuse_change();
  `.execute(db)
}
