import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { countsFrom, type ExternalChannel, keyText, netOf, type PurchaseFacts } from '#app/modules/external/purchase.ts'
import { correctPurchase, recordPurchase, reversePurchase } from '#app/modules/external/record-purchase.server.ts'
import type { CountyId, ExternalPurchaseId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { book, exportOf, line } from './sheet-steps.ts'
import { bought, expectCleanAudit, figures, NOW, openPurchases, type PurchaseWorld } from './world.ts'

let world: PurchaseWorld
beforeAll(async () => {
  world = await openPurchases()
})
afterAll(() => world.drop())

const COUNTIES: Record<string, string> = { fufeng: '扶风', xunyi: '旬邑' }
const CHANNELS = ['platform_832', 'counter'] as const

const said = fc.record({
  channel: fc.constantFrom(...CHANNELS),
  place: fc.integer({ min: 1, max: 4 }),
  county: fc.constantFrom('fufeng', 'xunyi'),
  fund: fc.constantFrom('canteen' as const, 'union' as const),
  amount: fc.integer({ min: 1, max: 500_000 }),
  refunded: fc.integer({ min: 0, max: 100 }),
  acceptedOn: fc.constantFrom(null, '2026-08-20', '2026-09-10'),
  paidOn: fc.constantFrom(null, '2026-08-25', '2026-10-01'),
})
const step = fc.oneof(
  fc.record({ kind: fc.constant('record' as const), said }),
  fc.record({ kind: fc.constant('correct' as const), said }),
  fc.record({ kind: fc.constant('reverse' as const), said }),
  fc.record({ kind: fc.constant('import' as const), rows: fc.array(said, { minLength: 1, maxLength: 3 }) }),
)
type Said = typeof said extends fc.Arbitrary<infer Value> ? Value : never
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

let runs = 0

function factsOf({ channel, place, county, fund, amount, refunded, acceptedOn, paidOn }: Said): PurchaseFacts {
  return bought({
    channel,
    externalNo: `P${runs}-${place}`,
    countyId: county as CountyId,
    fundType: fund,
    amount: fen(amount),
    refund: fen(Math.floor((amount * refunded) / 100)),
    orderedOn: '2026-08-10',
    acceptedOn,
    paidOn,
    supplierName: '某合作社',
    product: '苹果',
  })
}

/** What should stand: the last thing anybody said of each key. */
type Model = Map<string, { purchaseId?: ExternalPurchaseId; facts: PurchaseFacts }>

async function take(step: Step, model: Model): Promise<void> {
  if (step.kind === 'import') return importRows(step.rows, model)
  const facts = factsOf(step.said)
  const known = model.get(keyText(facts))
  const author = { recordedBy: world.officer, now: NOW }
  if (step.kind === 'record') {
    const recorded = await recordPurchase(world.db, { facts, ...author })
    expect(recorded.ok).toBe(known === undefined)
    if (recorded.ok) model.set(keyText(facts), { purchaseId: recorded.value, facts })
    return
  }
  if (!known) return
  const { id, revision } = await standing(facts)
  if (step.kind === 'reverse') {
    await reversePurchase(world.db, { purchaseId: id, reason: '冲销', ...author })
    model.delete(keyText(facts))
    return
  }
  const corrected = await correctPurchase(world.db, { purchaseId: id, revision, facts, reason: '更正', ...author })
  if (corrected.ok) model.set(keyText(facts), { facts })
  else expect(corrected.refusal.kind).toBe('nothingChanged')
}

async function standing({ channel, externalNo }: PurchaseFacts) {
  const row = await world.db
    .selectFrom('external_purchase')
    .select(['id', 'revision'])
    .where('channel', '=', channel)
    .where('external_no', '=', externalNo)
    .where('state', '<>', 'reversed')
    .executeTakeFirstOrThrow()
  return { id: row.id as ExternalPurchaseId, revision: row.revision }
}

async function importRows(rows: readonly Said[], model: Model): Promise<void> {
  const channel = rows[0]?.channel as ExternalChannel
  const latest = new Map(rows.map((row) => [row.place, factsOf({ ...row, channel: channel as Said['channel'] })]))
  const header = [
    '订单编号',
    '行号',
    '帮扶县',
    '供应商',
    '商品名称',
    '金额',
    '退款金额',
    '下单时间',
    '验收时间',
    '付款时间',
    '资金类别',
  ]
  const yuan = (amount: number) => (amount / 100).toFixed(2)
  const lines = [...latest.values()].map((facts) =>
    line({
      订单编号: facts.externalNo,
      帮扶县: COUNTIES[facts.countyId] ?? '',
      金额: yuan(facts.amount),
      退款金额: yuan(facts.refund),
      下单时间: facts.orderedOn,
      验收时间: facts.acceptedOn ?? '',
      付款时间: facts.paidOn ?? '',
      资金类别: facts.fundType === 'union' ? '工会' : '食堂',
    }),
  )
  const file = await book(world, exportOf(lines, { header }), { channel, fundType: '' })
  expect(file.counts.error).toBe(0)
  for (const facts of latest.values()) model.set(keyText(facts), { facts })
}

it('whatever is recorded, corrected, imported and taken back, what counts is what was said last', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      runs += 1
      const model: Model = new Map()
      const before = await figures(world.db, CHANNELS)
      for (const one of steps) await take(one, model)
      const expected: Record<string, number> = { ...before }
      for (const { facts } of model.values()) {
        const day = countsFrom(facts)
        if (day === null) continue
        const key = `${facts.countyId} ${facts.channel} ${facts.fundType} ${day.slice(0, 7)}`
        expected[key] = (expected[key] ?? 0) + netOf(facts)
      }
      const left = Object.fromEntries(Object.entries(expected).filter(([, amount]) => amount !== 0))
      expect(await figures(world.db, CHANNELS)).toEqual(left)
    }),
    { numRuns: 25 },
  )
  await expectCleanAudit(world.db)
}, 120_000)
