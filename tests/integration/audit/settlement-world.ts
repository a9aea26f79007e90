import { confirmStatement } from '#app/modules/settlement/answer-statement.server.ts'
import { approveStatement } from '#app/modules/settlement/approve-statement.server.ts'
import { correctStatement } from '#app/modules/settlement/correct-statement.server.ts'
import { payStatement } from '#app/modules/settlement/pay-statement.server.ts'
import { prepareStatement } from '#app/modules/settlement/prepare-statement.server.ts'
import { recordBankAccount } from '#app/modules/settlement/record-bank-account.server.ts'
import { returnPayment } from '#app/modules/settlement/return-payment.server.ts'
import { sendStatement } from '#app/modules/settlement/send-statement.server.ts'
import { monthOfDate } from '#app/modules/settlement/statement.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { fen } from '#app/shared/money.ts'
import { cooperativeId, createManager } from '#tests/integration/fulfillment/supply.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { financeActor, must } from '#tests/integration/settlement/office.ts'

/** Both cooperatives get the statement of this month: the north's is corrected, paid, sent back and paid again; the south's waits. */
export async function makeSettlement(shop: Shop): Promise<void> {
  const { db, clock } = shop
  const { now } = clock
  const officer = await financeActor(shop, 'payable:prepare', ['finance_officer'])
  const approver = await financeActor(shop, 'payable:approve', ['finance_approver'])
  const payer = await financeActor(shop, 'payable:pay', ['finance_payer'])
  const month = monthOfDate(businessDate(now))
  const [north, south] = [await cooperativeId(shop, 'north'), await cooperativeId(shop, 'south')]
  const account = {
    holder: '北塬合作社',
    bankName: '农商银行',
    accountNumber: '6217000012345678',
    validFrom: '2020-01-01',
  }
  for (const id of [north, south])
    must(await recordBankAccount(db, { form: { requestId: newId(), cooperativeId: id, ...account }, officer, now }))
  const [{ statementId }] = [
    must(await prepareStatement(db, { cooperativeId: north, month, officer, now })),
    must(await prepareStatement(db, { cooperativeId: south, month, officer, now })),
  ]
  const form = { requestId: newId(), amount: fen(150), reason: '少算一斤' }
  must(await correctStatement(db, { statementId, officer, form, now }))
  must(await sendStatement(db, { statementId, officer, now }))
  must(await confirmStatement(db, { manager: await createManager(shop, 'north'), statementId, round: 1, now }))
  const approve = async () => must(await approveStatement(db, { statementId, approver, now }))
  const pay = async () => {
    const given = { method: 'online_bank', bankReference: '', paidOn: businessDate(now) } as const
    must(await payStatement(db, { statementId, payer, form: given, now }))
  }
  await approve()
  await pay()
  must(await returnPayment(db, { statementId, payer, note: '户名不符', now }))
  await approve()
  await pay()
}
