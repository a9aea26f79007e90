import { sql } from 'kysely'
import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import { startOfBusinessDate } from '#app/shared/business-date.ts'
import type { CountyId, PersonId, ProductId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { type Progress, type ProgressCell, type ProgressFacts, summarizeProgress } from './progress.ts'

interface FactRow {
  cells: { source_type: string; county_id: string; channel: string; fund_type: string; month: number; amount: number }[]
  counties: { id: string; name_zh: string; name_en: string }[]
  decision: { document_no: string; decided_on: string } | null
  targets: { scope: string; scope_id: string; amount_fen: number }[]
  ordered: number
  paid: number
}

/** The public figures of one assistance year, all of one moment: one statement, one snapshot. Aggregates only. */
export async function readProgress(db: Db, { year, now }: { year: number; now: Date }): Promise<Progress> {
  const from = startOfBusinessDate(`${year}-01-01`)
  const to = startOfBusinessDate(`${year + 1}-01-01`)
  const { rows } = await sql<FactRow>`
    with cell as (
      select source_type, county_id, channel, fund_type, extract(month from business_date)::int as month,
        sum(amount_fen)::bigint as amount
      from recognized_purchase where year = ${year} group by 1, 2, 3, 4, 5
    ), decision as (
      select id, document_no, decided_on from target_decision where year = ${year} order by decided_on desc limit 1
    )
    select
      (select coalesce(json_agg(cell), '[]') from cell) as cells,
      (select coalesce(json_agg(county order by sort_order), '[]') from
        (select id, name_zh, name_en, sort_order from partner_county
         where paired_from < ${`${year + 1}-01-01`}::date and (paired_to is null or paired_to > ${`${year}-01-01`}::date)
           or id in (select county_id from cell)) as county) as counties,
      (select to_json(decision) from decision) as decision,
      (select coalesce(json_agg(target), '[]') from
        (select scope, scope_id, amount_fen from assistance_target join decision on decision.id = decision_id) as target
      ) as targets,
      (select coalesce(sum(total_fen), 0)::bigint from "order" where placed_at >= ${from} and placed_at < ${to}
        and status in ('awaiting_payment', 'paid', 'completed')) as ordered,
      (select coalesce(sum(total_fen), 0)::bigint from "order" where paid_at >= ${from} and paid_at < ${to}) as paid
  `.execute(db)
  const row = rows[0]
  if (!row) throw new Error('an aggregate gave no row')
  return summarizeProgress(readFacts(row, year, now))
}

function readFacts(row: FactRow, year: number, asOf: Date): ProgressFacts {
  return {
    year,
    asOf,
    decision: row.decision ? { documentNo: row.decision.document_no, decidedOn: row.decision.decided_on } : undefined,
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
      sourceType: cell.source_type as ProgressCell['sourceType'],
      countyId: cell.county_id as CountyId,
      channel: cell.channel as PurchaseChannel,
      fundType: cell.fund_type as FundType,
      month: cell.month,
      amount: fen(cell.amount),
    })),
    ordered: fen(row.ordered),
    paid: fen(row.paid),
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
