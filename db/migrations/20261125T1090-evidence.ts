import { type Kysely, sql } from 'kysely'

/** Packs of evidence: everything that proves what was counted in a period, a county or an agreement, in one file. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table evidence_pack (
      id uuid primary key,
      -- The form that asked: sent twice, it is one pack.
      request_id uuid not null unique,
      from_on date not null,
      to_on date not null check (to_on >= from_on),
      county_id text references partner_county,
      agreement_id uuid references purchase_agreement,
      state text not null check (state in ('queued', 'running', 'done', 'failed')),
      tries int not null default 0,
      -- Who makes it now, and their last sign by the database's clock.
      worker uuid,
      heartbeat_at timestamptz,
      lines_done int not null default 0,
      -- Of the pack when it is whole.
      line_count int,
      missing_count int,
      amount_fen bigint,
      -- Hash of the list of its files' hashes: two packs of the same content have the same.
      manifest_sha256 bytea check (length(manifest_sha256) = 32),
      sha256 bytea check (length(sha256) = 32),
      blob_name text,
      byte_count bigint,
      asked_by uuid not null references person,
      asked_at timestamptz not null,
      finished_at timestamptz,
      check ((state = 'running') = (worker is not null)),
      check ((state in ('done', 'failed')) = (finished_at is not null)),
      check (state <> 'done' or (manifest_sha256 is not null and sha256 is not null and blob_name is not null
        and byte_count is not null and line_count is not null and missing_count is not null and amount_fen is not null))
    );
    -- serve: what is to be made, oldest first; the list, newest first
    create index evidence_pack_due on evidence_pack (asked_at, id) where state in ('queued', 'running');
    create index evidence_pack_newest on evidence_pack (asked_at desc, id desc);
    create trigger evidence_pack_kept before delete on evidence_pack for each row execute function refuse_change();
    create trigger evidence_pack_frozen before update on evidence_pack
      for each row when (old.state = 'done') execute function refuse_change();
    -- serves: whether a subject has a document of a kind
    create index evidence_item_by_subject on evidence_item (subject_type, subject_id) where removed_at is null;
  `.execute(db)
}
