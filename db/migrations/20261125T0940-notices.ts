import { type Kysely, sql } from 'kysely'

/** What people are told: in their inbox, and by mail to those who gave an address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table person
      add column email text
        check (email = lower(email) and length(email) between 3 and 254 and email ~ '^[^@[:space:][:cntrl:]]+@[^@[:space:][:cntrl:]]+$'),
      -- In which notices are written; pages follow the reader's own switch.
      add column language text not null default 'zh' check (language in ('zh', 'en'));

    create table notice (
      id uuid primary key,
      person_id uuid not null references person,
      kind text not null check (kind in
        ('order_placed', 'order_paid', 'order_ready', 'lines_shorted', 'pickup_reminder', 'not_collected', 'refunded',
         'refund_refused', 'listing_published', 'listing_sent_back', 'batch_recalled', 'invited')),
      -- Facts, not words: they are put into words in the language of whoever reads.
      data jsonb not null check (jsonb_typeof(data) = 'object'),
      -- Names the fact that is told, so that a repeated cause tells nobody twice.
      dedupe_key text not null check (length(dedupe_key) between 1 and 200),
      created_at timestamptz not null,
      read_at timestamptz check (read_at >= created_at),
      unique (person_id, dedupe_key)
    );
    -- serves: a person's inbox, newest first, page by page
    create index notice_by_person on notice (person_id, created_at desc, id desc);
    -- serves: how many a person has not read, and marking all of them read
    create index notice_unread on notice (person_id) where read_at is null;

    -- The mail of a notice. Written with it, sent afterwards; a repeated try carries the same Message-ID.
    create table mail_outbox (
      notice_id uuid primary key references notice,
      address text not null,
      state text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'dead', 'skipped')),
      tries int not null default 0 check (tries >= 0),
      next_try_at timestamptz not null,
      last_error text check (length(last_error) <= 500),
      sent_at timestamptz,
      check ((state = 'sent') = (sent_at is not null))
    );
    -- serves: the delivery job takes what is due
    create index mail_outbox_due on mail_outbox (next_try_at) where state in ('waiting', 'sending', 'failed');
    -- serves: /admin/notices lists what did not arrive
    create index mail_outbox_undelivered on mail_outbox (next_try_at desc, notice_id) where state in ('failed', 'dead', 'skipped');
  `.execute(db)
}
