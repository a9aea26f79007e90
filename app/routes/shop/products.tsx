import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { shopMessages } from '#app/messages/shop.ts'
import { clock } from '#app/platform/clock.server.ts'
import { Pagination } from '#app/routes/parts/pagination.tsx'
import { ProductGrid } from '#app/routes/parts/product-card.tsx'
import { ChosenFilters, FilterForm } from '#app/routes/parts/product-filters.tsx'
import { readProductList } from '#app/routes/parts/product-list.server.ts'
import { listQueryString, parseListQuery } from '#app/routes/parts/product-list-query.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data, location }) => [
  { title: data?.title },
  { name: 'description', content: data?.description },
  // Filtered lists are for people; machines shall keep the plain ones.
  ...(location.search.includes('=') ? [{ name: 'robots', content: 'noindex' }] : []),
]

export async function loader({ request }: LoaderFunctionArgs) {
  const { language } = readPreferences(request)
  const query = parseListQuery(new URL(request.url).searchParams)
  const list = await readProductList(query, { language, now: clock.now() })
  if (list.cards.length === 0 && list.total > 0 && query.page > 1)
    throw redirect(paths.products(listQueryString({ ...query, page: list.pageCount })))
  const words = shopMessages[language]
  return { title: words.pageTitle(words.list.title), description: words.list.description, query, ...list }
}

export default function ProductsPage() {
  const { query, cards, total, pageCount, choices } = useLoaderData<typeof loader>()
  const words = useMessages(shopMessages)
  const t = words.list
  return (
    <div className="lg:grid lg:grid-cols-[16rem_1fr] lg:gap-8">
      <FilterForm query={query} choices={choices} />
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
          <p className="text-sm text-ink-2 tabular-nums">{t.count(total)}</p>
        </div>
        <ChosenFilters query={query} choices={choices} isEmpty={total === 0} />
        <div className="mt-4">
          <ProductGrid cards={cards} words={words.card} />
        </div>
        <Pagination
          page={query.page}
          pageCount={pageCount}
          hrefOf={(page) => paths.products(listQueryString({ ...query, page }))}
          words={t}
        />
      </div>
    </div>
  )
}
