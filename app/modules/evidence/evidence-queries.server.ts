import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { AgreementId, CountyId, EvidencePackId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { PROOFS, type Proof } from './completeness.ts'
import type { EvidenceScope } from './evidence-scope.ts'
import {
  type EvidenceLine,
  type LinePlace,
  readEvidenceLines,
  scopeCondition,
} from './internal/evidence-lines.server.ts'

export type { EvidenceLine, LinePlace }

export interface ScopeSum {
  lines: number
  amount: Fen
}

/** How much a scope counts, in how many lines: by the accounts of what counts, a line each; an agreement has none and few lines. */
export async function readScopeSum(db: Db, scope: EvidenceScope): Promise<ScopeSum> {
  const { rows } = await sql<{
    lines: number
    amount: number
  }>`${scope.agreementId ? sumOfLines(scope) : sumOfAccounts(scope)}`.execute(db)
  const [row] = rows
  if (!row) throw new Error('an aggregate gave no row')
  return { lines: row.lines, amount: fen(row.amount) }
}

function sumOfLines(scope: EvidenceScope) {
  return sql`select count(*)::int as lines, coalesce(sum(amount_fen), 0)::bigint as amount from recognized_purchase counted
    where ${scopeCondition(scope)}`
}

function sumOfAccounts({ from, to, countyId }: EvidenceScope) {
  return sql`select coalesce(sum(line_count), 0)::int as lines, coalesce(sum(debit_fen - credit_fen), 0)::bigint as amount
    from account_day join account on account.code = account_day.account_code
    where account.code like 'recognized:%' and business_date between ${from}::date and ${to}::date
      ${countyId ? sql`and account.county_id = ${countyId}` : sql``}`
}

/** Lines looked at for one page of the worklist; a scope where all is complete is not read to its end at once. */
const LOOKED_AT = 120

export interface Worklist {
  lines: EvidenceLine[]
  /** Of the lines looked at, what is missing how often. */
  missing: Record<Proof, number>
  lookedAt: number
  next: LinePlace | undefined
}

/** The lines of a scope that lack something, in the order of counting, from a place on. */
export async function readWorklist(
  db: Db,
  { scope, after, limit }: { scope: EvidenceScope; after: LinePlace | undefined; limit: number },
): Promise<Worklist> {
  const page = await readEvidenceLines(db, { scope, after, limit: LOOKED_AT })
  const lacking = page.filter((line) => line.missing.length > 0)
  const lines = lacking.slice(0, limit)
  const countOf = (proof: Proof) => page.filter((line) => line.missing.includes(proof)).length
  const last = lacking.length > limit ? lines.at(-1) : page.length === LOOKED_AT ? page.at(-1) : undefined
  return {
    lines,
    missing: Object.fromEntries(PROOFS.map((proof) => [proof, countOf(proof)])) as Record<Proof, number>,
    lookedAt: page.length,
    next: last && { day: last.day, recognizedId: last.recognizedId },
  }
}

export interface EvidencePack {
  packId: EvidencePackId
  scope: EvidenceScope
  countyZh: string | undefined
  countyEn: string | undefined
  agreementNo: string | undefined
  state: 'queued' | 'running' | 'done' | 'failed'
  linesDone: number
  askedBy: string
  askedAt: Date
  finishedAt: Date | undefined
  /** Of the pack when it is whole. */
  whole:
    | { lines: number; missing: number; amount: Fen; manifestSha256: string; byteCount: number; blobName: string }
    | undefined
}

interface PackRow {
  id: EvidencePackId
  from_on: BusinessDate
  to_on: BusinessDate
  county_id: CountyId | null
  county_zh: string | null
  county_en: string | null
  agreement_id: AgreementId | null
  agreement_no: string | null
  state: EvidencePack['state']
  lines_done: number
  asked_by: string
  asked_at: Date
  finished_at: Date | null
  line_count: number | null
  missing_count: number | null
  amount_fen: number | null
  manifest: string | null
  byte_count: number | null
  blob_name: string | null
}

/** Packs, the newest first; or the one named. */
export async function listPacks(
  db: Db,
  { packId, limit }: { packId?: EvidencePackId; limit: number },
): Promise<EvidencePack[]> {
  const one = packId ? sql`where pack.id = ${packId}` : sql``
  const { rows } = await sql<PackRow>`
    select pack.id, from_on, to_on, pack.county_id, county.name_zh as county_zh, county.name_en as county_en, pack.agreement_id,
      deal.agreement_no, pack.state, lines_done, person.name as asked_by, asked_at, finished_at, line_count, missing_count, amount_fen,
      encode(manifest_sha256, 'hex') as manifest, byte_count, blob_name
    from evidence_pack pack join person on person.id = pack.asked_by left join partner_county county on county.id = pack.county_id
      left join purchase_agreement deal on deal.id = pack.agreement_id
    ${one} order by asked_at desc, pack.id desc limit ${limit}`.execute(db)
  return rows.map(readPack)
}

function readPack(row: PackRow): EvidencePack {
  return {
    packId: row.id,
    scope: {
      from: row.from_on,
      to: row.to_on,
      ...(row.county_id && { countyId: row.county_id }),
      ...(row.agreement_id && { agreementId: row.agreement_id }),
    },
    countyZh: row.county_zh ?? undefined,
    countyEn: row.county_en ?? undefined,
    agreementNo: row.agreement_no ?? undefined,
    state: row.state,
    linesDone: row.lines_done,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    finishedAt: row.finished_at ?? undefined,
    whole: readWhole(row),
  }
}

function readWhole(row: PackRow): EvidencePack['whole'] {
  const { manifest, blob_name: blobName, line_count, missing_count, amount_fen, byte_count } = row
  if (manifest === null || blobName === null) return undefined
  return {
    lines: line_count ?? 0,
    missing: missing_count ?? 0,
    amount: fen(amount_fen ?? 0),
    manifestSha256: manifest,
    byteCount: byte_count ?? 0,
    blobName,
  }
}

/** Names to choose a scope by. */
export async function listScopeChoices(db: Db): Promise<{
  counties: { id: string; nameZh: string; nameEn: string }[]
  agreements: { id: string; no: string }[]
}> {
  const [counties, agreements] = await Promise.all([
    db.selectFrom('partner_county').select(['id', 'name_zh', 'name_en']).orderBy('sort_order').execute(),
    db
      .selectFrom('purchase_agreement')
      .select(['id', 'agreement_no'])
      .orderBy('agreement_no', 'desc')
      .limit(200)
      .execute(),
  ])
  return {
    counties: counties.map((county) => ({ id: county.id, nameZh: county.name_zh, nameEn: county.name_en })),
    agreements: agreements.map((deal) => ({ id: deal.id, no: deal.agreement_no })),
  }
}
