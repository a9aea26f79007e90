import { type Kysely, sql } from 'kysely'

/** Tax invoices: asked for by buyers, issued by sellers in the tax office's system, kept here by number and file. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table fapiao (
      id uuid primary key,
      request_id uuid not null unique,
      -- Each cooperative is the seller of its part of an order.
      supplier_order_id uuid not null references supplier_order,
      order_id uuid not null references "order",
      cooperative_id uuid not null references cooperative,
      title_kind text not null check (title_kind in ('person', 'unit')),
      title text not null check (length(title) between 1 and 80),
      tax_no text not null default '' check (tax_no ~ '^([0-9A-Z]{15,20})?$'),
      state text not null check (state in ('requested', 'declined', 'issued', 'reversed')),
      requested_by uuid not null references person,
      requested_at timestamptz not null,
      -- As the tax office's system gave it back; for how much, and on which day.
      number text unique check (number ~ '^[0-9]{8,20}$'),
      issued_on date,
      amount_fen bigint check (amount_fen > 0),
      document_id uuid references document,
      recorded_by uuid references person,
      recorded_at timestamptz,
      declined_because text check (length(declined_because) between 1 and 300),
      -- The red-letter invoice that takes it back, whole and once.
      red_number text unique check (red_number ~ '^[0-9]{8,20}$'),
      red_on date,
      red_document_id uuid references document,
      red_because text check (length(red_because) between 1 and 300),
      reversed_by uuid references person,
      reversed_at timestamptz,
      check ((title_kind = 'unit') = (tax_no <> '')),
      check ((state in ('issued', 'reversed')) = (number is not null)),
      check (num_nonnulls(number, issued_on, amount_fen, document_id) in (0, 4)),
      check ((state = 'declined') = (declined_because is not null)),
      check ((state = 'reversed') = (red_number is not null)),
      check (num_nonnulls(red_number, red_on, red_document_id, red_because, reversed_by, reversed_at) in (0, 6)),
      check (red_number <> number),
      check (red_on >= issued_on)
    );
    -- One that is wanted or stands, for each part of an order.
    create unique index fapiao_live on fapiao (supplier_order_id) where state in ('requested', 'issued');
    -- serve: what waits, oldest first; an order's; a cooperative's; all, newest first
    create index fapiao_waiting on fapiao (requested_at, id) where state = 'requested';
    create index fapiao_by_order on fapiao (order_id);
    create index fapiao_by_cooperative on fapiao (cooperative_id, requested_at desc);
    create index fapiao_newest on fapiao (requested_at desc, id desc);
    create function keep_fapiao() returns trigger language plpgsql as $$
    begin
      if (old.state, new.state) not in (('requested', 'declined'), ('requested', 'issued'), ('issued', 'reversed')) or
          (new.id, new.supplier_order_id, new.title_kind, new.title, new.tax_no, new.requested_by, new.requested_at)
            is distinct from (old.id, old.supplier_order_id, old.title_kind, old.title, old.tax_no, old.requested_by, old.requested_at)
          or (old.number is not null and (new.number, new.issued_on, new.amount_fen, new.document_id)
            is distinct from (old.number, old.issued_on, old.amount_fen, old.document_id)) then
        raise exception 'fapiao % may not go from % to %', old.id, old.state, new.state
          using errcode = '23514', constraint = 'fapiao_moves';
      end if;
      return new;
    end $$;
    create trigger fapiao_kept before update on fapiao for each row execute function keep_fapiao();
    create trigger fapiao_never_deleted before delete on fapiao for each row execute function refuse_change();
  `.execute(db)
}
