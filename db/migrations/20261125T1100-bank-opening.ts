import { type Kysely, sql } from 'kysely'

/** What the account at the bank held before the first line of a statement, as it stands in the books. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table bank_opening (
      id uuid primary key,
      request_id uuid not null unique,
      -- The day before whose first line the account held it.
      opened_on date not null,
      amount_fen bigint not null check (amount_fen >= 0),
      recorded_by uuid not null references person,
      recorded_at timestamptz not null,
      journal_entry_id bigint references journal_entry,
      -- Another one stands in its place, and its entry is reversed.
      replaced_at timestamptz,
      check ((journal_entry_id is null) = (amount_fen = 0))
    );
    create unique index bank_opening_standing on bank_opening ((true)) where replaced_at is null;
    create function keep_bank_opening() returns trigger language plpgsql as $$
    begin
      if old.replaced_at is not null or (to_jsonb(new) - 'replaced_at') is distinct from (to_jsonb(old) - 'replaced_at') then
        raise exception 'an opening balance is replaced, not changed' using errcode = '23514', constraint = 'bank_opening_kept';
      end if;
      return new;
    end $$;
    create trigger bank_opening_kept before update on bank_opening for each row execute function keep_bank_opening();
    create trigger bank_opening_never_deleted before delete on bank_opening for each row execute function refuse_change();
  `.execute(db)
}
