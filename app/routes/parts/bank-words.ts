import type { BankMessages } from '#app/messages/bank.ts'
import { formatMoney } from '#app/shared/money.ts'
import type { BankProblem } from './bank-steps.server.ts'

/** Why a bank line was not matched, or a match not undone. */
export function explainBank(problem: BankProblem, t: BankMessages): string {
  const words = t.refusals
  if (problem.kind === 'moreThanOpen' || problem.kind === 'onlyWhole')
    return words[problem.kind](problem.name, formatMoney(problem.open))
  if (problem.kind === 'wrongSide') return words.wrongSide(problem.name)
  if (problem.kind === 'notZero') return words.notZero(formatMoney(problem.difference))
  return problem.kind === 'undone' ? words.alreadyUndone : words[problem.kind]
}
