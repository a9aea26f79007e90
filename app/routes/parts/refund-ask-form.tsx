import { Form, useNavigation } from '@remix-run/react'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import type { AskableLine } from '#app/modules/aftersale/buyer-refunds.server.ts'
import { MAX_COMPLAINT_PHOTOS } from '#app/modules/aftersale/refund-decision.ts'
import { PHOTO_ACCEPT } from '#app/shared/photo.ts'
import { ErrorSummary, Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Choice, PRIMARY } from './refund-controls.tsx'
import { type FormReply, fieldError, fieldErrors, typedIn } from './refund-form.ts'

/** What is wrong with one line: pieces, kind, words and photographs. */
export function AskForm({
  line,
  requestId,
  reply,
}: {
  line: AskableLine
  requestId: string
  reply: FormReply | undefined
}) {
  const t = useMessages(aftersaleMessages)
  const isSending = useNavigation().state === 'submitting'
  const before = (name: string) => typedIn(reply, name)
  const labels: Record<string, string> = { quantity: t.ask.quantity, complaint: t.ask.complaint, note: t.ask.note }
  return (
    <Form id="form" method="post" encType="multipart/form-data" className="mt-6 grid gap-5">
      <h2 className="font-serif text-xl font-bold">{t.ask.form}</h2>
      <ErrorSummary title={t.summary} errors={fieldErrors(reply, t, (name) => labels[name])} />
      <input type="hidden" name="requestId" value={before('requestId') ?? requestId} />
      <input type="hidden" name="lineNo" value={line.lineNo} />
      <Field
        label={t.ask.quantity}
        name="quantity"
        hint={t.ask.pieces(line.pieces)}
        error={fieldError(reply, 'quantity', t)}
        type="number"
        inputMode="numeric"
        min={1}
        max={line.pieces}
        required
        defaultValue={before('quantity') ?? '1'}
      />
      <Choice
        name="complaint"
        legend={t.ask.complaint}
        hint={line.returnRule === 'seven_day' ? undefined : t.ask.complaintHint}
        values={line.complaints}
        wordOf={(value) => t.reasons[value]}
        chosen={before('complaint')}
        error={fieldError(reply, 'complaint', t)}
      />
      <Field label={t.ask.note} name="note" hint={t.ask.noteHint} error={fieldError(reply, 'note', t)}>
        {(control) => <textarea {...control} rows={4} maxLength={500} required defaultValue={before('note')} />}
      </Field>
      <Field
        label={t.ask.photos}
        name="photos"
        hint={t.ask.photosHint(MAX_COMPLAINT_PHOTOS)}
        type="file"
        accept={PHOTO_ACCEPT}
        multiple
      />
      <button type="submit" className={PRIMARY} aria-disabled={isSending}>
        {t.ask.submit}
      </button>
    </Form>
  )
}
