import { type Kysely, sql } from 'kysely'

/** How cooperatives fulfil: confirming, sending lot by lot, running short, and the numbers at a cut-off. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table supplier_order
      add column confirmed_at timestamptz,
      add column confirmed_by uuid references person,
      -- The day on which the cooperative says that it will be ready to leave.
      add column ready_on date,
      add constraint supplier_order_confirmed check (
        (confirmed_at is null) = (confirmed_by is null) and (ready_on is null or confirmed_at is not null));
    -- serves: a cooperative's work, and how much of it there is
    create index supplier_order_open on supplier_order (cooperative_id, id) where closed_at is null;

    -- Goods that left the cooperative. The request that noted it names it, so a form sent twice is one shipment.
    create table shipment (
      id uuid primary key,
      supplier_order_id uuid not null references supplier_order,
      request_id uuid not null,
      kind text not null check (kind in ('carrier', 'own_van')),
      carrier text check (length(carrier) between 1 and 40),
      tracking_number text check (tracking_number ~ '^[A-Za-z0-9-]{4,40}$'),
      shipped_by uuid not null references person,
      at timestamptz not null,
      unique (supplier_order_id, request_id),
      check ((kind = 'carrier') = (carrier is not null)),
      check ((kind = 'carrier') = (tracking_number is not null))
    );
    -- Which lot the pieces were from, when it was said.
    create table shipment_line (
      id uuid primary key,
      shipment_id uuid not null references shipment,
      order_line_id uuid not null references order_line,
      quantity int not null check (quantity > 0),
      batch_id uuid references batch,
      unique nulls not distinct (shipment_id, order_line_id, batch_id)
    );
    -- serve: what of a line was sent; who got pieces of a lot
    create index shipment_line_by_line on shipment_line (order_line_id);
    create index shipment_line_by_batch on shipment_line (batch_id) where batch_id is not null;

    -- Pieces the cooperative cannot supply, and why. Each has its cancellation beside it.
    create table shortage (
      request_id uuid not null,
      order_line_id uuid not null references order_line,
      quantity int not null check (quantity > 0),
      reason text not null check (reason in ('not_enough', 'damaged', 'below_standard', 'weather', 'other')),
      note text not null default '' check (length(note) <= 200),
      actor_id uuid not null references person,
      at timestamptz not null,
      primary key (request_id, order_line_id),
      check (reason <> 'other' or note <> '')
    );
    -- serves: what of a line is short
    create index shortage_by_line on shortage (order_line_id);

    -- A cooperative's numbers at one moment, the same on page, sheet and paper ever after.
    create table cut_off (
      cooperative_id uuid not null references cooperative,
      number int not null check (number > 0),
      revision int not null check (revision > 0),
      -- Orders paid until then are in it, in every revision of the number.
      paid_until timestamptz not null,
      cut_at timestamptz not null check (cut_at >= paid_until),
      cut_by uuid not null references person,
      snapshot jsonb not null,
      primary key (cooperative_id, number, revision)
    );
    -- Each supplier order is in one cut-off; the revision is the first that had it.
    create table cut_off_part (
      supplier_order_id uuid primary key references supplier_order,
      cooperative_id uuid not null,
      number int not null,
      revision int not null,
      foreign key (cooperative_id, number, revision) references cut_off
    );
    -- serves: the supplier orders of a cut-off
    create index cut_off_part_by_cut_off on cut_off_part (cooperative_id, number);

    create trigger shipment_append_only before update or delete on shipment
      for each row execute function refuse_change();
    create trigger shipment_line_append_only before update or delete on shipment_line
      for each row execute function refuse_change();
    create trigger shortage_append_only before update or delete on shortage
      for each row execute function refuse_change();
    create trigger cut_off_append_only before update or delete on cut_off
      for each row execute function refuse_change();
    create trigger cut_off_part_append_only before update or delete on cut_off_part
      for each row execute function refuse_change();
  `.execute(db)
}
