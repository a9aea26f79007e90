import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CooperativeId, NoticeId, PersonId } from '#app/shared/ids.ts'
import { noticeParts } from './internal/notice-rows.server.ts'
import type { NoticeContent, NoticeKind } from './notice.ts'

/** A notice before it is known whose it is. `dedupeKey` names the fact it tells: '<kind>:<id of the cause>'. */
export type NoticeDraft<Kind extends NoticeKind = NoticeKind> = NoticeContent<Kind> & { dedupeKey: string; now: Date }

/**
 * Tells a person something: in their inbox, and by mail if they gave an address.
 * It becomes true with the transaction that caused it and not without. The same
 * `dedupeKey` again tells the same person nothing. A buyer at the counter who gave no
 * name (null) cannot be told. One statement.
 */
export async function enqueueNotice(tx: Tx, notice: NoticeDraft & { personId: PersonId | null }): Promise<void> {
  if (notice.personId) await enqueueFor(tx, [notice.personId], notice)
}

/** Tells every person who manages the cooperative at this moment. Two statements. */
export async function enqueueForCooperative(tx: Tx, cooperativeId: CooperativeId, notice: NoticeDraft): Promise<void> {
  const managers = await tx
    .selectFrom('role_grant')
    .innerJoin('person', 'person.id', 'role_grant.person_id')
    .select('person.id')
    .where('role_grant.cooperative_id', '=', cooperativeId)
    .where('role_grant.role', '=', 'cooperative_manager')
    .where('role_grant.revoked_at', 'is', null)
    .where('person.status', '=', 'active')
    .execute()
  const personIds = managers.map((manager) => manager.id as PersonId)
  if (personIds.length > 0) await enqueueFor(tx, personIds, notice)
}

async function enqueueFor(tx: Tx, personIds: PersonId[], notice: NoticeDraft): Promise<void> {
  // In one order everywhere: two that tell the same people the same thing wait for each other, not both ways.
  const recipients = [...personIds].sort().map((personId) => ({ id: newId<NoticeId>(), person_id: personId }))
  await sql`
    with ${noticeParts(sql`
      select recipient.id, recipient.person_id, ${notice.kind} as kind, ${JSON.stringify(notice.data)}::jsonb as data,
        ${notice.dedupeKey} as dedupe_key, ${notice.now}::timestamptz as created_at
      from jsonb_to_recordset(${JSON.stringify(recipients)}::jsonb) as recipient (id uuid, person_id uuid)
    `)}
    select 1
  `.execute(tx)
}
