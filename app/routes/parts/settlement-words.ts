import { type SettlementMessages, settlementMessages } from '#app/messages/settlement.ts'
import { statementsMessages } from '#app/messages/statements.ts'
import type { ApproveStatementRefusal } from '#app/modules/settlement/approve-statement.server.ts'
import type { CorrectRefusal } from '#app/modules/settlement/correct-statement.server.ts'
import type { PayStatementRefusal } from '#app/modules/settlement/pay-statement.server.ts'
import type { PrepareRefusal } from '#app/modules/settlement/prepare-statement.server.ts'
import type { RecordAccountRefusal } from '#app/modules/settlement/record-bank-account.server.ts'
import type { SendStatementRefusal } from '#app/modules/settlement/send-statement.server.ts'
import type { Month } from '#app/modules/settlement/statement.ts'
import type { Language } from '#app/shared/language.ts'
import { fen, formatMoney } from '#app/shared/money.ts'
import type { FormReply } from './refund-form.ts'

/** '2026 年 11 月' or 'November 2026'. */
export function monthWords(month: Month, language: Language): string {
  return statementsMessages[language].month(Number(month.slice(0, 4)), Number(month.slice(5, 7)))
}

export function explainPreparing(refusal: PrepareRefusal, t: SettlementMessages): string {
  switch (refusal.kind) {
    case 'notPositive':
      return t.refusals.notPositive(formatMoney(fen(refusal.total)))
    case 'unknownCooperative':
    case 'monthToCome':
    case 'nothingOpen':
      return t.refusals[refusal.kind]
  }
}

type Known<Refusal extends { kind: string }> = Exclude<Refusal, { kind: 'unknownStatement' }>
export type StatementRefusal = Known<
  SendStatementRefusal | CorrectRefusal | ApproveStatementRefusal | PayStatementRefusal
>

export function explainStatement(refusal: StatementRefusal, language: Language): string {
  const { refusals: t } = settlementMessages[language]
  switch (refusal.kind) {
    case 'wrongState':
      return t.wrongState(statementsMessages[language].states[refusal.state])
    case 'notPositive':
      return t.notPositive(formatMoney(fen(refusal.total)))
    case 'dayImpossible':
      return t.dayImpossible(refusal.from, refusal.to)
    case 'preparedIt':
    case 'paidIt':
    case 'approvedIt':
    case 'noAccount':
    case 'recordedAccount':
    case 'accountChanged':
    case 'otherContent':
      return t[refusal.kind]
  }
}

export function explainAccount(refusal: RecordAccountRefusal, t: SettlementMessages): string {
  return t.refusals[refusal.kind]
}

/** What is wrong with a field, in words; nothing when nothing is. */
export function errorOf(
  reply: FormReply | undefined,
  name: string,
  t: { errors: Record<string, string>; unreadable: string },
): string | undefined {
  const key = reply?.error?.[name]?.[0]
  return key === undefined ? undefined : (t.errors[key] ?? t.unreadable)
}
