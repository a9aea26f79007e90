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

/** Purchases with a fund of the college's own are paid from its account; what people pay themselves never shows at its bank. */
const PAID_BY_COLLEGE: readonly FundType[] = ['canteen', 'union', 'department']
const isCollege = sql`purchase.fund_type in (${sql.join(PAID_BY_COLLEGE)})`

/**
 * Everything that waits for the bank, with what of it is settled already by links that
 * stand. Of purchases made elsewhere only those of `purchaseIds`, when they are given:
 * there are many of them. One that was taken back, lowered, or found to be an order of
 * the shop after it was settled waits for money to come back, or for its link to be undone.
 */
const items = (purchaseIds?: readonly string[]) => sql`
  with settled as (
    select part.kind, part.ref_id, sum(part.amount_fen) as amount, max(part.fund_type) as fund_type from bank_link_part part
      join bank_link link on link.id = part.bank_link_id where link.undone_at is null and part.ref_id is not null group by 1, 2
  ), item as (
    select 'payout' as kind, id as ref_id, amount_fen, arrives_on as day, id as name, 'Stripe' as party, null as fund_type
      from provider_payout where booked_on is not null and returned_on is null
    union all
    select 'returned_payout', payout.id, -payout.amount_fen, payout.returned_on, payout.id, 'Stripe', null
      from provider_payout payout where returned_on is not null
        and exists (select from settled where settled.kind = 'payout' and settled.ref_id = payout.id)
    union all
    select 'deposit', deposit.id::text, deposit.amount_fen, deposited_on, case slip_no when '' then point.name_zh else slip_no end,
      point.name_zh, null
      from cash_deposit deposit join pickup_point point on point.id = deposit.pickup_point_id
    union all
    select 'statement', statement.id::text, -statement.total_fen, (statement.paid_at at time zone 'Asia/Shanghai')::date,
      statement_no, account.holder, null
      from settlement_statement statement join cooperative_bank_account account on account.id = statement.bank_account_id
      where statement.state in ('paid', 'reconciled')
    union all
    select 'claim', link.id::text, -part.amount_fen, (link.made_at at time zone 'Asia/Shanghai')::date,
      coalesce(string_agg(line.counterparty, '、' order by line.id), ''), coalesce(max(line.counterparty), ''), null
      from bank_link_part part join bank_link link on link.id = part.bank_link_id
        left join bank_link_line member on member.bank_link_id = link.id left join bank_line line on line.id = member.bank_line_id
      where part.kind = 'leftover' and link.undone_at is null group by link.id, part.amount_fen, link.made_at
    union all
    select 'purchase', purchase.id::text,
      case when state = 'reversed' or linked_order_id is not null or not ${isCollege} then 0 else refund_fen - purchase.amount_fen end,
      coalesce(paid_on, accepted_on, ordered_on), external_no || case line_no when 1 then '' else '-' || line_no end,
      coalesce(supplier.name_zh, supplier_name), fund_type
      from external_purchase purchase left join cooperative supplier on supplier.id = purchase.cooperative_id
      where (${isCollege} or exists (select from settled where settled.kind = 'purchase' and settled.ref_id = purchase.id::text))
        and ${purchaseIds ? sql`purchase.id = any(${[...purchaseIds]}::uuid[])` : sql`true`}
  ), open_item as (
    select item.kind, item.ref_id, (item.amount_fen - coalesce(settled.amount, 0))::bigint as open_fen, day, name, party,
      case when item.amount_fen > settled.amount then settled.fund_type else item.fund_type end as fund_type
    from item left join settled on settled.kind = item.kind and settled.ref_id = item.ref_id
    where item.amount_fen <> coalesce(settled.amount, 0)
  )`

/** What waits for the bank, what is nearest to a day first. */
export async function listOpenItems(
  db: Db,
  { near, limit }: { near: BusinessDate; limit: number },
): Promise<OpenItem[]> {
  const { rows } = await sql<ItemRow>`
    ${items()} select * from open_item order by abs(day - ${near}::date), day, kind, ref_id limit ${limit}`.execute(db)
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
    ${items(purchaseIds)} select * from open_item where kind || ':' || ref_id = any(${keys}::text[])`.execute(db)
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
