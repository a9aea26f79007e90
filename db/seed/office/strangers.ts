import { yuan } from '../purchases.ts'
import type { BankRow, Days } from './bank-sheet.ts'

/** What the sender wrote of the receipt that is kept to be claimed. */
export const UNKNOWN_RECEIPT = '往来汇款'

/** Lines of the running month that belong to nothing the shop knows. */
export function strangersOf({ from, to }: Days): BankRow[] {
  const day = from < to ? to : from
  return [
    {
      day: from,
      amount: yuan('1280.00'),
      counterparty: '西安某物业服务有限公司',
      account: '61050167000000003321',
      purpose: UNKNOWN_RECEIPT,
    },
    {
      day,
      amount: yuan('368.00'),
      counterparty: '王建国',
      account: '6217000000000007789',
      purpose: '苹果礼盒款 汇款',
    },
  ]
}
