import type { SettlementMessages } from '#app/messages/settlement.ts'
import type { PaymentOrder } from '#app/modules/settlement/payment-list.server.ts'
import { type Fen, formatYuan } from '#app/shared/money.ts'

/** A payment list with a head, as texts and with amounts that can be added up. */
export function paymentListRows(
  orders: readonly PaymentOrder[],
  t: SettlementMessages['list'],
): { text: string[][]; numbers: (string | number)[][] } {
  const head = [t.holder, t.bank, t.account, t.amount, t.purpose, t.statementNo]
  const row = <Amount>(order: PaymentOrder, amount: Amount) => [
    order.holder,
    order.bankName,
    order.accountNumber,
    amount,
    t.purposeOf(order.statementNo),
    order.statementNo,
  ]
  return {
    text: [head, ...orders.map((order) => row(order, formatYuan(order.amount).replaceAll(',', '')))],
    numbers: [head, ...orders.map((order) => row(order, yuanNumber(order.amount)))],
  }
}

/** Yuan as a spreadsheet counts: the nearest number to so many hundredths. Only for cells. */
function yuanNumber(amount: Fen): number {
  return amount / 100
}
