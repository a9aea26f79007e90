import { depositCash } from '#app/modules/bank/deposit-cash.server.ts'
import { undoBankLink } from '#app/modules/bank/undo-bank-link.server.ts'
import { recordPurchase } from '#app/modules/external/record-purchase.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { fen, formatYuan } from '#app/shared/money.ts'
import { type BankOfficer, bringIn, createBankOfficer, lineOf, link } from '#tests/integration/bank/vault.ts'
import { bought } from '#tests/integration/external/world.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { must } from '#tests/integration/settlement/office.ts'

/**
 * What the bank tells of the days before: a payout and cash that arrived, the north's
 * statement and a purchase elsewhere that were paid, money of nobody, half of it
 * claimed since, and a line that was taken for another thing first.
 */
export async function makeBankDays(shop: Shop): Promise<void> {
  setRuntime(shop.runtime)
  const officer = await createBankOfficer({ shop })
  const known = await findKnown(shop)
  const depositId = await takeCash(shop, officer)
  const purchaseId = await buyElsewhere(shop, officer)
  const day = businessDate(shop.clock.now)
  await bringIn({ shop }, officer, [
    `${day},Stripe,,打款,${formatYuan(fen(known.payout.amount_fen))},,,W1`,
    `${day},本校,,缴存现金,9.00,,,W2`,
    `${day},北塬合作社,,付结算款,,${formatYuan(fen(known.statement.total_fen))},,W3`,
    `${day},832平台,,付货款,,600.00,,W4`,
    `${day},某人,,来路不明,100.00,,,W5`,
    `${day},某人,,退一半,,40.00,,W6`,
    `${day},某人,,还没有人看,1.00,,,W7`,
  ])
  const match = async (words: string, given: Parameters<typeof link>[2]) =>
    must(await link({ shop }, officer, { lineIds: [await lineOf({ shop }, words)], ...given })).linkId
  await match('打款', { items: [['payout', known.payout.id, known.payout.amount_fen]] })
  await match('缴存现金', { items: [['deposit', depositId, 1_000]], fee: fen(100) })
  await match('付结算款', { items: [['statement', known.statement.id, -known.statement.total_fen]] })
  const wrong = await match('付货款', { keepsRest: true })
  must(await undoBankLink(shop.db, { officer, linkId: wrong, because: '是货款', now: shop.clock.now }))
  await match('付货款', { items: [['purchase', purchaseId, -60_000]] })
  const unknown = await match('来路不明', { keepsRest: true })
  await match('退一半', { items: [['claim', unknown, -4_000]] })
  setRuntime(undefined)
}

async function findKnown({ db }: Shop) {
  const payout = await db
    .selectFrom('provider_payout')
    .select(['id', 'amount_fen'])
    .where('booked_on', 'is not', null)
    .where('returned_on', 'is', null)
    .limit(1)
    .executeTakeFirstOrThrow()
  const statement = await db
    .selectFrom('settlement_statement')
    .select(['id', 'total_fen'])
    .where('state', '=', 'paid')
    .limit(1)
    .executeTakeFirstOrThrow()
  return { payout, statement }
}

/** Ten yuan out of a drawer that holds them. */
async function takeCash({ db, clock }: Shop, officer: BankOfficer): Promise<string> {
  const { account_code: code } = await db
    .selectFrom('account_day')
    .select('account_code')
    .where('account_code', 'like', 'cash:counter:%')
    .groupBy('account_code')
    .having((eb) => eb(eb.fn.sum(eb('debit_fen', '-', eb.ref('credit_fen'))), '>=', 1_000))
    .executeTakeFirstOrThrow()
  const form = { requestId: newId(), pickupPointId: code.replace('cash:counter:', ''), amount: fen(1_000), slipNo: '' }
  const deposit = { officer, ...form, depositedOn: businessDate(clock.now), now: clock.now }
  return must(await depositCash(db, deposit)).depositId
}

async function buyElsewhere({ db, clock }: Shop, officer: BankOfficer) {
  const day = businessDate(clock.now)
  const facts = bought({ amount: fen(60_000), orderedOn: day, acceptedOn: day, paidOn: null })
  return must(await recordPurchase(db, { facts, recordedBy: officer.personId, now: clock.now }))
}
