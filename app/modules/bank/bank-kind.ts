import { readChoice, readDay, readSignedYuan, readWords } from '#app/modules/sheets/cell-readers.ts'
import type { SheetKind } from '#app/modules/sheets/sheet-kind.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok } from '#app/shared/result.ts'

/** What a row of a bank statement says. Banks give the amount with its sign, with a word, or in two columns. */
export interface BankRow {
  bookedOn: BusinessDate
  amount: Fen
  direction: 'in' | 'out'
  income: Fen
  expense: Fen
  counterparty: string
  counterpartyAccount: string
  purpose: string
  bankRef: string
  balance: Fen
}

const DIRECTIONS = new Map<string, BankRow['direction']>([
  ['贷', 'in'],
  ['贷方', 'in'],
  ['收', 'in'],
  ['收入', 'in'],
  ['转入', 'in'],
  ['来账', 'in'],
  ['c', 'in'],
  ['credit', 'in'],
  ['借', 'out'],
  ['借方', 'out'],
  ['支', 'out'],
  ['支出', 'out'],
  ['转出', 'out'],
  ['往账', 'out'],
  ['d', 'out'],
  ['debit', 'out'],
])

/** The statement of a bank account as banks export it. */
export const BANK_STATEMENT: SheetKind<BankRow> = {
  name: 'bank_statement',
  fields: [
    'bookedOn',
    'amount',
    'direction',
    'income',
    'expense',
    'counterparty',
    'counterpartyAccount',
    'purpose',
    'bankRef',
    'balance',
  ],
  synonyms: {
    bookedOn: [
      '交易日期',
      '记账日期',
      '入账日期',
      '日期',
      '交易时间',
      '记账时间',
      'date',
      'booking date',
      'value date',
    ],
    amount: ['交易金额', '发生额', '金额', '交易金额(元)', 'amount', 'transaction amount'],
    direction: ['借贷标志', '借贷', '收支', '收/支', '收支方向', '借贷方向', 'debit/credit', 'dr/cr', 'direction'],
    income: ['收入', '收入金额', '贷方发生额', '贷方金额', '贷方', '存入', '转入金额', 'credit', 'income', 'paid in'],
    expense: ['支出', '支出金额', '借方发生额', '借方金额', '借方', '支取', '转出金额', 'debit', 'expense', 'paid out'],
    counterparty: [
      '对方户名',
      '对方名称',
      '对方账户名称',
      '交易对手',
      '对手户名',
      '付款人',
      'counterparty',
      'payer',
      'payee',
    ],
    counterpartyAccount: ['对方账号', '对方账户', '对手账号', 'counterparty account', 'account'],
    purpose: [
      '摘要',
      '用途',
      '附言',
      '备注',
      '交易摘要',
      '摘要/附言',
      'purpose',
      'memo',
      'description',
      'reference text',
    ],
    bankRef: ['交易流水号', '流水号', '凭证号', '交易序号', '业务编号', '回单编号', 'bank reference', 'transaction id'],
    balance: ['余额', '账户余额', '交易后余额', '联机余额', 'balance'],
  },
  readers: {
    bookedOn: readDay,
    amount: readSignedYuan,
    direction: (text) => readChoice(text, DIRECTIONS),
    income: readSignedYuan,
    expense: readSignedYuan,
    counterparty: (text) => readWords(text, 200),
    counterpartyAccount: (text) => ok(text.replaceAll(/\D/g, '').slice(-4)),
    purpose: (text) => readWords(text, 500),
    bankRef: (text) => readWords(text, 80),
    balance: readSignedYuan,
  },
  required: ['bookedOn'],
  filled: ['bookedOn'],
  cleanCell: (text) => text.replace(/^[`'\t]+/, ''),
  isEnd: (payload) => /^(?:合计|总计|小计|total)/i.test(payload.find((cell) => cell !== '') ?? ''),
}
