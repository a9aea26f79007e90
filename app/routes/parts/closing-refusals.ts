import type { ClosingMessages } from '#app/messages/closing.ts'
import type { LockPeriodRefusal } from '#app/modules/closing/lock-period.server.ts'
import type { PreparePeriodRefusal, WaiveCheckRefusal } from '#app/modules/closing/prepare-period.server.ts'
import type { AskReopeningRefusal, SettleReopeningRefusal } from '#app/modules/closing/reopen-period.server.ts'

export type ClosingRefusal =
  | PreparePeriodRefusal
  | WaiveCheckRefusal
  | LockPeriodRefusal
  | AskReopeningRefusal
  | Exclude<SettleReopeningRefusal, { kind: 'unknown' }>

/** Why a step of a close did not happen. */
export function explainClosing(refusal: ClosingRefusal, t: ClosingMessages): string {
  switch (refusal.kind) {
    case 'notNext':
      return refusal.next === undefined ? t.refusals.nothingToClose : t.refusals.notNext(refusal.next)
    case 'notGreen':
      return t.refusals.notGreen(refusal.names.map((name) => t.checks[name]?.title ?? name).join(' · '))
    case 'settled':
      return refusal.state === 'approved' ? t.refusals.settledApproved : t.refusals.settledRefused
    default:
      return t.refusals[refusal.kind]
  }
}
