import { type FieldMetadata, getFormProps, type SubmissionResult, useForm } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { cooperativeMessages } from '#app/messages/cooperative.ts'
import type { ShipLinesFields } from '#app/modules/fulfillment/ship-lines.ts'
import { SHIPMENT_KINDS } from '#app/modules/fulfillment/supply-terms.ts'
import type { SupplierOrderView } from '#app/modules/fulfillment/supply-views.ts'
import { inLanguage } from '#app/shared/language.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { explainField } from './supply-refusal.ts'

interface ShipFormProps {
  order: SupplierOrderView
  requestId: string
  reply: SubmissionResult<string[]> | undefined
}

/**
 * Everything that is to ship, filled in lot by lot: sending it as it stands ships the
 * rest. Keyed by its request: the next form is another one, filled in anew.
 */
export function ShipForm({ order, requestId, reply }: ShipFormProps) {
  const t = useMessages(cooperativeMessages)
  const [form, fields] = useForm<ShipLinesFields>({
    id: 'ship',
    lastResult: reply ?? null,
    defaultValue: {
      requestId,
      kind: 'own_van',
      lines: order.suggestion.map(({ orderLineId, quantity, batchId }) => ({
        orderLineId,
        quantity: String(quantity),
        batchId: batchId ?? '',
      })),
    },
  })
  return (
    <section className="mt-8 print:hidden">
      <h2 className="font-serif text-xl">{t.order.ship}</h2>
      <Form
        method="post"
        {...getFormProps(form)}
        className="mt-3 grid gap-5 rounded-2xl border border-line bg-card p-4"
      >
        <input type="hidden" name="intent" value="ship" />
        <input type="hidden" name="requestId" value={fields.requestId.initialValue ?? requestId} />
        <p className="text-sm text-ink-2">{t.order.shipHint}</p>
        <ul className="grid gap-4">
          {fields.lines.getFieldList().map((field) => (
            <ShippedLine key={field.key} field={field} order={order} />
          ))}
        </ul>
        <KindChoice field={fields.kind} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label={t.order.carrier}
            name="carrier"
            maxLength={40}
            defaultValue={fields.carrier.initialValue}
            hint={t.order.carrierHint}
            error={explainField(fields.carrier.errors, t)}
          />
          <Field
            label={t.order.tracking}
            name="trackingNumber"
            maxLength={40}
            autoCapitalize="characters"
            defaultValue={fields.trackingNumber.initialValue}
            hint={t.order.carrierHint}
            error={explainField(fields.trackingNumber.errors, t)}
          />
        </div>
        <button
          type="submit"
          className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep"
        >
          {t.order.shipSubmit}
        </button>
      </Form>
    </section>
  )
}

type LineField = FieldMetadata<ShipLinesFields['lines'][number], ShipLinesFields, string[]>

function ShippedLine({ field, order }: { field: LineField; order: SupplierOrderView }) {
  const t = useMessages(cooperativeMessages)
  const language = useLanguage()
  const { orderLineId, quantity, batchId } = field.getFieldset()
  const line = order.lines.find((one) => one.orderLineId === orderLineId.initialValue)
  if (!line) return null
  const name = inLanguage(line.nameZh, line.nameEn, language)
  const lots = order.lots.filter(({ skuId, isRecalled }) => skuId === line.skuId && !isRecalled)
  return (
    <li className="grid gap-3 border-b border-line pb-4 sm:grid-cols-[1fr_2fr]">
      <input type="hidden" name={orderLineId.name} value={line.orderLineId} />
      <Field
        label={t.order.lineQuantity(name)}
        name={quantity.name}
        id={quantity.id}
        inputMode="numeric"
        pattern="0|[1-9][0-9]{0,2}"
        maxLength={3}
        defaultValue={quantity.initialValue}
        error={explainField(quantity.errors, t)}
      />
      <Field label={t.order.lot(name)} name={batchId.name} id={batchId.id} error={explainField(batchId.errors, t)}>
        {(control) => (
          <select {...control} defaultValue={batchId.initialValue ?? ''}>
            <option value="">{t.order.noLot}</option>
            {lots.map((lot) => (
              <option key={lot.batchId} value={lot.batchId}>
                {t.order.lotOption(lot.lotCode, lot.bestBefore, Math.max(0, lot.left))}
              </option>
            ))}
          </select>
        )}
      </Field>
    </li>
  )
}

function KindChoice({ field }: { field: FieldMetadata<string, ShipLinesFields, string[]> }) {
  const t = useMessages(cooperativeMessages)
  return (
    <fieldset>
      <legend className="font-semibold">{t.order.kind}</legend>
      <div className="mt-1 flex flex-wrap gap-x-6">
        {SHIPMENT_KINDS.map((kind) => (
          <label key={kind} className="inline-flex min-h-11 items-center gap-2">
            <input
              type="radio"
              name={field.name}
              value={kind}
              defaultChecked={field.initialValue === kind}
              required
              className="size-5 accent-jiao"
            />
            {t.order.kinds[kind]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
