import { attachEvidence } from '#app/modules/documents/attach-evidence.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CountingRuleId, DocumentId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type CountingRuleForm, decideRule, factsOfForm, type RecordRuleRefusal } from './counting-rule.ts'
import { countKnown, insertRule, readRules } from './internal/counting-rule-rows.server.ts'
import { takeBook } from './internal/verdict-rows.server.ts'

/**
 * Writes down a new counting rule with the regulation it comes from. The rule before it
 * stays as it was; what was booked already keeps the rule it was booked by. Takes the
 * head of book `assistance`, so that every purchase is before the rule or after it.
 */
export async function recordCountingRule(
  db: Db,
  of: { form: CountingRuleForm; documentId: DocumentId; officer: Actor<'rule:record'>; now: Date },
): Promise<Result<{ ruleId: CountingRuleId }, RecordRuleRefusal>> {
  const { form, documentId, officer, now } = of
  return inTransaction(db, async (tx) => {
    const afterSeq = await takeBook(tx)
    const rules = await readRules(tx)
    const [latest] = rules
    if (!latest) throw new Error('a database starts with a rule')
    const decided = decideRule(form, latest.validFrom)
    if (!decided.ok) return decided
    if (rules.some((rule) => rule.documentNo === form.documentNo)) return refuse({ kind: 'documentNoKnown' })
    const strangers = await findStrangers(tx, form)
    if (strangers) return refuse(strangers)
    const ruleId = newId<CountingRuleId>()
    const after = factsOfForm(form)
    await insertRule(tx, after, { ruleId, documentId, afterSeq, recordedBy: officer.personId, now })
    const file = { subject: 'counting_rule', subjectId: ruleId, kind: 'source', documentId } as const
    await attachEvidence(tx, { ...file, attachedBy: officer.personId, now })
    const {
      ruleId: _rule,
      document: _document,
      recordedBy: _by,
      recordedAt: _at,
      supersededOn: _until,
      ...before
    } = latest
    await recordAuditEvent(tx, {
      actorId: officer.personId,
      verb: 'counting_rule.recorded',
      objectType: 'counting_rule',
      objectId: ruleId,
      detail: { before, after },
      now,
    })
    return ok({ ruleId })
  })
}

async function findStrangers(tx: Tx, form: CountingRuleForm): Promise<RecordRuleRefusal | undefined> {
  const [counties, categories] = [new Set(form.counties), new Set(form.categories)]
  const known = await countKnown(tx, { counties: [...counties], categories: [...categories] })
  if (known.counties !== counties.size) return { kind: 'unknownCounty' }
  return known.categories === categories.size ? undefined : { kind: 'unknownCategory' }
}
