import type { Db, Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import type { IncidentKind, WordedFigures } from './incident.ts'

interface IncidentDraft {
  kind: IncidentKind
  /** What it is about, e.g. the provider's reference. One incident of a kind for each. */
  sourceId: string
  orderId?: OrderId
  now: Date
}

interface Figures<Kept> {
  /** Amounts and references only, nothing personal. */
  detail?: Kept & WordedFigures<Kept>
}

/**
 * Puts something before people. Given the transaction that records the fact it is
 * about, neither exists without the other; about a transaction that failed, it is
 * written on its own, so that no rollback hides it. Twice is harmless.
 */
export async function openIncident<const Kept extends object = Record<never, never>>(
  db: Db,
  incident: IncidentDraft & Figures<Kept>,
): Promise<void> {
  await db
    .insertInto('incident')
    .values({
      id: newId(),
      kind: incident.kind,
      source_id: incident.sourceId,
      order_id: incident.orderId ?? null,
      detail: JSON.stringify(incident.detail ?? {}),
      opened_at: incident.now,
    })
    .onConflict((conflict) => conflict.columns(['kind', 'source_id']).doNothing())
    .execute()
}

/** Somebody has seen to it. Closing what is closed, or was never opened, changes nothing. */
export async function closeIncident(
  tx: Tx,
  { kind, sourceId, now }: Pick<IncidentDraft, 'kind' | 'sourceId' | 'now'>,
): Promise<void> {
  await tx
    .updateTable('incident')
    .set({ closed_at: now })
    .where('kind', '=', kind)
    .where('source_id', '=', sourceId)
    .where('closed_at', 'is', null)
    .execute()
}
