import { sql } from 'kysely'
import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { CountyId, PersonId, ProductId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { type Measures, type Progress, type ProgressCell, type ProgressFacts, summarizeProgress } from './progress.ts'

interface FactRow {
  cells: { stage: string; county_id: string; channel: string; fund_type: string; month: number; amount: number }[]
  last_year: { month: number; amount: number; platform_832: number }[]
  counties: { id: string; name_zh: string; name_en: string }[]
  decision: { id: string; document_no: string; decided_on: string } | null
  targets: { scope: string; scope_id: string; amount_fen: number }[]
}

/** What the figures of a year are computed from, and what each month of the year before brought. */
export interface YearFacts extends ProgressFacts {
  lastYear: Measures[]
}

/** The public figures of one assistance year, all of one moment: one statement, one snapshot. Aggregates only. */
export async function readProgress(db: Db, of: { year: number; now: Date }): Promise<Progress> {
  return summarizeProgress(await readYearFacts(db, of))
}

/** The facts of one assistance year, of one moment, from sums that are kept: no purchase is read. */
export async function readYearFacts(db: Db, { year, now }: { year: number; now: Date }): Promise<YearFacts> {
  const { rows } = await sql<FactRow>`
    with cell as (
      select stage, county_id, channel, fund_type, month, sum(amount_fen)::bigint as amount
      from stage_amount where year = ${year} group by 1, 2, 3, 4, 5
    ), before as (
      select month, sum(amount_fen)::bigint as amount,
        coalesce(sum(amount_fen) filter (where channel = 'platform_832'), 0)::bigint as platform_832
      from stage_amount where year = ${year - 1} and stage in ('accepted', 'refunded') group by 1
    ), decision as (
      select id, document_no, decided_on from target_decision where year = ${year} order by decided_on desc limit 1
    )
    select
      (select coalesce(json_agg(cell), '[]') from cell) as cells,
      (select coalesce(json_agg(before), '[]') from before) as last_year,
      (select coalesce(json_agg(county order by sort_order), '[]') from
        (select id, name_zh, name_en, sort_order from partner_county
         where paired_from < ${`${year + 1}-01-01`}::date and (paired_to is null or paired_to > ${`${year}-01-01`}::date)
           or id in (select county_id from cell)) as county) as counties,
      (select to_json(decision) from decision) as decision,
      (select coalesce(json_agg(target), '[]') from
        (select scope, scope_id, amount_fen from assistance_target join decision on decision.id = decision_id) as target
      ) as targets
  `.execute(db)
  const row = rows[0]
  if (!row) throw new Error('an aggregate gave no row')
  return readFacts(row, year, now)
}

function readFacts(row: FactRow, year: number, asOf: Date): YearFacts {
  return {
    year,
    asOf,
    decision: row.decision
      ? { decisionId: row.decision.id, documentNo: row.decision.document_no, decidedOn: row.decision.decided_on }
      : undefined,
    targets: row.targets.map((line) => ({
      scope: line.scope as ProgressFacts['targets'][number]['scope'],
      scopeId: line.scope_id,
      amount: fen(line.amount_fen),
    })),
    counties: row.counties.map((county) => ({
      countyId: county.id as CountyId,
      nameZh: county.name_zh,
      nameEn: county.name_en,
    })),
    cells: row.cells.map((cell) => ({
      stage: cell.stage as ProgressCell['stage'],
      countyId: cell.county_id as CountyId,
      channel: cell.channel as PurchaseChannel,
      fundType: cell.fund_type as FundType,
      month: cell.month,
      amount: fen(cell.amount),
    })),
    lastYear: Array.from({ length: 12 }, (_, index) => {
      const month = row.last_year.find((one) => one.month === index + 1)
      return { all: fen(month?.amount ?? 0), platform832: fen(month?.platform_832 ?? 0) }
    }),
  }
}

/** What a product has added to the task since the shop opened, net of refunds. */
export async function readProductContribution(db: Db, productId: ProductId): Promise<Fen> {
  const row = await db
    .selectFrom('recognized_purchase')
    .select(sql<number>`coalesce(sum(amount_fen), 0)::bigint`.as('amount'))
    .where('product_id', '=', productId)
    .executeTakeFirstOrThrow()
  return fen(row.amount)
}

/** What one buyer's accepted orders have added to the task of `year`, net of refunds. */
export async function readBuyerContribution(db: Db, personId: PersonId, year: number): Promise<Fen> {
  const row = await db
    .selectFrom('order')
    .innerJoin('order_line', 'order_line.order_id', 'order.id')
    .innerJoin('recognized_purchase', 'recognized_purchase.order_line_id', 'order_line.id')
    .select(sql<number>`coalesce(sum(recognized_purchase.amount_fen), 0)::bigint`.as('amount'))
    .where('order.buyer_id', '=', personId)
    .where('recognized_purchase.year', '=', year)
    .executeTakeFirstOrThrow()
  return fen(row.amount)
}
