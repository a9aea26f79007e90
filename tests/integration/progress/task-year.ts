import { sql } from 'kysely'
import { recordExternalPurchase } from '#app/modules/external/record-external-purchase.server.ts'
import { FUND_TYPES } from '#app/modules/ledger/accounts.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import type { CountyId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { makeCleanWorld } from '#tests/integration/audit/clean-world.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'

const CHANNELS = ['platform_832', 'counter', 'agreement', 'other'] as const

/**
 * A shop with everything an audit looks at, three counties, two units, buyers of one of
 * them, and outside purchases spread over channels, funds and the year so far.
 */
export async function openTaskYear(): Promise<Shop> {
  const shop = await openShop()
  await sql`
    insert into partner_county (id, name_zh, name_en, story_zh, story_en, on_832_list, paired_from, sort_order)
      values ('xunyi', '旬邑', 'Xunyi', '', '', true, '2020-01-01', 2), ('chunhua', '淳化', 'Chunhua', '', '', true, '2020-01-01', 3);
    insert into org_unit (id, name_zh, name_en, kind, sort_order)
      values ('union', '校工会', 'Trade union', 'union', 1), ('canteen-north', '北区食堂', 'North canteen', 'canteen', 2);
    update person set org_unit_id = 'union' where id = ${sql.lit(shop.buyer.personId)};
  `.execute(shop.store.ownerDb)
  await makeCleanWorld(shop)
  await recordOutside(shop, 40)
  return shop
}

/** Outside purchases that differ in every way, on days of this year up to today. */
export async function recordOutside(shop: Shop, count: number): Promise<void> {
  const today = businessDate(shop.clock.now)
  const daysSoFar = Math.round((Date.parse(today) - Date.parse(`${today.slice(0, 4)}-01-01`)) / (24 * 60 * 60_000))
  for (let index = 0; index < count; index += 1) {
    const recorded = await recordExternalPurchase(shop.db, {
      reference: `OUT-${index}`,
      channel: CHANNELS[index % CHANNELS.length] ?? 'other',
      amount: fen(1000 + index * 37),
      acceptedOn: addDays(today, -((index * 13) % (daysSoFar + 1))),
      countyId: (['fufeng', 'xunyi'][index % 2] ?? 'fufeng') as CountyId,
      fundType: FUND_TYPES[index % FUND_TYPES.length] ?? 'staff',
      now: shop.clock.now,
    })
    if (!recorded.ok) throw new Error(recorded.refusal.kind)
  }
}
