import { Form, Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { purchasesMessages } from '#app/messages/purchases.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { formatOrderNo } from './order-url.ts'
import type { PurchaseOnPage } from './purchase-facts.tsx'
import { BOX, SECONDARY } from './refund-controls.tsx'
import { SupplyFold } from './supply-fold.tsx'

/** The order of the shop that is the same purchase, or the form that says which one is. */
export function PurchaseLinkSection({ purchase, mayRecord }: { purchase: PurchaseOnPage; mayRecord: boolean }) {
  const t = useMessages(purchasesMessages)
  const language = useLanguage()
  const { link, facts, state } = purchase
  if (facts.channel !== 'platform_832' || (!link && (!mayRecord || state === 'reversed'))) return null
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.detail.linkTitle}</h2>
      {link ? (
        <div className={`${BOX} mt-3`}>
          <p className="tabular-nums">{t.detail.linkedTo(formatOrderNo(link.orderNo), formatMoney(link.amount))}</p>
          <p className="text-sm text-ink-2">
            {t.detail.linkedBy(link.person, formatInstant(new Date(link.linkedAt), language))}
          </p>
          {mayRecord && (
            <ReasonForm intent="unlink" label={t.detail.unlinkReason} button={t.detail.unlink} id="unlink-reason" />
          )}
        </div>
      ) : (
        <>
          <p className="text-ink-2">{t.detail.linkLead}</p>
          <Form method="post" className="mt-3 flex flex-wrap items-end gap-3 print:hidden">
            <Field name="orderNo" label={t.detail.linkNo} maxLength={40} required />
            <button type="submit" name="intent" value="link" className={SECONDARY}>
              {t.detail.link}
            </button>
          </Form>
        </>
      )}
    </section>
  )
}

/** Correct, or take back as a whole. */
export function PurchaseActions({ purchase }: { purchase: PurchaseOnPage }) {
  const t = useMessages(purchasesMessages)
  if (purchase.state === 'reversed') return null
  return (
    <section className="mt-8 print:hidden">
      <Link
        to={paths.finance.correctPurchase(purchase.purchaseId)}
        className="inline-flex min-h-12 items-center rounded-[10px] bg-jiao-fill px-6 font-semibold text-white hover:bg-jiao-deep"
      >
        {t.detail.correct}
      </Link>
      {!purchase.link && (
        <SupplyFold title={t.detail.reverse} isOpen={false}>
          <p className="text-ink-2">{t.detail.reverseLead}</p>
          <ReasonForm intent="reverse" label={t.detail.reverseReason} button={t.detail.reverse} id="reverse-reason" />
        </SupplyFold>
      )}
    </section>
  )
}

function ReasonForm({ intent, label, button, id }: { intent: string; label: string; button: string; id: string }) {
  return (
    <Form method="post" className="mt-3 grid gap-3 print:hidden">
      <Field name="reason" id={id} label={label} maxLength={300} required />
      <button type="submit" name="intent" value={intent} className={`${SECONDARY} justify-self-start`}>
        {button}
      </button>
    </Form>
  )
}
