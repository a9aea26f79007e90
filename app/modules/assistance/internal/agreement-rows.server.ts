import type { Tx } from '#app/platform/db.server.ts'
import type { AgreementId, CooperativeId, CountyId, OrgUnitId, PersonId } from '#app/shared/ids.ts'
import type { AgreementForm, AgreementTerm } from '../agreement.ts'

export interface Parties {
  isUnitKnown: boolean
  isCountyKnown: boolean
  cooperative: { nameZh: string; creditCode: string; countyId: CountyId } | undefined
}

export async function findParties(
  tx: Tx,
  of: { orgUnitId?: OrgUnitId | undefined; cooperativeId?: CooperativeId | undefined; countyId: CountyId },
): Promise<Parties> {
  const [unit, county, cooperative] = [
    of.orgUnitId && (await tx.selectFrom('org_unit').select('id').where('id', '=', of.orgUnitId).executeTakeFirst()),
    await tx.selectFrom('partner_county').select('id').where('id', '=', of.countyId).executeTakeFirst(),
    of.cooperativeId &&
      (await tx
        .selectFrom('cooperative')
        .select(['name_zh', 'credit_code', 'county_id'])
        .where('id', '=', of.cooperativeId)
        .executeTakeFirst()),
  ]
  return {
    isUnitKnown: of.orgUnitId === undefined || Boolean(unit),
    isCountyKnown: Boolean(county),
    cooperative: cooperative
      ? {
          nameZh: cooperative.name_zh,
          creditCode: cooperative.credit_code,
          countyId: cooperative.county_id as CountyId,
        }
      : undefined,
  }
}

/** Writes the agreement; false when its number is known. */
export async function insertAgreement(
  tx: Tx,
  form: AgreementForm,
  of: {
    agreementId: AgreementId
    supplier: { name: string; creditCode: string }
    recordedBy: PersonId
    now: Date
  },
): Promise<boolean> {
  const written = await tx
    .insertInto('purchase_agreement')
    .values({
      id: of.agreementId,
      agreement_no: form.agreementNo,
      title: form.title,
      starts_on: form.startsOn,
      ends_on: form.endsOn,
      signed_on: form.signedOn,
      org_unit_id: form.orgUnitId ?? null,
      cooperative_id: form.cooperativeId ?? null,
      supplier_name: of.supplier.name,
      supplier_credit_code: of.supplier.creditCode,
      county_id: form.countyId,
      fund_type: form.fundType,
      committed_fen: form.committed,
      price_rule: form.priceRule,
      payment_term_days: form.paymentTermDays,
      recorded_by: of.recordedBy,
      recorded_at: of.now,
    })
    .onConflict((conflict) => conflict.column('agreement_no').doNothing())
    .returning('id')
    .executeTakeFirst()
  return written !== undefined
}

export async function lockAgreement(tx: Tx, agreementId: AgreementId): Promise<AgreementTerm | undefined> {
  const row = await tx
    .selectFrom('purchase_agreement')
    .select(['starts_on', 'ends_on', 'terminated_on'])
    .where('id', '=', agreementId)
    .forUpdate()
    .executeTakeFirst()
  return row && { startsOn: row.starts_on, endsOn: row.ends_on, terminatedOn: row.terminated_on ?? undefined }
}

export async function markTerminated(
  tx: Tx,
  agreementId: AgreementId,
  of: { terminatedOn: string; reason: string; by: PersonId; now: Date },
): Promise<void> {
  await tx
    .updateTable('purchase_agreement')
    .set({
      terminated_on: of.terminatedOn,
      termination_reason: of.reason,
      terminated_by: of.by,
      terminated_at: of.now,
    })
    .where('id', '=', agreementId)
    .execute()
}
