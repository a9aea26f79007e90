import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { purchasesMessages } from '#app/messages/purchases.ts'
import { listParties } from '#app/modules/external/purchase-queries.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { PurchaseFields } from '#app/routes/parts/purchase-fields.tsx'
import { PurchaseRefusal } from '#app/routes/parts/purchase-refusal.tsx'
import { correctByForm, readPurchase, readPurchaseId } from '#app/routes/parts/purchase-steps.server.ts'
import { LINK, PRIMARY } from '#app/routes/parts/refund-controls.tsx'
import { typedIn } from '#app/routes/parts/refund-form.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'purchase:record')
  const { purchaseId, revision, facts, state } = await readPurchase(params)
  const title = purchasesMessages[readPreferences(request).language].correctTitle(facts.externalNo)
  const parties = await listParties(getRuntime().db)
  return { title, purchaseId, revision, facts, state, parties, requestId: newId() }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'purchase:record')
  return correctByForm(request, { purchaseId: readPurchaseId(params), officer })
}

export default function CorrectPurchasePage() {
  const { title, purchaseId, revision, facts, state, parties, requestId } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(purchasesMessages)
  const isSending = useNavigation().state === 'submitting'
  const reasonError = answer?.reply.error?.reason?.[0]
  return (
    <div className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.purchase(purchaseId)}>
        {t.backTo}
      </Link>
      <h1 className="font-serif text-2xl font-bold break-words">{title}</h1>
      <PurchaseRefusal answer={answer} />
      {state === 'reversed' ? (
        <Notice tone="warning">{t.refusals.reversed}</Notice>
      ) : (
        <Form method="post" className="mt-2">
          <p className="max-w-[680px] text-ink-2">{t.form.correctLead}</p>
          <input type="hidden" name="requestId" value={requestId} />
          <input type="hidden" name="revision" value={revision} />
          <PurchaseFields parties={parties} answer={answer} before={facts} />
          <div className="mt-4">
            <Field
              name="reason"
              label={t.fields.reason}
              hint={t.form.reasonHint}
              maxLength={300}
              required
              defaultValue={answer && typedIn(answer.reply, 'reason')}
              error={reasonError && t.errors[reasonError]}
            />
          </div>
          <button type="submit" className={`${PRIMARY} mt-4`} aria-disabled={isSending}>
            {t.form.correct}
          </button>
        </Form>
      )}
    </div>
  )
}
