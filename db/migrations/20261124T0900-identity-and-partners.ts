import { type Kysely, sql } from 'kysely'

/** People, their roles and sessions; partner counties and their cooperatives. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table partner_county (
      id text primary key check (id ~ '^[a-z]{2,32}$'),
      name_zh text not null,
      name_en text not null,
      story_zh text not null,
      story_en text not null,
      on_832_list boolean not null,
      paired_from date not null,
      paired_to date check (paired_to > paired_from),
      sort_order int not null
    );

    create table cooperative (
      id uuid primary key,
      slug text not null unique check (slug ~ '^[a-z0-9-]{2,64}$'),
      county_id text not null references partner_county,
      kind text not null check (kind in ('cooperative', 'union', 'enterprise', 'family_farm', 'beekeeper', 'breeder')),
      name_zh text not null,
      name_en text not null,
      township_zh text not null,
      township_en text not null,
      village_zh text not null,
      village_en text not null,
      story_zh text not null,
      story_en text not null,
      credit_code text not null unique,
      household_count int not null check (household_count >= 0),
      service_fee_basis_points int not null default 0 check (service_fee_basis_points between 0 and 2000),
      status text not null default 'active' check (status in ('active', 'suspended')),
      created_at timestamptz not null
    );
    -- serves: a county page lists its cooperatives
    create index cooperative_by_county on cooperative (county_id, id);

    create table person (
      id uuid primary key,
      kind text not null check (kind in ('staff', 'student', 'alumni', 'outside', 'cooperative')),
      name text not null check (length(name) between 1 and 60),
      campus_number text check (campus_number ~ '^[A-Z0-9]{4,20}$'),
      phone text check (phone ~ '^1[3-9][0-9]{9}$'),
      password_hash text not null,
      status text not null default 'active' check (status in ('active', 'suspended')),
      created_at timestamptz not null,
      check (campus_number is not null or phone is not null)
    );
    create unique index person_campus_number on person (campus_number) where status = 'active';
    create unique index person_phone on person (phone) where status = 'active';

    create table role_grant (
      id uuid primary key,
      person_id uuid not null references person,
      role text not null check (role in
        ('cooperative_manager', 'pickup_clerk', 'finance_officer', 'finance_approver', 'administrator')),
      cooperative_id uuid references cooperative,
      granted_at timestamptz not null,
      revoked_at timestamptz,
      check ((role = 'cooperative_manager') = (cooperative_id is not null))
    );
    create unique index role_grant_live on role_grant (person_id, role, cooperative_id) nulls not distinct
      where revoked_at is null;

    create table session (
      token_hash bytea primary key check (length(token_hash) = 32),
      person_id uuid not null references person,
      created_at timestamptz not null,
      last_seen_at timestamptz not null,
      expires_at timestamptz not null check (expires_at > created_at),
      revoked_at timestamptz
    );
    create index session_by_person on session (person_id);

    -- Owned by the rate-limiter library; one row a key.
    create table rate_limit (
      key varchar(255) primary key,
      points integer not null default 0,
      expire bigint
    );

    -- Who did what to what. Never changed.
    create table audit_event (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      actor_id uuid,
      verb text not null,
      object_type text not null,
      object_id text not null,
      detail jsonb not null default '{}'
    );

    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% on % is refused: history is never edited', tg_op, tg_table_name using errcode = 'P0001';
    end $$;

    create trigger audit_event_append_only before update or delete on audit_event
      for each row execute function refuse_change();
    create trigger audit_event_no_truncate before truncate on audit_event
      for each statement execute function refuse_change();
  `.execute(db)
}
