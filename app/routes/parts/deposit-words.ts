import type { BankMessages } from '#app/messages/bank.ts'
import { formatMoney } from '#app/shared/money.ts'
import type { DepositProblem } from './deposit-steps.server.ts'

/** Why a deposit was not noted. */
export function explainDeposit(problem: DepositProblem, t: BankMessages['deposit']): string {
  const words = t.refusals
  return problem.kind === 'moreThanHeld' ? words.moreThanHeld(formatMoney(problem.held)) : words[problem.kind]
}
