import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { shopMessages } from '#app/messages/shop.ts'
import { listCategories } from '#app/modules/catalog/product-queries.server.ts'
import { searchProducts } from '#app/modules/catalog/search-products.server.ts'
import { listCounties } from '#app/modules/partners/partner-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { cardViews } from '#app/routes/parts/card-views.ts'
import { CategoryLinks } from '#app/routes/parts/category-links.tsx'
import { ProductGrid } from '#app/routes/parts/product-card.tsx'
import { SearchBox } from '#app/routes/parts/search-box.tsx'
import { SectionHeading } from '#app/routes/parts/section-heading.tsx'
import { businessDate } from '#app/shared/business-date.ts'
import type { Language } from '#app/shared/language.ts'
import { useMessages } from '#app/ui/language.tsx'

const MOST_HITS = 48
const MOST_CHARACTERS = 40

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title },
  { name: 'robots', content: 'noindex' },
]

export async function loader({ request }: LoaderFunctionArgs) {
  const { language } = readPreferences(request)
  const asked = readQuery(new URL(request.url).searchParams.get('q'))
  const words = shopMessages[language]
  const title = words.pageTitle(asked.text ? words.search.titleOf(asked.text) : words.search.title)
  return { title, asked, found: await search(asked.text, language) }
}

export default function SearchPage() {
  const { asked, found } = useLoaderData<typeof loader>()
  const words = useMessages(shopMessages)
  const t = words.search
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <div className="mt-4">
        <SearchBox label={t.label} submit={t.submit} placeholder={words.home.searchPlaceholder} query={asked.text} />
      </div>
      {asked.isCut && <p className="mt-3 text-sm text-ink-2">{t.tooLong}</p>}
      <p className="mt-4" role="status">
        {sayOutcome(asked.text, found, t)}
      </p>
      {found.suggestions.length > 0 && (
        <p className="mt-2 flex flex-wrap items-center gap-x-4">
          <span className="text-ink-2">{t.didYouMean}</span>
          {found.suggestions.map((suggestion) => (
            <a
              key={suggestion}
              href={paths.search(suggestion)}
              className="inline-flex min-h-11 items-center text-indigo underline"
            >
              {suggestion}
            </a>
          ))}
        </p>
      )}
      <div className="mt-4">
        <ProductGrid cards={found.cards} words={words.card} />
      </div>
      {found.categories.length > 0 && (
        <>
          <SectionHeading title={t.suggestions} />
          <CategoryLinks categories={found.categories} />
        </>
      )}
    </div>
  )
}

interface Found {
  kind: 'start' | 'exact' | 'near' | 'none'
  cards: ReturnType<typeof cardViews>
  suggestions: string[]
  /** Shown where there is nothing else to look at. */
  categories: { id: string; name: string; pictureKind: string }[]
}

function sayOutcome(query: string, found: { kind: Found['kind']; cards: readonly unknown[] }, t: SearchWords): string {
  switch (found.kind) {
    case 'start':
      return t.start
    case 'exact':
      return t.results(found.cards.length, query)
    case 'near':
      return t.showing(query)
    case 'none':
      return `${t.none(query)} ${t.noneHint}`
  }
}

type SearchWords = (typeof shopMessages)['zh']['search']

/** What was asked for, without marks nobody sees, and never longer than we search for. */
function readQuery(sent: string | null): { text: string; isCut: boolean } {
  const plain = (sent ?? '').replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\s]+/gu, ' ').trim()
  const characters = [...plain]
  return {
    text: characters.slice(0, MOST_CHARACTERS).join('').trim(),
    isCut: characters.length > MOST_CHARACTERS,
  }
}

async function search(text: string, language: Language): Promise<Found> {
  const { db } = getRuntime()
  const [counties, outcome] = await Promise.all([
    listCounties(db, businessDate(clock.now())),
    text ? searchProducts(db, text, MOST_HITS) : undefined,
  ])
  const categories = outcome && outcome.kind !== 'none' ? [] : await listCategories(db)
  return {
    kind: outcome?.kind ?? 'start',
    cards: cardViews(outcome?.cards ?? [], { language, counties }),
    suggestions: [...new Set((outcome?.suggestions ?? []).map((name) => name[language]))],
    categories: categories.map(({ categoryId, name, pictureKind }) => ({
      id: categoryId,
      name: name[language],
      pictureKind,
    })),
  }
}
