import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { ExplainDifferenceRefusal } from './explain-difference.ts'

/** Somebody says why a row of a bill does not agree. Books nothing: a bill is only compared. */
export async function explainBill(
  db: Db,
  {
    billLineId,
    officer,
    reason,
    now,
  }: { billLineId: string; officer: Actor<'reconciliation:match'>; reason: string; now: Date },
): Promise<Result<void, ExplainDifferenceRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<void, ExplainDifferenceRefusal>> => {
    const line = await tx
      .selectFrom('bill_line')
      .select('state')
      .where('id', '=', billLineId)
      .forUpdate()
      .executeTakeFirst()
    if (!line) return refuse({ kind: 'unknown' })
    if (line.state === 'matched' || line.state === 'explained') return refuse({ kind: 'notOpen' })
    await tx
      .updateTable('bill_line')
      .set({ state: 'explained', explained_by: officer.personId, explained_at: now, explanation: reason })
      .where('id', '=', billLineId)
      .execute()
    await recordAuditEvent(tx, {
      actorId: officer.personId,
      verb: 'bill.explained',
      objectType: 'bill_line',
      objectId: billLineId,
      detail: { before: { state: line.state }, after: { state: 'explained', reason } },
      now,
    })
    return ok(undefined)
  })
}
