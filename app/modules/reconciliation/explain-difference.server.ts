import type { Actor } from '#app/modules/identity/permissions.ts'
import { type AuditEvent, recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { fen, subtractFen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { nextLookMs } from './decide-match.ts'
import type { ExplainDifferenceRefusal } from './explain-difference.ts'
import { clearingCorrectionEntry, unknownReceiptEntry } from './reconciliation-entries.ts'

interface Explanation {
  officer: Actor<'reconciliation:match'>
  reason: string
  now: Date
}

/**
 * Books what a line of the provider has more than our books as a receipt of nobody, so
 * that both hold the same again; who it belongs to stays to be found under unallocated
 * receipts. Should its payment or refund be recorded after all, this is taken back.
 */
export async function explainLine(
  db: Db,
  { lineId, ...given }: Explanation & { lineId: string },
): Promise<Result<void, ExplainDifferenceRefusal>> {
  const { officer, reason, now } = given
  return inTransaction(db, async (tx): Promise<Result<void, ExplainDifferenceRefusal>> => {
    const line = await lockLine(tx, lineId)
    if (!line || line.kind === 'payout') return refuse({ kind: 'unknown' })
    if (line.state !== 'provider_only' && line.state !== 'amount_differs') return refuse({ kind: 'notOpen' })
    const amount = subtractFen(fen(line.amount_fen), fen(line.booked_fen ?? 0))
    const detail = { before: { state: line.state, bookedFen: line.booked_fen }, after: { state: 'explained', reason } }
    await audit(tx, given, { verb: 'balance.explained', objectType: 'balance_transaction', objectId: lineId, detail })
    const event = { sourceId: lineId, amount, occurredAt: line.created_at, now }
    const { entryId } = await postEntry(tx, unknownReceiptEntry(event))
    const bookedOn = await noteMovement(tx, entryId, lineId)
    const lookMs =
      line.state === 'provider_only' ? nextLookMs('explained', now.getTime() - line.created_at.getTime()) : undefined
    await tx
      .updateTable('balance_transaction')
      .set({
        state: 'explained',
        booked_fen: line.amount_fen,
        booked_on: line.booked_on ?? bookedOn,
        look_at: lookMs === undefined ? null : new Date(now.getTime() + lookMs),
        explained_by: officer.personId,
        explained_at: now,
        explanation: reason,
      })
      .where('id', '=', lineId)
      .execute()
    return ok(undefined)
  })
}

/** Takes out of the clearing account what our books have and the provider never held. */
export async function explainMovement(
  db: Db,
  { entryId, ...given }: Explanation & { entryId: number },
): Promise<Result<void, ExplainDifferenceRefusal>> {
  const { officer, reason, now } = given
  return inTransaction(db, async (tx): Promise<Result<void, ExplainDifferenceRefusal>> => {
    const movement = await lockMovement(tx, entryId)
    if (!movement) return refuse({ kind: 'unknown' })
    if (movement.provider_ref !== null || movement.corrected_on !== null) return refuse({ kind: 'notOpen' })
    const detail = { before: { state: 'ours_only' }, after: { state: 'explained', reason } }
    const objectId = String(entryId)
    await audit(tx, given, { verb: 'balance.explained', objectType: 'journal_entry', objectId, detail })
    const event = { sourceId: objectId, occurredAt: movement.occurred_at, now }
    const made = await postEntry(tx, clearingCorrectionEntry({ ...event, amount: fen(movement.amount_fen) }))
    const correctedOn = await noteMovement(tx, made.entryId, `correction:${entryId}`)
    await tx
      .updateTable('clearing_movement')
      .set({ corrected_on: correctedOn, explained_by: officer.personId, explained_at: now, explanation: reason })
      .where('entry_id', '=', entryId)
      .execute()
    return ok(undefined)
  })
}

interface ExplainedTold {
  before: { state: string; bookedFen?: number | null }
  after: { state: string; reason: string }
}

async function audit(
  tx: Tx,
  { officer, now }: Explanation,
  event: Pick<AuditEvent, 'verb' | 'objectType' | 'objectId'> & { detail: ExplainedTold },
): Promise<void> {
  await recordAuditEvent(tx, { ...event, actorId: officer.personId, now })
}

function lockLine(tx: Tx, lineId: string) {
  return tx
    .selectFrom('balance_transaction')
    .select(['kind', 'state', 'amount_fen', 'booked_fen', 'booked_on', 'created_at'])
    .where('id', '=', lineId)
    .forUpdate()
    .executeTakeFirst()
}

function lockMovement(tx: Tx, entryId: number) {
  return tx
    .selectFrom('clearing_movement')
    .innerJoin('journal_entry', 'journal_entry.id', 'clearing_movement.entry_id')
    .select(['provider_ref', 'corrected_on', 'amount_fen', 'occurred_at'])
    .where('entry_id', '=', entryId)
    .forUpdate('clearing_movement')
    .executeTakeFirst()
}

/** Says what a movement of ours belongs to; gives its day in the books. */
async function noteMovement(tx: Tx, entryId: number, providerRef: string): Promise<string> {
  const { business_date: day } = await tx
    .updateTable('clearing_movement')
    .set({ provider_ref: providerRef })
    .where('entry_id', '=', entryId)
    .returning('business_date')
    .executeTakeFirstOrThrow()
  return day
}
