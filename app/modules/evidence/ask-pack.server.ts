import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { EvidencePackId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type EvidenceScope, formatScope } from './evidence-scope.ts'

export type AskPackRefusal = { kind: 'noSuchCounty' } | { kind: 'noSuchAgreement' }

/** Asks for a pack of a scope; a job makes it. The same request twice is one pack. */
export async function askPack(
  db: Db,
  command: { actor: Actor<'progress:export'>; requestId: string; scope: EvidenceScope; now: Date },
): Promise<Result<{ packId: EvidencePackId }, AskPackRefusal>> {
  const { actor, requestId, scope, now } = command
  return inTransaction(db, async (tx) => {
    const { countyId, agreementId } = scope
    if (countyId && !(await tx.selectFrom('partner_county').select('id').where('id', '=', countyId).executeTakeFirst()))
      return refuse({ kind: 'noSuchCounty' })
    if (
      agreementId &&
      !(await tx.selectFrom('purchase_agreement').select('id').where('id', '=', agreementId).executeTakeFirst())
    )
      return refuse({ kind: 'noSuchAgreement' })
    const packId = newId<EvidencePackId>()
    const written = await tx
      .insertInto('evidence_pack')
      .values({
        id: packId,
        request_id: requestId,
        from_on: scope.from,
        to_on: scope.to,
        county_id: countyId ?? null,
        agreement_id: agreementId ?? null,
        state: 'queued',
        asked_by: actor.personId,
        asked_at: now,
      })
      .onConflict((conflict) => conflict.column('request_id').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!written) {
      const known = await tx
        .selectFrom('evidence_pack')
        .select('id')
        .where('request_id', '=', requestId)
        .executeTakeFirstOrThrow()
      return ok({ packId: known.id as EvidencePackId })
    }
    const event = {
      actorId: actor.personId,
      verb: 'evidence_pack.asked',
      objectType: 'evidence_pack',
      objectId: packId,
    } as const
    await recordAuditEvent(tx, { ...event, detail: { after: { scope: formatScope(scope) } }, now })
    return ok({ packId })
  })
}
