import type { OpenItem } from '#app/modules/bank/bank-link.ts'
import { addDays, type BusinessDate } from '#app/shared/business-date.ts'
import { addFen, type Fen, fen, formatYuan, negateFen } from '#app/shared/money.ts'
import { seededRandom } from '../history/random.ts'
import { yuan } from '../purchases.ts'

export interface Days {
  from: BusinessDate
  to: BusinessDate
}

export interface BankRow {
  day: BusinessDate
  amount: Fen
  counterparty: string
  account: string
  purpose: string
}

/** What the college's account held before the demo's first statement. */
const OPENING = yuan('2680000.00')
const HEAD = ['交易日期', '交易流水号', '收入', '支出', '余额', '对方户名', '对方账号', '摘要']

/** The statement of some days as the bank's website exports it, in the order of its lines. */
export function bankSheet(of: {
  days: Days
  waiting: readonly OpenItem[]
  strangers: readonly BankRow[]
  opening: Fen | undefined
}): { rows: string[][] } {
  const { days, opening = OPENING } = of
  const booked = [...of.waiting.map((item) => rowOf(item, days)), ...ownRows(days), ...of.strangers]
  booked.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0))
  let balance = opening
  const lines = booked.map((row, index) => {
    balance = addFen(balance, row.amount)
    const { day, amount, counterparty, account, purpose } = row
    const reference = `${day.replaceAll('-', '')}${String(index + 1).padStart(6, '0')}`
    const [income, expense] = amount > 0 ? [digits(amount), ''] : ['', digits(negateFen(amount))]
    return [day, reference, income, expense, digits(balance), counterparty, account, purpose].map(plain)
  })
  const title = ['账户明细查询', '户名：学院消费帮扶专户', '账号：6105 **** **** 0832', `${days.from} 至 ${days.to}`]
  return { rows: [title, HEAD, ...lines] }
}

function rowOf({ kind, refId, open, day, name, party }: OpenItem, { from }: Days): BankRow {
  const row = { day: day < from ? from : day, amount: open }
  const account = `6217${seededRandom(`account of ${party}`).between(100_000_000, 999_999_999)}`
  switch (kind) {
    case 'payout':
    case 'returned_payout':
      return { ...row, counterparty: 'Stripe Payments', account: '', purpose: `线上收款结算 ${refId}` }
    case 'deposit':
      return { ...row, counterparty: '现金', account: '', purpose: `现金缴存 ${name}` }
    case 'statement':
      return { ...row, counterparty: party, account, purpose: `帮扶货款 ${name}` }
    case 'purchase':
      return { ...row, counterparty: party, account, purpose: `采购款 ${name}` }
    case 'claim':
      return { ...row, counterparty: party, account, purpose: `退回 ${name}` }
  }
}

/** A charge a month on its 20th; interest on the 21st of each quarter's last month. */
function ownRows({ from, to }: Days): BankRow[] {
  const rows: BankRow[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const bank = { day, counterparty: '开户银行', account: '' }
    if (day.endsWith('-20')) rows.push({ ...bank, amount: negateFen(yuan('20.00')), purpose: '账户管理费' })
    if (/-(?:03|06|09|12)-21$/.test(day)) {
      const interest = seededRandom(`interest ${day}`).between(118_000, 176_000)
      rows.push({ ...bank, amount: fen(interest), purpose: '结息' })
    }
  }
  return rows
}

function digits(amount: Fen): string {
  return formatYuan(amount).replaceAll(',', '')
}

/** A cell that no comma and no quote tears apart. */
function plain(cell: string): string {
  return cell.replaceAll(/[",\r\n]/g, ' ')
}
