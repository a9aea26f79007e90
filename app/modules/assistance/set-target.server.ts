import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import {
  findDecisionInForce,
  insertDecision,
  isDocumentKnown,
  lockTargets,
} from './internal/target-decision-rows.server.ts'
import { decideTarget, type SetTargetRefusal, type TargetAuthority, type TargetDecision } from './set-target.ts'
import { partKey, type TargetLine, targetEntry } from './target-entries.ts'

/**
 * Puts a dated decision on a year's task in force, and books the difference to the
 * decision before it; that one stays readable. Decisions of all years are taken
 * one at a time. Refuses one that is not later than the decision in force, and a
 * document number that is known.
 */
export async function setTarget(
  db: Db,
  { decision, authority, now }: { decision: TargetDecision; authority: TargetAuthority; now: Date },
): Promise<Result<{ decisionId: string }, SetTargetRefusal>> {
  return inTransaction(db, async (tx) => {
    await lockTargets(tx)
    const inForce = await findDecisionInForce(tx, decision.year)
    const decided = decideTarget(decision, { inForceSince: inForce?.decidedOn, today: businessDate(now) })
    if (!decided.ok) return decided
    if (await isDocumentKnown(tx, decision.documentNo)) return refuse({ kind: 'documentKnown' })
    const decisionId = newId()
    const recordedBy = authority === 'reference_data' ? null : authority.personId
    await insertDecision(tx, { ...decision, decisionId, recordedBy, now })
    await recordAuditEvent(tx, {
      actorId: recordedBy,
      verb: 'target.set',
      objectType: 'target_decision',
      objectId: decisionId,
      detail: { year: decision.year, documentNo: decision.documentNo },
      ...(inForce && { before: { decidedOn: inForce.decidedOn, amountFen: amountsOf(inForce.lines) } }),
      after: { decidedOn: decision.decidedOn, amountFen: amountsOf(decision.lines) },
      now,
    })
    const entry = targetEntry({ ...decision, decisionId }, inForce?.lines ?? [], now)
    if (entry) await postEntry(tx, entry)
    return ok({ decisionId })
  })
}

function amountsOf(lines: readonly TargetLine[]): Record<string, number> {
  return Object.fromEntries(lines.map((line) => [partKey(line.part), line.amount]))
}
