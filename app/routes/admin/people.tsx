import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { peopleMessages } from '#app/messages/people.ts'
import { listOrgUnits } from '#app/modules/identity/org-units.server.ts'
import {
  listCooperativeChoices,
  listOpenInvitations,
  listPeople,
  type PersonView,
} from '#app/modules/identity/people-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { InviteForm, OpenInvitations } from '#app/routes/parts/people-invitations.tsx'
import { parsePeopleQuery, peopleUrl } from '#app/routes/parts/people-query.ts'
import { takePeopleStep } from '#app/routes/parts/people-steps.server.ts'
import { UnitOfPerson } from '#app/routes/parts/people-unit.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

const PAGE_LENGTH = 30

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { personId } = await requireActor(request, 'people:manage')
  const query = parsePeopleQuery(new URL(request.url).searchParams)
  const { db } = getRuntime()
  const [list, invitations, cooperatives, units] = await Promise.all([
    listPeople(db, { ...query, pageLength: PAGE_LENGTH }),
    listOpenInvitations(db, clock.now()),
    listCooperativeChoices(db),
    listOrgUnits(db),
  ])
  const { notice, headers } = takeNotice(request)
  const title = peopleMessages[readPreferences(request).language].title
  return data({ title, notice, query, personId, ...list, invitations, cooperatives, units }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const administrator = await requireActor(request, 'people:manage')
  return takePeopleStep(await readFields(request), { administrator, now: clock.now() })
}

export default function PeoplePage() {
  const { title, notice, invitations, cooperatives } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(peopleMessages)
  return (
    <div className="max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{title}</h1>
      <p className="mt-2 text-ink-2">{t.lead}</p>
      <SupplyNotice notice={answer ? undefined : notice} />
      {answer?.refusal && (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {t.refusals[answer.refusal.kind]}
          </Notice>
        </div>
      )}
      <InviteForm answer={answer} cooperatives={cooperatives} />
      <OpenInvitations invitations={invitations} />
      <People />
    </div>
  )
}

function People() {
  const { people, hasMore, query } = useLoaderData<typeof loader>()
  const t = useMessages(peopleMessages)
  return (
    <section className="mt-10">
      <h2 className="font-serif text-xl font-bold">{query.text === '' ? t.everybody : t.title}</h2>
      <Form method="get" className="mt-3 flex flex-wrap items-end gap-3">
        <label className="min-w-0 flex-1">
          <span className="block font-semibold">{t.search}</span>
          <input
            type="search"
            name="q"
            defaultValue={query.text}
            maxLength={40}
            className="mt-1 min-h-12 w-full rounded-[10px] border border-line-strong bg-card px-3"
          />
        </label>
        <button type="submit" className="min-h-12 rounded-[10px] border border-line-strong bg-sand px-5 font-semibold">
          {t.find}
        </button>
      </Form>
      {people.length === 0 ? (
        <p className="mt-4 rounded-2xl bg-sand p-4">{t.none}</p>
      ) : (
        <ul className="mt-4 divide-y divide-line rounded-2xl border border-line bg-card px-4">
          {people.map((person) => (
            <PersonItem key={person.personId} person={person} />
          ))}
        </ul>
      )}
      <nav className="mt-4 flex gap-6" aria-label={t.title}>
        {query.page > 1 && (
          <Link className={STEP} to={peopleUrl({ ...query, page: query.page - 1 })}>
            {t.before}
          </Link>
        )}
        {hasMore && (
          <Link className={STEP} to={peopleUrl({ ...query, page: query.page + 1 })}>
            {t.more}
          </Link>
        )}
      </nav>
    </section>
  )
}

const STEP = 'inline-flex min-h-11 items-center text-indigo underline'

function PersonItem({ person }: { person: PersonView }) {
  const { personId, units } = useLoaderData<typeof loader>()
  const t = useMessages(peopleMessages)
  const isOneself = person.personId === personId
  const isActive = person.status === 'active'
  const words = isActive ? t.suspend : t.reinstate
  const named = isActive ? t.suspendNamed(person.name) : t.reinstateNamed(person.name)
  return (
    <li className="py-3">
      <div className="flex flex-wrap items-center gap-x-3">
        <h3 className="font-semibold">{person.name}</h3>
        {isOneself && <span className="text-sm text-ink-2">{t.you}</span>}
        <span className="text-sm text-ink-2">
          {t.kinds[person.kind]} · {t.status[person.status]}
        </span>
        {!isOneself && (
          <Form method="post" className="ml-auto">
            <input type="hidden" name="personId" value={person.personId} />
            <button
              type="submit"
              name="intent"
              value={isActive ? 'suspend' : 'reinstate'}
              aria-label={named}
              className={STEP}
            >
              {words}
            </button>
          </Form>
        )}
      </div>
      <p className="text-sm text-ink-2 tabular-nums">
        {[person.campusNumber, person.phone].filter(Boolean).join(' · ')}
      </p>
      <Grants person={person} isOneself={isOneself} />
      {units.length > 0 && <UnitOfPerson person={person} units={units} />}
    </li>
  )
}

function Grants({ person, isOneself }: { person: PersonView; isOneself: boolean }) {
  const t = useMessages(peopleMessages)
  const language = useLanguage()
  return (
    <ul>
      {person.grants.map(({ grantId, role, cooperative }) => {
        const name = cooperative ? t.of(t.roles[role], cooperative[language]) : t.roles[role]
        return (
          <li key={grantId} className="flex flex-wrap items-center gap-x-3">
            <span>{name}</span>
            {!isOneself && (
              <Form method="post">
                <input type="hidden" name="grantId" value={grantId} />
                <button
                  type="submit"
                  name="intent"
                  value="revoke"
                  aria-label={t.revokeNamed(name, person.name)}
                  className={STEP}
                >
                  {t.revoke}
                </button>
              </Form>
            )}
          </li>
        )
      })}
    </ul>
  )
}
