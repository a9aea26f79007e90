import { Form } from '@remix-run/react'
import { type CounterMessages, counterMessages } from '#app/messages/counter.ts'
import type { ReceivingLine, ReceivingView } from '#app/modules/counter/receiving-queries.server.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { CARD, GoodsPicture, PRIMARY, useGoodsName } from './counter-parts.tsx'

interface ReceiveFormProps {
  receiving: ReceivingView
  requestId: string
  /** Keys of words by field. */
  errors: Record<string, string[] | null>
}

/** Filled in with what was noted as sent: sending it as it stands says that all of that came in good order. */
export function ReceiveForm({ receiving, requestId, errors }: ReceiveFormProps) {
  const t = useMessages(counterMessages).receiving
  const lines = receiving.lines.filter((line) => line.toCome > 0)
  return (
    <Form method="post" encType="multipart/form-data" className={`mt-4 ${CARD}`}>
      <input type="hidden" name="requestId" value={requestId} />
      <ul className="divide-y divide-line">
        {lines.map((line, index) => (
          <li key={line.orderLineId} className="py-4 first:pt-0">
            <ReceivedLine line={line} index={index} errors={errors} />
          </li>
        ))}
      </ul>
      <p className="border-l-4 border-mai bg-mai-soft p-3 text-sm">{t.refundHint}</p>
      <div className="mt-4 grid gap-4 sm:grid-cols-2">
        <Field label={t.photo} hint={t.photoHint} name="photo" type="file" accept="image/*" capture="environment" />
        <Field label={t.note} name="note" maxLength={200} autoComplete="off" error={explain(errors.note, t)} />
      </div>
      <button type="submit" className={`mt-4 w-full sm:w-auto ${PRIMARY}`}>
        {t.submit}
      </button>
    </Form>
  )
}

function ReceivedLine({
  line,
  index,
  errors,
}: {
  line: ReceivingLine
  index: number
  errors: ReceiveFormProps['errors']
}) {
  const t = useMessages(counterMessages).receiving
  const { name, spec } = useGoodsName()(line)
  const onTheWay = Math.min(line.toCome, Math.max(0, line.shipped - line.here))
  const field = (part: string) => `lines[${index}].${part}`
  const number = (part: string, label: string, more: { hint?: string; defaultValue?: number } = {}) => (
    <Field
      label={label}
      name={field(part)}
      inputMode="numeric"
      maxLength={part === 'weightGrams' ? 7 : 3}
      autoComplete="off"
      error={explain(errors[field(part)], t)}
      {...more}
    />
  )
  return (
    <fieldset>
      <legend className="flex gap-3">
        <GoodsPicture kind={line.pictureKind} slug={line.productSlug} />
        <span>
          <span className="block font-semibold">{name}</span>
          <span className="block text-sm text-ink-2">{spec}</span>
          <span className="block text-sm tabular-nums">
            {[t.toCome(line.toCome), t.shipped(line.shipped), line.here > 0 && t.here(line.here)]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
      </legend>
      <input type="hidden" name={field('orderLineId')} value={line.orderLineId} />
      <div className="mt-3 grid grid-cols-2 gap-3 sm:grid-cols-4">
        {number('quantity', t.good, { defaultValue: onTheWay })}
        {number('defectQuantity', t.defect)}
        {number('missingQuantity', t.missing)}
        {number('weightGrams', t.weight, { hint: t.weightHint })}
      </div>
      <div className="mt-3">
        <Field
          label={t.defectNote}
          name={field('defectNote')}
          maxLength={200}
          autoComplete="off"
          error={explain(errors[field('defectNote')], t)}
        />
      </div>
    </fieldset>
  )
}

function explain(keys: string[] | null | undefined, t: CounterMessages['receiving']): string | undefined {
  const [key] = keys ?? []
  if (key === undefined) return undefined
  return key in t.fields ? t.fields[key as keyof typeof t.fields] : t.fields.countInvalid
}
