import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { shopMessages } from '#app/messages/shop.ts'
import { listProducts } from '#app/modules/catalog/product-queries.server.ts'
import { findCounty, listCooperatives } from '#app/modules/partners/partner-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { cardViews } from '#app/routes/parts/card-views.ts'
import { ProductGrid } from '#app/routes/parts/product-card.tsx'
import { SectionHeading } from '#app/routes/parts/section-heading.tsx'
import { businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import { formatDate } from '#app/shared/display-time.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { useMessages } from '#app/ui/language.tsx'

const MOST_PRODUCTS = 48

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title },
  { name: 'description', content: data?.description },
]

export async function loader({ params, request }: LoaderFunctionArgs) {
  const { language } = readPreferences(request)
  const page = await readCountyPage(params.countyId ?? '', language)
  if (!page) throw notFound()
  const words = shopMessages[language]
  return { title: words.pageTitle(page.name), description: words.county.description(page.name), ...page }
}

export default function CountyPage() {
  const { countyId, name, story, pairedFrom, cooperatives, cards } = useLoaderData<typeof loader>()
  const words = useMessages(shopMessages)
  const t = words.county
  return (
    <article>
      <img
        src={paths.picture('county', countyId)}
        alt={t.landmark(name)}
        width="640"
        height="320"
        className="aspect-2/1 max-h-80 w-full rounded-2xl bg-sand object-cover"
      />
      <h1 className="mt-5 font-serif text-2xl font-bold">{name}</h1>
      <p className="mt-1 text-sm text-ink-2">{t.paired(pairedFrom)}</p>
      <p className="mt-3 max-w-[680px]">{story}</p>
      <SectionHeading
        title={t.products(name)}
        link={{ to: paths.products(`county=${countyId}`), words: t.productsLink }}
      />
      {cards.length > 0 ? (
        <ProductGrid cards={cards} words={words.card} />
      ) : (
        <p className="rounded-2xl bg-sand p-6">{t.empty}</p>
      )}
      <SectionHeading title={t.cooperatives} />
      <ul className="grid gap-3 md:grid-cols-2">
        {cooperatives.map((cooperative) => (
          <li key={cooperative.slug}>
            <a
              href={paths.cooperative(cooperative.slug)}
              className="block h-full rounded-2xl border border-line bg-card p-4 hover:border-line-strong"
            >
              <b className="font-semibold">{cooperative.name}</b>
              <span className="mt-1 block text-sm text-ink-2">
                {cooperative.place} · {t.households(cooperative.householdCount)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </article>
  )
}

async function readCountyPage(countyId: string, language: Language) {
  const { db } = getRuntime()
  const county = await findCounty(db, countyId, businessDate(clock.now()))
  if (!county) return undefined
  const [cooperatives, products] = await Promise.all([
    listCooperatives(db, county.countyId),
    listProducts(db, { filter: { countyId }, sort: 'newest', page: 1, pageLength: MOST_PRODUCTS }),
  ])
  return {
    countyId: county.countyId,
    name: inLanguage(county.nameZh, county.nameEn, language),
    story: inLanguage(county.storyZh, county.storyEn, language),
    pairedFrom: formatDate(startOfBusinessDate(county.pairedFrom), language),
    cooperatives: cooperatives.map((one) => ({
      slug: one.slug,
      name: inLanguage(one.nameZh, one.nameEn, language),
      place: inLanguage(`${one.townshipZh}${one.villageZh}`, `${one.villageEn}, ${one.townshipEn}`, language),
      householdCount: one.householdCount,
    })),
    cards: cardViews(products.cards, { language, counties: [county] }),
  }
}
