import { Form } from '@remix-run/react'
import { purchaseImportMessages } from '#app/messages/purchase-import.ts'
import type { MissingPurchase } from '#app/modules/external/reverse-missing.server.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { SECONDARY } from './refund-controls.tsx'

interface MissingPurchasesProps {
  missing: readonly MissingPurchase[]
  fileName: string
  mayRecord: boolean
  /** The form came without a tick or a reason. */
  isNothing: boolean
}

/** Purchases of earlier files that this one lacks, to be ticked and taken back. */
export function MissingPurchases({ missing, fileName, mayRecord, isNothing }: MissingPurchasesProps) {
  const t = useMessages(purchaseImportMessages)
  if (missing.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.missingTitle}</h2>
      <p className="max-w-[680px] text-ink-2">{t.missingLead}</p>
      {isNothing && (
        <div className="mt-3">
          <Notice tone="error" role="alert">
            {t.missingNothing}
          </Notice>
        </div>
      )}
      <Form method="post" className="mt-3 grid gap-4">
        <input type="hidden" name="intent" value="reverseMissing" />
        <ul className="divide-y divide-line rounded-2xl border border-line bg-card px-4">
          {missing.map((one) => (
            <li key={one.purchaseId}>
              <label htmlFor={`missing-${one.purchaseId}`} className="flex min-h-11 items-start gap-3 py-2">
                <input
                  type="checkbox"
                  id={`missing-${one.purchaseId}`}
                  name="purchase"
                  value={one.purchaseId}
                  disabled={!mayRecord || one.isLinked}
                  className="mt-1 size-5"
                />
                <span className="min-w-0 flex-1">
                  <span className="break-all tabular-nums">
                    {one.externalNo}-{one.lineNo} · {one.orderedOn}
                  </span>
                  <span className="block text-sm break-words text-ink-2">
                    {[one.supplierName, one.product, one.isLinked && t.missingLinked].filter(Boolean).join(' · ')}
                  </span>
                </span>
                <span className="tabular-nums">{formatMoney(one.amount)}</span>
              </label>
            </li>
          ))}
        </ul>
        {mayRecord && (
          <>
            <Field
              name="reason"
              label={t.missingReason}
              maxLength={300}
              required
              defaultValue={t.missingReasonDefault(fileName).slice(0, 300)}
            />
            <button type="submit" className={`${SECONDARY} justify-self-start`}>
              {t.missingSubmit}
            </button>
          </>
        )}
      </Form>
    </section>
  )
}
