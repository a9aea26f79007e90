import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { catalogTerms } from '#app/messages/catalog-terms.ts'
import { shopMessages } from '#app/messages/shop.ts'
import { listCategories, listInSeason, listNewest } from '#app/modules/catalog/product-queries.server.ts'
import type { ProductCard } from '#app/modules/catalog/product-views.ts'
import { listCounties } from '#app/modules/partners/partner-queries.server.ts'
import { readProgress } from '#app/modules/progress/progress-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { cardViews } from '#app/routes/parts/card-views.ts'
import { CategoryLinks } from '#app/routes/parts/category-links.tsx'
import { CountyTiles } from '#app/routes/parts/county-tiles.tsx'
import { ProductGrid } from '#app/routes/parts/product-card.tsx'
import { SearchBox } from '#app/routes/parts/search-box.tsx'
import { SectionHeading } from '#app/routes/parts/section-heading.tsx'
import { TerraceEdge } from '#app/routes/parts/terrace-edge.tsx'
import { assistanceYear, businessDate, monthOf } from '#app/shared/business-date.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { type Fen, formatBasisPoints, formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

const CARDS = 8

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title },
  { name: 'description', content: data?.description },
]

export async function loader({ request }: LoaderFunctionArgs) {
  const { language } = readPreferences(request)
  const { title, description } = shopMessages[language].home
  return { title, description, ...(await readHome(language, clock.now())) }
}

export default function HomePage() {
  const { counties, categories, inSeason, newest, month, progress } = useLoaderData<typeof loader>()
  const words = useMessages(shopMessages)
  const terms = useMessages(catalogTerms)
  const t = words.home
  return (
    <>
      <Hero />
      <SectionHeading title={t.counties} />
      <CountyTiles counties={counties} />
      {inSeason.length > 0 && (
        <section>
          <SectionHeading
            title={t.inSeason}
            note={t.inSeasonNote(terms.months[month - 1] ?? '')}
            link={{ to: paths.products('season=now'), words: t.seeAll }}
          />
          <ProductGrid cards={inSeason} words={words.card} />
        </section>
      )}
      <section className="render-late">
        <SectionHeading title={t.categories} />
        <CategoryLinks categories={categories} />
      </section>
      {progress && <ProgressStrip progress={progress} />}
      <section className="render-late">
        <SectionHeading title={t.newest} link={{ to: paths.products(), words: t.seeAll }} />
        <ProductGrid cards={newest} words={words.card} isFurtherDown />
      </section>
      <Promises />
    </>
  )
}

function Hero() {
  const t = useMessages(shopMessages).home
  return (
    <section className="overflow-hidden rounded-2xl bg-jiao-fill text-white">
      <div className="px-5 pt-7 md:px-10 md:pt-10">
        <h1 className="font-serif text-2xl font-bold md:text-3xl">
          {t.headline.map((line) => (
            <span key={line} className="inline-block">
              {line}
            </span>
          ))}
        </h1>
        <p className="mt-2 max-w-xl text-sm text-white/90">{t.lead}</p>
        <div className="mt-5">
          <SearchBox label={t.searchLabel} submit={t.searchSubmit} placeholder={t.searchPlaceholder} />
        </div>
      </div>
      <TerraceEdge className="mt-4 h-14 md:h-20" />
    </section>
  )
}

interface ProgressSummary {
  year: number
  net: Fen
  target: Fen
  rateBasisPoints: number
}

function ProgressStrip({ progress }: { progress: ProgressSummary }) {
  const t = useMessages(shopMessages).home
  const { year, net, target, rateBasisPoints } = progress
  return (
    <section className="mt-10 rounded-2xl bg-sand p-5 md:flex md:items-center md:gap-8 md:p-6">
      <div className="min-w-0 flex-1">
        <h2 className="font-serif text-lg font-bold">{t.progress(year)}</h2>
        <p className="mt-1 tabular-nums">
          <strong className="text-xl text-huai">{t.progressDone(formatBasisPoints(rateBasisPoints))}</strong>
          <span className="ml-3 text-sm text-ink-2">{t.progressAmount(formatMoney(net), formatMoney(target))}</span>
        </p>
        <svg viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" className="mt-2 block h-3 w-full">
          <rect width="1000" height="20" rx="10" className="fill-line" />
          <rect width={Math.min(1000, rateBasisPoints / 10)} height="20" rx="10" className="fill-huai" />
        </svg>
      </div>
      <a href={paths.progress()} className="mt-3 inline-flex min-h-11 items-center text-indigo underline md:mt-0">
        {t.progressLink}
      </a>
    </section>
  )
}

function Promises() {
  const t = useMessages(shopMessages).home
  return (
    <section className="render-late grid gap-x-10 md:grid-cols-2">
      <div>
        <SectionHeading title={t.how} />
        <ol className="grid gap-3">
          {t.steps.map((step) => (
            <li key={step.title} className="flex items-start gap-3">
              <span className="grid size-10 shrink-0 place-items-center rounded-[50%_50%_8px_8px/42%_42%_8px_8px] bg-jiao-soft font-serif text-lg font-bold text-jiao">
                {step.title.slice(0, 1)}
              </span>
              <span>
                <b className="font-semibold">{step.title}</b>
                <span className="block text-sm text-ink-2">{step.text}</span>
              </span>
            </li>
          ))}
        </ol>
      </div>
      <div>
        <SectionHeading title={t.promise} />
        <p className="text-ink-2">{t.promiseText}</p>
        <a href={paths.returnRules()} className="mt-1 inline-flex min-h-11 items-center text-indigo underline">
          {t.promiseLink}
        </a>
      </div>
    </section>
  )
}

async function readHome(language: Language, now: Date) {
  const { db } = getRuntime()
  const today = businessDate(now)
  const month = monthOf(today)
  const [counties, categories, inSeason, newest, progress] = await Promise.all([
    listCounties(db, today),
    listCategories(db),
    listInSeason(db, month, CARDS),
    listNewest(db, 2 * CARDS),
    readProgress(db, { year: assistanceYear(now), now }),
  ])
  const { year, attained, target, rateBasisPoints = 0 } = progress
  return {
    month,
    counties: counties.map((county) => ({
      id: county.countyId,
      name: inLanguage(county.nameZh, county.nameEn, language),
    })),
    categories: categories.map(({ categoryId, name, pictureKind }) => ({
      id: categoryId,
      name: name[language],
      pictureKind,
    })),
    inSeason: cardViews(inSeason, { language, counties }),
    newest: cardViews(newestBeside(inSeason, newest), { language, counties }),
    progress: target && { year, net: attained.all, target, rateBasisPoints },
  }
}

/** The newest that are not on the page already. */
function newestBeside(shown: readonly ProductCard[], newest: readonly ProductCard[]): ProductCard[] {
  return newest.filter((card) => !shown.some((one) => one.productId === card.productId)).slice(0, CARDS)
}
