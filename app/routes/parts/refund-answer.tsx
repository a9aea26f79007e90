import type { AftersaleMessages } from '#app/messages/aftersale.ts'
import type { SettleRefundRefusal } from '#app/modules/aftersale/approve-refund.server.ts'
import type { AskRefundRefusal } from '#app/modules/aftersale/ask-refund.ts'
import type { DecideRefundRefusal } from '#app/modules/aftersale/decide-refund.server.ts'
import type { RepeatRefundRefusal } from '#app/modules/aftersale/repeat-refund.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import type { Language } from '#app/shared/language.ts'
import { fen, formatMoney } from '#app/shared/money.ts'
import { Notice } from '#app/ui/notice.tsx'

/** Why it did not happen, where the action was. */
export function Refused({ children }: { children: string | undefined }) {
  if (!children) return null
  return (
    <div className="mt-4">
      <Notice tone="error" role="alert">
        {children}
      </Notice>
    </div>
  )
}

export function explainAsking(refusal: AskRefundRefusal, t: AftersaleMessages, language: Language): string {
  switch (refusal.kind) {
    case 'tooLate':
      return t.refusals.tooLate(formatInstant(new Date(refusal.deadline), language))
    case 'tooMany':
      return t.refusals.tooManyAsked(refusal.pieces)
    case 'lineUnknown':
    case 'notHandedOver':
    case 'noReturn':
    case 'askedAlready':
      return t.refusals[refusal.kind]
  }
}

export function explainDecision(
  refusal: Exclude<DecideRefundRefusal, { kind: 'noOrder' }>,
  t: AftersaleMessages,
): string {
  switch (refusal.kind) {
    case 'piecesAndGoodwill':
      return t.refusals.piecesAndGoodwill(refusal.lineNo)
    case 'tooManyPieces':
      return t.refusals.tooManyPieces(refusal.lineNo, refusal.open)
    case 'tooMuch':
      return t.refusals.tooMuch(refusal.lineNo, formatMoney(fen(refusal.left)))
    case 'exceedsPayments':
      return t.refusals.exceedsPayments(formatMoney(fen(refusal.left)))
    case 'nothing':
    case 'lineUnknown':
    case 'notPaid':
    case 'changedMeanwhile':
    case 'ownOrder':
    case 'answered':
    case 'otherContent':
      return t.refusals[refusal.kind]
  }
}

type SettlingRefusal =
  | Exclude<SettleRefundRefusal, { kind: 'unknownDecision' }>
  | Exclude<RepeatRefundRefusal, { kind: 'unknownDecision' }>
  | { kind: 'notPaid' }

export function explainSettling(refusal: SettlingRefusal, t: AftersaleMessages): string {
  switch (refusal.kind) {
    case 'settled':
      return refusal.state === 'approved' ? t.refusals.settledApproved : t.refusals.settledRefused
    case 'exceedsPayments':
      return t.refusals.exceedsPayments(formatMoney(fen(refusal.left)))
    case 'ownRequest':
    case 'ownOrder':
    case 'notPaid':
    case 'changedMeanwhile':
    case 'nothingOwed':
      return t.refusals[refusal.kind]
  }
}
