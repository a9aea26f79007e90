import { sql } from 'kysely'
import { type Db, inTransaction } from '#app/platform/db.server.ts'

/** As many as are gathered in one transaction; the rest waits for the next round. */
const MOST_AT_ONCE = 10_000

/**
 * Moves new amounts of `stage_delta` into the sums of `stage_month` and says how many
 * it moved. Readers see both tables in one snapshot, so no figure changes by it. Each
 * amount is taken by one process: others pass over what is being moved, and sums are
 * locked in one order.
 */
export async function gatherStages(db: Db): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ moved: number }>`
      with due as materialized (
        select id from stage_delta order by id limit ${MOST_AT_ONCE} for update skip locked
      ), taken as (
        delete from stage_delta using due where stage_delta.id = due.id returning stage_delta.*
      ), kept as (
        insert into stage_month (year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count)
        select year, month, stage, county_id, channel, fund_type, org_unit_id, sum(amount_fen), sum(line_count)
        from taken group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
        on conflict (year, month, stage, county_id, channel, fund_type, org_unit_id) do update
          set amount_fen = stage_month.amount_fen + excluded.amount_fen,
            line_count = stage_month.line_count + excluded.line_count
      )
      select count(*) as moved from taken
    `.execute(tx)
    return rows[0]?.moved ?? 0
  })
}
