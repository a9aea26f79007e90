import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { shopMessages } from '#app/messages/shop.ts'
import { SearchBox } from '#app/routes/parts/search-box.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export function loader({ request }: LoaderFunctionArgs) {
  const words = shopMessages[readPreferences(request).language]
  return data({ title: words.pageTitle(words.notFound.title) }, { status: 404 })
}

/** Forms posted to an address that does not exist get the same answer as readers. */
export function action({ request }: LoaderFunctionArgs) {
  const words = shopMessages[readPreferences(request).language]
  return data({ title: words.pageTitle(words.notFound.title) }, { status: 404 })
}

export default function NotFoundPage() {
  const t = useMessages(shopMessages)
  return (
    <div className="mx-auto max-w-[680px] py-12">
      <h1 className="font-serif text-2xl font-bold text-balance">{t.notFound.title}</h1>
      <p className="mt-3 text-ink-2">{t.notFound.text}</p>
      <div className="mt-8">
        <SearchBox label={t.home.searchLabel} submit={t.home.searchSubmit} placeholder={t.home.searchPlaceholder} />
      </div>
      <ul className="mt-6 flex flex-wrap gap-x-6">
        {[
          { to: paths.products(), words: t.notFound.products },
          { to: paths.home(), words: t.notFound.home },
        ].map((link) => (
          <li key={link.to}>
            <a href={link.to} className="inline-flex min-h-11 items-center text-indigo underline">
              {link.words}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
