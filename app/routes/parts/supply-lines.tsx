import { getFormProps, type SubmissionResult, useForm } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { cooperativeMessages } from '#app/messages/cooperative.ts'
import type { ShortLinesFields } from '#app/modules/fulfillment/short-lines.ts'
import { SHORTAGE_REASONS } from '#app/modules/fulfillment/supply-terms.ts'
import type { SupplierOrderView, SupplyLineView } from '#app/modules/fulfillment/supply-views.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { explainField } from './supply-refusal.ts'

interface SupplyLinesProps {
  order: SupplierOrderView
  requestId: string
  /** Of the form of a shortage that was not taken. */
  reply: SubmissionResult<string[]> | undefined
}

/** The goods of a supplier order with where their pieces are, and a way to say that some are short. */
export function SupplyLines({ order, requestId, reply }: SupplyLinesProps) {
  const { order: t } = useMessages(cooperativeMessages)
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl">{t.lines}</h2>
      <ul className="mt-3 grid gap-3">
        {order.lines.map((line) => (
          <li key={line.orderLineId} className="rounded-2xl border border-line bg-card p-4">
            <Counters line={line} />
            {line.toShip > 0 && (
              <ShortForm
                key={requestId}
                line={line}
                requestId={requestId}
                reply={reply?.initialValue?.orderLineId === line.orderLineId ? reply : undefined}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Counters({ line }: { line: SupplyLineView }) {
  const { order: t } = useMessages(cooperativeMessages)
  const language = useLanguage()
  const counts = (['ordered', 'toShip', 'shipped', 'received', 'accepted', 'canceled'] as const).map(
    (name) => [name, line[name]] as const,
  )
  return (
    <>
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-semibold">{inLanguage(line.nameZh, line.nameEn, language)}</span>
        <span className="text-sm text-ink-2 tabular-nums">{formatMoney(line.unitPrice)}</span>
      </p>
      <p className="text-sm text-ink-2">{inLanguage(line.specZh, line.specEn, language)}</p>
      <dl className="mt-2 grid grid-cols-3 gap-2 text-sm sm:grid-cols-6">
        {counts.map(([name, count]) => (
          <div key={name}>
            <dt className="text-ink-3">{t.counters[name]}</dt>
            <dd className={`tabular-nums ${name === 'toShip' && count > 0 ? 'font-semibold text-jiao' : ''}`}>
              {count}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function ShortForm({ line, requestId, reply }: { line: SupplyLineView } & Omit<SupplyLinesProps, 'order'>) {
  const t = useMessages(cooperativeMessages)
  const language = useLanguage()
  const id = `short-${line.orderLineId}`
  const [form, fields] = useForm<ShortLinesFields>({ id, lastResult: reply ?? null })
  const name = inLanguage(line.nameZh, line.nameEn, language)
  return (
    <details open={reply !== undefined} className="mt-2 print:hidden">
      <summary className="inline-flex min-h-11 cursor-pointer items-center text-indigo underline">
        {t.order.short}
        <span className="sr-only">{t.order.shortOf(name)}</span>
      </summary>
      <Form method="post" {...getFormProps(form)} className="mt-2 grid gap-4 border-t border-line pt-4">
        <input type="hidden" name="intent" value="short" />
        <input type="hidden" name="requestId" value={fields.requestId.initialValue ?? requestId} />
        <input type="hidden" name="orderLineId" value={line.orderLineId} />
        <Field
          label={t.order.shortQuantity(line.toShip)}
          name="quantity"
          id={`${id}-quantity`}
          inputMode="numeric"
          pattern="[1-9][0-9]{0,2}"
          maxLength={3}
          required
          defaultValue={fields.quantity.initialValue ?? '1'}
          error={explainField(fields.quantity.errors, t)}
        />
        <Field
          label={t.order.shortReason}
          name="reason"
          id={`${id}-reason`}
          error={explainField(fields.reason.errors, t)}
        >
          {(control) => (
            <select {...control} required defaultValue={fields.reason.initialValue ?? ''}>
              <option value="">{t.order.choose}</option>
              {SHORTAGE_REASONS.map((reason) => (
                <option key={reason} value={reason}>
                  {t.order.reasons[reason]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label={t.order.shortNote}
          name="note"
          id={`${id}-note`}
          maxLength={200}
          defaultValue={fields.note.initialValue}
          error={explainField(fields.note.errors, t)}
        />
        <p className="text-sm text-ink-2">{t.order.shortHint}</p>
        <button
          type="submit"
          className="min-h-12 rounded-[10px] border border-jiao bg-card px-5 font-semibold text-jiao"
        >
          {t.order.shortSubmit}
        </button>
      </Form>
    </details>
  )
}
