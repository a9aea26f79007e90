import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import type { CountingRuleForm } from '#app/modules/assistance/counting-rule.ts'
import { REFERENCE_RULE_ID } from '#app/modules/assistance/counting-rule.ts'
import {
  findCountingRule,
  listCountingRules,
  listUncounted,
} from '#app/modules/assistance/counting-rule-queries.server.ts'
import { recognizePurchase } from '#app/modules/assistance/recognize-purchase.server.ts'
import { recordCountingRule } from '#app/modules/assistance/record-counting-rule.server.ts'
import { recordExternalPurchase } from '#app/modules/external/record-external-purchase.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId, DocumentId, OrderLineId, ProductId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import {
  decisionForm,
  expectCleanAudit,
  handOver,
  openDesk,
  type PaidOrder,
  paidOrder,
  wish,
} from '#tests/integration/aftersale/desk.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { actorOf, handIn, insertChangwu, ruleForm } from './desk.ts'
import { countedFen, uncountedFen } from './sums.ts'

const FUFENG = 'fufeng' as CountyId

let shop: Shop
let decider: Actor<'refund:decide'>
let officer: Actor<'rule:record'>
let documentId: DocumentId
let today: string

beforeAll(async () => {
  const desk = await openDesk()
  shop = desk.shop
  decider = desk.officer
  await insertChangwu(shop.store.ownerDb)
  officer = await actorOf(shop.db, 'rule:record', 'finance_officer')
  documentId = await handIn(shop.db, officer.personId, shop.clock.now)
  today = businessDate(shop.clock.now)
})
afterAll(() => shop.close())

const record = (form: CountingRuleForm) =>
  recordCountingRule(shop.db, { form, documentId, officer, now: shop.clock.now })

async function rule(form: CountingRuleForm) {
  const recorded = await record(form)
  if (!recorded.ok) throw new Error(recorded.refusal.kind)
  return recorded.value.ruleId
}

const refund = async (order: PaidOrder, acceptedPieces: number) => {
  const form = decisionForm([wish(1, { acceptedPieces })])
  const decided = await decideRefund(shop.db, { orderNo: order.orderNo, form, officer: decider, now: shop.clock.now })
  if (!decided.ok) throw new Error(decided.refusal.kind)
  await executeRefunds(shop.runtime, shop.clock.now)
}

const elsewhere = (reference: string, given: { countyId?: CountyId; acceptedOn?: string; category?: string } = {}) =>
  recordExternalPurchase(shop.db, {
    reference,
    channel: 'other',
    amount: fen(5_000),
    acceptedOn: today,
    countyId: FUFENG,
    fundType: 'canteen',
    now: shop.clock.now,
    ...given,
  })

describe('before any rule is recorded', () => {
  it('everything counts by the rule a database starts with', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [1])
    const row = await shop.db
      .selectFrom('recognized_purchase')
      .select('counting_rule_id')
      .where('order_line_id', 'in', order.lineIds)
      .executeTakeFirstOrThrow()
    expect(row.counting_rule_id).toBe(REFERENCE_RULE_ID)
    expect(await elsewhere('old', { acceptedOn: '2018-05-05' })).toMatchObject({
      ok: true,
      value: { uncounted: undefined },
    })
    expect(await listCountingRules(shop.db)).toMatchObject([
      { ruleId: REFERENCE_RULE_ID, validFrom: '2020-01-01', document: undefined, counties: [], categories: [] },
    ])
  })
})

let failing: PaidOrder

describe('a rule that leaves out kinds of goods', () => {
  let mixed: PaidOrder
  beforeAll(async () => {
    mixed = await paidOrder(shop)
    failing = await paidOrder(shop)
    await handOver(shop, mixed, [2])
    await handOver(shop, failing, [2])
    await shop.store.ownerDb
      .insertInto('category')
      .values({ id: 'honey', name_zh: '蜂蜜', name_en: 'Honey', picture_kind: 'honey', sort_order: 2 })
      .execute()
    await rule(ruleForm(today, { categories: ['honey'] }))
  })

  it('lets an accepted line stand beside the figures, with the rule and the reason', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [3])
    expect(await countedFen(shop, order)).toBe(0)
    expect(await uncountedFen(shop, order)).toBe(3 * 1019)
    const [latest] = await listCountingRules(shop.db)
    if (!latest) throw new Error('no rule')
    expect(await listUncounted(shop.db, latest.ruleId, 10)).toMatchObject([
      { reason: 'category', categoryId: 'spice', countyId: FUFENG, amount: 3 * 1019, sourceType: 'acceptance' },
    ])
    await expectCleanAudit(shop)
  })

  it('takes a refund of what does not count off what does not count', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [3])
    await refund(order, 1)
    expect([await countedFen(shop, order), await uncountedFen(shop, order)]).toEqual([0, 2 * 1019])
    await expectCleanAudit(shop)
  })

  it('leaves what was counted before it counted, and takes refunds of a mixed line off what counts first', async () => {
    await handOver(shop, mixed, [1])
    expect([await countedFen(shop, mixed), await uncountedFen(shop, mixed)]).toEqual([2 * 1019, 1019])
    await refund(mixed, 1)
    expect([await countedFen(shop, mixed), await uncountedFen(shop, mixed)]).toEqual([1019, 1019])
    await refund(mixed, 2)
    expect([await countedFen(shop, mixed), await uncountedFen(shop, mixed)]).toEqual([0, 0])
    await expectCleanAudit(shop)
  })

  it('counts a purchase made elsewhere when its kind is named, and says why when not', async () => {
    expect(await elsewhere('kind-1', { category: 'honey' })).toMatchObject({ value: { uncounted: undefined } })
    expect(await elsewhere('kind-2', { category: 'spice' })).toMatchObject({ value: { uncounted: 'category' } })
    expect(await elsewhere('kind-3')).toMatchObject({ value: { uncounted: 'category_unknown' } })
    expect(await elsewhere('kind-3')).toMatchObject({ refusal: { kind: 'alreadyRecorded', amount: 5_000 } })
  })

  it('counts a purchase of a day before it by the rule before it', async () => {
    expect(await elsewhere('day-before', { acceptedOn: addDays(today, -1) })).toMatchObject({
      value: { uncounted: undefined },
    })
    await expectCleanAudit(shop)
  })
})

describe('recording a rule', () => {
  it('refuses a day that is not after the latest rule, a number that is known, and what there is not', async () => {
    const later = addDays(today, 30)
    expect(await record(ruleForm(today))).toMatchObject({ refusal: { kind: 'notAfterLatest', validFrom: today } })
    const [latest] = await listCountingRules(shop.db)
    expect(await record(ruleForm(later, { documentNo: latest?.documentNo ?? '' }))).toMatchObject({
      refusal: { kind: 'documentNoKnown' },
    })
    expect(await record(ruleForm(later, { counties: ['nowhere'] }))).toMatchObject({
      refusal: { kind: 'unknownCounty' },
    })
    expect(await record(ruleForm(later, { categories: ['nothing'] }))).toMatchObject({
      refusal: { kind: 'unknownCategory' },
    })
  })

  it('takes one of many recorded at once for one day, and writes down before and after', async () => {
    const day = addDays(today, 40)
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        record(ruleForm(day, { documentNo: `同日〔${index}〕号`, reservedShare: 1500 })),
      ),
    )
    const [taken, ...others] = answers.filter((answer) => answer.ok)
    expect(others).toEqual([])
    if (!taken) throw new Error('none was taken')
    const view = await findCountingRule(shop.db, taken.value.ruleId)
    expect(view).toMatchObject({
      rule: { validFrom: day, reservedShareBasisPoints: 1500 },
      before: { validFrom: today },
    })
    const audit = await shop.db
      .selectFrom('audit_event')
      .select('detail')
      .where('object_id', '=', taken.value.ruleId)
      .executeTakeFirstOrThrow()
    expect(audit.detail).toMatchObject({
      before: { reservedShareBasisPoints: 1000 },
      after: { reservedShareBasisPoints: 1500 },
    })
  })

  it('is before or after every purchase recorded at the same time, and the audit can tell', async () => {
    const day = addDays(today, 50)
    const [rules, bought] = [ruleForm(day, { counties: ['changwu'], categories: [] }), Array.from({ length: 12 })]
    shop.clock.now = new Date(shop.clock.now.getTime() + 51 * 24 * 3600_000)
    await Promise.all([
      record(rules),
      ...bought.map((_, index) => elsewhere(`race-${index}`, { acceptedOn: day, category: 'honey' })),
    ])
    const counted = await shop.db
      .selectFrom('recognized_purchase')
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .where('source_id', 'like', 'other:race-%')
      .executeTakeFirstOrThrow()
    const uncounted = await shop.db
      .selectFrom('uncounted_purchase')
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .where('source_id', 'like', 'other:race-%')
      .executeTakeFirstOrThrow()
    expect(counted.rows + uncounted.rows).toBe(12)
    await expectCleanAudit(shop)
  })

  it('cannot be undone, not even by the shop itself', async () => {
    await expect(shop.db.updateTable('counting_rule').set({ notes: 'x' }).execute()).rejects.toThrow()
    await expect(shop.store.ownerDb.deleteFrom('counting_rule_category').execute()).rejects.toThrow()
    await expect(shop.store.ownerDb.deleteFrom('uncounted_purchase').execute()).rejects.toThrow()
  })
})

describe('a refund of a line that counts in part', () => {
  it('is taken back as it was taken off when it failed, and once', async () => {
    await handOver(shop, failing, [1])
    const sums = async () => [await countedFen(shop, failing), await uncountedFen(shop, failing)]
    expect(await sums()).toEqual([2 * 1019, 1019])
    const [orderLineId] = failing.lineIds
    const line = await shop.db
      .selectFrom('order_line')
      .select(['cooperative_id', 'product_id'])
      .where('id', '=', orderLineId ?? '')
      .executeTakeFirstOrThrow()
    const undo = (sourceId: string, amount: number) =>
      inTransaction(shop.db, (tx) =>
        recognizePurchase(tx, {
          sourceType: 'refund',
          sourceId,
          amount: fen(amount),
          orderLineId: orderLineId as OrderLineId,
          businessDate: businessDate(shop.clock.now),
          countyId: FUFENG,
          cooperativeId: line.cooperative_id as CooperativeId,
          productId: line.product_id as ProductId,
          channel: 'own_shop',
          fundType: 'staff',
          now: shop.clock.now,
        }),
      )
    expect(await undo('part', -2_500)).toEqual({ isNew: true })
    expect(await sums()).toEqual([0, 1019 - (2_500 - 2 * 1019)])
    expect(await undo('part', -2_500)).toEqual({ isNew: false })
    await expect(undo('part', -2_499)).rejects.toThrow('another content')
    expect(await undo('part/failed', 2_500)).toEqual({ isNew: true })
    expect(await undo('part/failed', 2_500)).toEqual({ isNew: false })
    expect(await sums()).toEqual([2 * 1019, 1019])
    await expect(undo('too-much', -4_000)).rejects.toThrow('nobody accepted')
  })
})
