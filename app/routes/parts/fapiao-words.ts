import type { FapiaoMessages } from '#app/messages/fapiao.ts'
import type { FapiaoRefusal } from '#app/modules/fapiao/fapiao.ts'
import type { FapiaoView } from '#app/modules/fapiao/fapiao-queries.server.ts'
import type { RequestFapiaoRefusal } from '#app/modules/fapiao/request-fapiao.server.ts'
import { formatMoney } from '#app/shared/money.ts'

/** Why a step about an invoice was not taken. */
export function explainFapiao(refusal: FapiaoRefusal | RequestFapiaoRefusal, t: FapiaoMessages): string {
  const words = t.refusals
  switch (refusal.kind) {
    case 'wrongState':
      return words.wrongState(t.states[refusal.state])
    case 'amountDiffers':
      return words.amountDiffers(formatMoney(refusal.owed))
    case 'beforeIssue':
      return words.beforeIssue(refusal.issuedOn)
    default:
      return words[refusal.kind]
  }
}

/** As a page gets it: instants as milliseconds. */
export type FapiaoOnPage = Omit<FapiaoView, 'requestedAt'> & { requestedAt: number }

export function fapiaoOnPage({ requestedAt, ...fapiao }: FapiaoView): FapiaoOnPage {
  return { ...fapiao, requestedAt: requestedAt.getTime() }
}
