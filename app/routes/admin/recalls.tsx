import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { type AftersaleMessages, aftersaleMessages } from '#app/messages/aftersale.ts'
import { recallBatch } from '#app/modules/aftersale/recall-batch.server.ts'
import { type RecallBatchRefusal, recallBatchSchema } from '#app/modules/aftersale/recall-batch.ts'
import { listRecalls, type RecallSummary } from '#app/modules/aftersale/recall-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { BOX, LINK, PRIMARY } from '#app/routes/parts/refund-controls.tsx'
import { type FormReply, fieldError, fieldErrors, typedIn } from '#app/routes/parts/refund-form.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { ErrorSummary, Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'catalog:manage')
  const recalls = await listRecalls(getRuntime().db)
  return { title: aftersaleMessages[readPreferences(request).language].recall.title, recalls }
}

export async function action({ request }: ActionFunctionArgs) {
  const administrator = await requireActor(request, 'catalog:manage')
  const t = aftersaleMessages[readPreferences(request).language]
  const submission = await parseForm(request, recallBatchSchema)
  if (submission.status !== 'success') return data({ refused: undefined, reply: submission.reply() }, { status: 422 })
  const recalled = await recallBatch(getRuntime().db, { form: submission.value, administrator, now: clock.now() })
  if (recalled.ok) return redirectWithNotice(paths.admin.recall(recalled.value.batchRecallId), 'batchRecalled')
  return data({ refused: explain(recalled.refusal, t), reply: submission.reply() }, { status: 409 })
}

export default function RecallsPage() {
  const { recalls } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(aftersaleMessages)
  return (
    <div className="max-w-[680px]">
      <h1 className="font-serif text-2xl font-bold">{t.recall.title}</h1>
      <p className="mt-2 text-ink-2">{t.recall.lead}</p>
      <Refused>{result?.refused}</Refused>
      <RecallForm reply={result?.reply} />
      <h2 className="mt-10 font-serif text-xl font-bold">{t.recall.list}</h2>
      {recalls.length === 0 && <p className="mt-2 rounded-2xl bg-sand p-4">{t.recall.none}</p>}
      <ul className="mt-3 grid gap-3">
        {recalls.map((recall) => (
          <RecallCard key={recall.batchRecallId} recall={recall} />
        ))}
      </ul>
    </div>
  )
}

function explain(refusal: RecallBatchRefusal, t: AftersaleMessages): string {
  switch (refusal.kind) {
    case 'unknownLot':
    case 'recalledAlready':
      return t.refusals[refusal.kind]
  }
}

function RecallForm({ reply }: { reply: FormReply | undefined }) {
  const t = useMessages(aftersaleMessages)
  const isSending = useNavigation().state === 'submitting'
  const labels: Record<string, string> = {
    lotCode: t.recall.lotCode,
    reason: t.recall.reason,
    confirmed: t.recall.confirm,
  }
  const confirmError = fieldError(reply, 'confirmed', t)
  return (
    <Form method="post" className={`mt-6 grid gap-4 ${BOX}`}>
      <ErrorSummary title={t.summary} errors={fieldErrors(reply, t, (name) => labels[name])} />
      <Field
        label={t.recall.lotCode}
        name="lotCode"
        error={fieldError(reply, 'lotCode', t)}
        required
        maxLength={64}
        autoComplete="off"
        defaultValue={typedIn(reply, 'lotCode')}
      />
      <Field label={t.recall.reason} name="reason" error={fieldError(reply, 'reason', t)}>
        {(control) => (
          <textarea {...control} rows={3} maxLength={300} required defaultValue={typedIn(reply, 'reason')} />
        )}
      </Field>
      <label className="inline-flex min-h-11 items-center gap-2">
        <input
          id="confirmed"
          type="checkbox"
          name="confirmed"
          required
          className="size-5"
          aria-describedby={confirmError ? 'confirmed-error' : undefined}
        />
        {t.recall.confirm}
      </label>
      {confirmError && (
        <p id="confirmed-error" className="border-l-4 border-jiao pl-2 text-sm text-jiao">
          {confirmError}
        </p>
      )}
      <button type="submit" className={PRIMARY} aria-disabled={isSending}>
        {t.recall.start}
      </button>
    </Form>
  )
}

function RecallCard({ recall }: { recall: RecallSummary }) {
  const t = useMessages(aftersaleMessages)
  const language = useLanguage()
  return (
    <li className={BOX}>
      <p className="font-semibold">
        {recall.lotCode} · {language === 'zh' ? recall.nameZh : recall.nameEn}
      </p>
      <p className="mt-1">{recall.reason}</p>
      <p className="mt-1 text-sm text-ink-2">
        {formatInstant(recall.at, language)} · {t.recall.orders(recall.orders)} ·{' '}
        {recall.waiting > 0 ? t.recall.waiting(recall.waiting) : t.recall.done}
      </p>
      <Link className={LINK} to={paths.admin.recall(recall.batchRecallId)}>
        {t.finance.open}
      </Link>
    </li>
  )
}
