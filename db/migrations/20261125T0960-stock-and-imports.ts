import { type Kysely, sql } from 'kysely'

/** Stock kept by cooperatives: adjustments with a reason, pre-sale, days on which nothing is sold; import of spreadsheets. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create extension if not exists btree_gist;

    alter table batch
      add column certificate_number text check (length(certificate_number) between 1 and 60),
      add column certificate_url text check (length(certificate_url) <= 500 and certificate_url ~ '^https://[^[:space:]]+$'),
      add column received_by uuid references person,
      -- The form that noted it, so that a form sent twice is one batch.
      add column request_id uuid,
      add constraint batch_of_request unique (sku_id, request_id);

    -- Why the number on the shelf was set to another one. A count that found nothing to change is kept as well.
    create table stock_adjustment (
      id uuid primary key,
      sku_id uuid not null references sku,
      request_id uuid not null,
      reason text not null check (reason in ('count', 'spoiled', 'sample', 'given_back', 'lost', 'found')),
      counted int check (counted >= 0),
      delta int not null,
      note text not null default '' check (length(note) <= 200),
      actor_id uuid not null references person,
      at timestamptz not null,
      unique (sku_id, request_id),
      check ((reason = 'count') = (counted is not null)),
      check (reason = 'count' or (reason = 'found' and delta > 0) or (reason <> 'found' and delta < 0))
    );
    create trigger stock_adjustment_append_only before update or delete on stock_adjustment
      for each row execute function refuse_change();

    -- What may be sold before it is there, up to which number, and when it is promised for.
    create table presale (
      sku_id uuid primary key references sku,
      opens_on date not null,
      closes_on date not null check (closes_on >= opens_on),
      ready_on date not null check (ready_on >= closes_on),
      cap int not null check (cap between 1 and 100000),
      set_by uuid not null references person,
      set_at timestamptz not null
    );
    create trigger presale_changed after insert or update or delete on presale
      for each statement execute function notify_catalog_changed();

    -- Whether the limit is that of an open pre-sale. Without one it is what was sold beyond the shelf and no more:
    -- goods that arrive for those orders, and orders that end, must not be sold over the shelf once again.
    alter table stock_level add column presale_open boolean not null default false;
    create function keep_oversell_limit() returns trigger language plpgsql as $$
    begin
      new.oversell_limit := least(new.oversell_limit, greatest(0, new.reserved + new.allocated - new.on_hand));
      return new;
    end $$;
    create trigger stock_level_without_presale before update on stock_level
      for each row when (not new.presale_open and new.oversell_limit > 0) execute function keep_oversell_limit();
    -- A page says whether a pre-sale is on, besides how many are left.
    create or replace function notify_stock_changed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' or shown_stock(old) <> shown_stock(new) or old.presale_open <> new.presale_open then
        perform pg_notify('catalog_changed', 'stock_level');
      end if;
      return null;
    end $$;
    -- serves: the job that opens and closes pre-sales, day by day
    create index stock_level_presale on stock_level (sku_id) where presale_open;

    alter table order_line add column presale_ready_on date;

    -- Days on which a cooperative sells nothing, both included.
    create table cooperative_closure (
      id uuid primary key,
      cooperative_id uuid not null references cooperative,
      request_id uuid not null,
      from_on date not null,
      to_on date not null check (to_on >= from_on),
      reason text not null check (reason in ('holiday', 'harvest', 'weather', 'repairs', 'other')),
      -- planned and current count; current is what pages show, and follows the day.
      state text not null check (state in ('planned', 'current', 'over', 'canceled')),
      created_by uuid not null references person,
      created_at timestamptz not null,
      canceled_by uuid references person,
      unique (cooperative_id, request_id),
      check ((state = 'canceled') = (canceled_by is not null)),
      constraint cooperative_closure_apart exclude using gist
        (cooperative_id with =, daterange(from_on, to_on, '[]') with &&) where (state in ('planned', 'current'))
    );
    -- serves: whether a cooperative's goods may be ordered; the job that follows the day
    create index cooperative_closure_live on cooperative_closure (cooperative_id, from_on) where state in ('planned', 'current');
    create unique index cooperative_closure_current on cooperative_closure (cooperative_id) where state = 'current';
    create trigger cooperative_closure_changed after insert or update or delete on cooperative_closure
      for each statement execute function notify_catalog_changed();

    create table import_job (
      id uuid primary key,
      cooperative_id uuid not null references cooperative,
      request_id uuid not null,
      kind text not null check (kind in ('goods')),
      file_name text not null check (length(file_name) between 1 and 120),
      file_format text not null check (file_format in ('csv', 'xlsx')),
      encoding text check (encoding in ('utf-8', 'utf-16le', 'utf-16be', 'gb18030')),
      sha256 bytea not null check (length(sha256) = 32),
      header text[] not null,
      -- For each column of the header what it means; '' for nothing.
      mapping text[] not null check (cardinality(mapping) = cardinality(header)),
      state text not null check (state in ('uploaded', 'mapped', 'checked', 'applying', 'done', 'done_with_errors', 'rejected')),
      row_count int not null check (row_count > 0),
      created_by uuid not null references person,
      created_at timestamptz not null,
      checked_at timestamptz,
      applied_by uuid references person,
      applying_at timestamptz,
      -- When the last rows were applied; a job that stands still is seen by it.
      heartbeat_at timestamptz,
      finished_at timestamptz,
      unique (cooperative_id, request_id),
      check ((encoding is null) = (file_format = 'xlsx')),
      check (state not in ('checked', 'applying', 'done', 'done_with_errors') or checked_at is not null),
      check ((state in ('applying', 'done', 'done_with_errors')) = (applying_at is not null and applied_by is not null)),
      check ((state in ('done', 'done_with_errors', 'rejected')) = (finished_at is not null))
    );
    -- serves: a cooperative lists its imports, newest first
    create index import_job_by_cooperative on import_job (cooperative_id, created_at desc);
    -- serves: the job that applies, the longest waiting first
    create index import_job_applying on import_job (applying_at, id) where state = 'applying';

    create table import_row (
      id uuid primary key,
      import_job_id uuid not null references import_job,
      -- As the spreadsheet program counts: the header is 1.
      row_number int not null check (row_number > 1),
      -- The cells as they were read, one for each column of the header.
      payload text[] not null,
      payload_hash bytea not null check (length(payload_hash) = 32),
      -- Cells whose text is not what somebody wrote: formulas, merged, cut off.
      odd_cells jsonb not null default '[]',
      state text not null check (state in ('read', 'new', 'changed', 'unchanged', 'error', 'applied')),
      sku_id uuid references sku,
      -- Field by field: what is, what is wanted, and whether somebody must review it first.
      diff jsonb not null default '[]',
      errors jsonb not null default '[]',
      applied_at timestamptz,
      -- The proposal that carries what a reviewer must let through.
      listing_change_id uuid references listing_change,
      unique (import_job_id, row_number),
      check (state <> 'applied' or applied_at is not null),
      check (state <> 'error' or errors <> '[]')
    );
    -- serves: rows of one state, page by page; the next rows to apply; how many there are of each
    create index import_row_by_state on import_row (import_job_id, state, row_number);

    -- What a cooperative's column headings mean, as it said last time.
    create table import_heading (
      cooperative_id uuid not null references cooperative,
      heading text not null check (length(heading) between 1 and 200),
      field text not null check (field <> ''),
      primary key (cooperative_id, heading)
    );
  `.execute(db)
}
