import type { Db, Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import type { IncidentKind } from './incident.ts'

export interface IncidentDraft {
  kind: IncidentKind
  /** What it is about, e.g. the provider's reference. One incident of a kind for each. */
  sourceId: string
  orderId?: OrderId
  /** Amounts and references only, nothing personal. */
  detail?: Record<string, string | number>
  now: Date
}

/**
 * Puts something before people. Given the transaction that records the fact it is
 * about, neither exists without the other; about a transaction that failed, it is
 * written on its own, so that no rollback hides it. Twice is harmless.
 */
export async function openIncident(db: Db, incident: IncidentDraft): Promise<void> {
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
