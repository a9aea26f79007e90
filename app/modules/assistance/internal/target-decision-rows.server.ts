import { sql } from 'kysely'
import type { FundType, TargetScope } from '#app/modules/ledger/accounts.ts'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountingRuleId, CountyId, OrgUnitId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { TargetAuthority, TargetDecision } from '../set-target.ts'
import type { TargetBasis } from '../target-basis.ts'
import { partId, partKey, type TargetLine } from '../target-entries.ts'

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
    .selectAll('assistance_target')
    .select('decided_on')
    .where('decision_id', '=', (eb) =>
      eb.selectFrom('target_decision').select('id').where('year', '=', year).orderBy('decided_on', 'desc').limit(1),
    )
    .execute()
  const first = rows[0]
  return first && { decidedOn: first.decided_on, lines: rows.map(readLine) }
}

/** How a line of a decision is kept. */
export interface TargetRow {
  scope: string
  scope_id: string
  amount_fen: number
  basis: string
  budget_fen: number | null
  share_bp: number | null
  heads: number | null
  per_head_fen: number | null
  last_year_fen: number | null
}

export function readLine(row: TargetRow): TargetLine {
  return {
    part: readPart(row.scope, row.scope_id),
    amount: fen(row.amount_fen),
    basis: readBasis(row),
  }
}

function readBasis(row: TargetRow): TargetBasis {
  switch (row.basis) {
    case 'amount':
      return { basis: 'amount', amount: fen(row.amount_fen) }
    case 'budget_share':
      return { basis: 'budget_share', budget: fen(row.budget_fen ?? 0), shareBasisPoints: row.share_bp ?? 0 }
    case 'per_head':
      return { basis: 'per_head', heads: row.heads ?? 0, perHead: fen(row.per_head_fen ?? 0) }
    case 'last_year':
      return { basis: 'last_year', lastYear: fen(row.last_year_fen ?? 0) }
    default:
      throw new Error(`${row.basis} is no basis of a target`)
  }
}

/** The first part that names a county or a unit there is not. */
export async function findUnknownPart(db: Db, lines: readonly TargetLine[]): Promise<string | undefined> {
  const counties = new Set((await db.selectFrom('partner_county').select('id').execute()).map((row) => row.id))
  const units = new Set((await db.selectFrom('org_unit').select('id').execute()).map((row) => row.id))
  const isUnknown = ({ part }: TargetLine) =>
    (part.scope === 'county' && !counties.has(part.countyId)) ||
    (part.scope === 'org_unit' && !units.has(part.orgUnitId))
  const stranger = lines.find(isUnknown)
  return stranger && partKey(stranger.part)
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
  decision: TargetDecision,
  of: { decisionId: string; ruleId: CountingRuleId; authority: TargetAuthority; now: Date },
): Promise<void> {
  const { decisionId, ruleId, authority, now } = of
  await tx
    .insertInto('target_decision')
    .values({
      id: decisionId,
      year: decision.year,
      document_no: decision.documentNo,
      decided_on: decision.decidedOn,
      counting_rule_id: ruleId,
      document_id: decision.documentId ?? null,
      recorded_at: now,
      recorded_by: authority === 'reference_data' ? null : authority.personId,
    })
    .execute()
  await tx
    .insertInto('assistance_target')
    .values(
      decision.lines.map(({ part, amount, basis }) => ({
        decision_id: decisionId,
        scope: part.scope,
        scope_id: partId(part),
        amount_fen: amount,
        ...basisColumns(basis ?? { basis: 'amount', amount }),
      })),
    )
    .execute()
}

/** The same columns for every basis, for rows of all kinds are written at once. */
function basisColumns(of: TargetBasis) {
  return {
    basis: of.basis,
    budget_fen: of.basis === 'budget_share' ? of.budget : null,
    share_bp: of.basis === 'budget_share' ? of.shareBasisPoints : null,
    heads: of.basis === 'per_head' ? of.heads : null,
    per_head_fen: of.basis === 'per_head' ? of.perHead : null,
    last_year_fen: of.basis === 'last_year' ? of.lastYear : null,
  }
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
