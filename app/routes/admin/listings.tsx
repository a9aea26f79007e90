import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { listingMessages } from '#app/messages/listings.ts'
import { listWaitingListings } from '#app/modules/catalog/listing-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'catalog:manage')
  const waiting = await listWaitingListings(getRuntime().db)
  const { notice, headers } = takeNotice(request)
  const title = listingMessages[readPreferences(request).language].review.title
  return data({ title, notice, waiting }, { headers })
}

export default function WaitingListingsPage() {
  const { title, notice, waiting } = useLoaderData<typeof loader>()
  const t = useMessages(listingMessages)
  const language = useLanguage()
  return (
    <div className="max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{title}</h1>
      <p className="mt-2 text-ink-2">{t.review.lead}</p>
      <SupplyNotice notice={notice} />
      {waiting.length === 0 ? (
        <p className="mt-6 rounded-2xl bg-sand p-6">{t.review.empty}</p>
      ) : (
        <ul className="mt-4 divide-y divide-line rounded-2xl border border-line bg-card px-4">
          {waiting.map((listing) => (
            <li key={listing.changeId} className="py-2">
              <Link
                to={paths.admin.listing(listing.changeId)}
                className="inline-flex min-h-11 items-center font-semibold text-indigo underline"
              >
                {listing.name.zh || t.unnamed}
              </Link>
              <p className="text-sm text-ink-2">
                {listing.productId ? t.review.isChange : t.review.isNew} ·{' '}
                {t.review.from(listing.cooperative[language])}
              </p>
              <p className="text-sm text-ink-2">
                {t.review.waitingSince(formatInstant(listing.submittedAt, language))}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
