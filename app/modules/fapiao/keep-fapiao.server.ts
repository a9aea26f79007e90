import type { AuditVerb } from '#app/modules/identity/audit-terms.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { DocumentId, FapiaoId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { decideIssue, decideReversal, type FapiaoFacts, type FapiaoKeeper, type FapiaoRefusal } from './fapiao.ts'
import { isNumberKnown, lockFapiao, lockNumber } from './internal/fapiao-rows.server.ts'

interface Keeping {
  keeper: FapiaoKeeper
  fapiaoId: FapiaoId
  now: Date
}

type Kept = Result<void, FapiaoRefusal>

/** Writes down the number and file of an invoice that the tax office's system has issued. We never issue one. */
export async function issueFapiao(
  db: Db,
  command: Keeping & { number: string; day: BusinessDate; amount: Fen; documentId: DocumentId },
): Promise<Kept> {
  const { number, day, amount, documentId, keeper, now } = command
  return keep(db, command, async (tx, fapiao) => {
    const decided = decideIssue(fapiao, { amount, day, today: businessDate(now) })
    if (!decided.ok) return decided
    await lockNumber(tx, number)
    if (await isNumberKnown(tx, number)) return refuse({ kind: 'numberKnown' })
    await tx
      .updateTable('fapiao')
      .set({
        state: 'issued',
        number,
        issued_on: day,
        amount_fen: amount,
        document_id: documentId,
        recorded_by: keeper.personId,
        recorded_at: now,
      })
      .where('id', '=', fapiao.fapiaoId)
      .execute()
    await note(tx, command, { verb: 'fapiao.issued', after: { number, day, amount } })
    return ok(undefined)
  })
}

/** Writes down the red-letter invoice that took one back, whole and once. The buyer may ask for another. */
export async function reverseFapiao(
  db: Db,
  command: Keeping & { number: string; day: BusinessDate; because: string; documentId: DocumentId },
): Promise<Kept> {
  const { number, day, because, documentId, keeper, now } = command
  return keep(db, command, async (tx, fapiao) => {
    const decided = decideReversal(fapiao, { number, day, today: businessDate(now) })
    if (!decided.ok) return decided
    await lockNumber(tx, number)
    if (await isNumberKnown(tx, number)) return refuse({ kind: 'numberKnown' })
    await tx
      .updateTable('fapiao')
      .set({
        state: 'reversed',
        red_number: number,
        red_on: day,
        red_because: because,
        red_document_id: documentId,
        reversed_by: keeper.personId,
        reversed_at: now,
      })
      .where('id', '=', fapiao.fapiaoId)
      .execute()
    await note(tx, command, { verb: 'fapiao.reversed', after: { number, day, because } })
    return ok(undefined)
  })
}

/** Says that no invoice will come, and why. The buyer may ask again. */
export async function declineFapiao(db: Db, command: Keeping & { because: string }): Promise<Kept> {
  return keep(db, command, async (tx, fapiao) => {
    if (fapiao.state !== 'requested') return refuse({ kind: 'wrongState', state: fapiao.state })
    await tx
      .updateTable('fapiao')
      .set({
        state: 'declined',
        declined_because: command.because,
        recorded_by: command.keeper.personId,
        recorded_at: command.now,
      })
      .where('id', '=', fapiao.fapiaoId)
      .execute()
    await note(tx, command, { verb: 'fapiao.declined', after: { because: command.because } })
    return ok(undefined)
  })
}

function keep(
  db: Db,
  { keeper, fapiaoId }: Keeping,
  step: (tx: Tx, fapiao: FapiaoFacts) => Promise<Kept>,
): Promise<Kept> {
  return inTransaction(db, async (tx) => {
    const fapiao = await lockFapiao(tx, fapiaoId, keeper.cooperativeId)
    return fapiao ? step(tx, fapiao) : refuse({ kind: 'unknownFapiao' })
  })
}

async function note(
  tx: Tx,
  { keeper, fapiaoId, now }: Keeping,
  { verb, after }: { verb: AuditVerb; after: Partial<Record<'number' | 'day' | 'because', string>> & { amount?: Fen } },
): Promise<void> {
  const event = { actorId: keeper.personId, verb, objectType: 'fapiao', objectId: fapiaoId } as const
  await recordAuditEvent(tx, { ...event, detail: { after }, now })
}
