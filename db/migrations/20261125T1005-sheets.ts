import { type Kysely, sql } from 'kysely'

/** Files of rows that finance brings in: kept as they came, mapped, compared row by row, applied. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sheet_file (
      id uuid primary key,
      -- What its rows are; each kind has its fields and what applying a row does.
      kind text not null check (kind in ('external_purchase', 'bank_statement', 'wallet_bill')),
      request_id uuid not null,
      document_id uuid not null references document,
      file_name text not null check (length(file_name) between 1 and 120),
      file_format text not null check (file_format in ('csv', 'xlsx')),
      encoding text check (encoding in ('utf-8', 'utf-16le', 'utf-16be', 'gb18030')),
      sha256 bytea not null check (length(sha256) = 32),
      -- What the uploader said about the whole file, e.g. its channel.
      options jsonb not null default '{}',
      -- Row of the headings, as a spreadsheet program counts; what stands above is not read.
      header_row int not null check (header_row > 0),
      header text[] not null,
      -- For each column of the header what it means; '' for nothing.
      mapping text[] not null check (cardinality(mapping) = cardinality(header)),
      state text not null check (state in ('uploaded', 'checked', 'applying', 'done', 'done_with_errors', 'rejected')),
      row_count int not null check (row_count > 0),
      created_by uuid not null references person,
      created_at timestamptz not null,
      checked_at timestamptz,
      applied_by uuid references person,
      applying_at timestamptz,
      -- When the last rows were applied; a file that stands still is seen by it.
      heartbeat_at timestamptz,
      finished_at timestamptz,
      unique (kind, request_id),
      check ((encoding is null) = (file_format = 'xlsx')),
      check (state not in ('checked', 'applying', 'done', 'done_with_errors') or checked_at is not null),
      check ((state in ('applying', 'done', 'done_with_errors')) = (applying_at is not null and applied_by is not null)),
      check ((state in ('done', 'done_with_errors', 'rejected')) = (finished_at is not null))
    );
    -- serve: the files of a kind, newest first; the job that applies; whether the same file came before
    create index sheet_file_by_kind on sheet_file (kind, created_at desc);
    create index sheet_file_applying on sheet_file (applying_at, id) where state = 'applying';
    create index sheet_file_by_content on sheet_file (kind, sha256);
    create trigger sheet_file_kept before delete on sheet_file for each row execute function refuse_change();

    create table sheet_row (
      id uuid primary key,
      sheet_file_id uuid not null references sheet_file,
      -- As the spreadsheet program counts.
      row_number int not null check (row_number > 1),
      payload text[] not null,
      payload_hash bytea not null check (length(payload_hash) = 32),
      -- Cells whose text is not what somebody wrote: formulas, merged, cut off.
      odd_cells jsonb not null default '[]',
      state text not null check (state in ('read', 'new', 'changed', 'unchanged', 'duplicate', 'error', 'applied')),
      -- What the row is, or becomes, in the tables of its kind.
      target_id text,
      -- Field by field: what is, and what would be.
      diff jsonb not null default '[]',
      errors jsonb not null default '[]',
      -- What somebody should look at and that stops nothing, e.g. a near-duplicate.
      warnings jsonb not null default '[]',
      applied_at timestamptz,
      unique (sheet_file_id, row_number),
      check (state <> 'applied' or applied_at is not null),
      check (state <> 'error' or errors <> '[]')
    );
    -- serves: rows of one state, page by page; the next rows to apply; how many there are of each
    create index sheet_row_by_state on sheet_row (sheet_file_id, state, row_number);
    create index sheet_row_by_target on sheet_row (target_id) where target_id is not null;

    -- What headings mean in files of a kind, as people said last time.
    create table sheet_heading (
      kind text not null,
      heading text not null check (length(heading) between 1 and 200),
      field text not null check (field <> ''),
      primary key (kind, heading)
    );
  `.execute(db)
}
