import { Form, useNavigation } from '@remix-run/react'
import { type AftersaleMessages, aftersaleMessages } from '#app/messages/aftersale.ts'
import { DECIDED_REASONS } from '#app/modules/aftersale/refund-decision.ts'
import type { DeskLine, RefundDesk } from '#app/modules/aftersale/refund-desk.server.ts'
import { BEARERS } from '#app/modules/payments/split-refund.ts'
import { formatMoney } from '#app/shared/money.ts'
import { ErrorSummary, Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { BOX, Choice, PRIMARY, SECONDARY } from './refund-controls.tsx'
import { type FormReply, fieldError, fieldErrors, typedIn } from './refund-form.ts'

/** What goes back of an order, why, and at whose cost. */
export function DecideForm({
  desk,
  requestId,
  reply,
}: {
  desk: RefundDesk
  requestId: string
  reply: FormReply | undefined
}) {
  const t = useMessages(aftersaleMessages)
  const isSending = useNavigation().state === 'submitting'
  return (
    <Form method="post" className="mt-6 grid gap-5">
      <h2 className="font-serif text-xl font-bold">{t.finance.lines}</h2>
      <ErrorSummary title={t.summary} errors={fieldErrors(reply, t, (name) => labelOf(name, t))} />
      <input type="hidden" name="intent" value="decide" />
      <input type="hidden" name="requestId" value={typedIn(reply, 'requestId') ?? requestId} />
      {desk.lines.map((line, index) => (
        <LineFields key={line.lineNo} line={line} index={index} desk={desk} reply={reply} />
      ))}
      <Choice
        name="reason"
        legend={t.finance.reason}
        values={DECIDED_REASONS}
        wordOf={(value) => t.reasons[value]}
        chosen={typedIn(reply, 'reason') ?? desk.question?.reason}
        error={fieldError(reply, 'reason', t)}
      />
      <Choice
        name="bearer"
        legend={t.finance.bearer}
        values={BEARERS}
        wordOf={(value) => t.bearers[value]}
        chosen={typedIn(reply, 'bearer')}
        error={fieldError(reply, 'bearer', t)}
      />
      <Field label={t.finance.note} name="note" error={fieldError(reply, 'note', t)}>
        {(control) => <textarea {...control} rows={3} maxLength={300} required defaultValue={typedIn(reply, 'note')} />}
      </Field>
      <p className="text-sm text-ink-2">{t.finance.limit(formatMoney(desk.limit))}</p>
      <button type="submit" className={PRIMARY} aria-disabled={isSending}>
        {t.finance.decide}
      </button>
    </Form>
  )
}

const LINE_FIELD = /^lines\[(\d+)\]\.(openPieces|acceptedPieces|goodwill)$/

function labelOf(name: string, { finance }: AftersaleMessages): string | undefined {
  if (name === 'reason' || name === 'bearer' || name === 'note') return finance[name]
  const [, index, part] = LINE_FIELD.exec(name) ?? []
  if (index === undefined) return undefined
  return `${Number(index) + 1}. ${finance[part as 'openPieces' | 'acceptedPieces' | 'goodwill']}`
}

interface LineFieldsProps {
  line: DeskLine
  index: number
  desk: RefundDesk
  reply: FormReply | undefined
}

function LineFields({ line, index, desk, reply }: LineFieldsProps) {
  const t = useMessages(aftersaleMessages)
  const language = useLanguage()
  const { question } = desk
  const nameOf = (part: string) => `lines[${index}].${part}`
  const before = (part: string) => typedIn(reply, nameOf(part))
  const asked = question?.lineNo === line.lineNo && line.left > 0 ? String(question.quantity) : undefined
  const field = (part: string) => ({ name: nameOf(part), error: fieldError(reply, nameOf(part), t) })
  return (
    <fieldset className={`${BOX} grid gap-3`}>
      <legend className="px-1 font-semibold">
        {line.lineNo}. {language === 'zh' ? line.nameZh : line.nameEn}{' '}
        <span className="font-normal text-ink-2">{language === 'zh' ? line.specZh : line.specEn}</span>
      </legend>
      <p className="text-sm text-ink-2">
        {t.finance.unitPrice} {formatMoney(line.unitPrice)} × {line.quantity} · {t.finance.handedOver(line.accepted)}
      </p>
      <input type="hidden" name={nameOf('lineNo')} value={line.lineNo} />
      <div className="grid gap-3 sm:grid-cols-3">
        {line.open > 0 && (
          <Field
            {...field('openPieces')}
            label={t.finance.openPieces}
            hint={t.finance.openHint(line.open)}
            inputMode="numeric"
            maxLength={3}
            defaultValue={before('openPieces')}
          />
        )}
        {line.left > 0 && (
          <>
            <Field
              {...field('acceptedPieces')}
              label={t.finance.acceptedPieces}
              hint={t.finance.left(formatMoney(line.left))}
              inputMode="numeric"
              maxLength={3}
              defaultValue={reply ? before('acceptedPieces') : asked}
            />
            <Field
              {...field('goodwill')}
              label={t.finance.goodwill}
              inputMode="decimal"
              maxLength={12}
              defaultValue={before('goodwill')}
            />
          </>
        )}
      </div>
      {(line.open > 0 || line.left > 0) && (
        <label className="inline-flex min-h-11 items-center gap-2">
          <input
            type="checkbox"
            name={nameOf('isRestocked')}
            defaultChecked={before('isRestocked') === 'on'}
            className="size-5"
          />
          {t.finance.restock}
        </label>
      )}
    </fieldset>
  )
}

/** No, and why: the buyer reads it. */
export function RefuseForm({ reply }: { reply: FormReply | undefined }) {
  const t = useMessages(aftersaleMessages)
  return (
    <Form method="post" className="mt-10 grid gap-3 border-t border-line pt-6">
      <input type="hidden" name="intent" value="refuse" />
      <Field label={t.finance.because} name="because" error={fieldError(reply, 'because', t)}>
        {(control) => (
          <textarea {...control} rows={3} maxLength={300} required defaultValue={typedIn(reply, 'because')} />
        )}
      </Field>
      <button type="submit" className={SECONDARY}>
        {t.finance.refuse}
      </button>
    </Form>
  )
}
