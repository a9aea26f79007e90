import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { policiesMessages } from '#app/messages/policies.ts'
import { listAftersalePolicies } from '#app/modules/aftersale/aftersale-policy.server.ts'
import { listCollectionPolicies } from '#app/modules/counter/collection-policy.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { AftersaleForm, CollectionForm } from '#app/routes/parts/policy-forms.tsx'
import { takePolicyStep } from '#app/routes/parts/policy-steps.server.ts'
import { PolicyVersions, type ShownVersion } from '#app/routes/parts/policy-versions.tsx'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { SupplyFold } from '#app/routes/parts/supply-fold.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { businessDate } from '#app/shared/business-date.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'policy:record')
  const { db } = getRuntime()
  const [aftersale, collection] = await Promise.all([listAftersalePolicies(db), listCollectionPolicies(db)])
  const { notice, headers } = takeNotice(request)
  const title = policiesMessages[readPreferences(request).language].heading
  return data({ title, aftersale, collection, today: businessDate(clock.now()), notice }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const administrator = await requireActor(request, 'policy:record')
  return takePolicyStep(request, await readFields(request), { administrator, now: clock.now() })
}

export default function PoliciesPage() {
  const { notice } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(policiesMessages)
  return (
    <div className="max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{t.heading}</h1>
      <p className="mt-2 text-ink-2">{t.lead}</p>
      <SupplyNotice notice={answer ? undefined : notice} />
      <Refused>{answer?.refused}</Refused>
      <Aftersale />
      <Collection />
    </div>
  )
}

function Aftersale() {
  const { aftersale, today } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const mine = answer?.rules === 'aftersale' ? answer : undefined
  const t = useMessages(policiesMessages)
  const { title, ...labels } = t.aftersale
  const versions = aftersale.map((policy): ShownVersion => {
    const rules: [string, string][] = [
      [labels.approvalLimit, formatMoney(policy.approvalLimit)],
      [labels.qualityHours, t.hours(policy.qualityHours)],
      [labels.returnDays, t.days(policy.returnDays)],
      [labels.notCollectedDays, t.days(policy.notCollectedDays)],
      [labels.autoAcceptDays, t.days(policy.autoAcceptDays)],
    ]
    return { ...policy, rules }
  })
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{title}</h2>
      <PolicyVersions versions={versions} today={today} />
      <SupplyFold key={versions.length} title={t.newVersion} isOpen={mine !== undefined}>
        <AftersaleForm before={aftersale.find(({ validFrom }) => validFrom <= today)} answer={mine} />
      </SupplyFold>
    </section>
  )
}

function Collection() {
  const { collection, today } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const mine = answer?.rules === 'collection' ? answer : undefined
  const t = useMessages(policiesMessages)
  const { title, ...labels } = t.collection
  const versions = collection.map((policy): ShownVersion => {
    const rules: [string, string][] = [
      [labels.remindAfterHours, t.hours(policy.remindAfterHours)],
      [labels.freshOutcome, t.outcomes[policy.freshOutcome]],
      [labels.durableOutcome, t.outcomes[policy.durableOutcome]],
      [labels.donateTo, policy.donateTo],
    ]
    return { ...policy, rules }
  })
  return (
    <section className="mt-10">
      <h2 className="font-serif text-xl font-bold">{title}</h2>
      <PolicyVersions versions={versions} today={today} />
      <SupplyFold key={versions.length} title={t.newVersion} isOpen={mine !== undefined}>
        <CollectionForm before={collection.find(({ validFrom }) => validFrom <= today)} answer={mine} />
      </SupplyFold>
    </section>
  )
}
