import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { catalogTerms } from '#app/messages/catalog-terms.ts'
import { shopMessages } from '#app/messages/shop.ts'
import { listProducts } from '#app/modules/catalog/product-queries.server.ts'
import { findCooperative, findCounty } from '#app/modules/partners/partner-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { cardViews } from '#app/routes/parts/card-views.ts'
import { ProductGrid } from '#app/routes/parts/product-card.tsx'
import { SectionHeading } from '#app/routes/parts/section-heading.tsx'
import { businessDate } from '#app/shared/business-date.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { useMessages } from '#app/ui/language.tsx'

const MOST_PRODUCTS = 48

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title },
  { name: 'description', content: data?.description },
]

export async function loader({ params, request }: LoaderFunctionArgs) {
  const { language } = readPreferences(request)
  const page = await readCooperativePage(params.slug ?? '', language)
  if (!page) throw notFound()
  const words = shopMessages[language]
  const description = words.cooperative.description(page.name, page.place)
  return { title: words.pageTitle(page.name), description, ...page }
}

export default function CooperativePage() {
  const page = useLoaderData<typeof loader>()
  const words = useMessages(shopMessages)
  const { kinds } = useMessages(catalogTerms)
  const t = words.cooperative
  const facts = [
    [t.kind, kinds[page.kind]],
    [t.place, page.place],
    [t.households, t.householdCount(page.householdCount)],
    [t.creditCode, page.creditCode],
  ]
  return (
    <article>
      <a href={paths.county(page.countyId)} className="inline-flex min-h-11 items-center">
        <span className="seal">{page.county}</span>
      </a>
      <h1 className="font-serif text-2xl font-bold text-balance">{page.name}</h1>
      <p className="mt-3 max-w-[680px]">{page.story}</p>
      <SectionHeading title={t.products} />
      {page.cards.length > 0 ? (
        <ProductGrid cards={page.cards} words={words.card} />
      ) : (
        <p className="rounded-2xl bg-sand p-6">{t.empty}</p>
      )}
      <SectionHeading title={t.facts} />
      <dl className="max-w-[680px] divide-y divide-line rounded-2xl border border-line bg-card px-4">
        {facts.map(([name, value]) => (
          <div key={name} className="gap-4 py-3 text-sm sm:grid sm:grid-cols-[12rem_1fr]">
            <dt className="font-semibold">{name}</dt>
            <dd className="text-ink-2 [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-xs text-ink-3">{t.demo}</p>
    </article>
  )
}

async function readCooperativePage(slug: string, language: Language) {
  const { db } = getRuntime()
  const cooperative = await findCooperative(db, slug)
  if (!cooperative) return undefined
  const { cooperativeId, countyId } = cooperative
  const [county, products] = await Promise.all([
    findCounty(db, countyId, businessDate(clock.now())),
    listProducts(db, { filter: { cooperativeId }, sort: 'newest', page: 1, pageLength: MOST_PRODUCTS }),
  ])
  const countyName = county ? inLanguage(county.nameZh, county.nameEn, language) : ''
  return {
    name: inLanguage(cooperative.nameZh, cooperative.nameEn, language),
    story: inLanguage(cooperative.storyZh, cooperative.storyEn, language),
    place: inLanguage(
      `${countyName}${cooperative.townshipZh}${cooperative.villageZh}`,
      `${cooperative.villageEn}, ${cooperative.townshipEn}, ${countyName}`,
      language,
    ),
    kind: cooperative.kind,
    countyId,
    county: countyName,
    householdCount: cooperative.householdCount,
    creditCode: cooperative.creditCode,
    cards: cardViews(products.cards, { language, counties: county ? [county] : [] }),
  }
}
