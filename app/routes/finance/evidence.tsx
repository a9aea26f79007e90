import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { evidencePacksMessages } from '#app/messages/evidence-packs.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { PackList } from '#app/routes/parts/pack-list.tsx'
import { parsePackQuery } from '#app/routes/parts/pack-query.ts'
import { askPackByForm, readPacksView } from '#app/routes/parts/pack-view.server.ts'
import { PackWorklist } from '#app/routes/parts/pack-worklist.tsx'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const query = parsePackQuery(new URL(request.url).searchParams, clock.now())
  const view = await readPacksView(query)
  const { title } = evidencePacksMessages[readPreferences(request).language]
  const mayMake = asActor(reader, 'progress:export') !== undefined
  return data({ title, query, ...view, mayMake, requestId: newId() }, { status: query.isInvalid ? 422 : 200 })
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, 'progress:export')
  return askPackByForm(request, { actor, now: clock.now() })
}

export default function EvidencePage() {
  const { query, sum, worklist, packs, mayMake } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(evidencePacksMessages)
  return (
    <>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      {(query.isInvalid || answer) && (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {answer ? t.refusals[answer.refusal.kind] : t.scope.invalid}
          </Notice>
        </div>
      )}
      <ScopeForm />
      <p className="mt-4 text-lg font-semibold tabular-nums" data-testid="scope-sum">
        {t.sum(sum.lines, formatMoney(sum.amount))}
      </p>
      {mayMake && sum.lines > 0 && <MakeForm />}
      <PackWorklist scope={query.scope} worklist={worklist} isFirst={query.after === undefined} />
      <PackList packs={packs} />
    </>
  )
}

function ScopeForm() {
  const { query, choices } = useLoaderData<typeof loader>()
  const t = useMessages(evidencePacksMessages).scope
  const language = useLanguage()
  const { scope } = query
  return (
    <Form
      key={`${scope.from} ${scope.to} ${scope.countyId} ${scope.agreementId}`}
      method="get"
      aria-label={t.title}
      className="mt-4 grid items-end gap-4 rounded-2xl border border-line bg-card p-4 sm:grid-cols-2 lg:grid-cols-4 print:hidden"
    >
      <Field label={t.from} name="from" type="date" defaultValue={scope.from} required />
      <Field label={t.to} name="to" type="date" defaultValue={scope.to} required />
      <Field label={t.county} name="county">
        {(control) => (
          <select {...control} defaultValue={scope.countyId ?? ''}>
            <option value="">{t.all}</option>
            {choices.counties.map((county) => (
              <option key={county.id} value={county.id}>
                {inLanguage(county.nameZh, county.nameEn, language)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t.agreement} name="agreement">
        {(control) => (
          <select {...control} defaultValue={scope.agreementId ?? ''}>
            <option value="">{t.all}</option>
            {choices.agreements.map((agreement) => (
              <option key={agreement.id} value={agreement.id}>
                {agreement.no}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button
        type="submit"
        className="min-h-12 rounded-[10px] border border-line-strong bg-sand px-5 font-semibold sm:justify-self-start"
      >
        {t.show}
      </button>
    </Form>
  )
}

function MakeForm() {
  const { query, requestId } = useLoaderData<typeof loader>()
  const t = useMessages(evidencePacksMessages)
  const { scope } = query
  return (
    <Form method="post" className="mt-3 print:hidden">
      <input type="hidden" name="requestId" value={requestId} />
      <input type="hidden" name="from" value={scope.from} />
      <input type="hidden" name="to" value={scope.to} />
      <input type="hidden" name="county" value={scope.countyId ?? ''} />
      <input type="hidden" name="agreement" value={scope.agreementId ?? ''} />
      <button
        type="submit"
        className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep"
      >
        {t.make}
      </button>
    </Form>
  )
}
