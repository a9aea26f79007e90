import { type RawBuilder, sql } from 'kysely'

/**
 * The parts of a `with` that write notices and the mail each of them causes, for
 * any statement to carry. `due` gives the columns id, person_id, kind, data,
 * dedupe_key and created_at. A notice its recipient has already is left out, with
 * its mail; whoever has no address gets no mail.
 */
export function noticeParts(due: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    due_notice as (${due}),
    filed_notice as (
      insert into notice (id, person_id, kind, data, dedupe_key, created_at)
      select id, person_id, kind, data, dedupe_key, created_at from due_notice
      on conflict (person_id, dedupe_key) do nothing
      returning id, person_id, created_at
    ),
    posted_mail as (
      insert into mail_outbox (notice_id, address, state, next_try_at)
      select filed_notice.id, person.email, 'waiting', filed_notice.created_at
      from filed_notice join person on person.id = filed_notice.person_id
      where person.email is not null and person.status = 'active'
    )`
}
