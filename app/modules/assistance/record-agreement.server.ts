import { attachEvidence } from '#app/modules/documents/attach-evidence.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { AgreementId, DocumentId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import {
  type AgreementForm,
  decideTermination,
  type RecordAgreementRefusal,
  type TerminateRefusal,
  type TerminationForm,
} from './agreement.ts'
import {
  findParties,
  insertAgreement,
  lockAgreement,
  markTerminated,
  type Parties,
} from './internal/agreement-rows.server.ts'

/** Writes down a signed agreement with its file. Its number is unique; afterwards it can only be terminated. */
export async function recordAgreement(
  db: Db,
  of: { form: AgreementForm; documentId: DocumentId; officer: Actor<'agreement:record'>; now: Date },
): Promise<Result<{ agreementId: AgreementId }, RecordAgreementRefusal>> {
  const { form, documentId, officer, now } = of
  if (form.signedOn > businessDate(now)) return refuse({ kind: 'signedInFuture' })
  return inTransaction(db, async (tx) => {
    const supplier = supplierOf(form, await findParties(tx, form))
    if (!supplier.ok) return supplier
    const agreementId = newId<AgreementId>()
    const recordedBy = officer.personId
    if (!(await insertAgreement(tx, form, { agreementId, supplier: supplier.value, recordedBy, now })))
      return refuse({ kind: 'agreementNoKnown' })
    const file = { subject: 'agreement', subjectId: agreementId, kind: 'agreement', documentId } as const
    await attachEvidence(tx, { ...file, attachedBy: recordedBy, now })
    await recordAuditEvent(tx, {
      actorId: recordedBy,
      verb: 'agreement.recorded',
      objectType: 'agreement',
      objectId: agreementId,
      detail: { before: null, after: { ...form, supplier: supplier.value } },
      now,
    })
    return ok({ agreementId })
  })
}

function supplierOf(
  form: AgreementForm,
  { isUnitKnown, isCountyKnown, cooperative }: Parties,
): Result<{ name: string; creditCode: string }, RecordAgreementRefusal> {
  if (!isUnitKnown || !isCountyKnown) return refuse({ kind: 'unknownParty' })
  if (!form.cooperativeId) return ok({ name: form.supplierName ?? '', creditCode: form.supplierCreditCode ?? '' })
  if (!cooperative) return refuse({ kind: 'unknownParty' })
  if (cooperative.countyId !== form.countyId) return refuse({ kind: 'cooperativeOfOtherCounty' })
  return ok({ name: cooperative.nameZh, creditCode: cooperative.creditCode })
}

/** Ends an agreement before its term, with the reason. Once; what was bought under it stays. */
export async function terminateAgreement(
  db: Db,
  of: { agreementId: AgreementId; form: TerminationForm; officer: Actor<'agreement:record'>; now: Date },
): Promise<Result<void, TerminateRefusal>> {
  const { agreementId, form, officer, now } = of
  return inTransaction(db, async (tx) => {
    const term = await lockAgreement(tx, agreementId)
    if (!term) return refuse({ kind: 'unknown' })
    const decided = decideTermination(term, { terminatedOn: form.terminatedOn, today: businessDate(now) })
    if (!decided.ok) return decided
    await markTerminated(tx, agreementId, { ...form, by: officer.personId, now })
    await recordAuditEvent(tx, {
      actorId: officer.personId,
      verb: 'agreement.terminated',
      objectType: 'agreement',
      objectId: agreementId,
      detail: { before: term, after: { ...term, ...form } },
      now,
    })
    return ok(undefined)
  })
}
