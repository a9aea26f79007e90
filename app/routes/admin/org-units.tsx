import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { orgUnitsMessages } from '#app/messages/org-units.ts'
import { ORG_UNIT_KINDS } from '#app/modules/identity/org-unit.ts'
import { countUnitPeople, listOrgUnits } from '#app/modules/identity/org-units.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { OfficeErrors, OfficeField, OfficeSelect } from '#app/routes/parts/office-form.tsx'
import { takeOrgUnitStep } from '#app/routes/parts/org-unit-steps.server.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { BOX, LINK, PRIMARY, SECONDARY } from '#app/routes/parts/refund-controls.tsx'
import { SupplyFold } from '#app/routes/parts/supply-fold.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'people:manage')
  const { db } = getRuntime()
  const [units, people] = await Promise.all([listOrgUnits(db), countUnitPeople(db)])
  const { notice, headers } = takeNotice(request)
  const title = orgUnitsMessages[readPreferences(request).language].heading
  return data({ title, units, people, notice }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const administrator = await requireActor(request, 'people:manage')
  return takeOrgUnitStep(request, await readFields(request), { administrator, now: clock.now() })
}

export default function OrgUnitsPage() {
  const { units, notice } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(orgUnitsMessages)
  return (
    <div className="max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{t.heading}</h1>
      <p className="mt-2 text-ink-2">{t.lead}</p>
      <SupplyNotice notice={answer ? undefined : notice} />
      <Refused>{answer?.refused}</Refused>
      {units.length === 0 && <p className="mt-6 rounded-2xl bg-sand p-4">{t.none}</p>}
      <ul className="mt-6 grid gap-3">
        {units.map((unit) => (
          <li key={unit.orgUnitId}>
            <UnitCard unit={unit} />
          </li>
        ))}
      </ul>
      <AddForm />
    </div>
  )
}

type Unit = ReturnType<typeof useLoaderData<typeof loader>>['units'][number]

function UnitCard({ unit }: { unit: Unit }) {
  const { people } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(orgUnitsMessages)
  const language = useLanguage()
  const name = language === 'zh' ? unit.nameZh : unit.nameEn
  const isOurs = answer?.orgUnitId === unit.orgUnitId
  return (
    <article className={`${BOX} ${unit.isActive ? '' : 'bg-sand'}`}>
      <div className="flex flex-wrap items-center gap-x-3">
        <h2 className="font-semibold">{name}</h2>
        <span className="text-sm text-ink-2">{t.kinds[unit.kind]}</span>
        <span className="text-sm text-ink-2 tabular-nums">{t.people(people[unit.orgUnitId] ?? 0)}</span>
        {!unit.isActive && <span className="rounded-full border border-line px-2.5 text-sm">{t.inactive}</span>}
        <Form method="post" className="ml-auto">
          <input type="hidden" name="unit" value={unit.orgUnitId} />
          <button
            type="submit"
            name="intent"
            value={unit.isActive ? 'deactivate' : 'activate'}
            aria-label={unit.isActive ? t.deactivateNamed(name) : t.activateNamed(name)}
            className={LINK}
          >
            {unit.isActive ? t.deactivate : t.activate}
          </button>
        </Form>
      </div>
      <p className="font-mono text-sm text-ink-2">
        {t.code} {unit.orgUnitId}
      </p>
      <SupplyFold title={t.rename} isOpen={isOurs}>
        <Form method="post" className="grid gap-4">
          <OfficeErrors answer={isOurs ? answer : undefined} labels={t} />
          <input type="hidden" name="unit" value={unit.orgUnitId} />
          <UnitFields id={unit.orgUnitId} unit={unit} answer={isOurs ? answer : undefined} />
          <button
            type="submit"
            name="intent"
            value="rename"
            aria-label={t.renameNamed(name)}
            className={`${SECONDARY} sm:justify-self-start`}
          >
            {t.save}
          </button>
        </Form>
      </SupplyFold>
    </article>
  )
}

function AddForm() {
  const answer = useActionData<typeof action>()
  const t = useMessages(orgUnitsMessages)
  const mine = answer?.orgUnitId === undefined ? answer : undefined
  return (
    <section className="mt-10">
      <h2 className="font-serif text-xl font-bold">{t.add}</h2>
      <Form method="post" className={`${BOX} mt-3 grid gap-4`}>
        <OfficeErrors answer={mine} labels={t} />
        <OfficeField
          name="orgUnitId"
          label={t.orgUnitId}
          hint={t.orgUnitIdHint}
          answer={mine}
          maxLength={32}
          autoComplete="off"
          required
        />
        <UnitFields {...(answer && !mine && { id: 'new' })} answer={mine} />
        <button type="submit" name="intent" value="add" className={`${PRIMARY} sm:justify-self-start`}>
          {t.submit}
        </button>
      </Form>
    </section>
  )
}

/** Names and kind. `id` keeps the controls of many forms on one page apart. */
function UnitFields({
  id,
  unit,
  answer,
}: {
  id?: string
  unit?: Unit
  answer: ReturnType<typeof useActionData<typeof action>>
}) {
  const t = useMessages(orgUnitsMessages)
  const idOf = (name: string) => (id && !answer ? { id: `${name}-${id}` } : {})
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <OfficeField
        {...idOf('nameZh')}
        name="nameZh"
        label={t.nameZh}
        answer={answer}
        before={unit?.nameZh}
        maxLength={60}
        required
      />
      <OfficeField
        {...idOf('nameEn')}
        name="nameEn"
        label={t.nameEn}
        answer={answer}
        before={unit?.nameEn}
        maxLength={80}
        required
      />
      <OfficeSelect
        {...idOf('kind')}
        name="kind"
        label={t.kind}
        answer={answer}
        before={unit?.kind}
        options={ORG_UNIT_KINDS.map((kind) => ({ value: kind, words: t.kinds[kind] }))}
      />
    </div>
  )
}
