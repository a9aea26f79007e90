import { Form } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { fapiaoMessages } from '#app/messages/fapiao.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { FapiaoFacts } from './fapiao-case.tsx'
import type { PartOnPage, RequestAnswer } from './fapiao-request.server.ts'

interface FapiaoPartProps {
  orderNo: string
  part: PartOnPage
  requestId: string
  answer: RequestAnswer | undefined
}

/** One cooperative's part of an order: what was asked for, and the form to ask while nothing stands. */
export function FapiaoPart({ orderNo, part, requestId, answer }: FapiaoPartProps) {
  const t = useMessages(fapiaoMessages)
  const language = useLanguage()
  const stands = part.fapiao.some((one) => one.state === 'requested' || one.state === 'issued')
  return (
    <section className="mt-6 rounded-2xl border border-line bg-card p-4">
      <h2 className="flex flex-wrap justify-between gap-x-4 font-semibold">
        {inLanguage(part.cooperativeZh, part.cooperativeEn, language)}
        <span className="tabular-nums">{formatMoney(part.owed)}</span>
      </h2>
      {part.fapiao.map((one) => (
        <div key={one.fapiaoId} className="mt-3 border-t border-line pt-3">
          <p className="font-semibold">{t.states[one.state]}</p>
          {one.state === 'reversed' && <p className="text-sm text-ink-2">{t.reversedText}</p>}
          <FapiaoFacts fapiao={one} toFile={(documentId) => paths.orderFapiaoFile(orderNo, documentId)} />
        </div>
      ))}
      {!stands && part.owed === 0 && <p className="mt-3 text-ink-2">{t.nothingToInvoice}</p>}
      {!stands && part.owed > 0 && <AskForm part={part} requestId={requestId} answer={answer} />}
    </section>
  )
}

function AskForm({ part, requestId, answer }: Omit<FapiaoPartProps, 'orderNo'>) {
  const t = useMessages(fapiaoMessages)
  const errors = answer?.supplierOrderId === part.supplierOrderId ? answer.errors : undefined
  const errorOf = (field: string) => {
    const key = errors?.[field]?.[0]
    return key && (t.problems[key] ?? key)
  }
  const id = (name: string) => `${name}-${part.supplierOrderId}`
  return (
    <Form method="post" className="mt-4 grid gap-4 print:hidden">
      <input type="hidden" name="requestId" value={requestId} />
      <input type="hidden" name="supplierOrderId" value={part.supplierOrderId} />
      <Field label={t.titleKind} name="titleKind" id={id('titleKind')}>
        {(control) => (
          <select {...control} defaultValue="person">
            <option value="person">{t.kinds.person}</option>
            <option value="unit">{t.kinds.unit}</option>
          </select>
        )}
      </Field>
      <Field label={t.invoiceTitle} name="title" id={id('title')} maxLength={80} required error={errorOf('title')} />
      <Field label={t.taxNo} hint={t.taxNoHint} name="taxNo" id={id('taxNo')} maxLength={24} error={errorOf('taxNo')} />
      <button
        type="submit"
        className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep sm:justify-self-start"
      >
        {t.submit}
      </button>
    </Form>
  )
}
