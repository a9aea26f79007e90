import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { listingMessages } from '#app/messages/listings.ts'
import { listTeam } from '#app/modules/identity/people-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { formatDate } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { cooperativeId, personId } = await requireManager(request)
  const team = await listTeam(getRuntime().db, cooperativeId)
  return { title: listingMessages[readPreferences(request).language].team.title, team, personId }
}

export default function TeamPage() {
  const { title, team, personId } = useLoaderData<typeof loader>()
  const t = useMessages(listingMessages).team
  const language = useLanguage()
  return (
    <div className="max-w-[680px]">
      <h1 className="font-serif text-2xl font-bold">{title}</h1>
      <p className="mt-2 text-ink-2">{t.lead}</p>
      <ul className="mt-4 divide-y divide-line rounded-2xl border border-line bg-card px-4">
        {team.map((member) => (
          <li key={member.personId} className="py-3">
            <p className="font-semibold">
              {member.name}
              {member.personId === personId && <span className="ml-2 text-sm font-normal text-ink-2">{t.you}</span>}
            </p>
            <p className="text-sm text-ink-2 tabular-nums">
              {member.phone && `${t.phone} ${member.phone} · `}
              {t.since(formatDate(member.since, language))}
            </p>
          </li>
        ))}
      </ul>
    </div>
  )
}
