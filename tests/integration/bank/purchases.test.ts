import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listLinksOf } from '#app/modules/bank/bank-queries.server.ts'
import { listOpenItems } from '#app/modules/bank/open-items.server.ts'
import { suggestMatches } from '#app/modules/bank/suggest-matches.ts'
import { undoBankLink } from '#app/modules/bank/undo-bank-link.server.ts'
import { readWorklist } from '#app/modules/evidence/evidence-queries.server.ts'
import type { PurchaseFacts } from '#app/modules/external/purchase.ts'
import { findPurchase } from '#app/modules/external/purchase-queries.server.ts'
import { correctPurchase, recordPurchase, reversePurchase } from '#app/modules/external/record-purchase.server.ts'
import { purchasesPaid } from '#app/modules/ledger/accounts.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { BankLinkId, CountyId, ExternalPurchaseId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { bankInvariants } from '#db/invariants/bank-invariants.ts'
import { externalInvariants } from '#db/invariants/external-invariants.ts'
import { bought } from '#tests/integration/external/world.ts'
import { must, type Office, openOffice } from '#tests/integration/settlement/office.ts'
import { type BankOfficer, balanceOf, bringIn, createBankOfficer, lineOf, link } from './vault.ts'

let office: Office
let officer: BankOfficer
let colleague: BankOfficer

beforeAll(async () => {
  office = await openOffice()
  setRuntime(office.shop.runtime)
  officer = await createBankOfficer(office)
  colleague = await createBankOfficer(office)
})
afterAll(async () => {
  setRuntime(undefined)
  await office.shop.close()
})

const now = () => office.shop.clock.now
const today = () => businessDate(now())
const EXPENSE = purchasesPaid('canteen').code

/** Bought and accepted today, and not paid unless it says so. */
async function buy(said: Partial<PurchaseFacts> = {}): Promise<ExternalPurchaseId> {
  const days = { orderedOn: today(), acceptedOn: today(), paidOn: null }
  const facts = bought({ countyId: 'fufeng' as CountyId, supplierName: '法门花椒合作社', ...days, ...said })
  return must(await recordPurchase(office.db, { facts, recordedBy: officer.personId, now: now() }))
}
const stored = (id: ExternalPurchaseId) =>
  office.db.selectFrom('external_purchase').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
async function factsOf(id: ExternalPurchaseId): Promise<PurchaseFacts> {
  const found = await findPurchase(office.db, id)
  if (!found) throw new Error('no purchase')
  return found.facts
}
async function openOf(id: ExternalPurchaseId): Promise<number | undefined> {
  const items = await listOpenItems(office.db, { near: today(), limit: 1000 })
  return items.find((item) => item.kind === 'purchase' && item.refId === id)?.open
}
let refs = 0
/** A line of money out with these words, brought in. */
async function payOut(words: string, yuan: string, counterparty = '832平台'): Promise<string> {
  refs += 1
  await bringIn(office, officer, [`${today()},${counterparty},,${words},,${yuan},,P${refs}`])
  return `P${refs}`
}
async function pay(words: string, items: [ExternalPurchaseId, number][], by = officer) {
  const chosen = items.map(([id, amount]): ['purchase', string, number] => ['purchase', id, amount])
  return link(office, by, { lineIds: [await lineOf(office, words)], items: chosen })
}
const undo = (linkId: BankLinkId) =>
  undoBankLink(office.db, { officer: colleague, linkId, because: '看错了', now: now() })
async function breaches(): Promise<string[]> {
  const found: string[] = []
  for (const { breaches: look } of [...bankInvariants, ...externalInvariants]) {
    const { rows } = await look(now()).execute(office.db)
    found.push(...rows.map((row) => `${row.culprit} ${row.detail}`))
  }
  return found
}

describe('a purchase made elsewhere', () => {
  it('is one of three that one transfer pays, and counts from the day the bank shows', async () => {
    const before = await balanceOf(office, EXPENSE)
    const ids = [
      await buy({ externalNo: '8322026110001', amount: fen(10_000) }),
      await buy({ externalNo: '8322026110002', amount: fen(20_500), refund: fen(500) }),
      await buy({ externalNo: '8322026110003', amount: fen(30_000) }),
    ]
    const ref = await payOut(
      '货款 8322026110001、8322026110002、8322026110003',
      '600.00',
      '脱贫地区农副产品网络销售平台',
    )
    const lineId = await lineOf(office, '8322026110001')
    const items = await listOpenItems(office.db, { near: today(), limit: 1000 })
    const [first] = suggestMatches(
      {
        amount: fen(-60_000),
        bookedOn: today(),
        counterparty: '',
        purpose: '8322026110001 8322026110002 8322026110003',
      },
      items,
    )
    expect(first).toMatchObject({
      reason: 'numbersTogether',
      keys: expect.arrayContaining(ids.map((id) => `purchase:${id}`)),
    })
    must(
      await pay('8322026110001', [
        [ids[0] as ExternalPurchaseId, -10_000],
        [ids[1] as ExternalPurchaseId, -20_000],
        [ids[2] as ExternalPurchaseId, -30_000],
      ]),
    )
    expect(await balanceOf(office, EXPENSE)).toBe(before + 60_000)
    for (const id of ids) {
      const row = await stored(id)
      expect(row).toMatchObject({ state: 'paid', paid_on: today(), payment_ref: ref, revision: 2 })
      expect(row.counted_source_id).toMatch(/:2$/)
      expect(await openOf(id)).toBeUndefined()
    }
    expect((await listLinksOf(office.db, lineId))[0]?.parts).toHaveLength(3)
    // A line of the bank is what proves the payment.
    const scope = { from: today(), to: today() }
    const { lines } = await readWorklist(office.db, { scope, after: undefined, limit: 50 })
    const proved = lines.filter((line) => line.externalNo.startsWith('832202611000'))
    expect(proved.map((line) => line.missing.includes('payment'))).toEqual([false, false, false])
    expect(await breaches()).toEqual([])
  })

  it('is paid when its last part is, whoever the bank names, and what somebody said stays', async () => {
    const id = await buy({ amount: fen(9_000), paymentRef: '工会报销 12 号' })
    await payOut('工会垫付一', '40.00', '张三')
    await payOut('工会垫付二', '50.00', '李四')
    must(await pay('工会垫付一', [[id, -4_000]]))
    expect(await stored(id)).toMatchObject({ state: 'accepted', paid_on: null, counted_source_id: null })
    expect(await openOf(id)).toBe(-5_000)
    const tooMuch = await pay('工会垫付二', [[id, -6_000]])
    expect(tooMuch).toMatchObject({ ok: false, refusal: { kind: 'moreThanOpen', open: -5_000 } })
    must(await pay('工会垫付二', [[id, -5_000]]))
    expect(await stored(id)).toMatchObject({ state: 'paid', payment_ref: '工会报销 12 号' })
  })

  it('never shows at the college’s bank when people paid it themselves', async () => {
    const id = await buy({ fundType: 'staff' })
    expect(await openOf(id)).toBeUndefined()
    await payOut('职工自己付', '1000.00')
    expect(await pay('职工自己付', [[id, -100_000]])).toMatchObject({ refusal: { kind: 'itemGone' } })
  })

  it('is in a link once', async () => {
    const id = await buy({ amount: fen(2_000) })
    await payOut('选了两次', '20.00')
    const twice = await pay('选了两次', [
      [id, -1_000],
      [id, -1_000],
    ])
    expect(twice).toMatchObject({ ok: false, refusal: { kind: 'itemGone' } })
  })

  it('is settled by one of two officers', async () => {
    const id = await buy({ amount: fen(3_300) })
    await payOut('抢付甲', '33.00')
    await payOut('抢付乙', '33.00')
    const results = await Promise.all([pay('抢付甲', [[id, -3_300]]), pay('抢付乙', [[id, -3_300]], colleague)])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(await stored(id)).toMatchObject({ state: 'paid', revision: 2 })
    expect(await breaches()).toEqual([])
  })

  it('is paid once while somebody corrects it', async () => {
    const id = await buy({ amount: fen(4_400) })
    await payOut('边付边改', '44.00')
    const before = await factsOf(id)
    const [paid, corrected] = await Promise.all([
      pay('边付边改', [[id, -4_400]]),
      correctPurchase(office.db, {
        purchaseId: id,
        revision: 1,
        facts: { ...before, amount: fen(4_000) },
        reason: '少写了运费',
        recordedBy: colleague.personId,
        now: now(),
      }),
    ])
    expect([paid.ok, corrected.ok].filter(Boolean)).toHaveLength(1)
    expect(await breaches()).toEqual([])
  })
})

describe('undoing the link of a purchase', () => {
  it('takes back that it is paid, and that it counts', async () => {
    const before = await balanceOf(office, EXPENSE)
    const id = await buy({ amount: fen(5_500) })
    await payOut('先付后撤', '55.00')
    const { linkId } = must(await pay('先付后撤', [[id, -5_500]]))
    const both = await Promise.all([undo(linkId), undo(linkId)])
    expect(both.filter((result) => result.ok)).toHaveLength(1)
    expect(await stored(id)).toMatchObject({
      state: 'accepted',
      paid_on: null,
      payment_ref: '',
      counted_source_id: null,
    })
    expect([await openOf(id), await balanceOf(office, EXPENSE)]).toEqual([-5_500, before])
    must(await pay('先付后撤', [[id, -5_500]]))
    expect(await stored(id)).toMatchObject({ state: 'paid', revision: 4 })
    expect(await breaches()).toEqual([])
  })

  it('takes it back also when the part before the last is undone', async () => {
    const id = await buy({ amount: fen(1_000) })
    await payOut('分付上', '4.00')
    await payOut('分付下', '6.00')
    const { linkId } = must(await pay('分付上', [[id, -400]]))
    must(await pay('分付下', [[id, -600]]))
    must(await undo(linkId))
    expect(await stored(id)).toMatchObject({ state: 'accepted', paid_on: null })
    expect(await openOf(id)).toBe(-400)
  })

  it('leaves what somebody else had said', async () => {
    const id = await buy({ amount: fen(6_600), paidOn: today(), paymentRef: '转账凭证 7' })
    await payOut('早已付清', '66.00')
    const { linkId } = must(await pay('早已付清', [[id, -6_600]]))
    expect(await stored(id)).toMatchObject({ revision: 1 })
    must(await undo(linkId))
    expect(await stored(id)).toMatchObject({ state: 'paid', revision: 1, payment_ref: '转账凭证 7' })
  })

  it('is open for the money that comes back when the purchase is taken back', async () => {
    const before = await balanceOf(office, EXPENSE)
    const id = await buy({ amount: fen(7_700) })
    await payOut('付了又退', '77.00')
    must(await pay('付了又退', [[id, -7_700]]))
    must(await reversePurchase(office.db, { purchaseId: id, reason: '退货', recordedBy: officer.personId, now: now() }))
    expect(await openOf(id)).toBe(7_700)
    await bringIn(office, officer, [`${today()},832平台,,退回货款,77.00,,,P-BACK`])
    must(await link(office, officer, { lineIds: [await lineOf(office, '退回货款')], items: [['purchase', id, 7_700]] }))
    expect([await openOf(id), await balanceOf(office, EXPENSE)]).toEqual([undefined, before])
    expect(await breaches()).toEqual([])
  })
})
