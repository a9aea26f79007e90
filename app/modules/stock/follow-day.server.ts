import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'

/**
 * Opens and closes pre-sales and closures whose day has come; says how many it
 * changed. Whoever comes second finds nothing to do. Orders do not wait for it:
 * they ask for the dates themselves.
 */
export async function followDay(tx: Tx, now: Date): Promise<number> {
  const today = businessDate(now)
  // Closures end before others begin: a cooperative has one current closure.
  const over = await sql`
    update cooperative_closure set state = 'over'
    where state in ('planned', 'current') and to_on < ${today}::date
  `.execute(tx)
  const begun = await sql`
    update cooperative_closure set state = 'current'
    where state = 'planned' and ${today}::date between from_on and to_on
  `.execute(tx)
  const { rows: turned } = await sql`
    with due as (
      select level.sku_id, presale.cap, ${today}::date between presale.opens_on and presale.closes_on as is_open
      from stock_level level join presale using (sku_id)
      where level.presale_open <> (${today}::date between presale.opens_on and presale.closes_on)
      order by level.sku_id for update of level
    )
    update stock_level set presale_open = due.is_open,
      oversell_limit = case when due.is_open then due.cap else stock_level.oversell_limit end
    from due where stock_level.sku_id = due.sku_id returning stock_level.sku_id
  `.execute(tx)
  return Number(over.numAffectedRows ?? 0n) + Number(begun.numAffectedRows ?? 0n) + turned.length
}
