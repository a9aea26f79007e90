import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { setTarget } from '#app/modules/assistance/set-target.server.ts'
import { recordExternalPurchase } from '#app/modules/external/record-external-purchase.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { assistanceYear, businessDate } from '#app/shared/business-date.ts'
import type { CountyId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { decisionForm, handOver, openDesk, paidOrder, wish } from '#tests/integration/aftersale/desk.ts'
import { makeAfterSale } from '#tests/integration/audit/after-sale-world.ts'
import { makeCounterDay } from '#tests/integration/audit/counter-world.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'

export const COUNTY = 'fufeng' as CountyId
const DAY_MINUTES = 24 * 60

/** Numbers of a small linear generator: the same seed tells the same story. */
function numbersOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

/** Orders, hand-overs in part, refunds, purchases elsewhere and a day at a counter, over months and across a new year. */
export async function makeYear(seed: number, rounds: number): Promise<Shop> {
  const { shop, officer } = await openDesk()
  const below = numbersOf(seed)
  await setTargets(shop)
  for (let round = 0; round < rounds; round += 1) {
    shop.advance(DAY_MINUTES * (5 + below(22)))
    await recordElsewhere(shop, round, fen(1 + below(900_000)))
    for (let count = 0; count < 1 + below(3); count += 1) {
      const order = await paidOrder(shop)
      const [first, second] = [below(4), below(3)]
      if (first + second > 0) await handOver(shop, order, [first, second])
      const form = decisionForm([
        wish(1, { acceptedPieces: below(first + 1), openPieces: below(4 - first) }),
        wish(2, { acceptedPieces: below(second + 1) }),
      ])
      const bearer = (['cooperative', 'college', 'carrier'] as const)[below(3)] ?? 'college'
      if (form.lines.some((line) => line.acceptedPieces + line.openPieces > 0))
        await decideRefund(shop.db, { orderNo: order.orderNo, form: { ...form, bearer }, officer, now: shop.clock.now })
    }
    if (below(2) === 0) await executeRefunds(shop.runtime, shop.clock.now)
  }
  await makeAfterSale(shop)
  await makeCounterDay(shop)
  return shop
}

async function setTargets(shop: Shop): Promise<void> {
  const { now } = shop.clock
  const year = assistanceYear(now)
  for (const one of [year, year + 1]) {
    const decision = {
      year: one,
      documentNo: `院办〔${one}〕1 号`,
      decidedOn: businessDate(now),
      lines: [
        { part: { scope: 'college' as const }, amount: fen(5_000_000) },
        { part: { scope: 'county' as const, countyId: COUNTY }, amount: fen(3_000_000) },
        { part: { scope: 'fund' as const, fundType: 'canteen' as const }, amount: fen(1_000_000) },
      ],
    }
    const set = await setTarget(shop.db, { decision, authority: 'reference_data', now })
    if (!set.ok) throw new Error(set.refusal.kind)
  }
}

async function recordElsewhere(shop: Shop, round: number, amount: ReturnType<typeof fen>): Promise<void> {
  const recorded = await recordExternalPurchase(shop.db, {
    reference: `PO-${round}`,
    channel: (['platform_832', 'agreement', 'other'] as const)[round % 3] ?? 'other',
    amount,
    acceptedOn: businessDate(shop.clock.now),
    countyId: COUNTY,
    fundType: round % 2 === 0 ? 'canteen' : 'union',
    now: shop.clock.now,
  })
  if (!recorded.ok) throw new Error(recorded.refusal.kind)
}
