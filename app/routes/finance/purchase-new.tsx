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
import { recordByForm } from '#app/routes/parts/purchase-steps.server.ts'
import { LINK, PRIMARY } from '#app/routes/parts/refund-controls.tsx'
import { typedIn } from '#app/routes/parts/refund-form.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'purchase:record')
  const title = purchasesMessages[readPreferences(request).language].newTitle
  return { title, parties: await listParties(getRuntime().db), requestId: newId() }
}

export async function action({ request }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'purchase:record')
  return recordByForm(request, officer)
}

export default function NewPurchasePage() {
  const { parties, requestId } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(purchasesMessages)
  const isSending = useNavigation().state === 'submitting'
  return (
    <div className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.purchases()}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.newTitle}</h1>
      <PurchaseRefusal answer={answer} />
      <Form method="post" className="mt-2">
        <input type="hidden" name="requestId" value={(answer && typedIn(answer.reply, 'requestId')) ?? requestId} />
        <PurchaseFields parties={parties} answer={answer} />
        <p className="mt-4 text-sm text-ink-2">{t.form.saveAndAttach}</p>
        <button type="submit" className={`${PRIMARY} mt-3`} aria-disabled={isSending}>
          {t.form.save}
        </button>
      </Form>
    </div>
  )
}
