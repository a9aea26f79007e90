import type { Db } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import type { Language } from '#app/shared/language.ts'
import type { Contact } from './contact.ts'

/** Where and in which language a person is told things. */
export async function readContact(db: Db, personId: PersonId): Promise<{ email: string; language: Language }> {
  const row = await db
    .selectFrom('person')
    .select(['email', 'language'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  return { email: row.email ?? '', language: row.language === 'en' ? 'en' : 'zh' }
}

/** Keeps what the person chose. Mail that waits goes to the new address, and nowhere without one. */
export async function setContact(db: Db, personId: PersonId, contact: Contact): Promise<void> {
  await db
    .updateTable('person')
    .set({ email: contact.email ?? null, language: contact.language })
    .where('id', '=', personId)
    .execute()
}
