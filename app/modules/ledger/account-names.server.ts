import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { AccountNames } from './account-names.ts'
import type { FundType, PurchaseChannel, TargetScope } from './accounts.ts'

/** What these accounts are of. Codes of no account are left out. */
export async function readAccountNames(db: Db, codes: readonly string[]): Promise<AccountNames> {
  const wanted = [...new Set(codes)]
  return wanted.length === 0 ? {} : readNames(db, sql`account.code = any(${wanted})`)
}

/** What every account of both books is of: a few thousand at most. */
export async function readAllAccountNames(db: Db): Promise<AccountNames> {
  return readNames(db, sql`true`)
}

interface NameRow {
  code: string
  scope: TargetScope['scope'] | null
  channel: PurchaseChannel | null
  fund_type: FundType | null
  year: number | null
  named: { zh: string; en: string }[]
}

async function readNames(db: Db, condition: RawBuilder<unknown>): Promise<AccountNames> {
  const { rows } = await sql<NameRow>`
    select account.code, account.scope, account.channel, account.fund_type, account.year,
      to_jsonb(array_remove(array[
        case when county.id is not null then jsonb_build_object('zh', county.name_zh, 'en', county.name_en) end,
        case when supplier.id is not null then jsonb_build_object('zh', supplier.name_zh, 'en', supplier.name_en) end,
        case when unit.id is not null then jsonb_build_object('zh', unit.name_zh, 'en', unit.name_en) end,
        case when point.id is not null then jsonb_build_object('zh', point.name_zh, 'en', point.name_en) end
      ], null)) as named
    from account
      left join partner_county county on county.id = account.county_id
      left join cooperative supplier on supplier.id = account.cooperative_id
      left join org_unit unit on unit.id = account.org_unit_id
      left join pickup_point point on account.code = 'cash:counter:' || point.id
    where ${condition}`.execute(db)
  return Object.fromEntries(
    rows.map(({ code, scope, channel, fund_type: fundType, year, named }) => [
      code,
      {
        named,
        ...(scope && { scope }),
        ...(channel && { channel }),
        ...(fundType && { fundType }),
        ...(year !== null && { year }),
      },
    ]),
  )
}
