import { sql } from 'kysely'
import type { FundType } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { isUuid } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { type ItemKind, itemKey, type OpenItem } from './bank-link.ts'

interface ItemRow {
  kind: ItemKind
  ref_id: string
  open_fen: number
  day: BusinessDate
  name: string
  party: string
  fund_type: FundType | null
}

/** Where purchases that wait for the bank are looked for, on either side of a day so many: there are many of them. */
type PurchaseReach = { near: BusinessDate; eachSide: number } | { ids: readonly string[] }

/**
 * Everything that waits for the bank, with what of it is settled already by links that
 * stand. Of purchases made elsewhere the nearest to a day, or those that are named. One
 * that was taken back, lowered, or found to be an order of the shop after it was settled
 * waits for money to come back, or for its link to be undone.
 */
const items = (reach: PurchaseReach) => sql`
  with item as (
    select 'payout' as kind, id as ref_id, amount_fen, arrives_on as day, id as name, 'Stripe' as party
      from provider_payout where booked_on is not null and returned_on is null
    union all
    select 'returned_payout', payout.id, -payout.amount_fen, payout.returned_on, payout.id, 'Stripe'
      from provider_payout payout where returned_on is not null
        and exists (select from bank_link_part part join bank_link link on link.id = part.bank_link_id and link.undone_at is null
          where part.kind = 'payout' and part.ref_id = payout.id)
    union all
    select 'deposit', deposit.id::text, deposit.amount_fen, deposited_on, case slip_no when '' then point.name_zh else slip_no end,
      point.name_zh
      from cash_deposit deposit join pickup_point point on point.id = deposit.pickup_point_id
    union all
    select 'statement', statement.id::text, -statement.total_fen, (statement.paid_at at time zone 'Asia/Shanghai')::date,
      statement_no, account.holder
      from settlement_statement statement join cooperative_bank_account account on account.id = statement.bank_account_id
      where statement.state in ('paid', 'reconciled')
    union all
    select 'claim', link.id::text, -part.amount_fen, (link.made_at at time zone 'Asia/Shanghai')::date, from_lines.names, from_lines.party
      from bank_link_part part
        -- For each of the few leftovers, or the planner reads all links there ever were.
        cross join lateral (select id, made_at from bank_link where id = part.bank_link_id and undone_at is null offset 0) link
        cross join lateral (select coalesce(string_agg(line.counterparty, '、' order by line.id), '') as names,
            coalesce(max(line.counterparty), '') as party
          from bank_link_line member join bank_line line on line.id = member.bank_line_id where member.bank_link_id = link.id) from_lines
      where part.kind = 'leftover'
  ), open_item as (
    select item.kind, item.ref_id, (item.amount_fen - settled.amount)::bigint as open_fen, day, name, party, null as fund_type
    from item cross join lateral (select coalesce(sum(part.amount_fen), 0) as amount
      from bank_link_part part join bank_link link on link.id = part.bank_link_id and link.undone_at is null
      where part.kind = item.kind and part.ref_id = item.ref_id) settled
    where item.amount_fen <> settled.amount
    union all
    -- Money that comes back comes to the fund that it was paid from.
    select 'purchase', purchase.id::text, bank_open_fen, coalesce(paid_on, accepted_on, ordered_on),
      external_no || case line_no when 1 then '' else '-' || line_no end, coalesce(supplier.name_zh, supplier_name),
      case when bank_open_fen < 0 then purchase.fund_type else (select max(part.fund_type)
        from bank_link_part part join bank_link link on link.id = part.bank_link_id and link.undone_at is null
        where part.kind = 'purchase' and part.ref_id = purchase.id::text) end
    from ${purchasesOf(reach)} purchase left join cooperative supplier on supplier.id = purchase.cooperative_id
  )`

function purchasesOf(reach: PurchaseReach) {
  if ('ids' in reach)
    return sql`(select * from external_purchase where bank_open_fen <> 0 and id = any(${[...reach.ids]}::uuid[]))`
  const { near, eachSide } = reach
  const day = sql`coalesce(paid_on, accepted_on, ordered_on)`
  return sql`((select * from external_purchase where bank_open_fen <> 0 and ${day} < ${near}::date order by ${day} desc, id desc limit ${eachSide})
    union all (select * from external_purchase where bank_open_fen <> 0 and ${day} >= ${near}::date order by ${day}, id limit ${eachSide}))`
}

/** What waits for the bank, what is nearest to a day first; of purchases, half of the limit on either side of it. */
export async function listOpenItems(
  db: Db,
  { near, limit }: { near: BusinessDate; limit: number },
): Promise<OpenItem[]> {
  const { rows } = await sql<ItemRow>`
    ${items({ near, eachSide: Math.ceil(limit / 2) })} select * from open_item order by abs(day - ${near}::date), day, kind, ref_id limit ${limit}`.execute(
    db,
  )
  return rows.map(readItem)
}

/** Those of the named items that are still open, by their keys. */
export async function findOpenItems(
  db: Db,
  named: readonly { kind: ItemKind; refId: string }[],
): Promise<Map<string, OpenItem>> {
  if (named.length === 0) return new Map()
  const keys = named.map(({ kind, refId }) => itemKey(kind, refId))
  const purchaseIds = named.flatMap(({ kind, refId }) => (kind === 'purchase' && isUuid(refId) ? [refId] : []))
  const { rows } = await sql<ItemRow>`
    ${items({ ids: purchaseIds })} select * from open_item where kind || ':' || ref_id = any(${keys}::text[])`.execute(
    db,
  )
  return new Map(rows.map((row) => [itemKey(row.kind, row.ref_id), readItem(row)]))
}

function readItem(row: ItemRow): OpenItem {
  return {
    kind: row.kind,
    refId: row.ref_id,
    open: fen(row.open_fen),
    day: row.day,
    name: row.name,
    party: row.party,
    ...(row.fund_type && { fundType: row.fund_type }),
  }
}
