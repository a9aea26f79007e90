import { type SubmissionResult, useForm } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { incidentsMessages } from '#app/messages/incidents.ts'
import type { HeldPayment, IncidentRow } from '#app/modules/payments/incident-queries.server.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { BOX, PRIMARY, SECONDARY } from './refund-controls.tsx'

/** Money of no order, and the button that sends it back. */
export function HeldMoney({ held, mayRefund }: { held: HeldPayment; mayRefund: boolean }) {
  const t = useMessages(incidentsMessages).held
  return (
    <section className={`mt-6 ${BOX}`}>
      <h2 className="font-semibold">{t.title}</h2>
      <p className="mt-1 tabular-nums">
        {held.left > 0 ? t.text(formatMoney(held.amount), formatMoney(held.left)) : t.gone(formatMoney(held.amount))}
      </p>
      {mayRefund && held.left > 0 && (
        <Form method="post" className="mt-3 print:hidden">
          <input type="hidden" name="paymentId" value={held.paymentId} />
          <button type="submit" name="intent" value="sendBack" className={SECONDARY}>
            {t.button}
          </button>
        </Form>
      )}
    </section>
  )
}

interface HandlingProps {
  incident: IncidentRow
  isOwner: boolean
  reply: SubmissionResult<string[]> | undefined
}

/** Take it, and once it is one's own, close it. */
export function IncidentHandling({ incident, isOwner, reply }: HandlingProps) {
  const t = useMessages(incidentsMessages)
  if (isOwner) return <CloseForm reply={reply} />
  return (
    <Form method="post" className="mt-6 print:hidden">
      <input type="hidden" name="seenOwner" value={incident.owner?.personId ?? ''} />
      <button type="submit" name="intent" value="take" className={PRIMARY}>
        {incident.owner ? t.takeFrom(incident.owner.name) : t.take}
      </button>
      <p className="mt-2 text-sm text-ink-2">{t.close.onlyOwner}</p>
    </Form>
  )
}

function CloseForm({ reply }: { reply: SubmissionResult<string[]> | undefined }) {
  const t = useMessages(incidentsMessages)
  const [form, fields] = useForm<{ resolution: string }>({ lastResult: reply ?? null })
  const [error] = fields.resolution.errors ?? []
  return (
    <section className={`mt-6 print:hidden ${BOX}`}>
      <h2 className="font-serif text-xl font-bold">{t.close.title}</h2>
      <Form method="post" id={form.id} noValidate className="mt-3 grid gap-4">
        <Field label={t.close.label} hint={t.close.hint} name="resolution" error={error && (t.errors[error] ?? error)}>
          {(control) => (
            <textarea {...control} rows={3} maxLength={500} required defaultValue={fields.resolution.initialValue} />
          )}
        </Field>
        <button type="submit" name="intent" value="close" className={`${PRIMARY} sm:justify-self-start`}>
          {t.close.submit}
        </button>
      </Form>
    </section>
  )
}
