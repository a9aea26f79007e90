import { attachEvidence } from '#app/modules/documents/attach-evidence.server.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type CountingRule, ruleInForce } from './counting-rule.ts'
import { readRules } from './internal/counting-rule-rows.server.ts'
import {
  findDecisionInForce,
  findUnknownPart,
  insertDecision,
  isDocumentKnown,
  lockTargets,
} from './internal/target-decision-rows.server.ts'
import { decideTarget, type SetTargetRefusal, type TargetAuthority, type TargetDecision } from './set-target.ts'
import { type TargetChange, type TargetLine, targetChanges, targetEntry } from './target-entries.ts'

/**
 * Puts a dated decision on a year's task in force, and books the difference to the
 * decision before it; that one stays readable. Decisions of all years are taken
 * one at a time. Refuses one that is not later than the decision in force, a
 * document number that is known, parts and rules that are not, and targets that fall
 * short of the rule they are taken from.
 */
export async function setTarget(
  db: Db,
  { decision, authority, now }: { decision: TargetDecision; authority: TargetAuthority; now: Date },
): Promise<Result<{ decisionId: string }, SetTargetRefusal>> {
  if (authority !== 'reference_data' && !decision.documentId) return refuse({ kind: 'documentMissing' })
  return inTransaction(db, async (tx) => {
    await lockTargets(tx)
    const judged = await judgeTarget(tx, decision, now)
    if (!judged.ok) return judged
    const { rule, before } = judged.value
    const decisionId = newId()
    await insertDecision(tx, decision, { decisionId, ruleId: rule.ruleId, authority, now })
    if (authority !== 'reference_data') await note(tx, { decision, decisionId, before, by: authority, now })
    const entry = targetEntry({ ...decision, decisionId }, before, now)
    if (entry) await postEntry(tx, entry)
    return ok({ decisionId })
  })
}

/** What a decision would change, and why it would be refused, if it would. Nothing is written. */
export async function previewTarget(
  db: Db,
  { decision, now }: { decision: TargetDecision; now: Date },
): Promise<{ changes: TargetChange[]; refusal: SetTargetRefusal | undefined }> {
  const before = (await findDecisionInForce(db, decision.year))?.lines ?? []
  const judged = await judgeTarget(db, decision, now)
  return { changes: targetChanges(decision.lines, before), refusal: judged.ok ? undefined : judged.refusal }
}

async function judgeTarget(
  db: Db,
  decision: TargetDecision,
  now: Date,
): Promise<Result<{ rule: CountingRule; before: readonly TargetLine[] }, SetTargetRefusal>> {
  const rule = findRule(await readRules(db), decision)
  if (!rule) return refuse({ kind: 'unknownRule' })
  const inForce = await findDecisionInForce(db, decision.year)
  const decided = decideTarget(decision, { inForceSince: inForce?.decidedOn, today: businessDate(now), rule })
  if (!decided.ok) return decided
  if (await isDocumentKnown(db, decision.documentNo)) return refuse({ kind: 'documentKnown' })
  const stranger = await findUnknownPart(db, decision.lines)
  if (stranger) return refuse({ kind: 'unknownPart', part: stranger })
  return ok({ rule, before: inForce?.lines ?? [] })
}

function findRule(rules: readonly CountingRule[], decision: TargetDecision): CountingRule | undefined {
  if (decision.countingRuleId) return rules.find((rule) => rule.ruleId === decision.countingRuleId)
  return ruleInForce(rules, decision.decidedOn)
}

interface Noted {
  decision: TargetDecision
  decisionId: string
  before: readonly TargetLine[]
  by: Exclude<TargetAuthority, 'reference_data'>
  now: Date
}

async function note(tx: Tx, { decision, decisionId, before, by, now }: Noted): Promise<void> {
  const { documentId, lines, ...facts } = decision
  if (documentId) {
    const file = { subject: 'target_decision', subjectId: decisionId, kind: 'source', documentId } as const
    await attachEvidence(tx, { ...file, attachedBy: by.personId, now })
  }
  await recordAuditEvent(tx, {
    actorId: by.personId,
    verb: 'target.decided',
    objectType: 'target_decision',
    objectId: decisionId,
    detail: { ...facts, before, after: lines },
    now,
  })
}
