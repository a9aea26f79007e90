import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { purchasesMessages } from '#app/messages/purchases.ts'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import type { PurchaseAnswer } from './purchase-steps.server.ts'

/** Why a purchase was not taken as a whole, with the way to the one that stands already. */
export function PurchaseRefusal({ answer }: { answer: PurchaseAnswer | undefined }) {
  const t = useMessages(purchasesMessages)
  if (!answer?.refusal) return null
  return (
    <div className="mt-4">
      <Notice tone="error" role="alert">
        {t.refusals[answer.refusal]}{' '}
        {answer.knownId && (
          <Link className="text-indigo underline" to={paths.finance.purchase(answer.knownId)}>
            {t.refusals.openKnown}
          </Link>
        )}
      </Notice>
    </div>
  )
}
