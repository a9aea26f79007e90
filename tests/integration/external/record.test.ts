import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { correctPurchase, recordPurchase, reversePurchase } from '#app/modules/external/record-purchase.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CountyId, ExternalPurchaseId, OrgUnitId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { closeMonthsThrough, createClosers } from '#tests/support/factories/periods.ts'
import { bought, expectCleanAudit, NOW, openPurchases, type PurchaseWorld, recognitionsOf, record } from './world.ts'

let world: PurchaseWorld
beforeAll(async () => {
  world = await openPurchases()
})
afterAll(() => world.drop())

function correct(purchaseId: ExternalPurchaseId, revision: number, facts: ReturnType<typeof bought>) {
  const author = { recordedBy: world.officer, now: NOW }
  return correctPurchase(world.db, { purchaseId, revision, facts, reason: '录错了', ...author })
}

const stages = async (facts: { channel: string }) =>
  world.db
    .selectFrom('stage_amount')
    .select((eb) => ['stage', eb.fn.sum<string>('amount_fen').as('amount')])
    .where('channel', '=', facts.channel)
    .groupBy('stage')
    .orderBy('stage')
    .execute()

describe('recording a purchase', () => {
  it('does not count before it is accepted and paid, and then from the later day', async () => {
    const facts = bought({ acceptedOn: null, paidOn: null })
    const purchaseId = await record(world, facts)
    expect(await recognitionsOf(world.db, facts.externalNo)).toEqual([])
    await correct(purchaseId, 1, { ...facts, acceptedOn: '2026-10-12' })
    expect(await recognitionsOf(world.db, facts.externalNo)).toEqual([])
    expect(await correct(purchaseId, 2, { ...facts, acceptedOn: '2026-10-12', paidOn: '2026-11-02' })).toEqual({
      ok: true,
      value: undefined,
    })
    expect(await recognitionsOf(world.db, facts.externalNo)).toEqual([
      [`platform_832:${facts.externalNo}:1:3`, 100_000, '2026-11-02'],
    ])
    await expectCleanAudit(world.db)
  })

  it('counts net of what was returned, for its unit too, and adds to the amounts by month', async () => {
    const facts = bought({ channel: 'other', refund: fen(20_000), orgUnitId: 'canteen-north' as OrgUnitId })
    await record(world, facts)
    expect(await recognitionsOf(world.db, facts.externalNo)).toEqual([
      [`other:${facts.externalNo}:1:1`, 80_000, '2026-10-20'],
    ])
    expect(await stages(facts)).toEqual([
      { stage: 'accepted', amount: '80000' },
      { stage: 'ordered', amount: '100000' },
      { stage: 'paid', amount: '100000' },
    ])
    await expectCleanAudit(world.db)
  })

  it('stands once, however often its form is sent and by however many it is entered', async () => {
    const [facts, requestId] = [bought(), newId()]
    const send = (request?: string) =>
      recordPurchase(world.db, {
        facts,
        recordedBy: world.officer,
        now: NOW,
        ...(request !== undefined && { requestId: request }),
      })
    const answers = await Promise.all([send(requestId), send(requestId), send(), send(newId())])
    expect(answers.filter((answer) => answer.ok).length).toBeGreaterThan(0)
    expect(await recognitionsOf(world.db, facts.externalNo)).toHaveLength(1)
    expect(await send(newId())).toMatchObject({ ok: false, refusal: { kind: 'alreadyRecorded', amount: 100_000 } })
  })

  it('refuses facts that cannot be, all at once', async () => {
    const facts = bought({ amount: fen(0), refund: fen(1), acceptedOn: '2026-12-24', paidOn: '2026-10-01' })
    expect(await recordPurchase(world.db, { facts, recordedBy: world.officer, now: NOW })).toEqual({
      ok: false,
      refusal: {
        kind: 'impossible',
        problems: [
          { field: 'amount', problem: 'notAmount' },
          { field: 'refund', problem: 'refundTooLarge' },
          { field: 'acceptedOn', problem: 'inFuture' },
          { field: 'paidOn', problem: 'beforeOrdered' },
        ],
      },
    })
    const elsewhere = bought({ countyId: 'nowhere' as CountyId })
    expect(await recordPurchase(world.db, { facts: elsewhere, recordedBy: world.officer, now: NOW })).toMatchObject({
      refusal: { problems: [{ problem: 'unknownCounty' }] },
    })
  })
})

describe('correcting a purchase', () => {
  it('takes back what counted and counts the new revision, both to be seen', async () => {
    const facts = bought()
    const purchaseId = await record(world, facts)
    await correct(purchaseId, 1, { ...facts, amount: fen(70_000), countyId: 'xunyi' as CountyId })
    const source = `platform_832:${facts.externalNo}:1`
    expect(await recognitionsOf(world.db, facts.externalNo)).toEqual([
      [`${source}:1`, 100_000, '2026-10-20'],
      [`${source}:1/reversed`, -100_000, '2026-10-20'],
      [`${source}:2`, 70_000, '2026-10-20'],
    ])
    const entry = await world.db
      .selectFrom('journal_entry')
      .selectAll()
      .where('source_id', '=', `${source}:1/reversed`)
      .executeTakeFirstOrThrow()
    expect(entry.reverses_entry_id).not.toBeNull()
    const history = await world.db
      .selectFrom('external_purchase_revision')
      .select(['revision', 'reason'])
      .where('purchase_id', '=', purchaseId)
      .orderBy('revision')
      .execute()
    expect(history).toEqual([
      { revision: 1, reason: '' },
      { revision: 2, reason: '录错了' },
    ])
    const audit = await world.db
      .selectFrom('audit_event')
      .select(['verb', 'detail'])
      .where('object_id', '=', purchaseId)
      .orderBy('id')
      .execute()
    expect(audit.map(({ verb }) => verb)).toEqual(['purchase.recorded', 'purchase.corrected'])
    expect(audit[1]?.detail).toMatchObject({ before: { amount: 100_000 }, after: { amount: 70_000 } })
    await expectCleanAudit(world.db)
  })

  it('leaves the books alone when only what stands beside the figures changes', async () => {
    const facts = bought()
    const purchaseId = await record(world, facts)
    await correct(purchaseId, 1, { ...facts, invoiceNo: '24612000', reviewedOn: '2026-11-01' })
    expect(await recognitionsOf(world.db, facts.externalNo)).toHaveLength(1)
    await expectCleanAudit(world.db)
  })

  it('refuses what was changed meanwhile, nothing at all, and another line of the same number', async () => {
    const [facts, other] = [bought(), bought()]
    const purchaseId = await record(world, facts)
    await record(world, other)
    expect(await correct(purchaseId, 1, facts)).toMatchObject({ refusal: { kind: 'nothingChanged' } })
    expect(await correct(purchaseId, 1, { ...facts, externalNo: other.externalNo })).toMatchObject({
      refusal: { kind: 'alreadyRecorded' },
    })
    await correct(purchaseId, 1, { ...facts, note: '一' })
    expect(await correct(purchaseId, 1, { ...facts, note: '二' })).toMatchObject({
      refusal: { kind: 'changedMeanwhile' },
    })
  })

  it('of two made at once takes one', async () => {
    const facts = bought()
    const purchaseId = await record(world, facts)
    const answers = await Promise.all(
      [1, 2, 3, 4].map((part) => correct(purchaseId, 1, { ...facts, amount: fen(part * 1_000) })),
    )
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    await expectCleanAudit(world.db)
  })

  it('of a closed month lands in the open one', async () => {
    const facts = bought({ orderedOn: '2025-03-01', acceptedOn: '2025-03-02', paidOn: '2025-03-03' })
    const purchaseId = await record(world, facts)
    const closers = await createClosers(world.db)
    await closeMonthsThrough(world.db, '2025-03', { closers })
    await correct(purchaseId, 1, { ...facts, amount: fen(60_000) })
    expect(await recognitionsOf(world.db, facts.externalNo)).toEqual([
      [`platform_832:${facts.externalNo}:1:1`, 100_000, '2025-03-03'],
      [`platform_832:${facts.externalNo}:1:1/reversed`, -100_000, '2026-11-24'],
      [`platform_832:${facts.externalNo}:1:2`, 60_000, '2026-11-24'],
    ])
    await expectCleanAudit(world.db)
  })
})

describe('taking a purchase back', () => {
  it('leaves nothing of it in the figures, and its number free', async () => {
    const facts = bought({ channel: 'counter' })
    const purchaseId = await record(world, facts)
    const reverse = () => reversePurchase(world.db, { purchaseId, reason: '退货', recordedBy: world.officer, now: NOW })
    expect(await reverse()).toEqual({ ok: true, value: undefined })
    expect(await reverse()).toEqual({ ok: true, value: undefined })
    await record(world, { ...facts, amount: fen(5_000) })
    const amounts = (await recognitionsOf(world.db, facts.externalNo)).map(([source, amount]) => [source, amount])
    expect(amounts).toEqual([
      [`counter:${facts.externalNo}:1:1`, 100_000],
      [`counter:${facts.externalNo}:1:1/reversed`, -100_000],
      [`counter:${facts.externalNo}:1:3`, 5_000],
    ])
    expect(await correct(purchaseId, 2, facts)).toMatchObject({ refusal: { kind: 'reversed' } })
    await expectCleanAudit(world.db)
  })
})
