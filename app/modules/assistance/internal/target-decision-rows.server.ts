import { sql } from 'kysely'
import type { FundType, TargetScope } from '#app/modules/ledger/accounts.ts'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountyId, OrgUnitId, PersonId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { TargetDecision } from '../set-target.ts'
import { partId, type TargetLine } from '../target-entries.ts'

/** Lets one decision be taken at a time; to the end of the transaction. */
export async function lockTargets(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('assistance targets', 0))`.execute(tx)
}

/** The latest decision of a year, with what it sets. */
export async function findDecisionInForce(
  db: Db,
  year: number,
): Promise<{ decidedOn: BusinessDate; lines: TargetLine[] } | undefined> {
  const rows = await db
    .selectFrom('target_decision')
    .innerJoin('assistance_target', 'assistance_target.decision_id', 'target_decision.id')
    .select(['decided_on', 'scope', 'scope_id', 'amount_fen'])
    .where('decision_id', '=', (eb) =>
      eb.selectFrom('target_decision').select('id').where('year', '=', year).orderBy('decided_on', 'desc').limit(1),
    )
    .execute()
  const first = rows[0]
  if (!first) return undefined
  const lines = rows.map((row) => ({ part: readPart(row.scope, row.scope_id), amount: fen(row.amount_fen) }))
  return { decidedOn: first.decided_on, lines }
}

export async function isDocumentKnown(db: Db, documentNo: string): Promise<boolean> {
  const row = await db
    .selectFrom('target_decision')
    .select('id')
    .where('document_no', '=', documentNo)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertDecision(
  tx: Tx,
  decision: TargetDecision & { decisionId: string; recordedBy: PersonId | null; now: Date },
): Promise<void> {
  await tx
    .insertInto('target_decision')
    .values({
      id: decision.decisionId,
      year: decision.year,
      document_no: decision.documentNo,
      decided_on: decision.decidedOn,
      recorded_at: decision.now,
      recorded_by: decision.recordedBy,
    })
    .execute()
  await tx
    .insertInto('assistance_target')
    .values(
      decision.lines.map(({ part, amount }) => ({
        decision_id: decision.decisionId,
        scope: part.scope,
        scope_id: partId(part),
        amount_fen: amount,
      })),
    )
    .execute()
}

function readPart(scope: string, id: string): TargetScope {
  switch (scope) {
    case 'college':
      return { scope }
    case 'county':
      return { scope, countyId: id as CountyId }
    case 'fund':
      return { scope, fundType: id as FundType }
    case 'org_unit':
      return { scope, orgUnitId: id as OrgUnitId }
    default:
      throw new Error(`${scope} is no scope of a target`)
  }
}
