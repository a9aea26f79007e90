import type { Tx } from '#app/platform/db.server.ts'
import { reversalOf } from './entry.ts'
import { getEntry } from './ledger-queries.server.ts'
import { postEntry } from './post-entry.server.ts'

/**
 * Undoes an entry by posting its mirror, which names it. An entry is reversed at
 * most once: reversing it again with the same `occurredAt` answers `isNew: false`,
 * at another time throws. Throws when there is no such entry.
 */
export async function reverseEntry(
  tx: Tx,
  { entryId, occurredAt, now }: { entryId: number; occurredAt: Date; now: Date },
): Promise<{ entryId: number; isNew: boolean }> {
  const entry = await getEntry(tx, entryId)
  return postEntry(tx, reversalOf(entry, { occurredAt, recordedAt: now }))
}
